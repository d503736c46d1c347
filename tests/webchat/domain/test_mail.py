from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.errors import Fixable
from webchat.domain.mail import Link, address, message_id, opened, sign

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = b"k" * 32
LINK = Link("abcDEF_-123", NOW + timedelta(days=14), 0)


@pytest.mark.parametrize("text", ["an@example.org", " An.Peeters+ict@mail.example.be ", "o'neil@x-y.museum"])
def test_addresses_are_taken_as_they_are(text: str) -> None:
    assert address(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "an", "an@", "@example.org", "an@example", "an@exa mple.org", "an@example.org, jan@example.org",
     "an@example.org\r\nBcc: all@example.org", "a..n@example.org", "<an@example.org>", f"{'a' * 65}@example.org",
     f"an@{'a' * 250}.org", "an@-x.org", "an@example.1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Fixable, match="invalid"):
        address(text)


@given(at=st.integers(0, 14), noise=st.text(max_size=3))
def test_no_address_breaks_a_header(at: int, noise: str) -> None:
    text = "an@example.org"
    with contextlib.suppress(Fixable):
        assert not set("\r\n,;<>") & set(address(text[:at] + noise + text[at:]))


def test_a_link_opens_until_it_expires() -> None:
    token = sign(LINK, KEY)

    assert opened(token, epoch=0, key=KEY, now=NOW) == LINK
    for epoch, key, now in ((1, KEY, NOW), (0, b"other", NOW), (0, KEY, LINK.expires_at)):
        with pytest.raises(Fixable, match="link_expired"):
            opened(token, epoch=epoch, key=key, now=now)


@given(at=st.integers(0, 60), sign_=st.characters(codec="ascii", exclude_categories=["Cc"]))
def test_a_changed_link_opens_nothing(at: int, sign_: str) -> None:
    token = sign(LINK, KEY)
    at %= len(token)
    changed = token[:at] + sign_ + token[at + 1 :]
    if changed != token:
        with pytest.raises(Fixable, match="link_expired"):
            opened(changed, epoch=0, key=KEY, now=NOW)


@given(st.text(max_size=100))
def test_any_text_as_a_link_is_refused_in_words(text: str) -> None:
    with pytest.raises(Fixable, match="link_expired"):
        opened(text, epoch=0, key=KEY, now=NOW)


def test_message_ids_are_the_same_for_the_same_letter() -> None:
    assert message_id("news:1", "x.org") == message_id("news:1", "x.org") != message_id("news:2", "x.org")
