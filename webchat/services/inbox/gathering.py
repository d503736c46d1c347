"""Keep the inbox in step with the conversations, beside their path: what is derived is read again when they change.

Nothing here runs in a turn. A conversation that changed is read whole, the rules say what belongs in the inbox, and only a
difference is written: so a crash, a repeat or two changes at once come to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.domain.inbox import Item, items
from webchat.domain.labels import example_text
from webchat.services.inbox import facts
from webchat.services.work import Store, Work

_NAME = "inbox"
_AT_ONCE = 100
# A transaction is on disk some time after the moment that its rows bear.
_OVERLAP_S = 10.0
_DERIVED = ("text", "language", "reasons", "guess", "corrected_family", "outcome", "avoidable")


class _Changes(NamedTuple):
    new: list[dict[str, Any]]
    changed: dict[int, dict[str, Any]]
    gone: list[int]


class Gatherer:
    """Follows the conversations; remembers how far it has come, also over a restart."""

    def __init__(self, store: Store) -> None:
        """Prepare; the first `run` reads how far the last process came."""
        self._store = store
        self._since: datetime | None = None
        self._is_fresh = True
        self._seen: dict[str, facts.Sign] = {}

    async def run(self) -> int:
        """Take in what changed; returns how many rows did."""
        now = self._store.env.clock.now()
        if self._is_fresh:
            self._since, self._is_fresh = await self._store.read(_cursor), False
        since = self._since - timedelta(seconds=_OVERLAP_S) if self._since else None
        signs = await self._store.read(partial(facts.changed, since=since))
        ids = sorted(id_ for id_, sign in signs.items() if self._seen.get(id_) != sign)
        n_rows = 0
        for start in range(0, len(ids), _AT_ONCE):
            changes = await self._store.read(partial(_compare, ids=ids[start : start + _AT_ONCE]))
            if any(changes):
                await self._store.write(partial(_apply, changes=changes))
                n_rows += sum(map(len, changes))
        if n_rows:
            await self._store.write(partial(_remember, at=now))
        self._since, self._seen = now, signs
        return n_rows


def _cursor(db: Connection) -> datetime | None:
    return db.scalar(select(t.job_cursors.c.at).where(t.job_cursors.c.name == _NAME))


def _remember(work: Work, at: datetime) -> None:
    c = t.job_cursors.c
    if work.db.execute(update(t.job_cursors).where(c.name == _NAME).values(at=at)).rowcount == 0:
        work.db.execute(insert(t.job_cursors).values(name=_NAME, at=at))


def _compare(db: Connection, ids: Sequence[str]) -> _Changes:
    """What the inbox has to change so that it holds what the rules say of these conversations."""
    i = t.inbox_items.c
    there: dict[str, dict[int, RowMapping]] = {}
    for row in db.execute(select(t.inbox_items).where(i.conversation_id.in_(ids))).mappings():
        there.setdefault(row["conversation_id"], {})[row["seq"]] = row
    found = _Changes([], {}, [])
    for id_, known in facts.read(db, ids).items():
        rows = there.get(id_, {})
        wanted = {row["seq"]: row for row in map(_row, items(known)) if row}
        times = _times(db, id_, [seq for seq in wanted if seq not in rows])
        found.new.extend(
            {**row, "conversation_id": id_, "at": times[seq], "state": "open"}
            for seq, row in wanted.items()
            if seq not in rows
        )
        for seq, row in rows.items():
            new = wanted.get(seq)
            if new is None and row["state"] == "open":
                found.gone.append(row["id"])
            elif new and any(new[name] != row[name] for name in _DERIVED):
                found.changed[row["id"]] = {name: new[name] for name in _DERIVED}
    found.new.sort(key=lambda row: row["at"])
    return found


def _row(item: Item) -> dict[str, Any] | None:
    try:
        text = example_text(item.text)
    except Fixable:
        return None
    return {
        "seq": item.seq,
        "text": text,
        "language": item.language,
        "reasons": item.reasons,
        "guess": [dict(one) for one in item.guess],
        "corrected_family": item.corrected_family,
        "outcome": item.outcome,
        "avoidable": item.avoidable,
    }


def _times(db: Connection, conversation_id: str, seqs: Iterable[int]) -> dict[int, datetime]:
    c = t.messages.c
    query = select(c.seq, c.at).where(c.conversation_id == conversation_id, c.part == 0, c.seq.in_(list(seqs)))
    return {row.seq: row.at for row in db.execute(query)}


def _apply(work: Work, changes: _Changes) -> None:
    """Write the differences; who was erased meanwhile stays erased, what was decided meanwhile stays decided."""
    i, c = t.inbox_items.c, t.conversations.c
    alive = set(work.db.scalars(select(c.id).where(c.id.in_({row["conversation_id"] for row in changes.new}))))
    rows = [row for row in changes.new if row["conversation_id"] in alive]
    if rows:
        work.db.execute(insert(t.inbox_items), rows)
    for item_id, values in changes.changed.items():
        work.db.execute(update(t.inbox_items).where(i.id == item_id).values(values))
    if changes.gone:
        work.db.execute(delete(t.inbox_items).where(i.id.in_(changes.gone), i.state == "open"))
