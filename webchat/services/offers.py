"""Offer waiting conversations to agents; an offer that is not taken goes to the next."""

from __future__ import annotations

from datetime import timedelta

from webchat.domain.conversation import Conversation
from webchat.domain.routing import Offer, Reach, assign
from webchat.services import conversations, desk_settings, messages, roster
from webchat.services.work import Work


def offer_waiting(work: Work) -> None:
    """Offer each waiting conversation that nobody is asked for, first in line first."""
    rules = desk_settings.of(work).routing
    agents = roster.candidates(work.db, max_chats=rules.max_chats)
    if not any(agent.is_free for agent in agents):
        return
    queue = {c.id: work.touched.get(c.id, c) for c in conversations.queue(work.db)}
    waiting = roster.waiting(work.db, list(queue.values()), work.now)
    for offer in assign(waiting, agents, widen_after_s=rules.widen_after_s):
        _offer(work, queue[offer.waiting.id], offer, rules.offer_timeout_s)


def pass_on(work: Work, conversation: Conversation) -> None:
    """Withdraw a standing offer and remember that this agent passed."""
    passed = [*conversation.offers_passed, conversation.offer_agent_id]
    conversations.change(work, conversation, offer_agent_id=None, offer_expires_at=None, offers_passed=passed)
    work.touched[conversation.id] = conversation


def withdraw_offer(work: Work, conversation: Conversation) -> None:
    """Take back a standing offer that no longer fits; nobody passed."""
    conversations.change(work, conversation, offer_agent_id=None, offer_expires_at=None, offers_passed=[])
    work.touched[conversation.id] = conversation


def lapse(work: Work) -> None:
    """Pass on every offer whose time is over, then offer again."""
    queue = conversations.queue(work.db)
    for conversation in queue:
        if conversation.offer_expires_at and conversation.offer_expires_at <= work.now:
            pass_on(work, conversation)
    if queue:
        offer_waiting(work)


def withdraw(work: Work, agent_id: str) -> None:
    """Pass on what an agent who left was offered."""
    for conversation in conversations.queue(work.db):
        if conversation.offer_agent_id == agent_id:
            pass_on(work, conversation)


def _offer(work: Work, conversation: Conversation, offer: Offer, timeout_s: float) -> None:
    everybody_passed = offer.agent.id in conversation.offers_passed
    conversations.change(
        work,
        conversation,
        offer_agent_id=offer.agent.id,
        offer_expires_at=work.now + timedelta(seconds=timeout_s),
        offers_passed=[] if everybody_passed else conversation.offers_passed,
    )
    if offer.reach.value != conversation.reach:
        _tell_reach(work, conversation, offer.reach)
    work.touched[conversation.id] = conversation


def _tell_reach(work: Work, conversation: Conversation, reach: Reach) -> None:
    """Say in words that others are asked too, once for each step."""
    is_wider = reach is not Reach.TEAM
    conversations.change(work, conversation, reach=reach.value)
    if is_wider:
        messages.notice(work, conversation, f"reach_{reach.value}")
