"""One-time codes for the second factor, and the drawing that an authenticator app reads."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import pyotp
import segno

_STEP_S = 30
_ISSUER = "Firstline"
_N_RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """Return 160 random bits in base 32, as RFC 4226 (section 4, R6) recommends."""
    return str(pyotp.random_base32(32))


def matching_step(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the time step that `code` belongs to, None if it is wrong or was used.

    Args:
        secret: Base 32.
        code: Six digits, spaces allowed.
        now: The time; a code of the step before or after counts too, for clocks that differ.
        after: The last step that was used: each code works once (RFC 6238, section 5.2).

    Source: RFC 6238, with SHA-1, 30 s and 6 digits, which is what authenticator apps do.
    """
    digits = "".join(code.split())
    totp = pyotp.TOTP(secret, interval=_STEP_S)
    step = int(now.timestamp()) // _STEP_S
    found = None
    for each in (step - 1, step, step + 1):
        if secrets.compare_digest(totp.generate_otp(each).encode(), digits.encode()) and each > after:
            found = each
    return found


def uri(secret: str, email: str) -> str:
    """Return the `otpauth:` address that an authenticator app takes over."""
    return str(pyotp.TOTP(secret, interval=_STEP_S).provisioning_uri(name=email, issuer_name=_ISSUER))


def drawing(address: str) -> dict[str, Any]:
    """Return a QR code as `size` (modules a side, quiet zone included) and the `path` of an SVG in that size."""
    code = segno.make(address, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix_iter(border=4)]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            n = x
            while n < len(row) and row[n]:
                n += 1
            if n > x:
                runs.append(f"M{x} {y}h{n - x}v1h-{n - x}z")
            x = max(n, x + 1)
    return {"size": len(rows), "path": "".join(runs)}


def recovery_codes() -> list[str]:
    """Return codes of 79 random bits each: too many to guess, so a plain hash keeps them."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
        for _ in range(_N_RECOVERY_CODES)
    ]
