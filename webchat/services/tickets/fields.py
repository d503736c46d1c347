"""Write values into a ticket's fields: those every ticket has, and those an administrator added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from webchat.adapters.db import tables as t
from webchat.domain import ticket as tickets
from webchat.domain.errors import Fixable
from webchat.domain.limits import clean_text
from webchat.domain.masking import mask
from webchat.domain.ticket_fields import TicketField, clean_value
from webchat.services.accounts import Agent
from webchat.services.tickets import definitions
from webchat.services.tickets.loading import Row
from webchat.services.work import Work

_CHOICES = {"impact": tickets.LEVELS, "urgency": tickets.LEVELS, "language": ("nl", "fr", "en")}


def merged(work: Work, agent: Agent, row: Row, new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ticket's fields with an agent's values; correcting the bot's value also makes a label.

    Raises:
        Fixable: `invalid` with the `field` that no such ticket has, or whose value cannot be.
    """
    known = {field.key: field for field in definitions.current(work.db)}
    current: dict[str, Any] = dict(row["fields"])
    for name, raw in new.items():
        before = current.get(name)
        value = _cleaned(name, raw, known, row["kind"])
        if value is None:
            current.pop(name, None)
        elif before is None or (before["value"], before["source"]) != (value, "agent"):
            current[name] = {"value": value, "source": "agent", "confidence": 1.0}
        if before and before["source"] in ("bot", "user") and before["value"] != value:
            _label(work, agent, row, name, before, value)
    return current


def _cleaned(name: str, value: Any, known: Mapping[str, TicketField], kind: str) -> Any:
    if name in tickets.FIELDS:
        if value is not None and name in _CHOICES and value not in _CHOICES[name]:
            raise Fixable("invalid", field=name)
        return masked(tickets.limit(value))
    field = known.get(name)
    if field is None or not field.is_for(kind):
        raise Fixable("invalid", field=name)
    if value is None or value == "":
        return None
    return masked(clean_value(field, value))


def masked(value: Any) -> Any:
    """Return a value without secrets and control characters, whatever its shape."""
    if isinstance(value, str):
        return mask(clean_text(value, max_chars=tickets.MAX_VALUE_CHARS)).text
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, dict):
        return {key: masked(item) for key, item in value.items()}
    return value


def _label(work: Work, agent: Agent, row: Row, name: str, before: Mapping[str, Any], value: Any) -> None:
    work.db.execute(
        insert(t.labels).values(
            conversation_id=row["conversation_id"],
            message_seq=before.get("message_seq"),
            kind=f"ticket.{name}",
            value=value,
            was=before["value"],
            agent_id=agent.id,
            at=work.now,
        )
    )
