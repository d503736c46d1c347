"""Offer waiting conversations to agents; an offer that is not taken goes to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from webchat.domain.conversation import Conversation
from webchat.domain.routing import Candidate, choose_agent
from webchat.services import conversations, desk_settings, views
from webchat.services.work import Work


def offer_waiting(work: Work) -> None:
    """Offer each waiting conversation that nobody is asked for, first in line first."""
    agents = views.candidates(work.db)
    for conversation in conversations.queue(work.db):
        if not any(agent.is_free for agent in agents):
            return
        if conversation.offer_agent_id is None and _offer(
            work, work.touched.get(conversation.id, conversation), agents
        ):
            agents = views.candidates(work.db)


def pass_on(work: Work, conversation: Conversation) -> None:
    """Withdraw a standing offer and remember that this agent passed."""
    passed = [*conversation.offers_passed, conversation.offer_agent_id]
    conversations.change(work, conversation, offer_agent_id=None, offer_expires_at=None, offers_passed=passed)
    work.touched[conversation.id] = conversation


def lapse(work: Work) -> None:
    """Pass on every offer whose time is over, then offer again."""
    for conversation in conversations.queue(work.db):
        if conversation.offer_expires_at and conversation.offer_expires_at <= work.now:
            pass_on(work, conversation)
    offer_waiting(work)


def withdraw(work: Work, agent_id: str) -> None:
    """Pass on what an agent who left was offered."""
    for conversation in conversations.queue(work.db):
        if conversation.offer_agent_id == agent_id:
            pass_on(work, conversation)


def _offer(work: Work, conversation: Conversation, agents: Sequence[Candidate]) -> bool:
    chosen = choose_agent(agents, language=conversation.language, passed=conversation.offers_passed)
    if chosen is None:
        return False
    everybody_passed = chosen.id in conversation.offers_passed
    conversations.change(
        work,
        conversation,
        offer_agent_id=chosen.id,
        offer_expires_at=work.now + timedelta(seconds=desk_settings.of(work).routing.offer_timeout_s),
        offers_passed=[] if everybody_passed else conversation.offers_passed,
    )
    work.touched[conversation.id] = conversation
    return True
