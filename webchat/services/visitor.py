"""What an end user can do beside writing."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Connection, insert, select, update

from webchat.adapters.bot import Bot, BotUnavailable
from webchat.adapters.db import tables as t
from webchat.domain.conversation import Actor, Event, Owner, Status
from webchat.domain.errors import Fixable
from webchat.domain.ticket import HandOff
from webchat.services import briefing, conversations, messages, offers, ownership, questions, reopening, views, votes
from webchat.services.handoff import hand_off
from webchat.services.mail import owed
from webchat.services.reports import stale
from webchat.services.work import Store, Work
from webchat.settings import Settings

_PREFILL_TIMEOUT_S = 1.0


def resume(db: Connection, conversation_id: str, after: int, settings: Settings) -> dict[str, Any]:
    """Return exactly what came after `after`, and the state.

    Raises:
        Fixable: `invalid` with `last_seq` if `after` lies in the future.
    """
    conversation = conversations.load(db, conversation_id)
    if after > conversation.last_seq:
        raise Fixable("invalid", field="after", last_seq=conversation.last_seq)
    return {
        "messages": views.messages(db, conversation_id, after=after),
        "state": views.state(db, conversation, settings),
    }


async def ask_human(store: Store, bot: Bot, conversation_id: str) -> None:
    """Hand the conversation to people; the bot is asked, briefly, what it knows for the ticket."""
    asked = await store.read(partial(_ask_turn, conversation_id=conversation_id))
    handoff = HandOff(reason="user_request")
    if asked is not None:
        try:
            reply = await bot.reply(
                messages.ASK_HUMAN,
                sender=conversation_id,
                message_id=asked[0],
                metadata=asked[1],
                timeout_s=_PREFILL_TIMEOUT_S,
            )
            if found := reply.decision.handoff:
                handoff = HandOff("user_request", found.kind, found.fields, found.signals)
        except BotUnavailable:
            pass  # the ticket then holds what the log itself tells
    await store.write(partial(_hand_off, conversation_id=conversation_id, handoff=handoff))


def _ask_turn(db: Connection, conversation_id: str) -> tuple[str, dict[str, Any]] | None:
    conversation = conversations.load(db, conversation_id)
    # While a turn is in flight the bot is busy with this conversation: do not wait for it.
    if conversation.owner is not Owner.BOT or conversation.turn_pending or not conversation.last_seq:
        return None
    turn_id = f"{conversation_id}:human:{conversation.episode + 1}:{conversation.last_seq}"
    return turn_id, briefing.metadata(db, conversation, conversation.last_seq)


def _hand_off(work: Work, conversation_id: str, handoff: HandOff) -> None:
    conversation = conversations.load(work.db, conversation_id)
    hand_off(work, conversation, handoff, actor=Actor.USER)


def close(work: Work, conversation_id: str) -> None:
    """End the conversation at the user's wish; closing twice is once."""
    conversation = conversations.load(work.db, conversation_id)
    if conversation.status is Status.RESOLVED:
        return
    messages.notice(work, conversation, "closed_by_user")
    ownership.move(work, conversation, Event.CLOSE, Actor.USER, outcome="closed_by_user")
    offers.offer_waiting(work)


def read_up_to(work: Work, conversation_id: str, seq: int) -> None:
    """Note how far the user has read; it never goes back."""
    conversation = conversations.load(work.db, conversation_id)
    seq = min(seq, conversation.last_seq)
    if seq > conversation.user_read_seq:
        conversations.change(work, conversation, user_read_seq=seq)
        if conversation.seen_by_agents:
            data = {"conversation": views.summary(work.db, conversation)}
            work.tell_agents("conversation_changed", data, conversation_id=conversation.id)


def give_feedback(work: Work, conversation_id: str, message_id: str, *, helpful: bool, reason: str | None) -> None:
    """Store what the user thinks of one answer; a second opinion replaces the first.

    Raises:
        Fixable: `not_found` if this conversation has no such message of the bot.
    """
    conversation = conversations.load(work.db, conversation_id)
    prefix, _, seq = message_id.rpartition(".")
    c = t.messages.c
    sender = None
    if prefix == conversation_id and seq.isdecimal():
        sender = work.db.scalar(
            select(c.sender_kind).where(c.conversation_id == conversation_id, c.seq == int(seq), c.part == 0)
        )
    if sender not in ("bot", "system"):
        raise Fixable("not_found", field="message_id")
    f = t.feedback.c
    values = {"helpful": helpful, "reason": reason, "at": work.now}
    where = (f.conversation_id == conversation_id, f.seq == int(seq))
    if work.db.execute(update(t.feedback).where(*where).values(**values)).rowcount == 0:
        work.db.execute(insert(t.feedback).values(conversation_id=conversation.id, seq=int(seq), **values))
    stale.mark(work, conversation.id)
    votes.after_opinion(work, conversation, seq=int(seq), helpful=helpful)
    questions.after_opinion(work, conversation, seq=int(seq), helpful=helpful)


def reopen(work: Work, conversation_id: str) -> None:
    """Go on with a closed conversation: with this one within the grace period, with a new, linked one after it."""
    conversation = conversations.load(work.db, conversation_id)
    if conversation.status is Status.RESOLVED:
        current = reopening.reopen(work, conversation)
        messages.notice(work, current, "reopened")


def mail_transcript(work: Work, conversation_id: str) -> None:
    """Mail the transcript to the address that the user left.

    Raises:
        Fixable: `invalid` (field `email`) without one, or where no mails are sent.
    """
    conversation = conversations.load(work.db, conversation_id)
    if work.settings.smtp_host is None or not conversations.person(work.db, conversation.person_id)["email"]:
        raise Fixable("invalid", field="email")
    owed.transcript(work, conversation)


def rate(work: Work, conversation_id: str, *, score: int, comment: str | None) -> None:
    """Store the user's rating of the conversation."""
    conversation = conversations.load(work.db, conversation_id)
    conversations.change(work, conversation, rating=score, rating_comment=comment)
    stale.mark(work, conversation.id)
    work.touched[conversation.id] = conversation


def set_language(work: Work, conversation_id: str, language: str) -> None:
    """Follow the language the user chose."""
    conversation = conversations.load(work.db, conversation_id)
    conversations.change(work, conversation, language=language, language_source="user")
    work.touched[conversation.id] = conversation
