from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from webchat.domain.audit import ACTS, START, Entry, Linked, first_break, link, seal

Log = list[Linked]


def _log(n: int, key: bytes) -> tuple[Log, tuple[int, str, str]]:
    entries, last = [], START
    at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    for number in range(1, n + 1):
        act = ACTS[number % len(ACTS)]
        entry = Entry(
            number,
            at + timedelta(seconds=number),
            "agent",
            f"a{number % 5}",
            act,
            "ticket",
            f"t{number}",
            {"n": number},
        )
        linked = Linked(entry, last, link(entry, last, key))
        entries.append(linked)
        last = linked.hash
    return entries, (n, last, seal(n, last, key))


def _edit(log: Log, dice: random.Random) -> None:
    i = dice.randrange(len(log))
    entry = log[i].entry
    changed = dice.choice(
        [
            replace(entry, actor_id=f"{entry.actor_id}x"),
            replace(entry, act=dice.choice([act for act in ACTS if act != entry.act])),
            replace(entry, at=entry.at + timedelta(microseconds=dice.choice([-1, 1]))),
            replace(entry, target_id=None),
            replace(entry, details={**entry.details, "more": 1}),
            replace(entry, actor_kind="system"),
        ]
    )
    log[i] = replace(log[i], entry=changed)


def _edit_and_hash_again(log: Log, dice: random.Random) -> None:
    i = dice.randrange(len(log))
    entry = replace(log[i].entry, actor_id="somebody-else")
    log[i] = Linked(entry, log[i].prev_hash, link(entry, log[i].prev_hash, b""))


def _delete(log: Log, dice: random.Random) -> None:
    del log[dice.randrange(len(log))]


def _cut_the_tail(log: Log, dice: random.Random) -> None:
    del log[dice.randrange(len(log)) :]


def _swap(log: Log, dice: random.Random) -> None:
    i, j = dice.sample(range(len(log)), 2)
    log[i], log[j] = log[j], log[i]


def _repeat(log: Log, dice: random.Random) -> None:
    log.insert(dice.randrange(len(log) + 1), dice.choice(log))


TAMPERINGS: list[Callable[[Log, random.Random], None]] = [
    _edit,
    _edit_and_hash_again,
    _delete,
    _cut_the_tail,
    _swap,
    _repeat,
]


@pytest.mark.parametrize("key", [b"", b"kept elsewhere"], ids=["plain", "keyed"])
def test_each_of_a_thousand_tamperings_is_found(key: bytes) -> None:
    whole, head = _log(40, key)
    dice = random.Random(13)

    missed = []
    for number in range(1000):
        log = list(whole)
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        tamper(log, dice)
        if first_break(log, head, key) is None:
            missed.append((number, tamper.__name__))

    assert first_break(whole, head, key) is None
    assert not missed


def test_chain_made_anew_without_the_key_is_found() -> None:
    _, _ = _log(5, b"key")
    forged, head = _log(5, b"")

    assert first_break(forged, head, b"key") == "entry 1 was changed"


def test_empty_log_is_whole_and_its_end_is_sealed() -> None:
    assert first_break([], (0, START, seal(0, START, b"k")), b"k") is None
    assert first_break([], (0, START, "0" * 64), b"k") == "the end of the log was forged"
