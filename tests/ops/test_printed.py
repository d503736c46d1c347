from __future__ import annotations

from ops.__main__ import DEMO_ACCOUNTS
from webchat.services import accounts


def test_every_demo_account_is_printed() -> None:
    assert [email for email, *_ in accounts.DEMO_ACCOUNTS] == list(DEMO_ACCOUNTS)
