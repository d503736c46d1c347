from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

import pytest

from webchat.adapters import totp

# Source: RFC 6238, appendix B (SHA-1), the last six of eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_of_the_standard_pass_once(seconds: int, code: str) -> None:
    step = totp.matching_step(SECRET, code, _at(seconds), after=0)

    assert step == seconds // 30
    assert totp.matching_step(SECRET, f"{code[:3]} {code[3:]}", _at(seconds), after=step - 1) == step
    assert totp.matching_step(SECRET, code, _at(seconds), after=step) is None


def test_clock_may_be_one_step_off_and_no_more() -> None:
    passes = [
        totp.matching_step(SECRET, "005924", _at(1234567890 + 30 * off), after=0) is not None for off in range(-2, 3)
    ]

    assert passes == [False, True, True, True, False]


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "００５９２４", "0059240", "005925"])
def test_anything_else_is_refused(code: str) -> None:
    assert totp.matching_step(SECRET, code, _at(1234567890), after=0) is None


def test_drawing_is_the_code_of_the_address() -> None:
    address = totp.uri(SECRET, "an+x@example.org")
    drawing = totp.drawing(address)

    assert address.startswith("otpauth://totp/Firstline:")
    assert f"secret={SECRET}" in address
    dark = set()
    for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawing["path"]):
        dark |= {(int(x) + i, int(y)) for i in range(int(n))}
    size = drawing["size"]
    # The three finder patterns, inside a quiet zone of four modules.
    for left, top in ((4, 4), (size - 11, 4), (4, size - 11)):
        assert all((left + i, top) in dark and (left, top + i) in dark for i in range(7))
        assert (left + 1, top + 1) not in dark
    assert min(min(xy) for xy in dark) == 4
    assert max(max(xy) for xy in dark) == size - 5


def test_recovery_codes_differ() -> None:
    codes = [code for _ in range(20) for code in totp.recovery_codes()]

    assert len(set(codes)) == 200
    assert all(re.fullmatch(r"([a-z2-9]{4}-){3}[a-z2-9]{4}", code) for code in codes)
