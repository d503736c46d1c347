"""What a knowledge manager does with a gap: an article, better words for an article that exists, or nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from webchat.adapters import front_matter
from webchat.adapters.db import tables as t
from webchat.domain import gaps as rules
from webchat.domain.errors import Fixable
from webchat.domain.gaps import Solution
from webchat.services import audit, gaps
from webchat.services.accounts import Agent
from webchat.services.articles import create_draft, editing, rows
from webchat.services.work import Work

_MOST_SOURCES = 20


def make_article(work: Work, agent: Agent, gap_id: str) -> dict[str, Any]:
    """Make a draft of a gap's questions and the solutions that agents wrote; once, however often it is asked for.

    Raises:
        Fixable: `not_found`, or `closed` for a gap that is not open.
    """
    gap = _open(work, gap_id)
    if gap["article_id"]:
        return {"article_id": gap["article_id"]}
    asked = gaps.questions(work.db, gap_id)
    if not asked:
        raise Fixable("not_found")
    shown = gaps.one(work.db, gap_id, now=work.now)
    language = next(iter(shown["languages"]))
    words = sorted(asked, key=lambda question: question["language"] != language)
    found = sorted(gaps.solutions(work.db, gap_id), key=lambda solution: solution["language"] != language)
    solutions = [Solution(each["number"], each["language"], each["text"]) for each in found]
    own = [question["text"] for question in words if question["language"] == language]
    title = rules.title_of(own[0])
    markdown = rules.draft(language=language, questions=own, solutions=solutions)
    sources = [{"kind": "ticket", "id": each["ticket_id"]} for each in found]
    sources += [{"kind": "conversation", "id": question["conversation_id"]} for question in words]
    article_id = create_draft(
        work, agent, language=language, title=title, markdown=markdown, sources=sources[:_MOST_SOURCES]
    )
    _decide(work, agent, gap_id, article_id=article_id, article_title=title)
    audit.record(work, "gap_article_made", actor=agent.id, gap=gap_id, article=article_id)
    return {"article_id": article_id}


def add_questions(work: Work, agent: Agent, gap_id: str, *, article_id: str) -> dict[str, Any]:
    """Put a gap's questions into the working text of an article, in the users' words; search learns them from there.

    Raises:
        Fixable: `not_found`, `closed` for a gap that is not open, or `bad_article`.
    """
    _open(work, gap_id)
    article = rows.load(work.db, article_id)
    asked = [q["text"] for q in gaps.questions(work.db, gap_id) if q["language"] == article["language"]]
    there = front_matter.read(article["markdown"]).get("questions")
    known = [str(text) for text in there] if isinstance(there, list) else []
    fresh = [text for text in dict.fromkeys(asked) if text and text not in known][: rules.MAX_QUESTIONS]
    if fresh:
        text = front_matter.put(article["markdown"], {"questions": [*known, *fresh]})
        editing.save(work, agent, article_id, markdown=text, version=article["version"], minor=True, note=None)
    _decide(work, agent, gap_id, article_id=article_id, article_title=article["title"])
    audit.record(work, "gap_questions_added", actor=agent.id, gap=gap_id, article=article_id, n=len(fresh))
    return {"article_id": article_id, "n_added": len(fresh)}


def dismiss(work: Work, agent: Agent, gap_id: str, *, reason: str) -> dict[str, Any]:
    """Put a gap away; questions like these join it there.

    Raises:
        Fixable: `not_found`, or `closed` for a gap that is not open.
    """
    _open(work, gap_id)
    _decide(work, agent, gap_id, state="dismissed", reason=reason)
    audit.record(work, "gap_dismissed", actor=agent.id, gap=gap_id)
    return gaps.one(work.db, gap_id, now=work.now)


def reopen(work: Work, agent: Agent, gap_id: str) -> dict[str, Any]:
    """Take a gap up again, without the article that it had.

    Raises:
        Fixable: `not_found`.
    """
    gaps.load(work.db, gap_id)
    values = {"state": "open", "reason": None, "article_id": None, "article_title": None}
    where = t.gaps.c.id == gap_id
    work.db.execute(update(t.gaps).where(where).values(**values, decided_by=None, decided_at=None, updated_at=work.now))
    audit.record(work, "gap_reopened", actor=agent.id, gap=gap_id)
    return gaps.one(work.db, gap_id, now=work.now)


def _open(work: Work, gap_id: str) -> Any:
    row = gaps.load(work.db, gap_id)
    if row["state"] != "open":
        raise Fixable("closed")
    return row


def _decide(work: Work, agent: Agent, gap_id: str, **values: Any) -> None:
    where = t.gaps.c.id == gap_id
    work.db.execute(update(t.gaps).where(where).values(**values, decided_by=agent.id, decided_at=work.now))
