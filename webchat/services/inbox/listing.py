"""The inbox as its page shows it: groups by what they could save, and what was decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from webchat.adapters.db import tables as t
from webchat.domain import label_hints as rules
from webchat.domain.errors import Fixable
from webchat.domain.labels import intent_of
from webchat.services import intents, views
from webchat.services.intents import Intent

_N_GROUP_ROWS = 200
_AROUND = (8, 12)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which messages; what is None is not asked."""

    language: str | None = None
    reason: str | None = None
    text: str | None = None


class _Group(NamedTuple):
    """A group by its rank: more avoidable hand-offs, then more messages, then the newer number first."""

    n_avoidable: int
    n: int
    number: int
    rows: list[RowMapping]

    @property
    def key(self) -> tuple[int, int, int]:
        return self.n_avoidable, self.n, self.number


class Names:
    """What intents are called in the reader's language."""

    def __init__(self, language: str, articles: Mapping[str, Mapping[str, str]], new: Sequence[Intent]) -> None:
        self._language, self._articles, self._new = language, articles, new

    def of(self, intent: str) -> str:
        """Return an intent's title."""
        return intents.titles_of(intent, self._articles, self._new)[self._language]


def count(db: Connection) -> dict[str, int]:
    """Return how many messages wait, and how many hand-offs they stand for that could have been avoided."""
    i = t.inbox_items.c
    waiting = i.state == "open"
    n = db.scalar(select(func.count()).where(waiting)) or 0
    avoidable = db.scalar(select(func.count(i.conversation_id.distinct())).where(waiting, i.avoidable)) or 0
    return {"open": n, "avoidable": avoidable}


def page(
    db: Connection,
    filters: Filters,
    *,
    articles: Mapping[str, Mapping[str, str]],
    language: str,
    now: datetime,
    after: str | None,
    limit: int,
) -> dict[str, Any]:
    """Return groups of open messages, first those that could have saved most hand-offs.

    Raises:
        Fixable: `invalid` for an `after` that is no page's `next`.
    """
    i = t.inbox_items.c
    light = select(i.id, i.conversation_id, i.group_id, i.avoidable, i.reasons).where(
        i.state == "open", *_where(filters)
    )
    groups = _ranked(list(db.execute(light).mappings()), filters)
    if after is not None:
        groups = [group for group in groups if group.key < _key(after)]
    names = Names(language, articles, intents.added(db))
    shown = groups[:limit]
    ids = [row["id"] for group in shown for row in group.rows[:_N_GROUP_ROWS]]
    rows = {row["id"]: row for row in _loaded(db, ids)}
    return {
        "groups": [_group(group, rows, names, now) for group in shown],
        "next": ".".join(map(str, shown[-1].key)) if len(groups) > limit else None,
        "n_open": sum(group.n for group in groups) if after is None else None,
    }


def decided(
    db: Connection,
    *,
    articles: Mapping[str, Mapping[str, str]],
    language: str,
    now: datetime,
    after: int | None,
    limit: int,
) -> dict[str, Any]:
    """Return what was decided, the latest first.

    Raises:
        Fixable: `invalid` for an `after` that was not decided.
    """
    i = t.inbox_items.c
    query = select(i.id).where(i.state != "open")
    if after is not None:
        at = db.scalar(select(i.decided_at).where(i.id == after))
        if at is None:
            raise Fixable("invalid", field="after")
        query = query.where((i.decided_at < at) | ((i.decided_at == at) & (i.id < after)))
    ids = list(db.scalars(query.order_by(i.decided_at.desc(), i.id.desc()).limit(limit + 1)))
    names = Names(language, articles, intents.added(db))
    found = {row["id"]: wire(row, names, now) for row in _loaded(db, ids[:limit])}
    return {"items": [found[id_] for id_ in ids[:limit]], "next": ids[limit - 1] if len(ids) > limit else None}


def context(db: Connection, item_id: int) -> dict[str, Any]:
    """Return the conversation around a message, as its user saw it.

    Raises:
        Fixable: `not_found`.
    """
    i = t.inbox_items.c
    row = db.execute(select(i.conversation_id, i.seq).where(i.id == item_id)).one_or_none()
    if row is None:
        raise Fixable("not_found")
    before, behind = _AROUND
    said = views.messages(db, row.conversation_id, after=max(0, row.seq - before))
    last = max((message["seq"] for message in said), default=0)
    upto = row.seq + behind
    return {
        "conversation_id": row.conversation_id,
        "seq": row.seq,
        "messages": [message for message in said if message["seq"] <= upto],
        "has_before": row.seq > before + 1,
        "has_more": last > upto,
    }


def rows_of(db: Connection, ids: Sequence[int], names: Names, now: datetime) -> list[dict[str, Any]]:
    """Return messages by id, in the order given."""
    found = {row["id"]: wire(row, names, now) for row in _loaded(db, ids)}
    return [found[id_] for id_ in ids if id_ in found]


# --- groups --------------------------------------------------------------------------------------------


def _where(filters: Filters) -> list[ColumnElement[bool]]:
    i = t.inbox_items.c
    conditions: list[ColumnElement[bool]] = []
    if filters.language:
        conditions.append(i.language == filters.language)
    if filters.text:
        conditions.append(i.text.icontains(filters.text, autoescape=True))
    return conditions


def _ranked(rows: Sequence[RowMapping], filters: Filters) -> list[_Group]:
    by_number: dict[int, list[RowMapping]] = defaultdict(list)
    for row in rows:
        if filters.reason is None or filters.reason in row["reasons"]:
            # What came in a moment ago has no group yet: it stands alone, under a number that no group has.
            by_number[row["group_id"] if row["group_id"] is not None else -row["id"]].append(row)
    groups = [
        _Group(len({row["conversation_id"] for row in of if row["avoidable"]}), len(of), number, of)
        for number, of in by_number.items()
    ]
    return sorted(groups, key=lambda group: group.key, reverse=True)


def _key(after: str) -> tuple[int, ...]:
    try:
        found = tuple(int(part) for part in after.split("."))
    except ValueError as error:
        raise Fixable("invalid", field="after") from error
    if len(found) != 3:
        raise Fixable("invalid", field="after")
    return found


def _loaded(db: Connection, ids: Sequence[int]) -> list[RowMapping]:
    i, e, agents = t.inbox_items.c, t.examples.c, t.agents
    decider, claimer = agents.alias("decider"), agents.alias("claimer")
    query = (
        select(
            t.inbox_items,
            e.intent,
            e.part,
            e.entities,
            decider.c.name.label("decider"),
            claimer.c.name.label("claimer"),
        )
        .outerjoin(t.examples, e.item_id == i.id)
        .outerjoin(decider, decider.c.id == i.decided_by)
        .outerjoin(claimer, claimer.c.id == i.claimed_by)
        .where(i.id.in_(ids))
        .order_by(i.at.desc(), i.id)
    )
    return list(db.execute(query).mappings())


def _group(group: _Group, rows: Mapping[int, RowMapping], names: Names, now: datetime) -> dict[str, Any]:
    of = sorted((rows[row["id"]] for row in group.rows if row["id"] in rows), key=lambda row: row["at"], reverse=True)
    return {
        "id": group.number,
        "n": group.n,
        "n_avoidable": group.n_avoidable,
        "languages": dict(Counter(row["language"] for row in of)),
        "suggestion": _suggestion([suggested(row) for row in of], names),
        "items": [wire(row, names, now) for row in of],
    }


def suggested(row: Mapping[Any, Any]) -> tuple[str, str] | None:
    """Return the likeliest label of a message and where it comes from: the agent, or the examples next to it."""
    if row["corrected_family"]:
        return intent_of(row["corrected_family"]), "agent"
    voted = rules.voted(row["neighbours"] or [])
    return (voted, "neighbours") if voted else None


def _suggestion(found: Sequence[tuple[str, str] | None], names: Names) -> dict[str, str] | None:
    """What most of a group is suggested as; nothing where that is less than half of it."""
    votes = Counter(one[0] for one in found if one)
    if not votes:
        return None
    intent, n = votes.most_common(1)[0]
    if 2 * n < len(found):
        return None
    why = "agent" if any(one == (intent, "agent") for one in found) else "neighbours"
    return {"intent": intent, "title": names.of(intent), "why": why}


def wire(row: Mapping[Any, Any], names: Names, now: datetime) -> dict[str, Any]:
    """Return one message as its page shows it."""
    own = suggested(row)
    decision = row["decision"] or {}
    is_claimed = row["claimed_by"] and row["claimed_until"] > now
    return {
        "id": row["id"],
        "conversation_id": row["conversation_id"],
        "seq": row["seq"],
        "text": row["text"],
        "language": row["language"],
        "at": views.iso(row["at"]),
        "reasons": row["reasons"],
        "guess": [
            {"intent": one["name"], "title": names.of(one["name"]), "confidence": one["confidence"]}
            for one in row["guess"]
        ],
        "outcome": row["outcome"],
        "avoidable": row["avoidable"],
        "suggestion": {"intent": own[0], "title": names.of(own[0]), "why": own[1]} if own else None,
        "near": [
            {**near, "title": names.of(near["intent"])}
            for near in (row["neighbours"] or [])[:2]
            if near["similarity"] >= rules.NEAR
        ],
        "state": row["state"],
        "intent": row["intent"],
        "title": names.of(row["intent"]) if row["intent"] else None,
        "part": row["part"],
        "entities": row["entities"] or [],
        "hints": [
            {**hint, "title": names.of(hint["intent"])} if "intent" in hint else hint
            for hint in decision.get("hints", [])
        ],
        "by": {"id": row["decided_by"], "name": row["decider"]} if row["decided_by"] else None,
        "decided_at": row["decided_at"] and views.iso(row["decided_at"]),
        "claim": {"by": {"id": row["claimed_by"], "name": row["claimer"]}, "until": views.iso(row["claimed_until"])}
        if is_claimed
        else None,
    }
