"""Tickets: the list, one ticket, its history, and what people of the desk do with it."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from webchat.api import versions
from webchat.api.deps import App, CurrentAgent
from webchat.services.tickets import approvals, bulk, editing, history, links, listing, merging, reading
from webchat.services.tickets.listing import Filters, Kind, Priority
from webchat.services.tickets.loading import load

router = APIRouter(prefix="/api/tickets", tags=["tickets"])

Ref = Annotated[str, Path(max_length=64, description="Id, or number such as FL-1042")]
_MAX_BULK = 100


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ListQuery(Filters):
    """The filters with the page that is asked for."""

    cursor: str | None = Field(None, max_length=200, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=200)


class Change(_Body):
    """What to change; what is not given stays. `priority` null: as impact and urgency say; `agent_id` null: the queue."""

    fields: dict[str, Any] | None = Field(None, description="New values by field; null empties one")
    kind: Kind = "incident"
    priority: Priority | None = None
    reason: str | None = Field(None, max_length=400, description="Why, for the history")
    team: str | None = Field(None, max_length=64)
    status: Literal["open", "pending", "closed"] = "open"
    outcome: Literal["solved", "not_solved", "duplicate", "no_answer", "spam"] = "solved"
    solution: str | None = Field(None, max_length=4000)
    wake_at: AwareDatetime | None = Field(None, description="When a pending ticket comes back")
    agent_id: str | None = Field(None, max_length=32)

    def given(self) -> dict[str, Any]:
        """Return what was sent, and only that."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Link(_Body):
    """What this ticket is to the other one."""

    kind: Literal["known_problem", "duplicate", "follow_up"]
    ticket: str = Field(max_length=64, description="Id or number of the other ticket")


class Merge(_Body):
    """The ticket that goes on."""

    into: str = Field(max_length=64)


class Approval(_Body):
    """A step of an approval; `note` is what the approver said."""

    step: Literal["ask", "approve", "refuse"]
    note: str | None = Field(None, max_length=400)


class Bulk(_Body):
    """One change, one link, or both, for many tickets."""

    tickets: list[Annotated[str, Field(max_length=64)]] = Field(min_length=1, max_length=_MAX_BULK)
    change: Change | None = None
    link: Link | None = None


@router.get("")
async def listed(query: Annotated[ListQuery, Query()], agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Return tickets by filters, in the order asked for."""
    find = partial(listing.page, filters=query, agent_id=agent.id, cursor=query.cursor, limit=query.limit)
    return await services.store.read(find)


@router.post("/bulk")
async def change_many(body: Bulk, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Change many tickets; the answer tells for each whether it is done."""
    values = body.change.given() if body.change else {}
    link = (body.link.kind, body.link.ticket) if body.link else None
    return {"results": await bulk.run(services.store, agent, body.tickets, values=values, link=link)}


@router.get("/{ref}")
async def one(ref: Ref, response: Response, services: App) -> dict[str, Any]:
    """Return one ticket with its links; its version is the `ETag`."""
    found = await services.store.read(partial(reading.one, ref=ref))
    versions.show(response, found["ticket"]["version"])
    return found


@router.patch("/{ref}")
async def change(
    ref: Ref, body: Change, version: versions.IfNumber, response: Response, agent: CurrentAgent, services: App
) -> dict[str, Any]:
    """Change a ticket in the state that `If-Match` names."""
    edit = partial(editing.edit, agent=agent, ticket_id=ref, values=body.given(), version=version)
    changed = await services.store.write(edit)
    versions.show(response, changed["ticket"]["version"])
    return changed


@router.get("/{ref}/history")
async def changes(
    ref: Ref,
    services: App,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return what changed, newest first: who, when, before and after."""
    return await services.store.read(
        lambda db: history.page(db, load(db, ref)["id"], before=before, limit=limit),
    )


@router.post("/{ref}/links", status_code=201)
async def add_link(ref: Ref, body: Link, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Link the ticket to another; returns all its links."""
    return await services.store.write(partial(links.add, agent=agent, ref=ref, kind=body.kind, to=body.ticket))


@router.delete("/{ref}/links/{link_id}", status_code=204)
async def remove_link(
    ref: Ref, link_id: Annotated[int, Path(ge=1, le=2**53)], agent: CurrentAgent, services: App
) -> None:
    """Take a link away."""
    await services.store.write(partial(links.remove, agent=agent, ref=ref, link_id=link_id))


@router.post("/{ref}/merge")
async def merge(ref: Ref, body: Merge, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Close the ticket as a duplicate of another, with which it goes on."""
    return await services.store.write(partial(merging.merge, agent=agent, ref=ref, into=body.into))


@router.post("/{ref}/follow-up", status_code=201)
async def follow_up(ref: Ref, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Make a new ticket from a closed one; the agent who asks has it."""
    return await services.store.write(partial(merging.follow_up, agent=agent, ref=ref))


@router.post("/{ref}/approval")
async def approval(ref: Ref, body: Approval, agent: CurrentAgent, services: App) -> dict[str, Any]:
    """Note that the approver is asked, or what they answered."""
    step = partial(approvals.record, agent=agent, ref=ref, step=body.step, note=body.note)
    return await services.store.write(step)
