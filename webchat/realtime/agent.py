"""Namespace `/agent`: the console's side."""

from __future__ import annotations

from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any

from webchat.domain.errors import FirstlineError, Fixable
from webchat.domain.limits import clean_text
from webchat.domain.masking import Masked, mask
from webchat.domain.permissions import EVENTS, require
from webchat.realtime import protocol as wire
from webchat.realtime.dispatch import Empty, Namespace, Route, acked, refuse_connection, validate
from webchat.realtime.relay import AGENT, AgentConnection, Relay
from webchat.services import abuse, accounts, desk, macros, mentions, messages, presence, snapshot, takeovers, transfers
from webchat.services.accounts import Agent
from webchat.services.bundle import SESSION_COOKIE, Services
from webchat.services.messages import Incoming
from webchat.services.sessions import token_hash
from webchat.services.tickets import editing

Result = dict[str, Any] | None


class AgentNamespace(Namespace):
    """Every handler answers with an ack; what it changes goes through one service."""

    def __init__(self, services: Services, relay: Relay) -> None:
        super().__init__(AGENT)
        self._s = services
        self._relay = relay

    # --- connecting ----------------------------------------------------------------------------------

    async def connected(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Accept a signed-in agent: by token (programs) or by session cookie (browsers)."""
        try:
            token = validate(wire.AgentAuth, auth).token or _cookie(environ)
            agent = await self._s.store.read(partial(accounts.find, token=token, clock=self._s.clock))
        except FirstlineError as error:
            raise refuse_connection(error, "en") from None
        language = agent.languages[0] if agent.languages else "en"
        self._relay.agents[sid] = AgentConnection(sid, agent, token_hash(token or ""), language, self._s.bucket())
        await self._s.store.write(partial(presence.connected, agent_id=agent.id))

    async def disconnected(self, sid: str) -> None:
        """Forget the connection; without another one the agent's grace period begins."""
        connection = self._relay.agents.pop(sid, None)
        if connection and not self._relay.n_agent_connections(connection.agent.id):
            await self._s.store.write(partial(presence.disconnected, agent_id=connection.agent.id))

    def language_of(self, sid: str) -> str:
        """Return the first language of the agent."""
        connection = self._relay.agents.get(sid)
        return connection.language if connection else "en"

    def _agent(self, sid: str) -> Agent:
        connection = self._relay.agents.get(sid)
        if connection is None:
            raise Fixable("unauthorised")
        return connection.agent

    def permit(self, event: str, sid: str) -> None:
        """Refuse what the agent's role may not do."""
        require(self._agent(sid).role, EVENTS.get(event))

    async def _write(self, sid: str, use_case: Any, **arguments: Any) -> Any:
        return await self._s.store.write(partial(use_case, agent=self._agent(sid), **arguments))

    # --- presence and reading ------------------------------------------------------------------------

    async def set_status(self, sid: str, data: wire.SetStatus) -> Result:
        """Follow what the agent says about availability."""
        agent_id = self._agent(sid).id
        await self._s.store.write(partial(presence.set_status, agent_id=agent_id, **data.model_dump()))
        return None

    async def snapshot(self, sid: str, _data: Empty) -> Result:
        """Return all the console needs to start."""
        agent_id = self._agent(sid).id
        return await self._s.store.read(partial(snapshot.snapshot, agent_id=agent_id, settings=self._s.settings))

    async def resume(self, sid: str, data: wire.AgentResume) -> Result:
        """Return the events since the last one the console has."""
        agent_id = self._agent(sid).id
        return await self._s.store.read(partial(snapshot.events_since, after=data.after, agent_id=agent_id))

    async def conversation(self, sid: str, data: wire.OpenConversation) -> Result:
        """Return a conversation with its messages and notes."""
        self._agent(sid)
        return await self._s.store.read(
            partial(snapshot.opened, conversation_id=data.conversation_id, after=data.after)
        )

    # --- talking -------------------------------------------------------------------------------------

    async def message(self, sid: str, data: wire.AgentMessage) -> Result:
        """Store a message to the customer; acknowledged means on disk."""
        agent = self._agent(sid)
        masked = self._masked(data.text, may_be_empty=bool(data.attachment_ids))
        card = await self._s.article_card(data.article_id) if data.article_id else None
        incoming = Incoming(
            conversation_id=data.conversation_id,
            client_id=str(data.client_id),
            text=masked.text,
            payload=None,
            sender_kind="agent",
            sender_id=agent.id,
            sender_name=agent.name,
            extras={"article": card} if card else None,
            attachment_ids=tuple(data.attachment_ids or ()),
        )
        ack: messages.Ack = await self._s.store.write_batched(messages.append, incoming)
        return {**acked(ack, masked), **({"article": card} if card else {})}

    async def note(self, sid: str, data: wire.AgentNote) -> Result:
        """Store a private note."""
        masked = self._masked(data.text, may_be_empty=bool(data.attachment_ids))
        ack = await self._write(
            sid,
            desk.note,
            conversation_id=data.conversation_id,
            client_id=str(data.client_id),
            text=masked.text,
            attachment_ids=data.attachment_ids or (),
        )
        return acked(ack, masked)

    def _masked(self, text: str, *, may_be_empty: bool = False) -> Masked:
        clean = clean_text(text, max_chars=self._s.settings.max_message_chars)
        if not clean and not may_be_empty:
            raise Fixable("invalid", field="text")
        return mask(clean)

    async def typing(self, sid: str, data: wire.AgentTyping) -> Result:
        """Pass a typing sign on to the colleagues and, unless it is about a note, to the customer."""
        agent = self._agent(sid)
        sender = {"kind": "agent", "name": agent.name, "id": agent.id}
        if data.note:
            self._relay.typing_to_agents(data.conversation_id, on=data.on, sender=sender, note=True)
            return None
        owner = await self._s.store.read(partial(desk.owner_of, conversation_id=data.conversation_id))
        if owner != agent.id:
            raise Fixable("not_yours")
        self._relay.typing_to_user(data.conversation_id, on=data.on, sender=sender)
        self._relay.typing_to_agents(data.conversation_id, on=data.on, sender=sender)
        return None

    # --- deciding ------------------------------------------------------------------------------------

    async def take(self, sid: str, data: wire.ConversationId) -> Result:
        """Take a waiting conversation."""
        return dict(await self._write(sid, desk.take, conversation_id=data.conversation_id))

    async def decline(self, sid: str, data: wire.ConversationId) -> Result:
        """Refuse an offer."""
        await self._write(sid, desk.decline, conversation_id=data.conversation_id)
        return None

    async def release(self, sid: str, data: wire.ConversationId) -> Result:
        """Put a conversation back into the queue."""
        await self._write(sid, desk.release, conversation_id=data.conversation_id)
        return None

    async def transfer(self, sid: str, data: wire.Transfer) -> Result:
        """Give a conversation to a colleague or a team; who leads the desk may do so with any."""
        await self._write(
            sid,
            transfers.transfer,
            conversation_id=data.conversation_id,
            to_agent=data.to.agent,
            to_team=data.to.team,
            note_text=self._masked(data.note).text if data.note else None,
        )
        return None

    async def escalate(self, sid: str, data: wire.Escalate) -> Result:
        """Give a conversation to the team behind its own."""
        note_text = self._masked(data.note).text if data.note else None
        await self._write(sid, transfers.escalate, conversation_id=data.conversation_id, note_text=note_text)
        return None

    async def warn(self, sid: str, data: wire.Warn) -> Result:
        """Flag an abusive message and warn the customer."""
        await self._write(sid, abuse.warn, conversation_id=data.conversation_id, seq=data.seq)
        return None

    async def end_abuse(self, sid: str, data: wire.ConversationId) -> Result:
        """End an abusive chat, as far as the policy allows."""
        await self._write(sid, abuse.end, conversation_id=data.conversation_id)
        return None

    async def return_to_bot(self, sid: str, data: wire.ReturnToBot) -> Result:
        """Give a conversation back to the bot."""
        await self._write(sid, desk.return_to_bot, conversation_id=data.conversation_id)
        return None

    async def snooze(self, sid: str, data: wire.Snooze) -> Result:
        """Set a conversation aside."""
        await self._write(sid, desk.snooze, conversation_id=data.conversation_id, until=data.until)
        return None

    async def resolve(self, sid: str, data: wire.Resolve) -> Result:
        """Close a conversation with an outcome."""
        solution = mask(data.solution).text if data.solution else None
        await self._write(
            sid, desk.resolve, conversation_id=data.conversation_id, outcome=data.outcome, solution=solution
        )
        return None

    async def ticket_update(self, sid: str, data: wire.TicketUpdate) -> Result:
        """Write values into a ticket."""
        values = {"fields": data.fields}
        return dict(await self._write(sid, editing.edit, ticket_id=data.ticket_id, values=values))

    # --- tools ---------------------------------------------------------------------------------------

    async def run_macro(self, sid: str, data: wire.RunMacro) -> Result:
        """Carry out a macro: all its steps, or none."""
        await self._write(
            sid,
            macros.run,
            conversation_id=data.conversation_id,
            macro_id=data.macro_id,
            client_id=data.client_id,
        )
        return None

    async def read_mentions(self, sid: str, data: wire.ConversationId) -> Result:
        """Note that the agent has seen the mentions in a conversation."""
        await self._write(sid, mentions.read, conversation_id=data.conversation_id)
        return None

    async def propose_takeover(self, sid: str, data: wire.ConversationId) -> Result:
        """Ask the user whether the agent may operate their device."""
        await self._write(sid, takeovers.propose, conversation_id=data.conversation_id)
        return None

    async def end_takeover(self, sid: str, data: wire.ConversationId) -> Result:
        """End a take-over, or withdraw the proposal."""
        await self._write(sid, takeovers.end_by_agent, conversation_id=data.conversation_id)
        return None

    routes = {  # noqa: RUF012  # a table, never changed
        "set_status": Route(wire.SetStatus, set_status),
        "snapshot": Route(Empty, snapshot),
        "resume": Route(wire.AgentResume, resume),
        "conversation": Route(wire.OpenConversation, conversation),
        "message": Route(wire.AgentMessage, message),
        "note": Route(wire.AgentNote, note),
        "typing": Route(wire.AgentTyping, typing),
        "take": Route(wire.ConversationId, take),
        "decline": Route(wire.ConversationId, decline),
        "release": Route(wire.ConversationId, release),
        "transfer": Route(wire.Transfer, transfer),
        "escalate": Route(wire.Escalate, escalate),
        "warn": Route(wire.Warn, warn),
        "end_abuse": Route(wire.ConversationId, end_abuse),
        "return_to_bot": Route(wire.ReturnToBot, return_to_bot),
        "snooze": Route(wire.Snooze, snooze),
        "resolve": Route(wire.Resolve, resolve),
        "ticket_update": Route(wire.TicketUpdate, ticket_update),
        "run_macro": Route(wire.RunMacro, run_macro),
        "read_mentions": Route(wire.ConversationId, read_mentions),
        "propose_takeover": Route(wire.ConversationId, propose_takeover),
        "end_takeover": Route(wire.ConversationId, end_takeover),
    }


def _cookie(environ: dict[str, Any]) -> str | None:
    try:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return None
    return cookie[SESSION_COOKIE].value if SESSION_COOKIE in cookie else None
