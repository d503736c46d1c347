"""Agents' accounts: who somebody is, and what may be changed about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from webchat.adapters.clock import Clock
from webchat.adapters.db import tables as t
from webchat.adapters.passwords import hash_password
from webchat.domain.errors import Fixable
from webchat.domain.permissions import Role
from webchat.services import audit, conversations
from webchat.services.sessions import token_hash
from webchat.services.work import Work

ROLES = tuple(role.value for role in Role)

DEMO_ACCOUNTS = (
    ("agent@example.org", "Sofie Janssens", "agent", ("nl", "fr", "en")),
    ("agent2@example.org", "Karim Lambert", "agent", ("nl", "fr", "en")),
    ("supervisor@example.org", "Nathalie Dubois", "supervisor", ("nl", "fr", "en")),
    ("manager@example.org", "Els De Smet", "knowledge_manager", ("nl", "fr", "en")),
    ("admin@example.org", "Thomas Maes", "administrator", ("nl", "fr", "en")),
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


def shape(row: Any) -> Agent:
    """Return the agent of a row of `agents`."""
    return Agent(row.id, row.name, row.email, row.role, tuple(row.languages))


def find(db: Connection, token: str | None, clock: Clock) -> Agent:
    """Return the agent a session token belongs to.

    Raises:
        Fixable: `unauthorised`.
    """
    hashed = token_hash(token or "")
    agent = signed_in(db, [hashed], clock).get(hashed)
    if agent is None:
        raise Fixable("unauthorised")
    return agent


def signed_in(db: Connection, token_hashes: Collection[str], clock: Clock) -> dict[str, Agent]:
    """Return the agents of those sessions that still hold, by the hash of their token."""
    s = t.agent_sessions.c
    query = (
        select(s.token_hash, t.agents)
        .join(t.agents, s.agent_id == t.agents.c.id)
        .where(s.token_hash.in_(token_hashes), s.expires_at > clock.now(), t.agents.c.disabled_at.is_(None))
    )
    return {row.token_hash: shape(row) for row in db.execute(query)}


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
    agent_id = _insert(work, email, values)
    audit.record(work, "account_created", actor=None, actor_kind="command", agent=agent_id, role=role)
    return True


def create(
    work: Work, agent: Agent, *, email: str, name: str, role: str, languages: Sequence[str], password_hash: str
) -> Agent:
    """Make an account for somebody.

    Raises:
        Fixable: `exists` (field `email`) when that address has one.
    """
    email = email.strip().lower()
    if work.db.scalar(select(t.agents.c.id).where(t.agents.c.email == email)):
        raise Fixable("exists", field="email")
    spoken = list(dict.fromkeys(languages))
    made = _insert(work, email, {"name": name, "role": role, "languages": spoken, "password_hash": password_hash})
    audit.record(work, "account_created", actor=agent.id, agent=made, role=role)
    work.touched_agents[made] = None
    return Agent(made, name, email, role, tuple(spoken))


def _insert(work: Work, email: str, values: Mapping[str, Any]) -> str:
    agent_id = conversations.new_id()
    work.db.execute(
        insert(t.agents).values(
            id=agent_id,
            email=email,
            capacity=work.settings.agent_capacity,
            status="online",
            connected=False,
            idle_since=work.now,
            created_at=work.now,
            **values,
        )
    )
    return agent_id


def add_by_command(work: Work, *, email: str, **account: Any) -> bool:
    """`add` for an operator: who had the account before is signed out."""
    is_new = add(work, email=email, **account)
    if not is_new:
        agent_id = work.db.scalar(select(t.agents.c.id).where(t.agents.c.email == email.strip().lower()))
        end_sessions(work, str(agent_id))
        changed = ["name", "role", "languages", "password"]
        audit.record(work, "account_changed", actor=None, actor_kind="command", agent=agent_id, fields=changed)
    return is_new


def add_demo(work: Work, password: str) -> None:
    """Create the demo accounts, all with one password."""
    stored = hash_password(password)
    for email, name, role, languages in DEMO_ACCOUNTS:
        add(work, email=email, name=name, role=role, languages=languages, password_hash=stored)


def end_sessions(work: Work, agent_id: str) -> int:
    """End all sessions of an account; returns how many."""
    s = t.agent_sessions.c
    return work.db.execute(delete(t.agent_sessions).where(s.agent_id == agent_id)).rowcount


# --- changing ------------------------------------------------------------------------------------------


def change_own(work: Work, agent: Agent, *, name: str | None, languages: Sequence[str] | None) -> Agent:
    """Give oneself another name or other languages."""
    values: dict[str, Any] = {"name": name, "languages": list(dict.fromkeys(languages)) if languages else None}
    return _change(work, agent, agent.id, values)


def change(
    work: Work,
    agent: Agent,
    account_id: str,
    *,
    name: str | None,
    languages: Sequence[str] | None,
    role: str | None,
    disabled: bool | None,
    capacity: int | None,
) -> Agent:
    """Change somebody's account; another role or a disabled account ends its sessions.

    Raises:
        Fixable: `not_found`, or `invalid` (field `role` or `disabled`) for one's own: nobody locks themselves out.
    """
    row = load(work.db, account_id)
    spoken = list(dict.fromkeys(languages)) if languages else None
    values: dict[str, Any] = {"name": name, "languages": spoken, "capacity": capacity}
    if role is not None and role != row["role"]:
        values["role"] = role
    if disabled is not None and disabled != (row["disabled_at"] is not None):
        values["disabled_at"] = work.now if disabled else None
    restricted = values.keys() & {"role", "disabled_at"}
    if restricted and account_id == agent.id:
        raise Fixable("invalid", field="role" if "role" in restricted else "disabled")
    if restricted:
        end_sessions(work, account_id)
    return _change(work, agent, account_id, values)


def _change(work: Work, actor: Agent, account_id: str, values: dict[str, Any]) -> Agent:
    given = {name: value for name, value in values.items() if value is not None or name == "disabled_at"}
    if given:
        work.db.execute(update(t.agents).where(t.agents.c.id == account_id).values(**given))
        work.touched_agents[account_id] = None
        codes = {name: given[name] for name in ("role",) if name in given}
        if "disabled_at" in given:
            codes["disabled"] = given["disabled_at"] is not None
        audit.record(work, "account_changed", actor=actor.id, agent=account_id, fields=sorted(given), **codes)
    return shape(work.db.execute(select(t.agents).where(t.agents.c.id == account_id)).one())


# --- looking -------------------------------------------------------------------------------------------


def load(db: Connection, account_id: str) -> RowMapping:
    """Return an account's row.

    Raises:
        Fixable: `not_found`.
    """
    row = db.execute(select(t.agents).where(t.agents.c.id == account_id)).mappings().one_or_none()
    if row is None:
        raise Fixable("not_found")
    return row


def listed(db: Connection) -> list[dict[str, Any]]:
    """Return all accounts by name, as an administrator sees them."""
    factor = t.two_factor.c
    query = (
        select(t.agents, factor.confirmed_at)
        .outerjoin(t.two_factor, factor.agent_id == t.agents.c.id)
        .order_by(t.agents.c.name, t.agents.c.id)
    )
    return [
        {
            **shape(row).wire(),
            "disabled": row.disabled_at is not None,
            "two_factor": row.confirmed_at is not None,
            "connected": row.connected,
            "capacity": row.capacity,
        }
        for row in db.execute(query)
    ]
