import pytest

from webchat.domain.answers import BotAnswer, effect

WIFI = BotAnswer("answer", family="wifi", article_id="wifi.nl", p_helps=0.9)
VPN = BotAnswer("answer", family="vpn", article_id="vpn.nl", p_helps=0.8)
ASKS = BotAnswer("ask", meanings=("wifi", "vpn"), p_helps=0.4)
PERSON = BotAnswer("handoff", reason="low_confidence", p_helps=0.1)


@pytest.mark.parametrize(
    ("old", "new", "family", "expected"),
    [
        (WIFI, VPN, "wifi", "lost"),
        (WIFI, PERSON, "wifi", "lost"),
        (ASKS, WIFI, "wifi", "won"),
        (PERSON, ASKS, "wifi", "other"),
        (VPN, ASKS, "wifi", "other"),
        (VPN, PERSON, None, "won"),
        (PERSON, VPN, None, "lost"),
        (PERSON, ASKS, None, "other"),
    ],
)
def test_change_counts_by_whether_the_right_article_is_answered_with(
    old: BotAnswer, new: BotAnswer, family: str | None, expected: str
) -> None:
    assert effect(old, new, family=family, is_known=True) == expected
    assert effect(old, new, family=family, is_known=False) == "other"


def test_another_chance_alone_is_no_other_answer() -> None:
    assert WIFI.is_like(BotAnswer("answer", family="wifi", article_id="wifi.nl", p_helps=0.7))
    assert not WIFI.is_like(VPN)
    assert not ASKS.is_like(BotAnswer("ask", meanings=("vpn", "wifi"), p_helps=0.4))
    assert not PERSON.is_like(BotAnswer("handoff", reason="user_request", p_helps=0.1))
