"""The checker: compares what every client saw with what the database holds.

It judges histories, not uptime (the practice of Jepsen). The invariants are numbered as in docs/reliability.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.clients import UserClient


@dataclass(frozen=True)
class Finding:
    """A broken invariant. `rule` is its number (I1 …)."""

    rule: str
    conversation_id: str
    what: str


@dataclass(frozen=True)
class Stored:
    """What the database holds of one conversation. `messages` are dictionaries in order of `seq`."""

    conversation: dict[str, Any]
    messages: list[dict[str, Any]]
    tickets: list[dict[str, Any]]


def read_database(path: Path, conversation_id: str) -> Stored:
    """Read one conversation from the SQLite file, without the product's own code."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10) as db:
        db.row_factory = sqlite3.Row

        def rows(sql: str) -> list[dict[str, Any]]:
            return [dict(row) for row in db.execute(sql, (conversation_id,))]

        return Stored(
            (rows("select * from conversations where id = ?") or [{}])[0],
            # Notes carry the number of the public message they follow, with a `part` above 0: not part of the sequence.
            rows("select * from messages where conversation_id = ? and part = 0 order by seq"),
            rows("select *, 'FL-' || serial as number from tickets where conversation_id = ? order by episode"),
        )


def integrity(path: Path) -> Iterator[Finding]:
    """I11: the database is whole after every fault."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10) as db:
        said = db.execute("pragma integrity_check").fetchone()[0]
    if said != "ok":
        yield Finding("I11", "", f"integrity check says {said}")


def check(user: UserClient, stored: Stored, winners: Iterable[list[str]] = ()) -> list[Finding]:
    """Judge one conversation after everything has come to rest.

    Args:
        user: The client, after a last resume.
        stored: The database's side.
        winners: For each race of agents for this conversation, the names of those who were told that they got it.

    Returns:
        What is wrong; empty if nothing is.
    """
    cid = user.conversation_id
    found = [
        *_acked_is_stored_once(user, stored),
        *_one_order_without_gaps(user, stored),
        *_nobody_is_left_without_an_answer(stored),
        *_one_ticket_a_handoff(stored),
        *_bot_is_silent_after_handoff(stored),
        *_bot_answers_once(stored),
        *(("I8", f"{len(names)} agents won one race: {names}") for names in winners if len(names) != 1),
    ]
    return [Finding(rule, cid, what) for rule, what in found]


def _acked_is_stored_once(user: UserClient, stored: Stored) -> Iterator[tuple[str, str]]:
    by_client_id = Counter(m["client_id"] for m in stored.messages if m["client_id"])
    seqs = {m["client_id"]: m["seq"] for m in stored.messages}
    for sent in user.sent:
        if sent.ack is None:
            continue
        if by_client_id[sent.client_id] != 1:
            yield "I1", f"acknowledged message stored {by_client_id[sent.client_id]} times"
        elif seqs[sent.client_id] != sent.ack["seq"]:
            yield "I1", f"acknowledged as {sent.ack['seq']} but stored as {seqs[sent.client_id]}"
    acked = [s.ack["seq"] for s in user.sent if s.ack]
    if acked != sorted(acked):
        yield "I3", f"messages of one client are stored in another order than sent: {acked}"


def _one_order_without_gaps(user: UserClient, stored: Stored) -> Iterator[tuple[str, str]]:
    log = [m["seq"] for m in stored.messages]
    if log != list(range(1, len(log) + 1)):
        yield "I3", f"sequence has gaps or doubles: {log}"
    public = {m["seq"]: m["text"] for m in stored.messages if m["visibility"] == "public"}
    seen = {seq: m["text"] for seq, m in user.received.items()}
    if public != seen:
        missing, extra = sorted(public.keys() - seen.keys()), sorted(seen.keys() - public.keys())
        other = [seq for seq in public.keys() & seen.keys() if public[seq] != seen[seq]]
        yield "I2", f"client and log differ: missing {missing}, extra {extra}, another text {other}"
    if user.n_doubled:
        yield "I2", f"{user.n_doubled} messages were delivered twice on a connection"
    for contradiction in user.contradictions:
        yield "I3", contradiction


def _nobody_is_left_without_an_answer(stored: Stored) -> Iterator[tuple[str, str]]:
    from_user = [m["seq"] for m in stored.messages if m["sender_kind"] == "user"]
    if not from_user or stored.conversation.get("owner") in ("queue", "agent"):
        return
    answered = any(m["seq"] > from_user[-1] and m["sender_kind"] != "user" for m in stored.messages)
    if not answered and stored.conversation.get("status") != "resolved":
        yield "I4", f"message {from_user[-1]} has no answer, owner {stored.conversation.get('owner')}"
    if stored.conversation.get("turn_pending"):
        yield "I4", "the bot still owes a turn"


def _one_ticket_a_handoff(stored: Stored) -> Iterator[tuple[str, str]]:
    episodes = [t["episode"] for t in stored.tickets]
    if len(set(episodes)) != len(episodes):
        yield "I5", f"two tickets for one hand-off: episodes {episodes}"
    if len(stored.tickets) > 1 and stored.tickets[0]["status"] not in ("closed", "merged"):
        yield "I5", f"{len(stored.tickets)} tickets although nobody closed the first"
    for ticket in stored.tickets:
        notices = [
            m["text"] for m in stored.messages if m["sender_kind"] == "system" and str(ticket["number"]) in m["text"]
        ]
        if len(notices) != len(set(notices)) or not notices:
            yield "I5", f"ticket {ticket['number']} was announced in {len(notices)} notices, some alike"
    if stored.conversation.get("owner") in ("queue", "agent") and not stored.tickets:
        yield "I5", "a person has the conversation but there is no ticket"


def _bot_is_silent_after_handoff(stored: Stored) -> Iterator[tuple[str, str]]:
    numbers = [str(t["number"]) for t in stored.tickets]
    announced = [
        m["seq"] for m in stored.messages if m["sender_kind"] == "system" and any(n in m["text"] for n in numbers)
    ]
    if not announced:
        return
    for message in stored.messages:
        if message["sender_kind"] == "bot" and message["visibility"] == "public" and message["seq"] > announced[0]:
            yield "I6", f"the bot spoke at {message['seq']} after the hand-off at {announced[0]}"


def _bot_answers_once(stored: Stored) -> Iterator[tuple[str, str]]:
    """The same words as often as somebody asked, no more: two questions in a row may get one answer each."""
    said: Counter[str] = Counter()
    n_asked, before = 0, ""
    for message in stored.messages:
        if message["sender_kind"] == "user":
            if before != "user":
                n_asked = max(0, n_asked - said.total())  # what is still owed from before
                said.clear()
            n_asked += 1
        elif message["sender_kind"] == "bot" and message["visibility"] == "public":
            said[message["text"]] += 1
            if said[message["text"]] > max(1, n_asked):
                yield "I1", f"the bot's answer at {message['seq']} was posted twice"
        before = message["sender_kind"]


def as_json(findings: Iterable[Finding]) -> str:
    """One finding a line."""
    return "\n".join(json.dumps(f.__dict__, ensure_ascii=False) for f in findings)
