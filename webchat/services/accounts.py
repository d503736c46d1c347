"""Agents' accounts and sessions."""

from __future__ import annotations

import secrets
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from webchat.adapters.clock import Clock
from webchat.adapters.db import tables as t
from webchat.adapters.passwords import Passwords, hash_password
from webchat.domain.errors import Fixable, Later
from webchat.services import conversations
from webchat.services.sessions import token_hash
from webchat.services.work import Store, Work

ROLES = ("agent", "manager", "admin")
_WINDOW_S = 300.0

DEMO_ACCOUNTS = (
    ("agent@example.org", "Sofie Janssens", "agent", ("nl", "fr", "en")),
    ("agent2@example.org", "Karim Lambert", "agent", ("nl", "fr", "en")),
    ("manager@example.org", "Els De Smet", "manager", ("nl", "fr", "en")),
    ("admin@example.org", "Thomas Maes", "admin", ("nl", "fr", "en")),
)


@dataclass(frozen=True, slots=True)
class Agent:
    """A signed-in agent."""

    id: str
    name: str
    email: str
    role: str
    languages: tuple[str, ...]

    def wire(self) -> dict[str, Any]:
        """Return what REST shows."""
        return {
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "role": self.role,
            "languages": list(self.languages),
        }


@dataclass(slots=True)
class Attempts:
    """Failed sign-ins by address and by account within five minutes."""

    limit: int
    clock: Clock
    _at: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, *keys: str) -> None:
        """Refuse when one of the keys failed too often.

        Raises:
            Later: `too_fast`.
        """
        now = self.clock.monotonic_s()
        for key in keys:
            times = self._at[key]
            while times and now - times[0] > _WINDOW_S:
                times.popleft()
            if len(times) >= self.limit:
                raise Later("too_fast", retry_after_s=round(_WINDOW_S - (now - times[0]), 1))

    def failed(self, *keys: str) -> None:
        """Count one failure."""
        for key in keys:
            self._at[key].append(self.clock.monotonic_s())


async def sign_in(
    store: Store, passwords: Passwords, attempts: Attempts, *, email: str, password: str, address: str
) -> tuple[Agent, str]:
    """Return the agent and a new session's token.

    Raises:
        Fixable: `unauthorised`, the same for an unknown account and a wrong password.
        Later: `too_fast`.
    """
    email = email.strip().lower()
    keys = (f"address:{address}", f"account:{email}")
    attempts.check(*keys)
    row = await store.read(lambda db: db.execute(select(t.agents).where(t.agents.c.email == email)).first())
    if not await passwords.verify(row.password_hash if row else None, password):
        attempts.failed(*keys)
        raise Fixable("unauthorised")
    assert row is not None
    token = await store.write(partial(_begin_session, agent_id=row.id))
    return _agent(row), token


def _begin_session(work: Work, agent_id: str) -> str:
    token = secrets.token_urlsafe(32)
    work.db.execute(delete(t.agent_sessions).where(t.agent_sessions.c.expires_at <= work.now))
    work.db.execute(
        insert(t.agent_sessions).values(
            token_hash=token_hash(token),
            agent_id=agent_id,
            created_at=work.now,
            expires_at=work.now + timedelta(seconds=work.settings.agent_session_s),
        )
    )
    return token


def find(db: Connection, token: str | None, clock: Clock) -> Agent:
    """Return the agent a session token belongs to.

    Raises:
        Fixable: `unauthorised`.
    """
    s = t.agent_sessions.c
    query = (
        select(t.agents)
        .join(t.agent_sessions, s.agent_id == t.agents.c.id)
        .where(s.token_hash == token_hash(token or ""), s.expires_at > clock.now())
    )
    row = db.execute(query).first()
    if row is None:
        raise Fixable("unauthorised")
    return _agent(row)


def sign_out(work: Work, token: str) -> None:
    """End a session."""
    work.db.execute(delete(t.agent_sessions).where(t.agent_sessions.c.token_hash == token_hash(token)))


def add(work: Work, *, email: str, name: str, role: str, languages: Sequence[str], password_hash: str) -> bool:
    """Create an account, or give an existing one a new name, role, languages and password.

    Returns:
        True if it is new.

    Raises:
        Fixable: `invalid` for an unknown role.
    """
    if role not in ROLES:
        raise Fixable("invalid", field="role")
    values = {"name": name, "role": role, "languages": list(languages), "password_hash": password_hash}
    email = email.strip().lower()
    if work.db.execute(update(t.agents).where(t.agents.c.email == email).values(**values)).rowcount:
        return False
    work.db.execute(
        insert(t.agents).values(
            id=conversations.new_id(),
            email=email,
            capacity=work.settings.agent_capacity,
            status="online",
            connected=False,
            idle_since=work.now,
            created_at=work.now,
            **values,
        )
    )
    return True


def add_demo(work: Work, password: str) -> None:
    """Create the demo accounts, all with one password."""
    stored = hash_password(password)
    for email, name, role, languages in DEMO_ACCOUNTS:
        add(work, email=email, name=name, role=role, languages=languages, password_hash=stored)


def _agent(row: Any) -> Agent:
    return Agent(row.id, row.name, row.email, row.role, tuple(row.languages))
