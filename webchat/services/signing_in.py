"""Sign in and out; the sessions that come of it."""

from __future__ import annotations

import secrets
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from webchat.adapters.clock import Clock
from webchat.adapters.db import tables as t
from webchat.adapters.passwords import Passwords
from webchat.domain.errors import Fixable, Later
from webchat.services import accounts, audit, conversations, two_factor
from webchat.services.accounts import Agent
from webchat.services.sessions import token_hash
from webchat.services.work import Store, Work

_WINDOW_S = 300.0
_MOST_KEYS = 10_000


@dataclass(slots=True)
class Attempts:
    """Failed sign-ins by address and by account within five minutes.

    An attempt counts from its start: guesses sent at the same moment are all in the count before one is answered.
    """

    limit: int
    clock: Clock
    _at: dict[str, deque[float]] = field(default_factory=dict)

    def begin(self, *keys: str) -> None:
        """Count an attempt; refuse when one of the keys has failed too often, which counts for none of them.

        Raises:
            Later: `too_fast`.
        """
        now = self.clock.monotonic_s()
        if len(self._at) > _MOST_KEYS:
            self._at = {key: times for key, times in self._at.items() if times and now - times[-1] <= _WINDOW_S}
        for key in keys:
            times = self._at.setdefault(key, deque())
            while times and now - times[0] > _WINDOW_S:
                times.popleft()
            if len(times) >= self.limit:
                raise Later("too_fast", retry_after_s=round(_WINDOW_S - (now - times[0]), 1))
        for key in keys:
            self._at[key].append(now)

    def forgive(self, *keys: str) -> None:
        """Take the newest attempt back: it did not fail."""
        for key in keys:
            if self._at.get(key):
                self._at[key].pop()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody offers to be let in. `old_token` is a session that the new one replaces."""

    email: str
    password: str
    otp: str | None
    address: str
    program: str
    old_token: str | None = None


async def sign_in(store: Store, passwords: Passwords, attempts: Attempts, attempt: Attempt) -> tuple[Agent, str]:
    """Return the agent and a new session's token.

    Raises:
        Fixable: `unauthorised`, the same for an unknown account and a wrong password; then, for those who know the
            password, `otp_required` and `otp_wrong`.
        Later: `too_fast`.
    """
    email = attempt.email.strip().lower()
    keys = (f"address:{attempt.address}", f"account:{email}")
    attempts.begin(*keys)
    a = t.agents.c
    query = select(t.agents).where(a.email == email, a.disabled_at.is_(None))
    row = await store.read(lambda db: db.execute(query).first())
    if not await passwords.verify(row.password_hash if row else None, attempt.password):
        await store.write(partial(_failed, agent_id=row.id if row else None, attempt=attempt, why="password"))
        raise Fixable("unauthorised")
    assert row is not None
    try:
        token = await store.write(partial(_begin, agent_id=row.id, attempt=attempt))
    except Fixable as error:
        if error.code == "otp_wrong":
            await store.write(partial(_failed, agent_id=row.id, attempt=attempt, why="otp"))
        else:
            attempts.forgive(*keys)
        raise
    attempts.forgive(*keys)
    return accounts.shape(row), token


async def check_password(store: Store, passwords: Passwords, attempts: Attempts, agent: Agent, password: str) -> None:
    """Ask again who it is, before something that a stolen session must not do.

    Raises:
        Fixable: `forbidden` with field `password`.
        Later: `too_fast`.
    """
    key = f"account:{agent.email}"
    attempts.begin(key)
    stored = await store.read(lambda db: accounts.load(db, agent.id)["password_hash"])
    if not await passwords.verify(stored, password):
        raise Fixable("forbidden", field="password")
    attempts.forgive(key)


def _failed(work: Work, agent_id: str | None, attempt: Attempt, why: str) -> None:
    audit.record(work, "sign_in_failed", actor=None, agent=agent_id, why=why, address=attempt.address)


def _begin(work: Work, agent_id: str, attempt: Attempt) -> str:
    has_factor = two_factor.pass_with(work, agent_id, attempt.otp)
    s = t.agent_sessions.c
    gone = s.expires_at <= work.now
    if attempt.old_token:
        gone |= s.token_hash == token_hash(attempt.old_token)
    work.db.execute(delete(t.agent_sessions).where(gone))
    token, session_id = secrets.token_urlsafe(32), conversations.new_id()
    work.db.execute(
        insert(t.agent_sessions).values(
            token_hash=token_hash(token),
            id=session_id,
            agent_id=agent_id,
            address=attempt.address[:64],
            program=attempt.program[:200],
            two_factor=has_factor,
            created_at=work.now,
            expires_at=work.now + timedelta(seconds=work.settings.agent_session_s),
        )
    )
    audit.record(work, "signed_in", actor=agent_id, session=session_id, two_factor=has_factor, address=attempt.address)
    return token


def sign_out(work: Work, token: str) -> None:
    """End a session; one that is over stays over."""
    s = t.agent_sessions.c
    row = work.db.execute(select(s.id, s.agent_id).where(s.token_hash == token_hash(token))).first()
    if row is not None:
        work.db.execute(delete(t.agent_sessions).where(s.id == row.id))
        audit.record(work, "signed_out", actor=row.agent_id, session=row.id)


# --- passwords ---------------------------------------------------------------------------------------


def change_password(work: Work, agent: Agent, *, password_hash: str, current: str | None) -> None:
    """Give the agent another password and end all sessions but the one with the token `current`."""
    _set_password(work, agent.id, password_hash)
    audit.record(work, "password_changed", actor=agent.id, agent=agent.id)
    end_all(work, agent, of=agent.id, but=current)


def reset_password(work: Work, agent: Agent, account_id: str, *, password_hash: str) -> None:
    """Give somebody else's account another password; all its sessions end.

    Raises:
        Fixable: `not_found`, or `invalid` for one's own, which asks for the old password.
    """
    if account_id == agent.id:
        raise Fixable("invalid", field="agent_id")
    accounts.load(work.db, account_id)
    _set_password(work, account_id, password_hash)
    audit.record(work, "password_reset", actor=agent.id, agent=account_id)
    end_all(work, agent, of=account_id)


def _set_password(work: Work, agent_id: str, password_hash: str) -> None:
    work.db.execute(update(t.agents).where(t.agents.c.id == agent_id).values(password_hash=password_hash))


# --- sessions ------------------------------------------------------------------------------------------


def sessions(db: Connection, clock: Clock, agent_id: str, *, current: str | None = None) -> list[dict[str, Any]]:
    """Return the open sessions of an account, newest first; `current` is the token of the one that asks."""
    s = t.agent_sessions.c
    hashed = token_hash(current) if current else None
    query = select(t.agent_sessions).where(s.agent_id == agent_id, s.expires_at > clock.now())
    return [
        {
            "id": row.id,
            "created_at": row.created_at.isoformat(),
            "expires_at": row.expires_at.isoformat(),
            "address": row.address,
            "program": row.program,
            "two_factor": row.two_factor,
            "current": row.token_hash == hashed,
        }
        for row in db.execute(query.order_by(s.created_at.desc(), s.id))
    ]


def end_session(work: Work, agent: Agent, session_id: str, *, of: str) -> None:
    """End one session of an account.

    Raises:
        Fixable: `not_found`, also for another account's.
    """
    s = t.agent_sessions.c
    ended = work.db.execute(delete(t.agent_sessions).where(s.id == session_id, s.agent_id == of)).rowcount
    if not ended:
        raise Fixable("not_found")
    audit.record(work, "session_ended", actor=agent.id, session=session_id, of=of)


def end_all(work: Work, agent: Agent, *, of: str, but: str | None = None) -> int:
    """End all sessions of an account, but the one with the token `but`; returns how many."""
    accounts.load(work.db, of)
    s = t.agent_sessions.c
    chosen = select(s.id).where(s.agent_id == of, s.token_hash != token_hash(but or ""))
    ids = list(work.db.scalars(chosen))
    for session_id in ids:
        end_session(work, agent, session_id, of=of)
    return len(ids)
