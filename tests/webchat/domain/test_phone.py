from __future__ import annotations

import pytest

from webchat.domain.errors import Fixable
from webchat.domain.phone import clean, masked


def test_number_is_kept_as_written_and_shown_by_its_end() -> None:
    assert masked(clean(" +32  470 12 34 56 ")) == "+•• ••• •• •• 56"


@pytest.mark.parametrize("number", ["", "12345", "bel mij", "+32 470 12 34 56 78 90 12", "0470/12.34.56 thuis"])
def test_what_nobody_can_call_is_refused(number: str) -> None:
    assert clean("0470/12.34.56")

    with pytest.raises(Fixable):
        clean(number)
