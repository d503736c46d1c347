"""Which agents are there, and what happens to their chats when they are not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import or_, select, update

from webchat.adapters.db import tables as t
from webchat.domain.conversation import Actor, Event, Owner, Status
from webchat.services import conversations, desk_settings, messages, offers, ownership
from webchat.services.work import Work


def connected(work: Work, agent_id: str) -> None:
    """Note that an agent has a connection: waiting conversations may be offered."""
    work.db.execute(update(t.agents).where(t.agents.c.id == agent_id).values(connected=True, gone_at=None))
    work.touched_agents[agent_id] = None
    work.queue_moved = True
    offers.offer_waiting(work)


def disconnected(work: Work, agent_id: str) -> None:
    """Note that an agent's last connection is gone; the chats stay for the grace period."""
    _gone(work, agent_id)
    offers.offer_waiting(work)


def _gone(work: Work, agent_id: str) -> None:
    values = {"connected": False, "gone_at": work.now, "wrap_up_until": None}
    work.db.execute(update(t.agents).where(t.agents.c.id == agent_id).values(**values))
    work.touched_agents[agent_id] = None
    work.queue_moved = True
    offers.withdraw(work, agent_id)


def set_status(
    work: Work, agent_id: str, *, status: str, languages: Sequence[str] | None, capacity: int | None
) -> None:
    """Follow what an agent says about availability; that also ends the wrap-up."""
    values: dict[str, object] = {"status": status, "wrap_up_until": None}
    if languages is not None:
        values["languages"] = list(dict.fromkeys(languages))
    if capacity is not None:
        values["capacity"] = capacity
    work.db.execute(update(t.agents).where(t.agents.c.id == agent_id).values(**values))
    work.touched_agents[agent_id] = None
    work.queue_moved = True
    if status != "online":
        offers.withdraw(work, agent_id)
    offers.offer_waiting(work)


def start(work: Work) -> None:
    """After a restart nobody is connected: the grace period of the agents begins."""
    a, c = t.agents.c, t.conversations.c
    for agent_id in list(work.db.scalars(select(a.id).where(a.connected))):
        _gone(work, agent_id)  # nothing is offered: the others are not there either, though they still look so
    online = work.db.execute(select(*conversations.columns()).where(c.user_online))
    for conversation in [conversations.from_row(row) for row in online]:
        conversations.change(work, conversation, user_online=False)
        work.touched[conversation.id] = conversation


def requeue_lost(work: Work) -> None:
    """Put the chats of agents who stayed away too long at the front of the queue, and tell the users."""
    a, c = t.agents.c, t.conversations.c
    since = work.now - timedelta(seconds=desk_settings.of(work).routing.grace_s)
    query = (
        select(*conversations.columns(), a.name)
        .join(t.agents, a.id == c.agent_id)
        .where(
            c.owner == Owner.AGENT.value,
            c.status == Status.OPEN.value,
            a.connected.is_(False),
            or_(a.gone_at.is_(None), a.gone_at <= since),
        )
    )
    lost = list(work.db.execute(query))
    for *columns, name in lost:
        conversation = conversations.from_row(columns)
        messages.notice(work, conversation, "agent_lost", name=name)
        ownership.move(work, conversation, Event.AGENT_LOST, Actor.SYSTEM, at_front=True)
    if lost:
        offers.offer_waiting(work)


def end_wrap_up(work: Work) -> None:
    """Have agents asked again whose time to wrap up is over."""
    a = t.agents.c
    for agent_id in list(work.db.scalars(select(a.id).where(a.wrap_up_until <= work.now))):
        work.db.execute(update(t.agents).where(a.id == agent_id).values(wrap_up_until=None))
        work.touched_agents[agent_id] = None
        work.queue_moved = True
    if work.touched_agents:
        offers.offer_waiting(work)


def wake_snoozed(work: Work) -> None:
    """Give snoozed conversations back to their agents when the time has come."""
    c = t.conversations.c
    query = select(*conversations.columns()).where(c.status == Status.SNOOZED.value, c.snoozed_until <= work.now)
    for conversation in [conversations.from_row(row) for row in work.db.execute(query)]:
        ownership.move(work, conversation, Event.WAKE, Actor.SYSTEM)
