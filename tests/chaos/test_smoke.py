"""A smoke of the fault test: a few rounds on the real product, nothing may break. `make chaos` plays 200."""

import random
from pathlib import Path

import pytest

from tests.chaos.check import as_json
from tests.chaos.rounds import play_round
from tests.support.product import Product


@pytest.mark.e2e
async def test_nothing_is_lost_doubled_or_unanswered_under_faults(tmp_path: Path) -> None:
    with Product(tmp_path) as product:
        outcomes = [await play_round(product, random.Random(f"smoke/{number}")) for number in range(6)]

    assert sum(o.n_acked for o in outcomes) >= 40
    assert sum(o.n_handoffs for o in outcomes) >= 3
    findings = [f for o in outcomes for f in o.findings]
    assert findings == [], as_json(findings)
