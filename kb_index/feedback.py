"""Votes on answers: whether one helped, and the signals it was given with. Kept in the index folder, without any text."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb_index.calibration import CONVERSATION_WEIGHTS, REQUEST_SIGNALS, SEARCH_SIGNALS, Signals

FILE = "feedback.sqlite3"
# The oldest go first: a knowledge base changes, and so does what helps.
MAX_VOTES = 20_000
_KNOWN = {*SEARCH_SIGNALS, *REQUEST_SIGNALS, *CONVERSATION_WEIGHTS}


@dataclass(frozen=True, slots=True)
class Vote:
    """What became of one answer.

    Attributes:
        id: Of the answer; a second vote on it replaces the first.
        voter: Who voted, unreadable; one voter's votes together have a limited weight.
        helped: Whether the answer, the search's first hit, helped.
        signals: Of the search that it came from.
    """

    id: str
    voter: str
    helped: bool
    signals: Signals

    @classmethod
    def of(cls, vote_id: str, voter: str, *, helped: bool, signals: Mapping[str, float]) -> Vote:
        """A vote with the signals that we know.

        Raises:
            ValueError: If they are not those of a search.
        """
        known = {name: float(value) for name, value in signals.items() if name in _KNOWN}
        if missing := [name for name in SEARCH_SIGNALS if name not in known]:
            raise ValueError(f"signals of a search are missing: {', '.join(missing)}")
        return cls(vote_id, voter, helped, known)


class Votes:
    """The votes of one index folder. Safe to use from several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock = folder / FILE, threading.Lock()

    def keep(self, vote: Vote) -> int:
        """Keep a vote in the place of an earlier one on the same answer; returns how many ever came."""
        row = (vote.id, vote.voter, vote.helped, json.dumps(vote.signals))
        with self._open() as db:
            came = db.execute("insert or replace into vote (id, voter, helped, signals) values (?, ?, ?, ?)", row)
            db.execute(
                "delete from vote where number <= (select number from vote order by number desc limit 1 offset ?)",
                (MAX_VOTES,),
            )
            return int(came.lastrowid or 0)

    def all(self) -> tuple[list[Vote], int]:
        """Every vote, the oldest first, and how many ever came."""
        if not self._path.is_file():
            return [], 0
        with self._open() as db:
            rows = db.execute("select id, voter, helped, signals, number from vote order by number").fetchall()
        votes = [Vote(i, voter, bool(helped), json.loads(signals)) for i, voter, helped, signals, _ in rows]
        return votes, max((row[-1] for row in rows), default=0)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with self._lock, contextlib.closing(sqlite3.connect(self._path, timeout=10)) as db, db:
            db.execute(
                "create table if not exists vote"
                " (number integer primary key autoincrement, id text not null unique, voter text not null,"
                " helped integer not null, signals text not null)"
            )
            yield db
