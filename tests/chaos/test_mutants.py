"""Bugs seeded into the real server are found within a few rounds."""

import random
from pathlib import Path

import pytest

from tests.chaos.mutant import MUTANTS
from tests.chaos.rounds import play_round
from tests.support.product import Product

EXPECTED = {
    "ack_before_commit": {"I1", "I2", "I3"},
    "no_unique_key": {"I1"},
    "lost_offset": {"I2"},
    "doubled_emit": {"I2"},
    "gap_in_sequence": {"I3"},
    "forgotten_turns": {"I4"},
    "bot_speaks_after_handoff": {"I6"},
    "answer_twice": {"I1"},
    "two_tickets": {"I5"},
    "both_agents_win": {"I8"},
}


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("name", MUTANTS)
async def test_seeded_bug_is_found(name: str, tmp_path: Path) -> None:
    found: set[str] = set()

    with Product(tmp_path, command=("-m", "tests.chaos.mutant", name)) as product:
        for number in range(8):
            outcome = await play_round(product, random.Random(f"{name}/{number}"))
            found |= {finding.rule for finding in outcome.findings}
            if found & EXPECTED[name]:
                break

    assert found & EXPECTED[name], f"the checker found {found or 'nothing'}"
