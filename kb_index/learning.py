"""What votes teach P(helps): the fitted model is the prior, each vote moves it a little.

An imported knowledge base begins with a level that is lowered by one deviation of what such bases turn out to be
(`fitting.widened`). Votes narrow that deviation, and the level rises or falls to where they put it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kb_index.calibration import CONVERSATION_WEIGHTS, ConfidenceModel, vector
from kb_index.feedback import Vote
from kb_index.fitting import logistic

# Deviations, in log-odds, within which votes are expected to move what calibration questions taught: a weight, and
# the level where nothing says how uncertain it is.
_WEIGHT_SD, _LEVEL_SD = 0.2, 0.4
# All votes of one voter weigh at most as much as so many of different ones.
_MAX_WEIGHT = 5.0


def learnt(model: ConfidenceModel, votes: Sequence[Vote]) -> ConfidenceModel:
    """The model after the votes; what no vote speaks of stays as it is.

    The thresholds stay too: their promise rests on the calibration questions.
    """
    moved = [_moved(part, [vote for vote in votes if model.of(vote.signals) is part]) for part in model.parts]
    after = dict(zip(map(id, model.parts), moved, strict=True))
    return replace(after[id(model)], foreign=after.get(id(model.foreign)), alone=after.get(id(model.alone)))


def _moved(model: ConfidenceModel, votes: Sequence[Vote]) -> ConfidenceModel:
    """The most likely model given the votes, as careful as they leave its level uncertain.

    Source: MacKay, "The evidence framework applied to classification networks", 1992 (Gaussian around the mode).
    """
    if not votes:
        return model
    n = Counter(vote.voter for vote in votes)
    weight = np.array([min(1.0, _MAX_WEIGHT / n[vote.voter]) for vote in votes])
    y = np.array([vote.helped for vote in votes], dtype=np.float64)
    x = (np.stack([vector(vote.signals, model.names) for vote in votes]) - model.means) / np.array(model.scales)
    offset = np.array(
        [sum(w * vote.signals.get(name, 0.0) for name, w in CONVERSATION_WEIGHTS.items()) for vote in votes]
    )
    centre = np.array([*model.weights, model.intercept + model.spread])
    deviation = np.array([_WEIGHT_SD] * len(model.weights) + [model.spread or _LEVEL_SD])
    weights, level = logistic(x, y, model.names, centre=centre, precision=deviation**-2, weight=weight, offset=offset)
    spread = min(model.spread, _deviation(x, weights, level + offset, deviation**-2, weight))
    return replace(model, weights=tuple(weights.tolist()), intercept=level - spread, spread=spread)


def _deviation(
    x: NDArray[np.float64],
    weights: NDArray[np.float64],
    level: NDArray[np.float64],
    precision: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> float:
    """How uncertain, in log-odds, a question as the voted ones are on average still is."""
    p = 1 / (1 + np.exp(-(x @ weights + level)))
    rows = np.column_stack([x, np.ones(len(x))])
    curvature = (rows * (weight * p * (1 - p))[:, None]).T @ rows + np.diag(precision)
    middle = np.average(rows, axis=0, weights=weight)
    return float(np.sqrt(middle @ np.linalg.solve(curvature, middle)))
