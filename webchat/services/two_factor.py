"""The second factor of an account: an app's one-time codes, and recovery codes for a lost phone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from webchat.adapters import totp
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import accounts, audit
from webchat.services.accounts import Agent
from webchat.services.sessions import token_hash
from webchat.services.work import Work


def state(db: Connection, agent_id: str) -> dict[str, Any]:
    """Return whether the account has a second factor, and how many recovery codes are left."""
    c = t.recovery_codes.c
    n_left = db.scalar(
        select(func.count()).select_from(t.recovery_codes).where(c.agent_id == agent_id, c.used_at.is_(None))
    )
    return {"enabled": _confirmed(db, agent_id) is not None, "n_recovery_codes": n_left or 0}


def start(work: Work, agent: Agent) -> dict[str, Any]:
    """Make a secret; nothing is asked at sign-in before `confirm`.

    Returns:
        `secret`, its `uri`, and the `qr` code of the uri. They are told this once.

    Raises:
        Fixable: `invalid` if there is a second factor already.
    """
    if _confirmed(work.db, agent.id) is not None:
        raise Fixable("invalid", field="two_factor")
    _delete(work, agent.id)
    secret = totp.new_secret()
    work.db.execute(insert(t.two_factor).values(agent_id=agent.id, secret=secret, last_step=0, created_at=work.now))
    audit.record(work, "two_factor_started", actor=agent.id, agent=agent.id)
    address = totp.uri(secret, agent.email)
    return {"secret": secret, "uri": address, "qr": totp.drawing(address)}


def confirm(work: Work, agent: Agent, code: str) -> list[str]:
    """Switch the second factor on, once the app shows that it has the secret.

    Returns:
        The recovery codes. They are told this once; hashes are kept.

    Raises:
        Fixable: `otp_wrong`, or `invalid` when nothing was started.
    """
    row = work.db.execute(select(t.two_factor).where(t.two_factor.c.agent_id == agent.id)).first()
    if row is None or row.confirmed_at is not None:
        raise Fixable("invalid", field="two_factor")
    _use_code(work, row, code)
    work.db.execute(update(t.two_factor).where(t.two_factor.c.agent_id == agent.id).values(confirmed_at=work.now))
    codes = totp.recovery_codes()
    rows = [{"code_hash": _hash(each), "agent_id": agent.id} for each in codes]
    work.db.execute(insert(t.recovery_codes), rows)
    audit.record(work, "two_factor_enabled", actor=agent.id, agent=agent.id)
    return codes


def disable(work: Work, agent: Agent, code: str) -> None:
    """Switch the own second factor off, with one of its codes.

    Raises:
        Fixable: `otp_wrong`.
    """
    if pass_with(work, agent.id, code):
        _delete(work, agent.id)
        audit.record(work, "two_factor_disabled", actor=agent.id, agent=agent.id)


def reset(work: Work, agent: Agent, account_id: str) -> None:
    """Take the second factor off somebody's account, who lost it; their sessions end.

    Raises:
        Fixable: `not_found`.
    """
    accounts.load(work.db, account_id)
    _delete(work, account_id)
    accounts.end_sessions(work, account_id)
    audit.record(work, "two_factor_reset", actor=agent.id, agent=account_id)


def pass_with(work: Work, agent_id: str, code: str | None) -> bool:
    """Let through who has no second factor or proves to have it; the code is used up.

    Returns:
        Whether the account has a second factor.

    Raises:
        Fixable: `otp_required` without a code, `otp_wrong` for one that is wrong or was used.
    """
    row = _confirmed(work.db, agent_id)
    if row is None:
        return False
    if not code:
        raise Fixable("otp_required")
    if len(_plain(code)) > 6:
        _use_recovery_code(work, agent_id, code)
    else:
        _use_code(work, row, code)
    return True


def _confirmed(db: Connection, agent_id: str) -> Any:
    c = t.two_factor.c
    return db.execute(select(t.two_factor).where(c.agent_id == agent_id, c.confirmed_at.is_not(None))).first()


def _use_code(work: Work, row: Any, code: str) -> None:
    step = totp.matching_step(row.secret, code, work.now, after=row.last_step)
    if step is None:
        raise Fixable("otp_wrong")
    work.db.execute(update(t.two_factor).where(t.two_factor.c.agent_id == row.agent_id).values(last_step=step))


def _use_recovery_code(work: Work, agent_id: str, code: str) -> None:
    c = t.recovery_codes.c
    unused = update(t.recovery_codes).where(c.code_hash == _hash(code), c.agent_id == agent_id, c.used_at.is_(None))
    if not work.db.execute(unused.values(used_at=work.now)).rowcount:
        raise Fixable("otp_wrong")
    audit.record(work, "recovery_code_used", actor=agent_id, agent=agent_id)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _hash(code: str) -> str:
    return token_hash(_plain(code))


def _delete(work: Work, agent_id: str) -> None:
    for table in (t.two_factor, t.recovery_codes):
        work.db.execute(delete(table).where(table.c.agent_id == agent_id))
