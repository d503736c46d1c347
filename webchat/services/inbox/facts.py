"""Read conversations as the rules of the inbox need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, union_all

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.conversation import Status
from webchat.domain.inbox import Correction, Episode, Facts, Turn
from webchat.services.turns import said

_TICKET = "ticket."


Sign = tuple[int, datetime]


def changed(db: Connection, since: datetime | None) -> dict[str, Sign]:
    """Return the conversations in which something that the inbox asks about happened at or after `since`.

    With each goes a sign, how much and when last, that another such thing changes: no two transactions share a moment.
    """
    o, f, n, k, r = t.outbox.c, t.feedback.c, t.labels.c, t.tickets.c, t.resolutions.c
    sources = (
        (o.conversation_id, o.done_at, (o.kind == "bot_turn",)),
        (f.conversation_id, f.at, ()),
        (n.conversation_id, n.at, ()),
        (k.conversation_id, k.updated_at, ()),
        (r.conversation_id, r.at, ()),
    )
    facts = union_all(
        *(
            select(id_.label("id"), at.label("at")).where(at.is_not(None) if since is None else at >= since, *more)
            for id_, at, more in sources
        )
    ).subquery()
    query = select(facts.c.id, func.count(), func.max(facts.c.at)).where(facts.c.id.is_not(None)).group_by(facts.c.id)
    return {id_: (n_facts, at) for id_, n_facts, at in db.execute(query)}


def read(db: Connection, ids: Sequence[str]) -> dict[str, Facts]:
    """Return the facts of conversations by id; one that is gone is left out."""
    c = t.conversations.c
    query = select(c.id, c.status, c.resolved_by, c.outcome).where(c.id.in_(ids))
    heads = {row.id: row for row in db.execute(query)}
    logs, disliked = (
        _logs(db, ids),
        _grouped(db, select(t.feedback).where(t.feedback.c.conversation_id.in_(ids), ~t.feedback.c.helpful)),
    )
    cases = _grouped(db, select(t.tickets).where(t.tickets.c.conversation_id.in_(ids)).order_by(t.tickets.c.episode))
    edits = _grouped(db, select(t.labels).where(t.labels.c.conversation_id.in_(ids)).order_by(t.labels.c.id))
    r = t.resolutions.c
    reopened = _grouped(db, select(t.resolutions).where(r.conversation_id.in_(ids), r.reopened_at.is_not(None)))
    found = {}
    for id_, head in heads.items():
        log = logs[id_]
        is_over = head.status == Status.RESOLVED.value
        found[id_] = Facts(
            turns=_turns(log),
            episodes=_episodes(log, cases[id_]),
            disliked=frozenset(row["seq"] for row in disliked[id_]),
            corrections=_corrections(edits[id_], cases[id_]),
            reopened=[_seq_at(log, row["at"]) for row in reopened[id_]],
            ended_by_bot=is_over and head.resolved_by == "bot",
            is_over=is_over,
        )
    return found


def _logs(db: Connection, ids: Sequence[str]) -> dict[str, list[Mapping[Any, Any]]]:
    c = t.messages.c
    columns = (c.conversation_id, c.seq, c.client_id, c.sender_kind, c.text, c.payload, c.language, c.extras, c.at)
    query = select(*columns).where(c.conversation_id.in_(ids), c.part == 0).order_by(c.conversation_id, c.seq)
    return _grouped(db, query)


def _grouped(db: Connection, query: Any) -> dict[str, list[Mapping[Any, Any]]]:
    found: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for row in db.execute(query).mappings():
        found[row["conversation_id"]].append(row)
    return found


def _turns(log: Iterable[Mapping[Any, Any]]) -> list[Turn]:
    """Join what the user said with what the bot decided about it."""
    found: list[tuple[list[Any], Mapping[str, Any], list[int]]] = []
    waiting: list[Any] = []
    name = ""  # of the turn that the bot's next messages may belong to
    for row in log:
        if row["sender_kind"] == "user":
            waiting += [row] if row["text"] or row["payload"] else []
            continue
        turn_name = row["client_id"].rpartition(":")[0]
        decision = (row["extras"] or {}).get("decision")
        if decision is None:
            if found and turn_name == name:
                found[-1][2].append(row["seq"])
            continue
        upto = decision.get("upto", row["seq"])
        covered = [one for one in waiting if one["seq"] <= upto]
        waiting = [one for one in waiting if one["seq"] > upto]
        if covered:
            name = turn_name
            found.append((covered, decision, [row["seq"]]))
    return [_turn(*parts) for parts in found]


def _turn(covered: Sequence[Any], decision: Mapping[str, Any], answers: Sequence[int]) -> Turn:
    intent = decision.get("intent") or {}
    ranking = decision.get("ranking") or ([intent] if intent.get("name") else [])
    return Turn(
        seq=covered[-1]["seq"],
        text=said(covered),
        language=decision.get("language") or covered[-1]["language"],
        action=decision.get("action", "chat"),
        intent=intent.get("name"),
        ranking=tuple({"name": one["name"], "confidence": one["confidence"]} for one in ranking),
        act=(decision.get("signals") or {}).get("act"),
        answers=tuple(answers),
    )


def _episodes(log: Sequence[Mapping[Any, Any]], cases: Sequence[Mapping[Any, Any]]) -> list[Episode]:
    notices = {row["client_id"]: row["seq"] for row in log if row["client_id"].startswith("handoff:")}
    begun = [(notices[f"handoff:{row['episode']}"], row) for row in cases if f"handoff:{row['episode']}" in notices]
    by_agents = [row["seq"] for row in log if row["sender_kind"] == "agent"]
    found = []
    for index, (seq, row) in enumerate(begun):
        until = begun[index + 1][0] if index + 1 < len(begun) else float("inf")
        found.append(
            Episode(
                seq=seq,
                reason=row["reason"],
                ticket_id=row["id"],
                number=tickets.number(row["serial"]),
                outcome=row["outcome"],
                solution=row["solution"],
                was_answered=any(seq < said_at < until for said_at in by_agents),
            )
        )
    return found


def _corrections(edits: Iterable[Mapping[Any, Any]], cases: Sequence[Mapping[Any, Any]]) -> list[Correction]:
    """A correction belongs to the ticket that was the newest when it was made."""
    found = []
    for row in edits:
        if row["kind"].startswith(_TICKET):
            episode = sum(case["created_at"] <= row["at"] for case in cases)
            found.append(Correction(row["kind"].removeprefix(_TICKET), row["value"], episode))
    return found


def _seq_at(log: Sequence[Mapping[Any, Any]], at: datetime) -> int:
    """The seq that comes after what had been said at a time."""
    return max((row["seq"] for row in log if row["at"] <= at), default=0) + 1
