"""Decide about messages: claimed for a while, labelled once, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import RowMapping, or_, select, update

from webchat.adapters.db import tables as t
from webchat.domain import label_hints as rules
from webchat.domain.errors import Fixable
from webchat.domain.labels import OUT_OF_SCOPE, folded
from webchat.services import audit, intents, labels, views
from webchat.services.accounts import Agent
from webchat.services.work import Work
from webchat.texts import LANGUAGES

Decision = Literal["validate", "intent", "unknown", "delete"]
_STATES: dict[Decision, str] = {
    "validate": "labelled",
    "intent": "labelled",
    "unknown": "unknown",
    "delete": "deleted",
}


def claim(work: Work, agent: Agent, ids: Sequence[int]) -> dict[str, Any]:
    """Take messages for oneself for a while, and let go of others; who has which of them is told."""
    i = t.inbox_items.c
    mine = (i.claimed_by == agent.id, i.id.not_in(ids))
    work.db.execute(update(t.inbox_items).where(*mine).values(claimed_by=None, claimed_until=None))
    until = work.now + timedelta(seconds=work.settings.label_claim_s)
    work.db.execute(
        update(t.inbox_items).where(i.id.in_(ids), *_free(work, agent)).values(claimed_by=agent.id, claimed_until=until)
    )
    rows = _rows(work, ids)
    return {
        "claimed": [row["id"] for row in rows if row["state"] == "open" and row["claimed_by"] == agent.id],
        "taken": [_taken(row) for row in rows if row["state"] != "open" or row["claimed_by"] != agent.id],
    }


def decide(
    work: Work,
    agent: Agent,
    ids: Sequence[int],
    *,
    decision: Decision,
    intent: str | None = None,
    entities: Sequence[Mapping[str, Any]] = (),
) -> dict[str, list[Any]]:
    """Label messages, each once: what somebody else has or had is told and left alone.

    Args:
        work: The transaction.
        agent: Who decides.
        ids: Rows of the inbox.
        decision: `validate` takes what the bot thought; `unknown` is not for the helpdesk; `delete` teaches nothing.
        intent: For `intent` alone.
        entities: Spans in the text, for a single message.

    Raises:
        Fixable: `invalid` (field `intent` or `entities`), `not_found`, or `already_labelled` with
            `refused` when not one could be decided.
    """
    if (decision == "intent") != (intent is not None) or (intent is not None and not intents.exists(work, intent)):
        raise Fixable("invalid", field="intent")
    if entities and (len(ids) > 1 or decision == "delete"):
        raise Fixable("invalid", field="entities")
    done: list[int] = []
    refused: list[dict[str, Any]] = []
    for row in _rows(work, ids):
        label = _label(row, decision, intent)
        if decision != "delete" and (label is None or not intents.exists(work, label)):
            raise Fixable("invalid", field="intent")
        if not _close(work, agent, row, decision):
            refused.append(_taken(row))
            continue
        found = _hints(work, row, label) if label else []
        part = None
        if label:
            part = labels.add(
                work, agent, text=row["text"], language=row["language"], intent=label, entities=entities, item=row
            )
            found += _balance(work, label)
        kept = {"decision": decision, "intent": label, "part": part, "hints": found}
        work.db.execute(update(t.inbox_items).where(t.inbox_items.c.id == row["id"]).values(decision=kept))
        done.append(row["id"])
    if not done:
        if not refused:
            raise Fixable("not_found")
        raise Fixable("already_labelled", name=refused[0]["by"]["name"], refused=refused)
    audit.record(work, "messages_labelled", actor=agent.id, decision=decision, intent=intent, n=len(done))
    return {"done": done, "refused": refused}


def undo(work: Work, agent: Agent, ids: Sequence[int]) -> list[int]:
    """Take decisions back: the messages are open again, and what they taught is forgotten.

    Raises:
        Fixable: `not_found` where nothing was decided.
    """
    i = t.inbox_items.c
    found = list(work.db.scalars(select(i.id).where(i.id.in_(ids), i.state != "open")))
    if not found:
        raise Fixable("not_found")
    labels.remove(work, found)
    until = work.now + timedelta(seconds=work.settings.label_claim_s)
    values = {"state": "open", "decision": None, "decided_by": None, "decided_at": None}
    work.db.execute(
        update(t.inbox_items).where(i.id.in_(found)).values(**values, claimed_by=agent.id, claimed_until=until)
    )
    audit.record(work, "labels_undone", actor=agent.id, n=len(found))
    return found


# --- who has what --------------------------------------------------------------------------------------


def _free(work: Work, agent: Agent) -> tuple[Any, ...]:
    i = t.inbox_items.c
    return (i.state == "open", or_(i.claimed_by.is_(None), i.claimed_by == agent.id, i.claimed_until <= work.now))


def _close(work: Work, agent: Agent, row: RowMapping, decision: Decision) -> bool:
    """Close a message for everybody; False if somebody else was first or looks at it."""
    i = t.inbox_items.c
    values = {
        "state": _STATES[decision],
        "decided_by": agent.id,
        "decided_at": work.now,
        "claimed_by": None,
        "claimed_until": None,
    }
    return (
        work.db.execute(update(t.inbox_items).where(i.id == row["id"], *_free(work, agent)).values(values)).rowcount > 0
    )


def _rows(work: Work, ids: Sequence[int]) -> list[RowMapping]:
    i, agents = t.inbox_items.c, t.agents
    decider, claimer = agents.alias("decider"), agents.alias("claimer")
    query = (
        select(t.inbox_items, decider.c.name.label("decider"), claimer.c.name.label("claimer"))
        .outerjoin(decider, decider.c.id == i.decided_by)
        .outerjoin(claimer, claimer.c.id == i.claimed_by)
        .where(i.id.in_(ids))
        .order_by(i.id)
    )
    return list(work.db.execute(query).mappings())


def _taken(row: RowMapping) -> dict[str, Any]:
    """Who did or does what with a message."""
    is_decided = row["state"] != "open"
    who = (row["decided_by"], row["decider"]) if is_decided else (row["claimed_by"], row["claimer"])
    at = row["decided_at"] if is_decided else row["claimed_until"]
    return {
        "id": row["id"],
        "by": {"id": who[0], "name": who[1]},
        "decision": row["state"] if is_decided else None,
        "intent": (row["decision"] or {}).get("intent"),
        "at": at and views.iso(at),
    }


# --- what a label is, and what it teaches --------------------------------------------------------------


def _label(row: RowMapping, decision: Decision, intent: str | None) -> str | None:
    if decision == "validate":
        return str(row["guess"][0]["name"]) if row["guess"] else None
    return OUT_OF_SCOPE if decision == "unknown" else intent


def _hints(work: Work, row: RowMapping, label: str) -> list[dict[str, Any]]:
    found = rules.hints(label, row["guess"], row["neighbours"] or [])
    if any(hint["code"] in ("known", "contradicts") for hint in found):
        return found
    # What was labelled a moment ago is not among the neighbours yet.
    e = t.examples.c
    same = folded(row["text"])
    for text, intent in work.db.execute(select(e.text, e.intent).where(e.language == row["language"])):
        if folded(text) == same:
            code = "known" if intent == label else "contradicts"
            return [{"code": code, "text": text, **({"intent": intent} if intent != label else {})}]
    return found


def _balance(work: Work, label: str) -> list[dict[str, Any]]:
    own = intents.shipped(work.settings.bot_dir).get(label, {})
    e = t.examples.c
    rows = work.db.execute(select(e.language).where(e.intent == label, e.part == "train"))
    counts = {language: own.get(language, 0) for language in LANGUAGES}
    for (language,) in rows:
        counts[language] += 1
    return [{"code": "unbalanced", "counts": counts}] if rules.is_unbalanced(counts) else []
