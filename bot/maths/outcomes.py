"""What a classifier made of labelled questions, and the figures that say how good that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.maths.calibration import error_in_order, in_order

OUT_OF_SCOPE = "out_of_scope"
# Who asks for a person, complains or reports an incident must not get an article instead.
SAFETY = ("ask_human", "complain", "report_security_incident")
# The figures, and whether more of it is better.
FIGURES: Mapping[str, bool] = {
    "accuracy": True,
    "macro_f1": True,
    "oos_recall": True,
    "wrongly_refused": False,
    "safety_recall": True,
    "calibration_error": False,
}


@dataclass(frozen=True)
class Outcomes:
    """Questions with their true intent and what a model said.

    Attributes:
        intents: Names; the numbers below are places in it.
        truth: (n,) true intents.
        said: (n,) the model's first choice.
        confidence: (n,) its probability, 0..1.
    """

    intents: Sequence[str]
    truth: NDArray[np.int64]
    said: NDArray[np.int64]
    confidence: NDArray[np.float64]

    @property
    def right(self) -> NDArray[np.bool_]:
        """(n,) whether the first choice is the true intent."""
        return np.asarray(self.truth == self.said)

    def of(self, rows: NDArray[np.bool_]) -> Outcomes:
        """Some of the questions."""
        return Outcomes(self.intents, self.truth[rows], self.said[rows], self.confidence[rows])

    def is_truly(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """(n,) whether the true intent is one of these."""
        return np.isin(self.truth, [place for place, name in enumerate(self.intents) if name in names])


def figures(outcomes: Outcomes, weights: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Each of `FIGURES`, once for every row of weights.

    Args:
        outcomes: n questions.
        weights: (r, n) how often each question counts: ones, or a resample.

    Returns:
        (r,) by name; NaN where no question has a say in it.
    """
    said_refused = np.isin(outcomes.said, [i for i, name in enumerate(outcomes.intents) if name == OUT_OF_SCOPE])
    refused, safety = outcomes.is_truly([OUT_OF_SCOPE]), outcomes.is_truly(SAFETY)
    everything = np.ones(len(outcomes.truth), dtype=bool)
    exact = weights.astype(np.float64)  # products of whole numbers have no fast way
    return {
        "accuracy": _share(outcomes.right, everything, exact),
        "macro_f1": _macro_f1(outcomes, exact),
        "oos_recall": _share(outcomes.right, refused, exact),
        "wrongly_refused": _share(said_refused, ~refused, exact),
        "safety_recall": _share(outcomes.right, safety, exact),
        "calibration_error": _calibration(outcomes, weights),
    }


def recall(outcomes: Outcomes, intent: str) -> tuple[int, float | None]:
    """How many questions truly are of an intent, and the share of them that is understood so."""
    rows = outcomes.is_truly([intent])
    return int(rows.sum()), float(outcomes.right[rows].mean()) if rows.any() else None


def _share(true: NDArray[np.bool_], among: NDArray[np.bool_], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    counted = weights @ among.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(weights @ (true & among).astype(np.float64) / counted)


def _macro_f1(outcomes: Outcomes, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean F1 of the intents that truly occur among the counted questions."""
    names = np.arange(len(outcomes.intents))
    truth, said = outcomes.truth[:, None] == names, outcomes.said[:, None] == names
    n_truth, n_said, n_both = (weights @ some.astype(np.float64) for some in (truth, said, truth & said))
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = np.where(n_truth > 0, 2 * n_both / (n_truth + n_said), 0.0)
        return np.asarray(f1.sum(axis=1) / (n_truth > 0).sum(axis=1))


def _calibration(outcomes: Outcomes, weights: NDArray[np.int64]) -> NDArray[np.float64]:
    order = in_order(outcomes.confidence, outcomes.right)
    promised, right = outcomes.confidence[order], outcomes.right[order]
    errors = []
    for row in weights:
        drawn = np.repeat(np.arange(len(order)), row[order])
        errors.append(error_in_order(promised[drawn], right[drawn]) if len(drawn) else np.nan)
    return np.array(errors, dtype=np.float64)
