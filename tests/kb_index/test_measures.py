from __future__ import annotations

import numpy as np
import pytest

from kb_index.measures import by_chance, calibration_error, reliability


def test_error_by_chance_is_what_right_promises_show_and_shrinks_with_their_number() -> None:
    chance = np.random.default_rng(1)
    p = chance.uniform(size=150)
    drawn = [
        calibration_error(list(zip(p.tolist(), (chance.random(150) < p).astype(int).tolist(), strict=True)))
        for _ in range(300)
    ]

    mean, most = by_chance(p.tolist())

    assert mean == pytest.approx(np.mean(drawn), abs=0.003)
    assert most == pytest.approx(np.quantile(drawn, 0.95), abs=0.01)
    assert by_chance(np.tile(p, 20).tolist())[0] < mean / 3
    assert by_chance([]) == (0.0, 0.0)


def test_bins_hold_equal_counts_and_their_distances_are_the_error() -> None:
    pairs = [(0.1, 0)] * 10 + [(0.9, 1)] * 6 + [(0.9, 0)] * 4

    rows = reliability(pairs, bins=2)

    assert [row["n"] for row in rows] == [10, 10]
    assert calibration_error(pairs, bins=2) == pytest.approx(0.5 * 0.1 + 0.5 * 0.3)
