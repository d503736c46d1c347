"""Put the process together: one ASGI application with sockets, REST and pages."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import socketio
import structlog
from fastapi import Depends, FastAPI

from webchat.adapters.actions import ActionServer
from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.bot import Bot
from webchat.adapters.clock import Clock, SystemClock
from webchat.adapters.db.engine import open_engine
from webchat.adapters.files import Files
from webchat.adapters.kb import KnowledgeBase
from webchat.adapters.keys import link_key
from webchat.adapters.mail import Mailer
from webchat.adapters.passwords import Passwords
from webchat.adapters.pictures import Pictures
from webchat.api import errors, pages
from webchat.api.deps import permit
from webchat.api.routes import (
    account,
    article_desk,
    article_drafts,
    article_files,
    article_history,
    article_votes,
    articles,
    attachments,
    audit,
    canned_replies,
    changed_answers,
    chat,
    conversations,
    customers,
    gaps,
    health,
    inbox,
    incidents,
    labels,
    macros,
    reminders,
    reports,
    reviews,
    session,
    suggestions,
    ticket_fields,
    ticket_views,
    tickets,
    training,
)
from webchat.api.routes import accounts as account_routes
from webchat.api.routes import dial as dial_routes
from webchat.api.routes import settings as settings_routes
from webchat.api.routes import teams as team_routes
from webchat.documents import first
from webchat.realtime.agent import AgentNamespace
from webchat.realtime.chat import ChatNamespace
from webchat.realtime.engine import socket_server
from webchat.realtime.guard import Guard
from webchat.realtime.relay import AGENT, CHAT, Relay
from webchat.services import accounts, announcements, dial, heaps, opening_hours, presence, ticks, votes
from webchat.services import gaps as gap_job
from webchat.services.articles.import_jobs import Imports
from webchat.services.articles.sync import IndexSync
from webchat.services.bundle import Services
from webchat.services.changed_answers import Comparison
from webchat.services.dispatcher import Dispatcher
from webchat.services.help import HelpCentre
from webchat.services.inbox.desk import Inbox
from webchat.services.mail import postman
from webchat.services.reports import facts as report_facts
from webchat.services.signing_in import Attempts
from webchat.services.training.desk import Training
from webchat.services.work import Environment, Store, Work
from webchat.settings import Settings

# What stands under a name of its own goes before `/api/articles/{article_id}`.
_ARTICLES = (article_drafts, article_files, article_desk, article_history, articles)
_KNOWLEDGE = (inbox, labels, training, changed_answers, article_votes, dial_routes, reports)
_TICKETS = (tickets, ticket_views, ticket_fields)
_LOOP = (incidents, gaps)

log = structlog.get_logger()


def create_app(settings: Settings, *, clock: Clock | None = None) -> socketio.ASGIApp:
    """Return the application; nothing is opened before its lifespan starts.

    Args:
        settings: Two applications with different settings can live side by side.
        clock: The time; the machine's by default.
    """
    server = _socket_server(settings)
    relay = Relay(server)
    services = _services(settings, clock or SystemClock(), relay)
    server.register_namespace(ChatNamespace(services, relay))
    server.register_namespace(AgentNamespace(services, relay))

    guard = Guard(server, relay, services)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await _start(services, relay)
        jobs = (
            ticks.run(services.store, settings),
            ticks.keep_house(services.store, services.files),
            votes.run(services.store, services.kb),
            services.inbox.run(),
            heaps.run(services.store, services.kb),
            gap_job.run(services.store, services.kb),
            services.article_sync.run(),
            services.imports.run(),
            dial.run(services.store, services.kb),
            report_facts.run(services.store),
            postman.run(services.store, Mailer(settings), services.link_key),
            guard.run(),
            services.comparison.run(),
            services.training.watch.run(),
        )
        running = [asyncio.create_task(job) for job in jobs]
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            await _stop(services, relay)

    api = FastAPI(title="Firstline", lifespan=lifespan, docs_url=None, redoc_url=None, dependencies=[Depends(permit)])
    api.state.services = services

    api.state.guard = guard
    errors.install(api)
    supervision = (settings_routes, team_routes, reviews)
    desk = (attachments, chat, conversations, customers, canned_replies, macros, suggestions, reminders)
    known = (session, account, account_routes, audit, health)
    for routes in (*known, *_ARTICLES, *_KNOWLEDGE, *supervision, *desk, *_TICKETS, *_LOOP):
        api.include_router(routes.router)
    pages.install(api, settings)
    return socketio.ASGIApp(server, api)


def _socket_server(settings: Settings) -> socketio.AsyncServer:
    own = {settings.base_url, *settings.allowed_origins}

    def is_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        # Browsers always send Origin; what sends none is a program, which cookies cannot be stolen from.
        if origin is None or origin in own:
            return True
        host = environ.get("HTTP_HOST")
        return origin in (f"http://{host}", f"https://{host}")

    return socket_server(is_allowed=is_allowed, max_frame_bytes=settings.max_frame_bytes, namespaces=[CHAT, AGENT])


def _services(settings: Settings, clock: Clock, relay: Relay) -> Services:
    env = Environment(settings=settings, clock=clock, is_user_online=relay.is_user_online, finish=announcements.finish)
    bot = Bot(settings.bot_url, settings.bot_token.get_secret_value(), timeout_s=settings.bot_timeout_s)
    kb = KnowledgeBase(settings.kb_url, timeout_s=settings.kb_timeout_s)
    actions = ActionServer(settings.actions_url, timeout_s=settings.bot_timeout_s)

    def publish(work: Work) -> None:
        relay.publish(work)
        for due in work.turns:
            dispatcher.wake(due)
        if work.articles_due:
            sync.wake()

    store = Store(open_engine(settings.database_url), env, publish=publish)
    index = ArticleIndex(kb)
    sync = IndexSync(store, index)
    pictures = Pictures(settings.pictures_dir, max_bytes=settings.attachment_max_bytes)

    def on_typing(conversation_id: str, on: bool) -> None:
        relay.typing_to_user(conversation_id, on=on, sender={"kind": "bot", "name": settings.bot_name})

    dispatcher = Dispatcher(store, bot, kb, settings=settings, on_typing=on_typing)
    return Services(
        settings=settings,
        clock=clock,
        store=store,
        bot=bot,
        kb=kb,
        passwords=Passwords(settings.workers_password),
        attempts=Attempts(settings.sign_in_attempts, clock),
        dispatcher=dispatcher,
        inbox=Inbox(store, kb),
        comparison=Comparison(settings.runs_dir, actions, kb, is_busy=lambda: dispatcher.is_answering),
        link_key=link_key(settings.link_key_file),
        files=Files(settings.files_dir, max_bytes=settings.attachment_max_bytes),
        training=Training(store, bot, settings),
        help=HelpCentre(kb, clock),
        article_index=index,
        article_sync=sync,
        pictures=pictures,
        imports=Imports(store, index, pictures, settings.pictures_dir.parent / "imports"),
    )


async def _start(services: Services, relay: Relay) -> None:
    # Here, because holidays take half a second, and hours that make no sense should end the start.
    await asyncio.to_thread(opening_hours.hours, first(services.settings).hours)
    await asyncio.to_thread(services.store.migrate)
    services.store.start()
    relay.start(services.store)
    if services.settings.demo:
        password = services.settings.demo_password.get_secret_value()
        if password:
            await services.store.write(partial(accounts.add_demo, password=password))
    await services.store.write(presence.start)
    await services.dispatcher.start()
    # What exists now lives as long as the process: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    log.info("started", url=services.settings.base_url)


async def _stop(services: Services, relay: Relay) -> None:
    await services.dispatcher.stop()
    await relay.stop()
    await services.store.stop()
    await services.bot.close()
    await services.kb.close()
    await services.comparison.close()
    services.passwords.close()
    log.info("stopped")
