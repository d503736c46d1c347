"""`python -m webchat serve | user add | erase | audit verify`."""

from __future__ import annotations

import asyncio
import getpass
import secrets
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Annotated, TypeVar

import typer
from pydantic import SecretStr, ValidationError

from webchat.adapters import tracker
from webchat.adapters.clock import SystemClock
from webchat.adapters.db.engine import empty_log, open_engine
from webchat.adapters.files import Files
from webchat.adapters.passwords import hash_password
from webchat.article_commands import commands as articles
from webchat.documents import first
from webchat.logs import configure
from webchat.services import accounts, announcements, attachments, audit, people, turns
from webchat.services.erasing import BOT_ENDS_WITHIN_S
from webchat.services.training import material
from webchat.services.work import Environment, Store, Work
from webchat.settings import Settings
from webchat.texts import LANGUAGES

app = typer.Typer(no_args_is_help=True, help="Firstline's chat service.")
user = typer.Typer(no_args_is_help=True, help="Agents' accounts.")
app.add_typer(user, name="user")
audits = typer.Typer(no_args_is_help=True, help="The audit log.")
app.add_typer(audits, name="audit")
app.add_typer(articles, name="articles")

T = TypeVar("T")


@app.command()
def serve() -> None:
    """Serve sockets, REST and pages."""
    import uvicorn

    from webchat.app import create_app

    settings = _settings()
    configure(settings.log_level)
    if settings.demo and not settings.demo_password.get_secret_value():
        password = secrets.token_urlsafe(9)
        settings = settings.model_copy(update={"demo_password": SecretStr(password)})
        print(f"demo accounts: {', '.join(a[0] for a in accounts.DEMO_ACCOUNTS)}; password {password}", flush=True)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        ws="websockets-sansio",
        ws_max_size=settings.max_frame_bytes,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )


@user.command("add")
def add_user(
    email: Annotated[str, typer.Option(help="Address to sign in with")],
    name: Annotated[str, typer.Option(help="Name that customers see")],
    role: Annotated[str, typer.Option(help="agent, supervisor, knowledge_manager or administrator")] = "agent",
    languages: Annotated[str, typer.Option(help="For example nl,fr")] = "nl,fr,en",
) -> None:
    """Create an account or change it; asks for the password (or reads it from standard input)."""
    spoken = [language.strip() for language in languages.split(",")]
    if not set(spoken) <= set(LANGUAGES):
        raise typer.BadParameter("languages are nl, fr and en")
    if role not in accounts.ROLES:
        raise typer.BadParameter(f"role is one of {', '.join(accounts.ROLES)}")
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < 10:
        raise typer.BadParameter("a password has at least 10 characters")
    stored = hash_password(password)
    add = partial(accounts.add_by_command, email=email, name=name, role=role, languages=spoken, password_hash=stored)
    is_new = _write(add)
    print(f"{'created' if is_new else 'changed'} {email}")


@app.command()
def erase(
    person: Annotated[str, typer.Option(help="The person's id, identifier or e-mail address")],
) -> None:
    """Delete everything a person said and everything kept about them; tells what was deleted."""
    # The bot's memory first: the ids that lead to it are gone afterwards.
    ids, file_ids, is_bot_at_work = _write(partial(_elsewhere, who=person))
    n_remembered = tracker.forget(_settings().tracker_url, ids)
    deleted = _write(partial(people.erase, who=person))
    settings = _settings()
    files = Files(settings.files_dir, max_bytes=settings.attachment_max_bytes)
    files.delete(file_ids)
    material.forget_words(settings.runs_dir)
    if is_bot_at_work:
        print(f"the bot may still be at work for this person: waiting {BOT_ENDS_WITHIN_S} s to empty its memory again")
        time.sleep(BOT_ENDS_WITHIN_S)
        n_remembered += tracker.forget(_settings().tracker_url, ids)
    if not deleted:
        print("nobody is known by that name")
        raise typer.Exit(1)
    for table, n_rows in deleted.items():
        print(f"{n_rows:6d} {table}")
    print(f"{n_remembered:6d} events of the bot")


@audits.command("verify")
def verify_audit(
    head: Annotated[
        str | None, typer.Option(help="A head that an earlier run printed: shows nothing was made anew")
    ] = None,
) -> None:
    """Check the whole audit log; exits with 1 if anything was changed, added, moved or taken out."""
    settings = _settings()
    engine = open_engine(settings.database_url)
    with engine.connect() as db, db.begin():
        verdict = audit.verify(db, settings.audit_key.get_secret_value().encode(), known_head=head)
    engine.dispose()
    if verdict.problem:
        print(f"the audit log is not whole: {verdict.problem}")
        raise typer.Exit(1)
    print(f"{verdict.n_entries} entries, whole\nhead {verdict.head}")


def _elsewhere(work: Work, who: str) -> tuple[list[str], list[str], bool]:
    """What leads to the parts that stand outside the database: conversations, files, and whether the bot is at work."""
    ids = people.conversations_of(work.db, who)
    return (
        ids,
        attachments.ids_of(work.db, ids),
        turns.may_be_at_work(work.db, ids, since=work.now - timedelta(seconds=BOT_ENDS_WITHIN_S)),
    )


def _settings() -> Settings:
    """Read the environment; what cannot be used is named, and how to mend it."""
    try:
        settings = Settings()
        first(settings)  # the desk's rules have bounds of their own
    except ValidationError as error:
        for each in error.errors():
            where = "_".join(str(part) for part in each["loc"])
            print(f"settings: {where}: {each['msg']} (given: {each['input']!r}); see docs/settings.md", file=sys.stderr)
        raise SystemExit(2) from None
    return settings


def _write(use_case: Callable[[Work], T]) -> T:
    """Run one use case on the database of the settings, beside a running service if need be."""

    async def run() -> T:
        settings = _settings()
        env = Environment(
            settings=settings, clock=SystemClock(), is_user_online=lambda _: False, finish=announcements.finish
        )
        store = Store(open_engine(settings.database_url), env, publish=lambda _: None)
        store.migrate()
        store.start()
        try:
            result = await store.write(use_case)
        finally:
            await store.stop()
        if not empty_log(open_engine(settings.database_url)):
            print("the write-ahead log was busy: run this once more when there is less traffic", file=sys.stderr)
        return result

    return asyncio.run(run())


def main() -> None:
    """Run the command line."""
    app(prog_name="python -m webchat")
