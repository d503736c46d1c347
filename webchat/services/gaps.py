"""Questions that nothing answered, gathered by meaning across the languages: each group is a gap of the knowledge base.

Groups are made anew as questions come in. A gap keeps its id as long as half of it stays together; what somebody
decided on it stays with it.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, RowMapping, and_, delete, insert, or_, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.kb import KbUnavailable, KnowledgeBase
from webchat.domain import gaps as rules
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.domain.question import BY_RULE
from webchat.services import conversations, views
from webchat.services.work import Store, Work

log = structlog.get_logger()

WINDOW = timedelta(days=60)
RECENT = timedelta(days=14)
_EVERY_S = 30.0
_UNDER_WAY = timedelta(minutes=10)  # a question that the bot is still busy with is no gap yet
_MAX_TEXTS = 2500
_MAX_CHARS = 400
_SHOWN = 50

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Unsolved:
    """A question that nothing answered."""

    key: Key
    text: str
    language: str
    at: datetime

    @property
    def id(self) -> str:
        """A name for kb_index."""
        return f"{self.key[0]}:{self.key[1]}"


async def run(store: Store, kb: KnowledgeBase) -> None:
    """Gather again whenever questions came in, until cancelled."""
    last: tuple[Any, ...] = ()
    while True:
        await asyncio.sleep(_EVERY_S)
        try:
            await store.write(close_published)
            last = await gather(store, kb, last)
        except KbUnavailable:
            pass
        except Exception as error:
            log.error("gaps_failed", error=repr(error))


async def gather(store: Store, kb: KnowledgeBase, last: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """Group what is unsolved and keep the groups; returns what to pass as `last` the next time.

    Raises:
        KbUnavailable: kb_index did not answer; the groups stay as they were.
    """
    found = await store.read(partial(unsolved, now=store.env.clock.now()))
    seen = tuple(question.key for question in found)
    if seen == last:
        return seen
    by_id = {question.id: question for question in found}
    texts = [{"id": q.id, "text": q.text, "language": q.language} for q in found]
    clusters = await kb.clusters(texts) if texts else []
    groups = [[by_id[i] for i in cluster] for cluster in clusters if len(cluster) >= rules.FEWEST]
    named = [[group[i] for i in rules.by_clearness([q.text for q in group])] for group in groups]
    nearest = [await _nearest(kb, group[0]) for group in named]
    await store.write(partial(_keep, groups=named, nearest=nearest))
    return seen


async def _nearest(kb: KnowledgeBase, question: Unsolved) -> dict[str, Any] | None:
    found = (await kb.search(question.text, language=question.language, k=1))["results"]
    if not found:
        return None
    return {name: found[0][name] for name in ("article_id", "family", "title", "language", "p_helps")}


def unsolved(db: Connection, now: datetime) -> list[Unsolved]:
    """Return the questions of the last weeks that nothing answered, oldest first.

    Left out: what is handed off by rule whatever is known, what a known incident explains, and what an article was made
    for since.
    """
    c, r = t.questions.c, t.incident_reports.c
    handed = and_(c.handed_off.is_not(None), c.handed_off.not_in([*BY_RULE, "bot_unavailable"]))
    open_still = and_(c.answered.is_(False), c.handed_off.is_(None), c.solved_at.is_(None), c.at <= now - _UNDER_WAY)
    of_incident = select(r.conversation_id)
    where = (c.at > now - WINDOW, or_(handed, c.not_helped_at.is_not(None), open_still))
    query = select(t.questions).where(*where, c.conversation_id.not_in(of_incident)).order_by(c.at.desc())
    rows = list(db.execute(query.limit(_MAX_TEXTS)).mappings())[::-1]
    done = _answered_since(db)
    texts = said(db, [row["conversation_id"] for row in rows])
    found = []
    for row in rows:
        key = (row["conversation_id"], row["seq"])
        words = _words(texts.get(row["conversation_id"], ()), row)
        if words and key not in done:
            found.append(Unsolved(key, words, row["language"], row["at"]))
    return found


def _answered_since(db: Connection) -> set[Key]:
    """Questions of gaps that an article has closed."""
    q, g = t.gap_questions.c, t.gaps.c
    query = select(q.conversation_id, q.seq).join(t.gaps, g.id == q.gap_id).where(g.state == "closed")
    return {(row.conversation_id, row.seq) for row in db.execute(query)}


def said(db: Connection, ids: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """Return what the users of these conversations wrote: (seq, text) in order; it is masked as it is stored."""
    m = t.messages.c
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        mine = (m.conversation_id.in_(part), m.sender_kind == "user", m.part == 0, m.text != "", m.payload.is_(None))
        query = select(m.conversation_id, m.seq, m.text).where(*mine).order_by(m.conversation_id, m.seq)
        for conversation_id, seq, text in db.execute(query):
            found[conversation_id].append((seq, text))
    return found


def _words(texts: Sequence[tuple[int, str]], row: RowMapping) -> str:
    """The question in the user's words: all that was written about it, the beginning of a long story."""
    mine = [text for seq, text in texts if row["seq"] <= seq <= row["last_seq"]]
    return " ".join(" ".join(mine).split())[:_MAX_CHARS]


# --- keeping -------------------------------------------------------------------------------------------


def _keep(work: Work, groups: list[list[Unsolved]], nearest: list[dict[str, Any] | None]) -> None:
    q, g = t.gap_questions.c, t.gaps.c
    states = {row.id: row for row in work.db.execute(select(g.id, g.state, g.article_id).where(g.state != "closed"))}
    members: dict[str, set[Key]] = defaultdict(set)
    for row in work.db.execute(select(q.gap_id, q.conversation_id, q.seq).where(q.gap_id.in_(states))):
        members[row.gap_id].add((row.conversation_id, row.seq))
    matched = rules.match(members, [[question.key for question in group] for group in groups])
    for gap_id, group, near in zip(matched, groups, nearest, strict=True):
        _write(work, gap_id, group, near)
    for gap_id in states.keys() - set(matched):
        # What nobody decided on and is no group any more is gone; a draft's or a dismissed one's questions stay.
        if states[gap_id].state == "open" and states[gap_id].article_id is None:
            work.db.execute(delete(t.gap_questions).where(q.gap_id == gap_id))
            work.db.execute(delete(t.gaps).where(g.id == gap_id))


def _write(work: Work, gap_id: str | None, group: list[Unsolved], nearest: dict[str, Any] | None) -> None:
    g, q = t.gaps.c, t.gap_questions.c
    if gap_id is None:
        gap_id = conversations.new_id()
        values = {"id": gap_id, "state": "open", "nearest": nearest, "created_at": work.now, "updated_at": work.now}
        work.db.execute(insert(t.gaps).values(**values))
    else:
        work.db.execute(update(t.gaps).where(g.id == gap_id).values(nearest=nearest, updated_at=work.now))
        work.db.execute(delete(t.gap_questions).where(q.gap_id == gap_id))
    known = {(row.id, row.seq) for row in work.db.execute(_existing([each.key[0] for each in group]))}
    rows = [
        {"gap_id": gap_id, "conversation_id": each.key[0], "seq": each.key[1], "rank": rank}
        for rank, each in enumerate(group)
        if each.key in known  # one may have been erased meanwhile
    ]
    if rows:
        work.db.execute(insert(t.gap_questions), rows)


def _existing(ids: Sequence[str]) -> Any:
    c = t.questions.c
    return select(c.conversation_id.label("id"), c.seq).where(c.conversation_id.in_(ids))


def close_published(work: Work) -> None:
    """Close the gaps whose article was published since it was made, or since their questions went into it."""
    g, a = t.gaps.c, t.articles.c
    query = (
        select(g.id, a.published_title, a.title)
        .join(t.articles, a.article_id == g.article_id)
        .where(g.state == "open", a.state == "published", a.published_at >= g.decided_at)
    )
    for gap_id, published, title in work.db.execute(query).all():
        work.db.execute(
            update(t.gaps).where(g.id == gap_id).values(state="closed", article_title=(published or title)[:300])
        )


# --- reading -------------------------------------------------------------------------------------------


def listed(db: Connection, *, state: str, now: datetime) -> dict[str, Any]:
    """Return gaps, the largest first."""
    g = t.gaps.c
    rows = list(db.execute(select(t.gaps).where(g.state == state)).mappings())
    found = [_wire(db, row, now) for row in rows]
    found = [gap for gap in found if gap["n"]]
    counts = Counter(db.scalars(select(g.state)))
    return {
        "gaps": sorted(found, key=lambda gap: (-gap["n"], gap["id"]))[:_SHOWN],
        "counts": {name: counts[name] for name in ("open", "dismissed", "closed")},
    }


def one(db: Connection, gap_id: str, *, now: datetime) -> dict[str, Any]:
    """Return a gap with its questions and the solutions that agents wrote for them.

    Raises:
        Fixable: `not_found`.
    """
    row = load(db, gap_id)
    return {**_wire(db, row, now), "questions": questions(db, gap_id), "solutions": solutions(db, gap_id)}


def load(db: Connection, gap_id: str) -> RowMapping:
    """Return a gap's row.

    Raises:
        Fixable: `not_found`.
    """
    row = db.execute(select(t.gaps).where(t.gaps.c.id == gap_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def _members(db: Connection, gap_id: str) -> list[RowMapping]:
    q, c = t.gap_questions.c, t.questions.c
    at_question = and_(c.conversation_id == q.conversation_id, c.seq == q.seq)
    query = select(t.questions, q.rank).join(t.gap_questions, at_question).where(q.gap_id == gap_id)
    return list(db.execute(query.order_by(q.rank)).mappings())


def _wire(db: Connection, row: RowMapping, now: datetime) -> dict[str, Any]:
    members = _members(db, row["id"])
    first = members[0] if members else None
    words = _words(said(db, [first["conversation_id"]]).get(first["conversation_id"], ()), first) if first else ""
    languages = Counter(member["language"] for member in members)
    decided = (
        {"by": views.agent_ref(db, row["decided_by"]), "at": views.iso(row["decided_at"])}
        if row["decided_by"]
        else None
    )
    with_solution = {each["ticket_id"] for each in solutions(db, row["id"])}
    article = row["article_id"] and {
        "article_id": row["article_id"],
        "title": row["article_title"] or row["article_id"],
    }
    return {
        "id": row["id"],
        "state": row["state"],
        "title": rules.title_of(words),
        "language": first["language"] if first else None,
        "n": len(members),
        "n_recent": sum(member["at"] > now - RECENT for member in members),
        "n_before": sum(now - 2 * RECENT < member["at"] <= now - RECENT for member in members),
        "languages": dict(languages.most_common()),
        "n_handed_off": sum(member["handed_off_at"] is not None for member in members),
        "n_not_helped": sum(member["not_helped_at"] is not None for member in members),
        "n_solved": len(with_solution),
        "first_at": views.iso(min(member["at"] for member in members)) if members else None,
        "last_at": views.iso(max(member["at"] for member in members)) if members else None,
        "nearest": row["nearest"],
        "article": article or None,
        "reason": row["reason"],
        "decided": decided,
    }


def questions(db: Connection, gap_id: str) -> list[dict[str, Any]]:
    """Return a gap's questions, the plainest first."""
    members = _members(db, gap_id)
    texts = said(db, [member["conversation_id"] for member in members])
    numbers = _tickets(db, [member["conversation_id"] for member in members])
    return [
        {
            "conversation_id": member["conversation_id"],
            "seq": member["seq"],
            "text": _words(texts.get(member["conversation_id"], ()), member),
            "language": member["language"],
            "at": views.iso(member["at"]),
            "what": _what(member),
            "ticket": numbers.get(member["conversation_id"]),
        }
        for member in members
    ]


def _what(member: Mapping[Any, Any]) -> str:
    if member["not_helped_at"] is not None:
        return "not_helped"
    return "handed_off" if member["handed_off_at"] is not None else "no_answer"


def _tickets(db: Connection, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    k = t.tickets.c
    query = select(k.id, k.serial, k.conversation_id).where(k.conversation_id.in_(ids)).order_by(k.serial)
    return {row.conversation_id: {"id": row.id, "number": tickets.number(row.serial)} for row in db.execute(query)}


def solutions(db: Connection, gap_id: str) -> list[dict[str, Any]]:
    """Return what agents wrote in the solved tickets of a gap's conversations, oldest first.

    Where a ticket was closed as solved without words of its own, what the agent last told the customer stands for them.
    """
    q, k, a, c = t.gap_questions.c, t.tickets.c, t.agents.c, t.conversations.c
    ids = select(q.conversation_id).where(q.gap_id == gap_id)
    query = (
        select(k.id, k.serial, k.conversation_id, k.solution, k.updated_at, a.id.label("agent_id"), a.name, c.language)
        .join(t.conversations, c.id == k.conversation_id)
        .outerjoin(t.agents, a.id == k.agent_id)
        .where(k.conversation_id.in_(ids), k.status == "closed", k.outcome == "solved")
        .order_by(k.serial)
    )
    found = []
    for row in db.execute(query):
        text = (row.solution or "").strip() or _last_words(db, row.conversation_id)
        if text:
            found.append(
                {
                    "ticket_id": row.id,
                    "number": tickets.number(row.serial),
                    "conversation_id": row.conversation_id,
                    "language": row.language,
                    "text": text,
                    "by": {"id": row.agent_id, "name": row.name} if row.agent_id else None,
                    "at": views.iso(row.updated_at),
                }
            )
    return found


def _last_words(db: Connection, conversation_id: str) -> str:
    m = t.messages.c
    theirs = (m.conversation_id == conversation_id, m.sender_kind == "agent", m.part == 0, m.text != "")
    texts = list(db.scalars(select(m.text).where(*theirs).order_by(m.seq.desc()).limit(3)))
    return "\n\n".join(reversed(texts))
