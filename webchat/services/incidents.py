"""Known incidents while conversations go on: what the bot is told of them, who reported one, who is told what.

A report is a row of (incident, conversation). What its reporter was told stands beside it, written in the transaction
of the message that tells it: after a crash what is still to be told is told, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, func, insert, or_, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Conversation
from webchat.domain.question import BY_RULE
from webchat.domain.who import SYSTEM
from webchat.services import conversations, messages, questions, views
from webchat.services.mail import owed
from webchat.services.tickets import history, links
from webchat.services.work import Work

_PHRASES = 12  # words of reporters that the bot gets beside the titles
_TOLD_AT_ONCE = 50  # a tick's share: others write too


# --- what is known now ---------------------------------------------------------------------------------


def open_now(db: Connection) -> list[dict[str, Any]]:
    """Return the incidents that last, oldest first: `id`, `since`, `title` and `text` by language, `families`."""
    return [
        {
            "id": row["id"],
            "since": row["declared_at"],
            "title": row["titles"],
            "text": row["texts"],
            "families": row["families"],
        }
        for row in _open(db)
    ]


def briefing(db: Connection) -> list[dict[str, Any]]:
    """Return what the bot must know of the incidents that last; `phrases` are how people report them."""
    return [
        {
            "id": each["id"],
            "families": each["families"],
            "title": each["title"],
            "text": each["text"],
            "phrases": [*each["title"].values(), *_phrases(db, each["id"])],
        }
        for each in open_now(db)
    ]


def _open(db: Connection) -> list[RowMapping]:
    c = t.incidents.c
    return list(db.execute(select(t.incidents).where(c.ended_at.is_(None)).order_by(c.declared_at, c.id)).mappings())


def _phrases(db: Connection, incident_id: str) -> list[str]:
    """What the first reporters wrote. Read each time, so that it goes when they are erased."""
    r, m = t.incident_reports.c, t.messages.c
    query = (
        select(m.text)
        .join(t.incident_reports, and_(r.conversation_id == m.conversation_id, r.seq == m.seq))
        .where(r.incident_id == incident_id, m.part == 0, m.sender_kind == "user", m.text != "")
        .order_by(r.at)
        .limit(_PHRASES)
    )
    return [text[:300] for text in db.scalars(query)]


# --- who reports one -----------------------------------------------------------------------------------


def after_turn(work: Work, conversation: Conversation, signals: Mapping[str, Any], *, seq: int, told: bool) -> None:
    """Keep that the bot told somebody of an incident, or that it was not theirs after all.

    Args:
        work: The transaction that writes the answer.
        conversation: Whose turn it was.
        signals: Of the bot's decision.
        seq: The message that reported it.
        told: Whether the user gets to read the answer.
    """
    c = t.incident_reports.c
    if denied := signals.get("incident_denied"):
        theirs = (c.incident_id == str(denied), c.conversation_id == conversation.id)
        work.db.execute(delete(t.incident_reports).where(*theirs))
    if incident_id := signals.get("incident"):
        row = _row(work.db, str(incident_id))
        if row is not None:
            _report(work, conversation, row["id"], seq=seq, told=told)


def after_hand_off(work: Work, conversation: Conversation) -> None:
    """Link a new ticket to the incident that it reports, and tell so; alike is what is about the same articles."""
    known = _open(work.db)
    if not known:
        return
    question = questions.newest(work.db, conversation.id)
    family = question["family"] if question and question["handed_off"] not in BY_RULE else None
    r = t.incident_reports.c
    reported = set(work.db.scalars(select(r.incident_id).where(r.conversation_id == conversation.id)))
    for row in known:
        is_about = family is not None and family in row["families"]
        if row["id"] not in reported and not is_about:
            continue
        seq = question["seq"] if question else conversation.last_seq
        _report(work, conversation, row["id"], seq=seq, told=True)
        number = _link(work, conversation, row["id"])
        messages.notice(
            work,
            conversation,
            "incident_linked",
            client_id=f"incident:{row['id']}:{conversation.episode}",
            title=in_language(row["titles"], conversation.language),
            number=number,
        )


def attach(work: Work, incident_id: str, conversation_id: str, *, seq: int) -> None:
    """Take a conversation of the heap in as a report; it is told at the next tick, its ticket linked at once."""
    conversation = conversations.load(work.db, conversation_id)
    _report(work, conversation, incident_id, seq=seq, told=False)
    if conversation.episode:
        _link(work, conversation, incident_id)


def _report(work: Work, conversation: Conversation, incident_id: str, *, seq: int, told: bool) -> None:
    r = t.incident_reports.c
    mine = (r.incident_id == incident_id, r.conversation_id == conversation.id)
    known = work.db.execute(select(t.incident_reports).where(*mine)).mappings().one_or_none()
    if known is None:
        values = {"incident_id": incident_id, "conversation_id": conversation.id, "seq": seq, "at": work.now}
        work.db.execute(insert(t.incident_reports).values(**values, told_at=work.now if told else None))
    elif told and known["told_at"] is None:
        work.db.execute(update(t.incident_reports).where(*mine).values(told_at=work.now))


def _link(work: Work, conversation: Conversation, incident_id: str) -> str:
    """Link the conversation's ticket to the known problem, which is the first ticket there is; returns its number."""
    row = _row(work.db, incident_id)
    mine = views.current_ticket(work.db, conversation)
    assert row is not None
    assert mine is not None
    main_id = row["ticket_id"]
    k = t.tickets.c
    main = main_id and work.db.execute(select(t.tickets).where(k.id == main_id)).mappings().one_or_none()
    if not main:
        where = t.incidents.c.id == incident_id
        work.db.execute(update(t.incidents).where(where).values(ticket_id=mine["id"]))
    elif main["id"] != mine["id"]:
        links.connect(work, SYSTEM, mine, main, "known_problem")
    return str(views.ticket(mine)["number"])


# --- who is told what ----------------------------------------------------------------------------------


def tell(work: Work) -> None:
    """Tell those who reported an incident that it is known, or that it is over; a tick's share of them."""
    i, r = t.incidents.c, t.incident_reports.c
    is_owed = or_(
        and_(i.ended_at.is_(None), r.told_at.is_(None)), and_(i.ended_at.is_not(None), r.told_over_at.is_(None))
    )
    query = (
        select(t.incident_reports, i.titles, i.texts, i.end_texts, i.ended_at)
        .join(t.incidents, i.id == r.incident_id)
        .where(is_owed)
        .order_by(r.at)
        .limit(_TOLD_AT_ONCE)
    )
    for row in list(work.db.execute(query).mappings()):
        conversation = conversations.load(work.db, row["conversation_id"])
        mine = (r.incident_id == row["incident_id"], r.conversation_id == conversation.id)
        if row["ended_at"] is None:
            _tell_known(work, conversation, row)
            values = {"told_at": work.now}
        else:
            # Who never heard that it was an incident need not hear that it is over.
            if row["told_at"] is not None and conversation.outcome != "abuse":
                _tell_over(work, conversation, row)
            values = {"told_over_at": work.now}
        work.db.execute(update(t.incident_reports).where(*mine).values(**values))


def _tell_known(work: Work, conversation: Conversation, row: RowMapping) -> None:
    messages.notice(
        work,
        conversation,
        "incident_known",
        client_id=f"incident:{row['incident_id']}:known",
        title=in_language(row["titles"], conversation.language),
        text=in_language(row["texts"], conversation.language),
    )


def _tell_over(work: Work, conversation: Conversation, row: RowMapping) -> None:
    title = in_language(row["titles"], conversation.language)
    more = in_language(row["end_texts"] or {}, conversation.language)
    messages.notice(
        work,
        conversation,
        "incident_over",
        client_id=f"incident:{row['incident_id']}:over",
        title=title,
        more=f" {more}" if more else "",
    )
    owed.news(work, [conversation], also_with_bot=True)
    ticket = views.current_ticket(work.db, conversation)
    if ticket is not None:
        history.record(work, ticket["id"], {"incident": (title, None)}, SYSTEM)
        work.touched_tickets[ticket["id"]] = None


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Return the text in a language; where it was left empty, in one that has it."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def _row(db: Connection, incident_id: str) -> RowMapping | None:
    return db.execute(select(t.incidents).where(t.incidents.c.id == incident_id)).mappings().one_or_none()


# --- what the consoles are told ------------------------------------------------------------------------


def counts(db: Connection) -> dict[str, int]:
    """Return how many signals wait for somebody, and how many incidents last."""
    s, i = t.incident_signals.c, t.incidents.c
    n_signals = db.scalar(select(func.count()).select_from(t.incident_signals).where(s.state == "open"))
    n_open = db.scalar(select(func.count()).select_from(t.incidents).where(i.ended_at.is_(None)))
    return {"n_signals": n_signals or 0, "n_open": n_open or 0}


def changed(work: Work) -> None:
    """Tell the consoles how many signals and incidents there are now."""
    work.tell_agents("incidents_changed", counts(work.db))
