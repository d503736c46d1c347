"""`python -m webchat articles export | import`: the knowledge base as a folder, beside a running service if need be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.clock import SystemClock
from webchat.adapters.db.engine import open_engine
from webchat.adapters.kb import KnowledgeBase
from webchat.adapters.pictures import Pictures
from webchat.services import announcements, audit
from webchat.services.articles import exporting
from webchat.services.articles.importing import Importer, Options, Portion, at_once
from webchat.services.work import Environment, Store, Work
from webchat.settings import Settings
from webchat.texts import LANGUAGES, article_problem

Result = TypeVar("Result")
commands = typer.Typer(no_args_is_help=True, help="The knowledge base's articles.")


@commands.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="Made when absent; files of the same name are replaced")],
) -> None:
    """Write every article as Markdown: `articles/` as published, `drafts/` what is not, `images/`."""

    async def run(store: Store, settings: Settings) -> int:
        await store.write(partial(exporting.note, agent=None))
        return await store.read(partial(exporting.write_folder, folder=folder, pictures=_pictures(settings)))

    typer.echo(f"{_with_store(run)} files in {folder}")


@commands.command("import")
def load(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    language: Annotated[str | None, typer.Option(help="Of pages and rows that tell none: nl, fr or en")] = None,
    draft: Annotated[bool, typer.Option(help="Bring everything in as a draft")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be")] = False,
) -> None:
    """Bring in Markdown, HTML pages, CSV tables and pictures; a running service then tells the index."""
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter("languages are nl, fr and en")
    options = Options(publish=not draft, dry_run=dry_run, language=language, by=None)

    async def run(store: Store, settings: Settings) -> Portion:
        kb = KnowledgeBase(settings.kb_url, timeout_s=settings.kb_timeout_s)
        try:
            done = await at_once(Importer(store, ArticleIndex(kb), _pictures(settings), folder, options))
        finally:
            await kb.close()
        if not dry_run:
            await store.write(partial(_note, done=done))
        return done

    done = _with_store(run)
    for problem in done.problems:
        where = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
        typer.echo(f"{where}: {article_problem('en', problem.code, problem.params)}", err=True)
    typer.echo(
        f"{done.created} created, {done.changed} changed, {done.unchanged} unchanged, {len(done.problems)} left out"
    )
    if done.problems and not done.created + done.changed + done.unchanged:
        raise typer.Exit(1)


def _note(work: Work, done: Portion) -> None:
    n_articles = done.created + done.changed
    audit.record(work, "articles_imported", actor=None, actor_kind="command", n=n_articles)


def _pictures(settings: Settings) -> Pictures:
    return Pictures(settings.pictures_dir, max_bytes=settings.attachment_max_bytes)


def _with_store(use: Callable[[Store, Settings], Awaitable[Result]]) -> Result:
    """Run something on the database of the settings."""

    async def run() -> Result:
        settings = Settings()
        env = Environment(
            settings=settings, clock=SystemClock(), is_user_online=lambda _: False, finish=announcements.finish
        )
        store = Store(open_engine(settings.database_url), env, publish=lambda _: None)
        store.migrate()
        store.start()
        try:
            return await use(store, settings)
        finally:
            await store.stop()

    return asyncio.run(run())
