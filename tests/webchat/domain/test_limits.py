from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.domain.errors import Fixable
from webchat.domain.limits import TokenBucket, clean_text


@given(st.text(max_size=200))
def test_clean_text_is_stable_and_without_control_characters(text: str) -> None:
    clean = clean_text(text, max_chars=200)

    assert clean_text(clean, max_chars=200) == clean
    assert not any(ord(c) < 32 and c not in "\n\t" for c in clean)


def test_too_long_text_is_refused_and_the_longest_is_not() -> None:
    assert clean_text("x" * 10, max_chars=10) == "x" * 10
    with pytest.raises(Fixable, match="too_long"):
        clean_text("x" * 11, max_chars=10)


@given(st.lists(st.floats(0, 2), max_size=100))
def test_bucket_never_gives_more_than_burst_plus_rate(pauses: list[float]) -> None:
    bucket = TokenBucket(burst=5, per_s=2.0, tokens=5.0, updated_s=0.0)
    now, taken = 0.0, 0
    for pause in pauses:
        now += pause
        taken += bucket.take(now) == 0

    assert taken <= 5 + 2.0 * now + 1e-6
