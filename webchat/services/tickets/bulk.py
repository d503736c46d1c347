"""One change to many tickets: each in a transaction of its own, each with its own result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from webchat.domain.errors import FirstlineError
from webchat.services.accounts import Agent
from webchat.services.tickets import editing, links
from webchat.services.work import Store, Work


async def run(
    store: Store, agent: Agent, ticket_ids: Sequence[str], *, values: Mapping[str, Any], link: tuple[str, str] | None
) -> list[dict[str, Any]]:
    """Change each ticket and link it where that is asked; a refusal stops nothing.

    Args:
        store: Where the tickets are.
        agent: Who asks.
        ticket_ids: Ids or numbers.
        values: As for `editing.edit`.
        link: Kind and other ticket.

    Returns:
        By ticket: whether it is done, or the code of the refusal.
    """
    results = []
    for ticket_id in dict.fromkeys(ticket_ids):
        try:
            await store.write(partial(_one, agent=agent, ticket_id=ticket_id, values=values, link=link))
            results.append({"ticket": ticket_id, "ok": True})
        except FirstlineError as error:
            refusal = {"code": error.code, "params": error.params}
            results.append({"ticket": ticket_id, "ok": False, "error": refusal})
    return results


def _one(work: Work, agent: Agent, ticket_id: str, values: Mapping[str, Any], link: tuple[str, str] | None) -> None:
    if link:
        links.add(work, agent, ticket_id, kind=link[0], to=link[1])
    if values:
        editing.edit(work, agent, ticket_id, values=values)
