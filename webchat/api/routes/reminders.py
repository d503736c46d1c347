"""An agent's own follow-ups, call-backs and mentions."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from webchat.api.deps import App, CurrentAgent
from webchat.services import mentions, reminders

router = APIRouter(prefix="/api", tags=["own work"])

Limit = Annotated[int, Query(ge=1, le=200)]
Before = Annotated[int | None, Query(ge=1, lt=2**63)]


class NewReminder(BaseModel):
    """A follow-up or call-back; a call-back needs a `phone`."""

    model_config = ConfigDict(extra="forbid")

    conversation_id: str
    kind: Literal["follow_up", "call_back"]
    at: datetime
    phone: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None


class ReminderChange(BaseModel):
    """Another time, or done."""

    model_config = ConfigDict(extra="forbid")

    at: datetime | None = None
    done: bool | None = None


@router.get("/reminders")
async def listed(
    agent: CurrentAgent, services: App, done: bool = False, after: str | None = None, limit: Limit = 50
) -> dict[str, Any]:
    """Return one's own reminders in the order they were made."""
    return await services.store.read(partial(reminders.page, agent=agent, done=done, after=after, limit=limit))


@router.post("/reminders", status_code=201)
async def plan(body: NewReminder, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Plan a follow-up or a call-back."""
    return await services.store.write(partial(reminders.plan, agent=agent, **body.model_dump()))


@router.patch("/reminders/{reminder_id}")
async def change(reminder_id: str, body: ReminderChange, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Put a reminder off, or tick it off."""
    return await services.store.write(
        partial(reminders.change, agent=agent, reminder_id=reminder_id, **body.model_dump())
    )


@router.get("/reminders/{reminder_id}/phone")
async def phone(reminder_id: str, agent: CurrentAgent, services: App) -> dict[str, str]:
    """Return the whole number of a call-back; that it was shown is recorded."""
    return await services.store.write(partial(reminders.phone, agent=agent, reminder_id=reminder_id))


@router.get("/mentions")
async def mentioned(agent: CurrentAgent, services: App, before: Before = None, limit: Limit = 50) -> dict[str, Any]:
    """Return one's own mentions, newest first."""
    return await services.store.read(partial(mentions.page, agent=agent, before=before, limit=limit))
