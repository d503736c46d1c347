"""Append to the message log. An acknowledged message is one of these rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, insert, select

from webchat.adapters.db import tables as t
from webchat.adapters.db.statements import InsertMany, SelectIn, UpdateMany
from webchat.domain.conversation import Actor, Conversation, Event, Owner, Status
from webchat.domain.errors import FirstlineError, Fixable
from webchat.services import attachments, conversations, ownership, reopening, sla, views
from webchat.services.mail import owed
from webchat.services.work import TurnDue, Work
from webchat.texts import text as say

ASK_HUMAN = "/ask_human"


class Incoming(NamedTuple):
    """A message that waits to be stored; the text is clean and masked.

    `offered` is the title of the help page that offered the payload, where that was not a message.
    """

    conversation_id: str
    client_id: str
    text: str
    payload: str | None
    sender_kind: str
    sender_id: str | None
    sender_name: str
    skip_sid: str | None = None
    extras: dict[str, Any] | None = None
    attachment_ids: tuple[str, ...] = ()
    offered: str | None = None


class Ack(NamedTuple):
    """What the sender is told. `conversation_id` differs from the request's after a new one was begun."""

    seq: int
    id: str
    at: str
    conversation_id: str


# --- many at once ------------------------------------------------------------------------------------

_MESSAGES = InsertMany(t.messages, list(t.messages.c))
# By client_id alone: a list of pairs is not looked up in the index, and a client_id is all but unique.
_KNOWN = SelectIn(
    [t.messages.c[name] for name in ("client_id", "conversation_id", "seq", "part", "at")], t.messages.c.client_id
)
_COUNTERS = UpdateMany(
    t.conversations, [t.conversations.c[name] for name in ("id", "last_seq", "turn_pending", "updated_at")]
)


def append(work: Work, items: Sequence[Incoming]) -> list[Ack | Exception]:
    """Store messages of users and agents; one result per item, in order.

    A repeat (same conversation and `client_id`) gets the first ack and changes nothing. All items of a commit
    share one read of their conversations, one of known ids, and one write per table.
    """
    batch = _Batch(work, items)
    results: list[Ack | Exception] = []
    for item in items:
        try:
            results.append(batch.add(item))
        except FirstlineError as error:
            results.append(error)
    batch.write()
    return results


class _Batch:
    def __init__(self, work: Work, items: Sequence[Incoming]) -> None:
        self.work = work
        self.at = views.iso(work.now)
        self.conversations = conversations.load_heads(work.db, {item.conversation_id for item in items})
        self.client_ids = {item.client_id for item in items}
        self.known = _known(work.db, {(item.client_id, item.conversation_id) for item in items})
        self.rows: list[dict[str, Any]] = []
        self.outbox: list[dict[str, Any]] = []
        self.changed: dict[str, Conversation] = {}
        self.answered: list[Conversation] = []

    def add(self, item: Incoming) -> Ack:
        conversation = self.conversations.get(item.conversation_id)
        if conversation is None:
            raise Fixable("not_found")
        if ack := self.known.get((item.client_id, conversation.id)):
            return ack
        sender_id = item.sender_id if item.sender_kind == "agent" else None
        files = attachments.waiting(self.work.db, conversation.id, item.attachment_ids, agent_id=sender_id)
        if item.sender_kind == "agent":
            return self._add_agent(item, conversation, files)
        text = item.text
        if item.payload is not None:
            # Asked even where the words are there: a payload nobody offered would steer the bot past its questions.
            title = item.offered or offered_title(self.work.db, conversation, item.payload)
            text = text or title
        if conversation.status is Status.RESOLVED:
            conversation = self._reopened(self._whole(conversation))
            if ack := self.known.get((item.client_id, conversation.id)):
                return ack
        elif conversation.status is Status.SNOOZED:
            conversation = self._whole(conversation)
            ownership.move(self.work, conversation, Event.WAKE, Actor.USER)
        ack = self._append(item, conversation, text, files)
        if conversation.owner is Owner.BOT:
            if text or item.payload:
                self._want_turn(conversation, at_once=item.payload is not None)
            elif not conversation.turn_pending:
                self._tell_kept(conversation)
        return ack

    def _tell_kept(self, conversation: Conversation) -> None:
        """The bot cannot look into files: say so once, rather than nothing."""
        notice(
            self.work,
            self._whole(conversation),
            "attachment_kept",
            client_id=f"kept:{conversation.episode}",
            extras={"buttons": [human_button(conversation.language)]},
        )

    def _add_agent(self, item: Incoming, conversation: Conversation, files: Sequence[RowMapping]) -> Ack:
        if conversation.status is Status.RESOLVED:
            raise Fixable("closed")
        if conversation.owner is not Owner.AGENT or conversation.agent_id != item.sender_id:
            raise Fixable("not_yours")
        if conversation.status is Status.SNOOZED:
            conversation = self._whole(conversation)
            ownership.move(self.work, conversation, Event.WAKE, Actor.OWNING_AGENT)
        if item.extras and "article" in item.extras:
            card = item.extras["article"]
            is_other = card["language"] != conversation.language
            item = item._replace(extras={**item.extras, "article": {**card, "fallback": is_other}})
        ack = self._append(item, conversation, item.text, files)
        self.answered.append(conversation)
        return ack

    def _whole(self, head: Conversation) -> Conversation:
        """Load what the batch left out; what this batch has already counted is kept."""
        if self.work.touched.get(head.id) is head:
            return head  # it is whole already, and what will be announced
        conversation = conversations.load(self.work.db, head.id)
        conversation.last_seq, conversation.turn_pending = head.last_seq, head.turn_pending
        conversation.updated_at = max(head.updated_at, conversation.updated_at)
        self.conversations[head.id] = conversation
        if head.id in self.changed:
            self.changed[head.id] = conversation
        return conversation

    def _reopened(self, conversation: Conversation) -> Conversation:
        current = reopening.reopen(self.work, conversation)
        if current.id not in self.conversations:
            self.conversations[current.id] = current
            self.known |= _known(self.work.db, {(cid, current.id) for cid in self.client_ids})
        return self.conversations[current.id]

    def _append(self, item: Incoming, conversation: Conversation, text: str, files: Sequence[RowMapping]) -> Ack:
        work = self.work
        conversation.last_seq += 1
        conversation.updated_at = work.now
        row = {
            "conversation_id": conversation.id,
            "seq": conversation.last_seq,
            "part": 0,
            "client_id": item.client_id,
            "visibility": "public",
            "kind": "text",
            "sender_kind": item.sender_kind,
            "sender_id": item.sender_id,
            "sender_name": item.sender_name,
            "text": text,
            "payload": item.payload,
            "language": conversation.language,
            "extras": with_files(item.extras, files),
            "at": work.now,
        }
        attachments.bind(work, files, conversation.id, conversation.last_seq)
        self.rows.append(row)
        self.changed[conversation.id] = conversation
        work.tell_user(conversation.id, "message_created", row, skip_sid=item.skip_sid)
        if conversation.episode:
            work.posted.append((conversation, row))
        ack = Ack(
            conversation.last_seq,
            views.message_id(conversation.id, conversation.last_seq),
            self.at,
            conversation.id,
        )
        self.known[(item.client_id, conversation.id)] = ack
        return ack

    def _want_turn(self, conversation: Conversation, *, at_once: bool) -> None:
        if not conversation.turn_pending:
            conversation.turn_pending = True
            self.outbox.append(turn_row(conversation, self.work))
        self.work.turns.append(TurnDue(conversation.id, at_once))

    def write(self) -> None:
        db = self.work.db
        if self.rows:
            _MESSAGES(db, [tuple(row.values()) for row in self.rows])
            _COUNTERS(db, [(c.id, c.last_seq, c.turn_pending, c.updated_at) for c in self.changed.values()])
        if self.outbox:
            db.execute(insert(t.outbox), self.outbox)
        if self.answered:
            sla.answered(self.work, self.answered)
            owed.news(self.work, self.answered)


def _known(db: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Ack]:
    wanted = set(keys)
    rows = _KNOWN(db, [client_id for client_id, _ in wanted])
    return {
        (client_id, conversation_id): Ack(
            seq, views.message_id(conversation_id, seq, part), views.iso(at), conversation_id
        )
        for client_id, conversation_id, seq, part, at in rows
        if (client_id, conversation_id) in wanted
    }


def known(db: Connection, conversation_id: str, client_id: str) -> Ack | None:
    """Return the first ack of a message that is stored already."""
    return _known(db, [(client_id, conversation_id)]).get((client_id, conversation_id))


def with_files(extras: dict[str, Any] | None, files: Sequence[RowMapping]) -> dict[str, Any] | None:
    """Return what a message carries beside its text, its files included."""
    return {**(extras or {}), "attachments": [attachments.wire(file) for file in files]} if files else extras


def human_button(language: str) -> dict[str, str]:
    """Return the quick reply that asks for a person."""
    return {"title": say(language, "button_human"), "payload": ASK_HUMAN}


def turn_row(conversation: Conversation, work: Work) -> dict[str, Any]:
    """Return the outbox row of the conversation's next bot turn."""
    return {
        "kind": "bot_turn",
        "key": f"{conversation.id}:{conversation.turn + 1}",
        "conversation_id": conversation.id,
        "data": {},
        "due_at": work.now,
        "attempts": 0,
        "created_at": work.now,
    }


def offered_title(db: Connection, conversation: Conversation, payload: str) -> str:
    """Return the title of the button that offered `payload`.

    Raises:
        Fixable: `invalid` if no message of the bot or the service in this conversation did.
    """
    c = t.messages.c
    query = (
        select(c.extras)
        .where(c.conversation_id == conversation.id, c.sender_kind != "user", c.extras.is_not(None))
        .order_by(c.seq.desc())
    )
    for (extras,) in db.execute(query):
        for button in extras.get("buttons") or ():
            if button["payload"] == payload:
                return str(button["title"])
    raise Fixable("invalid", field="payload")


# --- one at a time -----------------------------------------------------------------------------------


def post(
    work: Work,
    conversation: Conversation,
    *,
    client_id: str,
    text: str,
    sender_kind: str,
    sender_name: str,
    sender_id: str | None = None,
    kind: str = "text",
    extras: dict[str, Any] | None = None,
    note: bool = False,
    skip_sid: str | None = None,
) -> Ack:
    """Store one message of the bot, an agent or the service; a repeat of `client_id` returns the first ack.

    A `note` never reaches the customer.
    """
    if ack := known(work.db, conversation.id, client_id):
        return ack
    if note:
        conversations.change(work, conversation, n_notes=conversation.n_notes + 1)
    else:
        conversations.change(work, conversation, last_seq=conversation.last_seq + 1, updated_at=work.now)
    part = conversation.n_notes if note else 0
    row: dict[str, Any] = {
        "conversation_id": conversation.id,
        "seq": conversation.last_seq,
        "part": part,
        "client_id": client_id,
        "visibility": "note" if note else "public",
        "kind": "note" if note else kind,
        "sender_kind": sender_kind,
        "sender_id": sender_id,
        "sender_name": sender_name,
        "text": text,
        "payload": None,
        "language": conversation.language,
        "extras": extras,
        "at": work.now,
    }
    _MESSAGES(work.db, [tuple(row.values())])
    if not note:
        work.tell_user(conversation.id, "message_created", row, skip_sid=skip_sid)
    work.posted.append((conversation, row))
    message_id = views.message_id(conversation.id, conversation.last_seq, part)
    return Ack(conversation.last_seq, message_id, views.iso(work.now), conversation.id)


def notice(
    work: Work,
    conversation: Conversation,
    key: str,
    *,
    extras: dict[str, Any] | None = None,
    client_id: str | None = None,
    **params: Any,
) -> Ack:
    """Store one sentence of the service's own, in the conversation's language; who has left may get it by mail."""
    ack = post(
        work,
        conversation,
        client_id=client_id or f"notice:{conversation.last_seq + 1}",
        text=say(conversation.language, key, **params),
        sender_kind="system",
        sender_name=say(conversation.language, "system_name"),
        kind="notice",
        extras=extras,
    )
    owed.news(work, [conversation])
    return ack
