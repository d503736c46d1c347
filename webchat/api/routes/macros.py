"""Macros: to list, and to keep. They are run over the socket, like the acts they consist of."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from webchat.api.deps import App, CurrentAgent
from webchat.api.versions import IfMatch, show
from webchat.services import kept, macros
from webchat.settings import Language

router = APIRouter(prefix="/api/macros", tags=["macros"])

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Plain(_Step):
    """Take the conversation, or give it back to the bot."""

    do: Literal["take", "return_to_bot"]


class Reply(_Step):
    """Say something to the customer, in their language."""

    do: Literal["reply"]
    texts: dict[Language, Text] = Field(min_length=1)


class Note(_Step):
    """Leave a private note."""

    do: Literal["note"]
    text: Text


class SetFields(_Step):
    """Write values into the ticket, `impact` and `urgency` among them: the priority follows from these."""

    do: Literal["set_fields"]
    fields: dict[Annotated[str, StringConstraints(max_length=40)], str | None] = Field(min_length=1, max_length=20)


class Snooze(_Step):
    """Set the conversation aside."""

    do: Literal["snooze"]
    minutes: int = Field(ge=5, le=60 * 24 * 90)


class Transfer(_Step):
    """Give the conversation to a colleague or a team: one of the two."""

    do: Literal["transfer"]
    agent_id: Annotated[str, StringConstraints(min_length=1, max_length=32)] | None = None
    team_id: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Transfer:
        if (self.agent_id is None) == (self.team_id is None):
            raise ValueError("give agent_id or team_id")
        return self


class Resolve(_Step):
    """Close the conversation."""

    do: Literal["resolve"]
    outcome: Literal["solved", "not_solved", "duplicate", "no_answer", "spam"] = "solved"
    solution: Annotated[str, StringConstraints(max_length=4000)] | None = None


Step = Annotated[Plain | Reply | Note | SetFields | Snooze | Transfer | Resolve, Field(discriminator="do")]


class MacroEdit(BaseModel):
    """What a macro is: steps that are carried out together or not at all."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    steps: list[Step] = Field(min_length=1, max_length=10)


class NewMacro(MacroEdit):
    """A new macro, for oneself or for all."""

    shared: bool = False


@router.get("")
async def listed(
    agent: CurrentAgent, services: App, after: str | None = None, limit: Annotated[int, Query(ge=1, le=200)] = 200
) -> dict[str, Any]:
    """Return the shared macros and one's own, by title."""
    return await services.store.read(partial(kept.page, shelf=macros.SHELF, agent=agent, after=after, limit=limit))


@router.post("", status_code=201)
async def create(body: NewMacro, agent: CurrentAgent, services: App, response: Response) -> dict[str, Any]:
    """Keep a new macro."""
    values = body.model_dump(exclude_none=True)
    made = await services.store.write(partial(macros.create, agent=agent, **values))
    show(response, made["version"])
    return made


@router.put("/{macro_id}")
async def edit(
    macro_id: str, body: MacroEdit, version: IfMatch, agent: CurrentAgent, services: App, response: Response
) -> dict[str, Any]:
    """Change a macro; `If-Match` names the version that was read."""
    values = body.model_dump(exclude_none=True)
    change = partial(macros.edit, agent=agent, macro_id=macro_id, version=version, **values)
    made = await services.store.write(change)
    show(response, made["version"])
    return made


@router.delete("/{macro_id}", status_code=204)
async def remove(macro_id: str, version: IfMatch, agent: CurrentAgent, services: App) -> None:
    """Delete a macro."""
    await services.store.write(
        partial(kept.remove, shelf=macros.SHELF, agent=agent, thing_id=macro_id, version=version)
    )
