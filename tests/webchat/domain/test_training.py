from __future__ import annotations

from datetime import UTC, datetime, timedelta

from webchat.domain.training import Model, expected, to_discard

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def model(name: str, age_days: int, *, is_shipped: bool = False, is_serving: bool = False) -> Model:
    return Model(name, is_shipped, is_serving, NOW - timedelta(days=age_days))


def test_the_serving_and_the_shipped_model_are_never_thrown_away() -> None:
    models = [model("shipped", 90, is_shipped=True), model("serving", 60, is_serving=True)]
    models += [model(f"m{age}", age) for age in (1, 2, 3)]

    assert to_discard(models, 2) == ["m3"]
    assert to_discard(models, 1) == ["m2", "m3"]
    assert to_discard(models, 5) == []


def test_what_the_last_run_took_is_what_the_next_one_is_expected_to_take() -> None:
    runs = [(1000, {"training": 20.0, "evaluating": 5.0}), (500, {"training": 99.0, "comparing": 2.0})]

    guess = expected(runs, 2000)

    assert guess["training"] == 40.0  # in proportion to the examples
    assert guess["evaluating"] == 5.0  # the questions stay the same
    assert guess["comparing"] == 2.0  # from the run before, which measured it


def test_without_a_run_every_stage_has_a_guess() -> None:
    assert all(seconds > 0 for seconds in expected([], 15_000).values())
