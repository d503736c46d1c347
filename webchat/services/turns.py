"""The bot's turns: claimed, asked, answered, each exactly once, whatever dies in between.

An outbox row stands for a turn that somebody waits for. Claiming writes down which messages the turn covers, so
a repeat after a crash asks the bot the same under the same id. The transaction that writes the answer checks the
turn's number and the owner again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from webchat.adapters.bot import Answer, BotMessage
from webchat.adapters.db import tables as t
from webchat.domain.conversation import Actor, Conversation, Event, Owner
from webchat.domain.ticket import HandOff
from webchat.services import abuse, briefing, conversations, incidents, messages, ownership, questions, votes
from webchat.services.handoff import hand_off
from webchat.services.work import TurnDue, Work

_KINDS = ("bot_turn", "bot_sync")
_N_RANKED = 3  # intents kept with a decision: what the knowledge desk shows of what the bot thought


@dataclass(frozen=True, slots=True)
class Turn:
    """A claimed turn: what the bot is asked."""

    conversation_id: str
    number: int
    upto: int
    message: str
    language: str
    metadata: dict[str, Any]

    @property
    def id(self) -> str:
        """The same on every try."""
        return f"{self.conversation_id}:{self.number}"

    @property
    def wants_person(self) -> bool:
        """True for the button that asks for a person."""
        return self.message == messages.ASK_HUMAN


@dataclass(frozen=True, slots=True)
class Fallback:
    """What the user gets instead of the bot's answer."""

    article: dict[str, Any] | None
    reason: str = "bot_unavailable"


def due(db: Connection) -> list[str]:
    """Return the conversations that wait for the bot, longest first."""
    c = t.outbox.c
    query = select(c.conversation_id).where(c.done_at.is_(None), c.kind.in_(_KINDS)).order_by(c.id)
    return list(dict.fromkeys(db.scalars(query)))


def may_be_at_work(db: Connection, conversation_ids: Sequence[str], *, since: datetime) -> bool:
    """Return whether the bot may still write down what was said in these conversations.

    Args:
        db: The database.
        conversation_ids: Where.
        since: A bot that was given up after this moment may come back to its turn.
    """
    c = t.outbox.c
    is_open = or_(c.done_at.is_(None), and_(c.last_error.is_not(None), c.done_at >= since))
    where = (c.conversation_id.in_(conversation_ids), c.kind.in_(_KINDS), is_open)
    return db.execute(select(c.id).where(*where).limit(1)).first() is not None


def claim(work: Work, conversation_id: str) -> Turn | None:
    """Fix what the next turn covers; None if the bot has nothing to say here."""
    c = t.outbox.c
    row = work.db.execute(
        select(t.outbox)
        .where(c.conversation_id == conversation_id, c.kind == "bot_turn", c.done_at.is_(None))
        .order_by(c.id)
    ).first()
    if row is None:
        return None
    conversation = conversations.load(work.db, conversation_id)
    upto = row.data.get("upto") or conversation.last_seq
    if conversation.owner is not Owner.BOT:
        # The number is spent: the bot may have been asked under it before a crash.
        _finish_row(work, conversation, "not_owner", turn=conversation.turn + 1, turn_seq=upto)
        return None
    work.db.execute(update(t.outbox).where(c.id == row.id).values(data={"upto": upto}, attempts=row.attempts + 1))
    waiting = _unanswered(work.db, conversation, upto)
    if not waiting:
        _finish_row(work, conversation, "nothing_to_answer", turn=conversation.turn + 1)
        return None
    return Turn(
        conversation_id=conversation_id,
        number=conversation.turn + 1,
        upto=upto,
        message=said(waiting),
        language=conversation.language,
        metadata=briefing.metadata(work.db, conversation, upto),
    )


def _unanswered(db: Connection, conversation: Conversation, upto: int) -> list[Any]:
    c = t.messages.c
    query = (
        select(c.text, c.payload)
        .where(
            c.conversation_id == conversation.id,
            c.seq > conversation.turn_seq,
            c.seq <= upto,
            c.sender_kind == "user",
            or_(c.text != "", c.payload.is_not(None)),  # a file alone says nothing to the bot
        )
        .order_by(c.seq)
    )
    return list(db.execute(query).mappings())


def said(waiting: Sequence[Mapping[Any, Any]]) -> str:
    """Return what the bot is asked: a button's payload alone; texts as one message, never one that reads as a payload."""
    if waiting[-1]["payload"]:
        return str(waiting[-1]["payload"])
    return "\n".join(row["text"] for row in waiting).lstrip("/ \n") or "?"


# --- endings of a turn -------------------------------------------------------------------------------


def answer(work: Work, turn: Turn, reply: Answer) -> None:
    """Write the bot's answer, unless the turn is over or a person has the conversation.

    What comes too late for the customer is kept as a private note.
    """
    conversation = conversations.load(work.db, turn.conversation_id)
    if conversation.turn >= turn.number:
        return
    is_mute = conversation.owner is not Owner.BOT
    _learn(work, conversation, reply)
    if not is_mute:
        votes.after_turn(work, conversation, turn.message, reply.decision.model_dump())
    for index, message in enumerate(reply.messages):
        _post(work, conversation, turn, index, message, reply, note=is_mute)
    decision = reply.decision
    _keep_question(work, conversation, turn, reply)
    _end(work, conversation, turn)
    incidents.after_turn(work, conversation, decision.signals, seq=turn.upto, told=not is_mute)
    if is_mute:
        return
    abuse.flagged_by_bot(work, conversation, decision.signals, turn.upto)
    if decision.handoff:
        hand_off(work, conversation, HandOff(**decision.handoff.model_dump()), actor=Actor.BOT)
    elif decision.solved or decision.action == "solved":
        ownership.move(work, conversation, Event.BOT_SOLVED, Actor.BOT, outcome="solved")


def _keep_question(work: Work, conversation: Conversation, turn: Turn, reply: Answer) -> None:
    questions.after_turn(
        work,
        conversation,
        reply.decision.model_dump(),
        intent=(reply.intent or {}).get("name"),
        upto=turn.upto,
        is_button=turn.message.startswith("/"),
    )


def fall_back(work: Work, turn: Turn, fallback: Fallback) -> None:
    """Answer in the bot's place: an article with a way to a person, or a person at once."""
    conversation = conversations.load(work.db, turn.conversation_id)
    if conversation.turn >= turn.number:
        return
    is_mute = conversation.owner is not Owner.BOT
    _end(work, conversation, turn, error="bot_unavailable")
    if is_mute:
        return
    if fallback.article and not turn.wants_person:
        messages.notice(
            work,
            conversation,
            "bot_down_article",
            client_id=f"turn:{turn.number}:0",
            extras={"article": fallback.article, "buttons": [messages.human_button(conversation.language)]},
            title=fallback.article["title"],
        )
        return
    if not turn.wants_person:
        messages.notice(work, conversation, "bot_down_handoff", client_id=f"turn:{turn.number}:0")
    reason = "user_request" if turn.wants_person else fallback.reason
    hand_off(work, conversation, HandOff(reason=reason), actor=Actor.SYSTEM)


def tell_slow(work: Work, turn: Turn) -> None:
    """Tell the user once that this turn takes long, and offer a person."""
    conversation = conversations.load(work.db, turn.conversation_id)
    if conversation.turn >= turn.number or conversation.owner is not Owner.BOT:
        return
    messages.notice(
        work,
        conversation,
        "bot_slow",
        client_id=f"turn:{turn.number}:slow",
        extras={"buttons": [messages.human_button(conversation.language)]},
    )


def want_turn(work: Work, conversation: Conversation, *, at_once: bool = True) -> None:
    """Have the bot look at what is unanswered."""
    if not conversation.turn_pending:
        work.db.execute(insert(t.outbox).values(messages.turn_row(conversation, work)))
        conversations.change(work, conversation, turn_pending=True)
    work.turns.append(TurnDue(conversation.id, at_once))


def _learn(work: Work, conversation: Conversation, reply: Answer) -> None:
    decision = reply.decision
    changed: dict[str, Any] = {}
    if decision.language and decision.language != conversation.language:
        changed |= {"language": decision.language, "language_source": "detected"}
    if decision.skill and decision.skill != conversation.skill:
        changed["skill"] = decision.skill
    if changed:
        conversations.change(work, conversation, **changed)
        work.touched[conversation.id] = conversation


def _post(
    work: Work,
    conversation: Conversation,
    turn: Turn,
    index: int,
    message: BotMessage,
    reply: Answer,
    *,
    note: bool,
) -> None:
    extras: dict[str, Any] = {}
    if message.buttons:
        extras["buttons"] = [button.model_dump() for button in message.buttons]
    if message.article:
        extras["article"] = article_ref(work.settings.base_url, message.article.model_dump())
    if message.step:
        extras["step"] = message.step.model_dump()
    if index == 0:
        extras["decision"] = {
            **reply.decision.model_dump(exclude={"handoff"}, exclude_none=True),
            "intent": reply.intent,
            "ranking": [
                {"name": one.name, "confidence": round(one.confidence, 4)} for one in reply.ranking[:_N_RANKED]
            ],
            "model": reply.model,
            "turn": turn.number,
            "upto": turn.upto,
        }
    messages.post(
        work,
        conversation,
        client_id=f"turn:{turn.number}:{index}",
        text=message.text,
        sender_kind="bot",
        sender_name=work.settings.bot_name,
        kind=message.kind,
        extras=extras or None,
        note=note,
    )


def article_ref(base_url: str, article: dict[str, Any]) -> dict[str, Any]:
    """Return an article card for the wire."""
    article_id = article.get("id") or article["article_id"]
    return {
        "id": article_id,
        "title": article["title"],
        "url": f"{base_url}/help/{article['language']}/{article_id}",
        "language": article["language"],
        "fallback": bool(article.get("fallback")),
    }


def _end(work: Work, conversation: Conversation, turn: Turn, error: str | None = None) -> None:
    """Count the turn as done and ask for the next if more was said meanwhile."""
    _finish_row(work, conversation, error, turn=turn.number, turn_seq=turn.upto)
    if conversation.owner is Owner.BOT and _said_after(work.db, conversation, turn.upto):
        want_turn(work, conversation, at_once=False)


def _said_after(db: Connection, conversation: Conversation, seq: int) -> bool:
    c = t.messages.c
    query = select(c.seq).where(c.conversation_id == conversation.id, c.seq > seq, c.sender_kind == "user")
    return db.execute(query.limit(1)).first() is not None


def _finish_row(work: Work, conversation: Conversation, error: str | None, **values: Any) -> None:
    c = t.outbox.c
    work.db.execute(
        update(t.outbox)
        .where(c.conversation_id == conversation.id, c.kind == "bot_turn", c.done_at.is_(None))
        .values(done_at=work.now, last_error=error)
    )
    conversations.change(work, conversation, turn_pending=False, **values)
