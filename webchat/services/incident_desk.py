"""Declaring a known incident, changing what is said of it, and ending it; signals of heaps as the desk sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.services import audit, conversations, incidents, views
from webchat.services.accounts import Agent
from webchat.services.work import Work
from webchat.texts import LANGUAGES
from webchat.texts import text as say

_EXAMPLES = 5
_EXCERPT_CHARS = 300


def declare(
    work: Work,
    agent: Agent,
    *,
    signal_id: str | None,
    title: Mapping[str, str],
    text: Mapping[str, str],
    families: Sequence[str],
) -> dict[str, Any]:
    """Make an incident known: whoever reports it from now on is told, and those of the heap at the next tick.

    Raises:
        Fixable: `not_found` for an unknown signal, `already_taken` where somebody declared or dismissed it before,
            `invalid` (field `title` or `text`) without words in any language.
    """
    _check_words(title, text)
    if signal_id is not None:
        _decide(work, agent, signal_id, "declared")
    incident_id = conversations.new_id()
    values = {
        "id": incident_id,
        "titles": dict(title),
        "texts": dict(text),
        "families": list(families),
        "signal_id": signal_id,
        "declared_by": agent.id,
        "declared_at": work.now,
        "version": 1,
    }
    work.db.execute(insert(t.incidents).values(**values))
    if signal_id is not None:
        for conversation_id, seq in _heap(work.db, signal_id):
            incidents.attach(work, incident_id, conversation_id, seq=seq)
    audit.record(work, "incident_declared", actor=agent.id, id=incident_id, families=list(families))
    incidents.changed(work)
    return one(work.db, incident_id)


def edit(
    work: Work,
    agent: Agent,
    incident_id: str,
    *,
    version: int,
    title: Mapping[str, str],
    text: Mapping[str, str],
    families: Sequence[str],
) -> dict[str, Any]:
    """Change what is said of an incident; who was told already is not told again.

    Raises:
        Fixable: `not_found`, `closed` once it is over, `edited` with the `current` one when it has changed since,
            `invalid` (field `title` or `text`) without words in any language.
    """
    row = _load(work.db, incident_id)
    if row["ended_at"] is not None:
        raise Fixable("closed")
    if row["version"] != version:
        raise Fixable("edited", current=one(work.db, incident_id))
    _check_words(title, text)
    values = {"titles": dict(title), "texts": dict(text), "families": list(families), "version": version + 1}
    work.db.execute(update(t.incidents).where(t.incidents.c.id == incident_id).values(**values))
    audit.record(work, "incident_changed", actor=agent.id, id=incident_id, families=list(families))
    incidents.changed(work)
    return one(work.db, incident_id)


def end(work: Work, agent: Agent, incident_id: str, *, text: Mapping[str, str]) -> dict[str, Any]:
    """Say that an incident is over; whoever was told of it is told this at the next ticks. Ending twice is once.

    Raises:
        Fixable: `not_found`.
    """
    row = _load(work.db, incident_id)
    if row["ended_at"] is None:
        values = {"ended_at": work.now, "ended_by": agent.id, "end_texts": dict(text), "version": row["version"] + 1}
        work.db.execute(update(t.incidents).where(t.incidents.c.id == incident_id).values(**values))
        audit.record(work, "incident_ended", actor=agent.id, id=incident_id)
        incidents.changed(work)
    return one(work.db, incident_id)


def _heap(db: Connection, signal_id: str) -> list[tuple[str, int]]:
    """The reports behind a signal, oldest first: the first ticket among them becomes the known problem."""
    r, m = t.incident_signal_reports.c, t.messages.c
    at_message = and_(m.conversation_id == r.conversation_id, m.seq == r.seq, m.part == 0)
    query = select(r.conversation_id, r.seq).join(t.messages, at_message).where(r.signal_id == signal_id)
    return [tuple(row) for row in db.execute(query.order_by(m.at, r.conversation_id))]


def _check_words(title: Mapping[str, str], text: Mapping[str, str]) -> None:
    for field, words in (("title", title), ("text", text)):
        if not any(words.values()):
            raise Fixable("invalid", field=field)


def _load(db: Connection, incident_id: str) -> RowMapping:
    row = db.execute(select(t.incidents).where(t.incidents.c.id == incident_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


# --- reading -------------------------------------------------------------------------------------------


def listed(db: Connection, *, state: str, after: str | None, limit: int) -> dict[str, Any]:
    """Return incidents, newest first, and in `next` what `after` has to be for the next page.

    Raises:
        Fixable: `invalid` for an `after` that does not exist.
    """
    c = t.incidents.c
    query = select(t.incidents).where(c.ended_at.is_(None) if state == "open" else c.ended_at.is_not(None))
    if after is not None:
        at = db.scalar(select(c.declared_at).where(c.id == after))
        if at is None:
            raise Fixable("invalid", field="after")
        query = query.where((c.declared_at < at) | ((c.declared_at == at) & (c.id < after)))
    rows = list(db.execute(query.order_by(c.declared_at.desc(), c.id.desc()).limit(limit + 1)).mappings())
    return {
        "incidents": [_wire(db, row) for row in rows[:limit]],
        "next": rows[limit - 1]["id"] if len(rows) > limit else None,
    }


def one(db: Connection, incident_id: str) -> dict[str, Any]:
    """Return an incident with who reported it.

    Raises:
        Fixable: `not_found`.
    """
    row = _load(db, incident_id)
    r, c, k = t.incident_reports.c, t.conversations.c, t.tickets.c
    query = (
        select(t.incident_reports, c.language, k.id.label("ticket_id"), k.serial)
        .join(t.conversations, c.id == r.conversation_id)
        .outerjoin(t.tickets, and_(k.conversation_id == c.id, k.episode == c.episode))
        .where(r.incident_id == incident_id)
        .order_by(r.at)
    )
    reports = [
        {
            "conversation_id": each["conversation_id"],
            "at": views.iso(each["at"]),
            "language": each["language"],
            "ticket": {"id": each["ticket_id"], "number": tickets.number(each["serial"])}
            if each["ticket_id"]
            else None,
            "told": each["told_at"] is not None,
            "told_over": each["told_over_at"] is not None,
        }
        for each in db.execute(query).mappings()
    ]
    return {**_wire(db, row), "reports": reports}


def _wire(db: Connection, row: RowMapping) -> dict[str, Any]:
    r, c, k = t.incident_reports.c, t.conversations.c, t.tickets.c
    mine = r.incident_id == row["id"]
    with_ticket = select(func.count()).select_from(t.incident_reports).join(t.conversations, c.id == r.conversation_id)
    main = (
        db.execute(select(k.id, k.serial).where(k.id == row["ticket_id"])).one_or_none() if row["ticket_id"] else None
    )
    return {
        "id": row["id"],
        "title": row["titles"],
        "text": row["texts"],
        "end_text": row["end_texts"],
        "families": row["families"],
        "state": "open" if row["ended_at"] is None else "over",
        "since": views.iso(row["declared_at"]),
        "declared_by": views.agent_ref(db, row["declared_by"]),
        "ended_at": views.iso(row["ended_at"]) if row["ended_at"] else None,
        "ended_by": views.agent_ref(db, row["ended_by"]) if row["ended_by"] else None,
        "n_reports": db.scalar(select(func.count()).select_from(t.incident_reports).where(mine)) or 0,
        "n_told": db.scalar(select(func.count(r.told_at)).where(mine)) or 0,
        "n_told_over": db.scalar(select(func.count(r.told_over_at)).where(mine)) or 0,
        "n_tickets": db.scalar(with_ticket.where(mine, c.episode > 0)) or 0,
        "ticket": {"id": main.id, "number": tickets.number(main.serial)} if main else None,
        "version": row["version"],
    }


# --- signals -------------------------------------------------------------------------------------------


def signals(db: Connection, *, state: str = "open") -> list[dict[str, Any]]:
    """Return the heaps of alike reports that wait for a judgement, newest first."""
    s = t.incident_signals.c
    rows = db.execute(select(t.incident_signals).where(s.state == state).order_by(s.first_at.desc()).limit(50))
    return [_signal(db, row) for row in rows.mappings()]


def _signal(db: Connection, row: RowMapping) -> dict[str, Any]:
    r, m = t.incident_signal_reports.c, t.messages.c
    query = (
        select(m.conversation_id, m.seq, m.text, m.language)
        .join(t.incident_signal_reports, and_(r.conversation_id == m.conversation_id, r.seq == m.seq))
        .where(r.signal_id == row["id"], m.part == 0)
        .order_by(m.at.desc())
    )
    said = list(db.execute(query))
    return {
        "id": row["id"],
        "family": row["family"],
        "state": row["state"],
        "n": row["n"],
        "usual": round(row["usual"], 1) if row["usual"] >= 0 else None,
        "window_min": row["window_s"] // 60,
        "first_at": views.iso(row["first_at"]),
        "last_at": views.iso(row["last_at"]),
        "languages": dict(Counter(each.language for each in said)),
        "examples": [
            {
                "conversation_id": each.conversation_id,
                "seq": each.seq,
                "text": each.text[:_EXCERPT_CHARS],
                "language": each.language,
            }
            for each in said
            if each.text
        ][:_EXAMPLES],
    }


def dismiss(work: Work, agent: Agent, signal_id: str) -> None:
    """Say that a heap is no incident; it is not signalled again before it has gone quiet.

    Raises:
        Fixable: `not_found`, or `already_taken` where somebody decided on it before.
    """
    _decide(work, agent, signal_id, "dismissed")
    audit.record(work, "incident_signal_dismissed", actor=agent.id, id=signal_id)
    incidents.changed(work)


def _decide(work: Work, agent: Agent, signal_id: str, state: str) -> None:
    s = t.incident_signals.c
    row = work.db.execute(select(s.state, s.decided_by).where(s.id == signal_id)).one_or_none()
    if row is None:
        raise Fixable("not_found")
    if row.state not in ("open", "quiet"):
        by = views.agent_ref(work.db, row.decided_by)["name"] if row.decided_by else ""
        raise Fixable("already_taken", agent=by)
    values = {"state": state, "decided_by": agent.id, "decided_at": work.now}
    work.db.execute(update(t.incident_signals).where(s.id == signal_id).values(**values))


def template(titles: Mapping[str, str]) -> dict[str, Any]:
    """Return the words that a declaration begins with.

    Args:
        titles: Of the article that it is about, by language; empty where there is none.
    """
    return {
        "title": {
            language: say(language, "incident_title", title=_lower_first(titles[language]))
            if titles.get(language)
            else say(language, "incident_title_plain")
            for language in LANGUAGES
        },
        "text": {language: say(language, "incident_text") for language in LANGUAGES},
    }


def _lower_first(title: str) -> str:
    """A title inside a sentence: an abbreviation or a name stays as it is."""
    return title[:1].lower() + title[1:] if len(title) > 1 and title[1].islower() else title
