"""Training: the states of a run, how long one takes, which models are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

UNDER_WAY = ("waiting", "validating", "training", "evaluating", "comparing")
ENDED = ("done", "failed", "cancelled")

# What a run or a model can fail of; each has a sentence that says what to do.
FAILURES = (
    "interrupted",
    "disk_full",
    "environment_missing",
    "bad_data",
    "training_failed",
    "smoke_failed",
    "out_of_memory",
    "model_missing",
    "model_damaged",
    "not_loadable",
    "bot_unavailable",
    "internal",
)

# Seconds per stage on a small machine, where no run has been measured yet: at all, and per 1,000 examples.
_FIRST_GUESS: dict[str, tuple[float, float]] = {
    "waiting": (4.0, 0.0),
    "validating": (1.0, 0.2),
    "training": (6.0, 1.0),
    "evaluating": (6.0, 0.0),
    "comparing": (3.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Model:
    """What is kept of a model to decide about it."""

    name: str
    is_shipped: bool
    is_serving: bool
    last_used_at: datetime


def expected(runs: Iterable[tuple[int, Mapping[str, float]]], n_examples: int) -> dict[str, float]:
    """Return the seconds each stage will take.

    Args:
        runs: Examples and seconds per stage of former runs, newest first; the first that has a stage speaks for it.
        n_examples: Of the run to come; training takes time in proportion.
    """
    guess = {stage: fixed + each * n_examples / 1000 for stage, (fixed, each) in _FIRST_GUESS.items()}
    for n, took in reversed(list(runs)):
        share = n_examples / n if n else 1.0
        guess |= {
            stage: took[stage] * (share if stage in ("validating", "training") else 1.0)
            for stage in guess
            if stage in took
        }
    return {stage: round(max(seconds, 0.1), 2) for stage, seconds in guess.items()}


def to_discard(models: Sequence[Model], n_kept: int) -> list[str]:
    """Return the names of the models to throw away: all but the `n_kept` last used, the serving and the shipped one."""
    spare = [model for model in models if not (model.is_shipped or model.is_serving)]
    spare.sort(key=lambda model: model.last_used_at, reverse=True)
    return [model.name for model in spare[n_kept:]]
