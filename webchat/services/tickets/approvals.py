"""Requests that somebody has to approve: who is asked, what they say, and what the customer hears of it."""

from __future__ import annotations

from typing import Any

from webchat.domain.approval import Step, next_state
from webchat.domain.errors import Fixable
from webchat.domain.ticket_fields import missing
from webchat.domain.who import Who
from webchat.services import audit, sla, views
from webchat.services.accounts import Agent
from webchat.services.tickets import definitions, links
from webchat.services.tickets.fields import masked
from webchat.services.tickets.loading import Row, load, to_edit
from webchat.services.work import Work


def record(
    work: Work, agent: Agent, ref: str, *, step: Step, note: str | None, version: int | None = None
) -> dict[str, Any]:
    """Note that the approver is asked, or what they answered; the customer is told.

    Raises:
        Fixable: `not_found`, `edited`; `invalid` with the `field` that is still missing, or `step` for one that
            makes no sense here.
    """
    row = to_edit(work, ref, version)
    if row["kind"] != "request":
        raise Fixable("invalid", field="kind")
    before = row["approval"] or {}
    state = next_state(before.get("state"), step)
    approver = _approver(work, row) if step == "ask" else before["approver"]
    why = masked(note)[:400] if note else None
    approval = {"state": state, "approver": approver, "at": views.iso(work.now)}
    if why:
        approval["note"] = why
    sla.change(work, row, by=Who("agent", agent.id), note=why, approval=approval)
    key = "approval_refused_why" if step == "refuse" and why else f"approval_{state}"
    links.tell(work, row, key, approver=approver, why=why)
    audit.record(work, "approval_recorded", actor=agent.id, ticket=row["id"], state=state)
    return {"ticket": views.ticket(load(work.db, row["id"]))}


def _approver(work: Work, row: Row) -> str:
    known = definitions.current(work.db)
    lacking = missing(known, row["kind"], row["fields"])
    if lacking:
        raise Fixable("invalid", field=lacking[0], problem="required")
    keys = [field.key for field in known if field.type == "approver" and field.is_for(row["kind"])]
    named = [row["fields"][key]["value"] for key in keys if key in row["fields"]]
    if not named:
        raise Fixable("invalid", field=keys[0] if keys else "approver", problem="required")
    return str(named[0])
