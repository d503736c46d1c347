"""E-mail to end users: addresses, and links that open one conversation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from webchat.domain.errors import Fixable

MAX_ATTEMPTS = 12
FIRST_PAUSE_S = 30.0

# One "@" between two parts without blanks, quotes or brackets, and a domain with a dot: what mail servers on the open
# internet accept. The rest is the server's to judge.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)


def address(text: str) -> str:
    """Return an e-mail address without blanks around it.

    Raises:
        Fixable: `invalid` (field `email`).
    """
    clean = text.strip()
    local, _, _ = clean.partition("@")
    if len(clean) > 254 or len(local) > 64 or not _ADDRESS.fullmatch(clean):
        raise Fixable("invalid", field="email")
    return clean


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a letter: the same on every attempt, so that a second copy is known as one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link in a mail opens. `epoch` grows when the links of a conversation are revoked."""

    conversation_id: str
    expires_at: datetime
    epoch: int


def sign(link: Link, key: bytes) -> str:
    """Return the link's token, fit for an address.

    Source: RFC 2104 (HMAC), SHA-256, the first 192 bits.
    """
    expires = f"{int(link.expires_at.timestamp()):x}"
    return f"{link.conversation_id}.{expires}.{_signature(link.conversation_id, expires, link.epoch, key)}"


def opened(token: str, *, epoch: int, key: bytes, now: datetime) -> Link:
    """Return what a token opens.

    Raises:
        Fixable: `link_expired` if it is forged, revoked or too old.
    """
    conversation_id, _, rest = token.partition(".")
    expires, _, signature = rest.partition(".")
    expected = _signature(conversation_id, expires, epoch, key)
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        raise Fixable("link_expired")
    expires_at = datetime.fromtimestamp(int(expires, 16), UTC)
    if expires_at <= now:
        raise Fixable("link_expired")
    return Link(conversation_id, expires_at, epoch)


def _signature(conversation_id: str, expires: str, epoch: int, key: bytes) -> str:
    digest = hmac.new(key, f"{conversation_id}.{expires}.{epoch}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
