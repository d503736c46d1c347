from __future__ import annotations

from datetime import date

import pytest

from webchat.adapters.calendar import public_holidays


def test_belgium_has_ten_holidays_beside_the_two_that_are_sundays() -> None:
    days = public_holidays("BE", [2026])

    assert {date(2026, 7, 21), date(2026, 11, 11), date(2026, 5, 14), date(2026, 4, 6)} <= days
    assert len([day for day in days if day not in (date(2026, 4, 5), date(2026, 5, 24))]) == 10


def test_unknown_country_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        public_holidays("XX", [2026])
