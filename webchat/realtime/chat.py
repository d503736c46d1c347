"""Namespace `/chat`: the end user's side."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog

from webchat.domain.errors import FirstlineError, Fixable, Later
from webchat.domain.limits import TokenBucket, clean_text
from webchat.domain.masking import mask
from webchat.realtime import protocol as wire
from webchat.realtime.dispatch import Empty, Namespace, Route, acked, refuse_connection, validate
from webchat.realtime.relay import CHAT, ChatConnection, Relay
from webchat.services import messages, sessions, takeovers, visitor
from webchat.services.bundle import Services
from webchat.services.mail import threads
from webchat.services.messages import Incoming
from webchat.services.sessions import Session, Visitor
from webchat.texts import LANGUAGES

log = structlog.get_logger()

Result = dict[str, Any] | None


class ChatNamespace(Namespace):
    """Every handler answers with an ack; what it changes goes through one service."""

    def __init__(self, services: Services, relay: Relay) -> None:
        super().__init__(CHAT)
        self._s = services
        self._relay = relay

    # --- connecting ----------------------------------------------------------------------------------

    async def connected(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Begin or resume a conversation, or refuse with a code."""
        language = _asked_language(auth)
        try:
            request = validate(wire.ChatAuth, auth)
            session = await self._session(request)
            if self._relay.n_connections(session.conversation_id) >= self._s.settings.max_connections_per_session:
                raise Later("too_fast", retry_after_s=5.0)
        except FirstlineError as error:
            raise refuse_connection(error, language or "en") from None
        self._relay.add_chat(
            ChatConnection(
                sid=sid,
                conversation_id=session.conversation_id,
                token=session.token,
                user_name=session.user_name,
                language=session.language,
                bucket=self._relay.bucket(session.conversation_id) or self._s.bucket(),
            )
        )
        await self._s.store.write(partial(sessions.set_online, conversation_id=session.conversation_id, online=True))
        # The client is not connected before this handler returns: what it is told first waits until then.
        self._relay.later(partial(self.emit, "session_started", session.started, to=sid))

    async def _session(self, request: wire.ChatAuth) -> Session:
        settings = self._s.settings
        site = sessions.check_site(settings, request.site)
        user = request.user or wire.ChatUser()
        identifier = sessions.check_identity(settings, site, user.identifier, user.identifier_hash)
        guest = Visitor(
            site=site,
            identifier=identifier,
            name=_short(user.name, 200),
            email=_short(user.email, 320),
            language=request.language[:2].lower() if request.language else None,
            page=_page(request.page),
        )
        if request.session:
            query = partial(
                sessions.resume, token=request.session, visitor=guest, settings=settings, now=self._s.clock.now()
            )
            return await self._s.store.read(query)
        return await self._s.store.write(partial(sessions.begin, visitor=guest))

    async def disconnected(self, sid: str) -> None:
        """Forget the connection; agents see that the user has gone."""
        connection = self._relay.remove_chat(sid)
        if connection and not self._relay.is_user_online(connection.conversation_id):
            await self._s.store.write(
                partial(sessions.set_online, conversation_id=connection.conversation_id, online=False)
            )

    def language_of(self, sid: str) -> str:
        """Return the language of the conversation."""
        connection = self._relay.chat.get(sid)
        return connection.language if connection else "en"

    def _connection(self, sid: str) -> ChatConnection:
        connection = self._relay.chat.get(sid)
        if connection is None:
            raise Fixable("unauthorised")
        return connection

    # --- events --------------------------------------------------------------------------------------

    async def message(self, sid: str, data: wire.SendMessage) -> Result:
        """Store a message; acknowledged means on disk."""
        connection = self._connection(sid)
        _spend(connection.bucket, self._s.clock.monotonic_s())
        text = clean_text(data.text, max_chars=self._s.settings.max_message_chars)
        if not text and data.payload is None and not data.attachment_ids:
            raise Fixable("invalid", field="text")
        masked = mask(text)
        incoming = Incoming(
            conversation_id=connection.conversation_id,
            client_id=str(data.client_id),
            text=masked.text,
            payload=data.payload,
            sender_kind="user",
            sender_id=None,
            sender_name=connection.user_name,
            skip_sid=sid,
            attachment_ids=tuple(data.attachment_ids or ()),
            offered=await self._s.help.offered(data.payload, connection.language) if data.payload else None,
        )
        ack: messages.Ack = await self._s.store.write_batched(messages.append, incoming)
        if ack.conversation_id != incoming.conversation_id:
            # A new conversation was begun: the client learns that before its seq.
            await self._relay.flushed()
        return acked(ack, masked)

    async def resume(self, sid: str, data: wire.Resume) -> Result:
        """Return what came after the last thing the client has."""
        connection = self._connection(sid)
        query = partial(
            visitor.resume,
            conversation_id=connection.conversation_id,
            after=data.after,
            settings=self._s.settings,
        )
        return await self._s.store.read(query)

    async def ask_human(self, sid: str, _data: Empty) -> Result:
        """Hand the conversation to people."""
        connection = self._connection(sid)
        _spend(connection.bucket, self._s.clock.monotonic_s())
        await visitor.ask_human(self._s.store, self._s.bot, connection.conversation_id)
        return None

    async def close(self, sid: str, _data: Empty) -> Result:
        """End the conversation."""
        await self._write(sid, visitor.close)
        return None

    async def typing(self, sid: str, data: wire.Typing) -> Result:
        """Pass a typing sign on; the bot waits for it too."""
        connection = self._connection(sid)
        self._s.dispatcher.user_typing(connection.conversation_id, on=data.on)
        sender = {"kind": "user", "name": connection.user_name}
        self._relay.typing_to_agents(connection.conversation_id, on=data.on, sender=sender)
        return None

    async def read(self, sid: str, data: wire.Read) -> Result:
        """Note how far the user has read."""
        await self._write(sid, visitor.read_up_to, seq=data.seq)
        return None

    async def feedback(self, sid: str, data: wire.Feedback) -> Result:
        """Store what the user thinks of an answer."""
        reason = mask(data.reason).text if data.reason else None
        await self._write(sid, visitor.give_feedback, message_id=data.message_id, helpful=data.helpful, reason=reason)
        return None

    async def rate(self, sid: str, data: wire.Rate) -> Result:
        """Store the user's rating."""
        comment = mask(data.comment).text if data.comment else None
        await self._write(sid, visitor.rate, score=data.score, comment=comment)
        return None

    async def set_language(self, sid: str, data: wire.SetLanguage) -> Result:
        """Follow the language the user chose."""
        await self._write(sid, visitor.set_language, language=data.language)
        self._connection(sid).language = data.language
        return None

    async def answer_takeover(self, sid: str, data: wire.TakeoverAnswer) -> Result:
        """Consent to a remote take-over, or refuse it."""
        await self._write(sid, takeovers.answer, accept=data.accept)
        return None

    async def end_takeover(self, sid: str, _data: Empty) -> Result:
        """End a remote take-over."""
        await self._write(sid, takeovers.end_by_user)
        return None

    async def set_email(self, sid: str, data: wire.SetEmail) -> Result:
        """Follow the address that the user left for news, or took away."""
        await self._write(sid, threads.set_address, email=data.email)
        return None

    async def reopen(self, sid: str, _data: Empty) -> Result:
        """Go on with a conversation that was closed; later on, a new one that knows the old."""
        await self._write(sid, visitor.reopen)
        return None

    async def mail_transcript(self, sid: str, _data: Empty) -> Result:
        """Mail what was said to the address that the user left."""
        await self._write(sid, visitor.mail_transcript)
        return None

    async def _write(self, sid: str, use_case: Any, **arguments: Any) -> None:
        connection = self._connection(sid)
        _spend(connection.bucket, self._s.clock.monotonic_s())
        await self._s.store.write(partial(use_case, conversation_id=connection.conversation_id, **arguments))

    routes = {  # noqa: RUF012  # a table, never changed
        "message": Route(wire.SendMessage, message),
        "resume": Route(wire.Resume, resume),
        "ask_human": Route(Empty, ask_human),
        "close": Route(Empty, close),
        "typing": Route(wire.Typing, typing),
        "read": Route(wire.Read, read),
        "feedback": Route(wire.Feedback, feedback),
        "rate": Route(wire.Rate, rate),
        "set_language": Route(wire.SetLanguage, set_language),
        "set_email": Route(wire.SetEmail, set_email),
        "reopen": Route(Empty, reopen),
        "mail_transcript": Route(Empty, mail_transcript),
        "answer_takeover": Route(wire.TakeoverAnswer, answer_takeover),
        "end_takeover": Route(Empty, end_takeover),
    }


def _spend(bucket: TokenBucket, now_s: float) -> None:
    wait_s = bucket.take(now_s)
    if wait_s:
        raise Later("too_fast", retry_after_s=wait_s)


def _asked_language(auth: Any) -> str | None:
    asked = auth.get("language") if isinstance(auth, dict) else None
    short = asked[:2].lower() if isinstance(asked, str) else None
    return short if short in LANGUAGES else None


def _short(value: str | None, n: int) -> str | None:
    return (value or "").strip()[:n] or None


def _page(page: wire.ChatPage | None) -> dict[str, Any] | None:
    if page is None or not (page.url or page.title):
        return None
    url = page.url if page.url and page.url.startswith(("http://", "https://")) else None
    return {name: value for name, value in (("url", _short(url, 2000)), ("title", _short(page.title, 300))) if value}
