from datetime import UTC, datetime

from webchat.domain.retrying import retry_at

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


def test_pauses_double_up_to_an_hour_however_often_it_failed() -> None:
    pauses = [(retry_at(n, NOW, first_s=30) - NOW).total_seconds() for n in (1, 2, 3, 4, 12, 5000)]

    assert pauses == [30, 60, 120, 240, 3600, 3600]
