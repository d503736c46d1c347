"""Write an article: a new one, a change, an older text brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from webchat.adapters import front_matter
from webchat.adapters.db import tables as t
from webchat.domain.article import MAX_ID, Facts, Kind, State, slug
from webchat.domain.errors import Fixable
from webchat.services import audit
from webchat.services.accounts import Agent
from webchat.services.articles import rows
from webchat.services.work import Work

_a = t.articles.c


def create(
    work: Work,
    agent: Agent | None,
    *,
    language: str,
    title: str,
    family: str | None = None,
    markdown: str | None = None,
    translation_of: str | None = None,
) -> dict[str, Any]:
    """Add a draft; returns it as its editor sees it.

    Args:
        work: The transaction.
        agent: Who writes it; None for the system.
        language: Of the text.
        title: Its title.
        family: What it joins; made of the title when absent.
        markdown: The text, with or without front matter.
        translation_of: An article whose family it joins, and whose text it starts with where none is given.

    Raises:
        Fixable: `exists` where the family has the language already, `not_found`, `bad_article`.
    """
    if translation_of is not None:
        original = rows.load(work.db, translation_of)
        family = original["family"]
        markdown = original["markdown"] if markdown is None else markdown
    text = markdown or ""
    front_matter.check_text(text)
    if translation_of is None and family is None and front_matter.has(text, "family"):
        family = front_matter.facts(_headed(text, language=language, title=title, family="x")).family
    name = family or _free_family(work.db, slug(title))
    taken = select(_a.article_id).where(_a.family == name, _a.language == language)
    if work.db.scalar(taken.limit(1)):
        raise Fixable("exists", field="language")
    article_id = f"{name}.{language}"
    if len(article_id) > MAX_ID:
        raise Fixable("invalid", field="family")
    if translation_of is not None:
        text = front_matter.put(text, {"id": article_id, "family": name, "language": language, "title": title})
    else:
        text = _headed(text, id=article_id, family=name, language=language, title=title)
    facts = front_matter.facts(text)
    _same(facts, article_id, name, language)
    rows.add(work, text, facts, Kind.CREATE, by=agent.id if agent else None)
    by = {"actor": agent.id} if agent else {"actor": None, "actor_kind": "system"}
    audit.record(work, "article_created", article=article_id, **by)
    return rows.working(work.db, article_id)


def create_draft(
    work: Work,
    agent: Agent | None,
    *,
    language: str,
    title: str,
    markdown: str,
    family: str | None = None,
    sources: Sequence[Mapping[str, str]] | None = None,
) -> str:
    """Add a draft made of something else, such as solved tickets; returns its id.

    Args:
        work: The transaction.
        agent: Who asked for it; None for the system.
        language: Of the text.
        title: Its title.
        markdown: The text, with or without front matter.
        family: What it joins; made of the title when absent.
        sources: What it was made from, `{"kind": "conversation" | "ticket", "id"}` each.

    Raises:
        Fixable: `exists` where the family has the language already, `bad_article`.
    """
    made = create(work, agent, language=language, title=title, markdown=markdown, family=family)
    for source in sources or ():
        column = {"conversation": "conversation_id", "ticket": "ticket_id"}[source["kind"]]
        work.db.execute(insert(t.article_sources).values(article_id=made["article_id"], **{column: source["id"]}))
    return str(made["article_id"])


def save(
    work: Work, agent: Agent, article_id: str, *, markdown: str, version: int, minor: bool, note: str | None
) -> dict[str, Any]:
    """Replace the working text that was read as `version`.

    Raises:
        Fixable: `not_found`, `edited` with what stands there now as `current`, `bad_article`.
    """
    row = _editable(work, article_id, version)
    front_matter.check_text(markdown)
    rows.write(work, row, markdown, Kind.SAVE, by=agent.id, minor=minor, note=note)
    audit.record(work, "article_saved", actor=agent.id, article=article_id, minor=minor)
    return rows.working(work.db, article_id)


def restore(work: Work, agent: Agent, article_id: str, *, number: int, version: int) -> dict[str, Any]:
    """Make an older text the working text again.

    Raises:
        Fixable: `not_found`, `edited`.
    """
    row = _editable(work, article_id, version)
    r = t.article_revisions.c
    markdown = work.db.scalar(select(r.markdown).where(r.article_id == article_id, r.number == number))
    if markdown is None:
        raise Fixable("not_found")
    rows.write(work, row, markdown, Kind.RESTORE, by=agent.id, note=str(number))
    audit.record(work, "article_restored", actor=agent.id, article=article_id, number=number)
    return rows.working(work.db, article_id)


def _editable(work: Work, article_id: str, version: int) -> rows.Row:
    row = rows.load(work.db, article_id)
    if row["version"] != version:
        raise Fixable("edited", current=rows.working(work.db, article_id))
    if row["state"] == State.ARCHIVED:
        raise Fixable("wrong_state", state=row["state"])
    return row


def _headed(text: str, **values: str) -> str:
    """The text with the keys that its front matter lacks."""
    return front_matter.put(text, {key: value for key, value in values.items() if not front_matter.has(text, key)})


def _same(facts: Facts, article_id: str, family: str, language: str) -> None:
    told = {"id": facts.article_id, "family": facts.family, "language": facts.language}
    for key, kept in {"id": article_id, "family": family, "language": language}.items():
        if told[key] != kept:
            raise front_matter.bad("another_article", key=key, value=told[key], kept=kept)


def _free_family(db: Connection, wanted: str) -> str:
    taken = set(db.scalars(select(_a.family).where(_a.family.startswith(wanted, autoescape=True)).distinct()))
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name
