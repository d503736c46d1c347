"""What lies together in the inbox and what it resembles: found in the background with kb_index, kept in the rows.

Groups change when something new came in, not while somebody works through them; a group keeps its number as long as most
of it stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import Connection, select, update

from webchat.adapters.db import tables as t
from webchat.adapters.kb import KnowledgeBase
from webchat.domain.label_hints import FEWEST_CROSSED, INDISTINCT
from webchat.domain.labels import Example
from webchat.services import labels
from webchat.services.work import Store, Work

MOST = 3000  # messages that lie in groups, the newest; as many as kb_index compares at once
N_NEAR = 5
_GROUP_EVERY_S, _COMPARE_EVERY_S = 10.0, 30.0
_WRITTEN_AT_ONCE = 100  # the writer has messages to take

Wire = dict[str, str]


class Grouper:
    """Groups the open messages and finds the examples next to each.

    Attributes:
        indistinct: Pairs of intents whose examples lie among each other, as kb_index tells them.
    """

    def __init__(self, store: Store, kb: KnowledgeBase) -> None:
        """Prepare."""
        self._store, self._kb = store, kb
        self._labelled: tuple[int, Any] | None = None
        self._grouped_at = self._compared_at = float("-inf")
        self.indistinct: list[dict[str, Any]] = []

    async def run(self) -> None:
        """Bring groups, neighbours and pairs in step with what is there.

        Raises:
            KbUnavailable: The rest is done at the next time.
        """
        now_s = self._store.env.clock.monotonic_s()
        rows, examples = await self._store.read(lambda db: (_open(db), labels.training_examples(db)))
        if any(row["group_id"] is None for row in rows) and now_s >= self._grouped_at + _GROUP_EVERY_S:
            await self._group(rows)
            self._grouped_at = now_s
        stamp = (len(examples), examples[-1].id if examples else None)
        is_due = stamp != self._labelled and now_s >= self._compared_at + _COMPARE_EVERY_S
        await self._compare(rows if is_due else [row for row in rows if row["neighbours"] is None], examples)
        if is_due:
            names = sorted({one.intent for one in examples})
            pairs = await self._kb.confusions([_example(one) for one in examples], names) if names else []
            self.indistinct = [pair for pair in pairs if is_indistinct(pair)]
            self._labelled, self._compared_at = stamp, now_s

    async def _group(self, rows: Sequence[Mapping[Any, Any]]) -> None:
        clusters = await self._kb.clusters([_wire(row) for row in rows])
        numbers = numbered(clusters, {str(row["id"]): row["group_id"] for row in rows})
        moved = {row["id"]: numbers[str(row["id"])] for row in rows if numbers[str(row["id"])] != row["group_id"]}
        await self._write("group_id", moved)

    async def _compare(self, rows: Sequence[Mapping[Any, Any]], examples: Sequence[Example]) -> None:
        if rows:
            near = await self._kb.neighbours([_wire(row) for row in rows], [_example(e) for e in examples], k=N_NEAR)
            found = {row["id"]: near[str(row["id"])] for row in rows}
            await self._write(
                "neighbours", {row["id"]: found[row["id"]] for row in rows if found[row["id"]] != row["neighbours"]}
            )

    async def _write(self, column: str, values: Mapping[int, Any]) -> None:
        pairs = list(values.items())
        for start in range(0, len(pairs), _WRITTEN_AT_ONCE):
            part = pairs[start : start + _WRITTEN_AT_ONCE]
            await self._store.write(partial(_write, column=column, values=dict(part)))


def is_indistinct(pair: Mapping[str, Any]) -> bool:
    """Return whether so many examples of two intents lie among each other that the bot will mix them up."""
    return bool(pair["n"] >= FEWEST_CROSSED and pair["n"] >= INDISTINCT * pair["of"])


def numbered(clusters: Sequence[Sequence[str]], before: Mapping[str, int | None]) -> dict[str, int]:
    """Return a number for each member: the one that most of its group had, or a new one.

    Args:
        clusters: Ids, which are numbers written as text; the largest group first.
        before: The group that each had.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    fresh = count(
        1 + max([*map(int, before), *(number for number in before.values() if number is not None)], default=0)
    )
    for cluster in clusters:
        had = Counter(before[id_] for id_ in cluster)
        kept = (number for number, _ in had.most_common() if number is not None and number not in taken)
        number = next(kept, None) or next(fresh)
        taken.add(number)
        found |= dict.fromkeys(cluster, number)
    return found


def _open(db: Connection) -> list[Mapping[Any, Any]]:
    i = t.inbox_items.c
    query = select(i.id, i.text, i.language, i.group_id, i.neighbours).where(i.state == "open")
    return list(db.execute(query.order_by(i.at.desc(), i.id).limit(MOST)).mappings())


def _write(work: Work, column: str, values: Mapping[int, Any]) -> None:
    for item_id, value in values.items():
        work.db.execute(update(t.inbox_items).where(t.inbox_items.c.id == item_id).values({column: value}))


def _wire(row: Mapping[Any, Any]) -> Wire:
    return {"id": str(row["id"]), "text": row["text"], "language": row["language"]}


def _example(one: Example) -> Wire:
    return {"id": one.id, "text": one.text, "language": one.language, "intent": one.intent}
