"""Fitting P(helps): a bounded logistic regression, and the care that an unknown knowledge base asks for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kb_index.calibration import (
    AGAINST,
    FREE,
    NOT_FITTED,
    REQUEST_SIGNALS,
    SEARCH_SIGNALS,
    ConfidenceModel,
    risk_threshold,
    vector,
)

_PENALTY = 2.0


def fit(
    signals: Sequence[Mapping[str, float]],
    helped: Sequence[bool],
    groups: Sequence[object] | None = None,
    *,
    names: Sequence[str] | None = None,
    folds: int = 5,
    seed: int = 0,
) -> ConfidenceModel:
    """Fit on labelled questions.

    The questions are used twice without leaking: the weights come from all of them, the pairs for
    the thresholds from cross-validation, where each was predicted by a model that had not seen it.

    Args:
        signals: One mapping per question.
        helped: Whether the first result answers it.
        groups: Rows of one group, such as one question asked twice, stay together in cross-validation.
        names: The signals to use; by default those of a search and of the caller.
        folds: Parts of the cross-validation.
        seed: Of its shuffling.

    Raises:
        ValueError: If only one outcome occurs.
    """
    y = np.array(helped, dtype=np.float64)
    if len(set(y.tolist())) < 2:
        raise ValueError("both answerable and unanswerable questions are needed")
    present = [name for name in REQUEST_SIGNALS if any(name in row for row in signals)]
    names = tuple(names or (*(name for name in SEARCH_SIGNALS if name not in NOT_FITTED), *present))
    x = np.stack([vector(row, names) for row in signals])
    members = np.unique([str(group) for group in groups or range(len(y))], return_inverse=True)[1]
    parts = np.random.default_rng(seed).permutation(int(members.max()) + 1)[members] % folds
    out = np.zeros(len(y))
    for part in range(folds):
        rest, mean, scale = parts != part, x[parts != part].mean(axis=0), _scale(x[parts != part])
        weights, intercept = logistic((x[rest] - mean) / scale, y[rest], names)
        out[~rest] = 1 / (1 + np.exp(-((x[~rest] - mean) / scale @ weights + intercept)))
    mean, scale = x.mean(axis=0), _scale(x)
    weights, intercept = logistic((x - mean) / scale, y, names)
    return ConfidenceModel(
        names=names,
        means=tuple(mean.tolist()),
        scales=tuple(scale.tolist()),
        weights=tuple(weights.tolist()),
        intercept=intercept,
        held_out=tuple((round(float(p), 5), int(h)) for p, h in zip(out, y, strict=True)),
        languages=tuple("fr" if row.get("french") else "en" if row.get("english") else "nl" for row in signals),
    )


def widened(model: ConfidenceModel, draws: Sequence[int], *, share: float = 0.05) -> ConfidenceModel:
    """A model fitted on several knowledge bases, made careful for one that none of them is.

    Args:
        model: Fitted on all; its held-out pairs in the order of `draws`.
        draws: Which knowledge base each pair comes from.
        share: Of wrong answers, at which the knowledge bases' thresholds are compared.

    Returns:
        The model with its level lowered by one deviation of the bases' own levels, and the held-out pairs of
        the base that needs the highest threshold.
    """
    p, y = np.array(model.held_out).T
    logits, of = np.log(np.clip(p, 1e-6, 1 - 1e-6) / np.clip(1 - p, 1e-6, 1)), np.array(draws)
    levels = [_level(logits[of == draw], y[of == draw]) for draw in sorted(set(draws))]
    lower = float(np.std(levels))
    careful = [
        [(round(float(q), 5), int(h)) for q, h in zip(1 / (1 + np.exp(lower - logits[part])), y[part], strict=True)]
        for part in (of == draw for draw in sorted(set(draws)))
    ]
    worst = max(range(len(careful)), key=lambda number: risk_threshold(careful[number], share))
    languages = np.array(model.languages)[of == sorted(set(draws))[worst]].tolist() if model.languages else []
    held_out = tuple(careful[worst])
    return replace(
        model, intercept=model.intercept - lower, spread=lower, held_out=held_out, languages=tuple(languages)
    )


def _level(logits: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """What must be added to the logits for their mean probability to be the share that helped, one pseudo-pair each."""
    level = 0.0
    for _ in range(30):  # Newton; the sum is monotone in the level
        p = 1 / (1 + np.exp(-(logits + level)))
        prior = 1 / (1 + math.exp(-level))
        level += float((y - p).sum() + 0.5 - prior) / float((p * (1 - p)).sum() + prior * (1 - prior))
    return level


def _scale(x: NDArray[np.float64]) -> NDArray[np.float64]:
    deviation = x.std(axis=0)
    return np.where(deviation > 0, deviation, 1.0)


def logistic(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    names: Sequence[str],
    *,
    centre: NDArray[np.float64] | None = None,
    precision: NDArray[np.float64] | None = None,
    weight: NDArray[np.float64] | None = None,
    offset: NDArray[np.float64] | float = 0.0,
) -> tuple[NDArray[np.float64], float]:
    """Ridge logistic regression in which no signal counts against its meaning.

    With some hundred questions a weight of the wrong sign fits chance, and misleads on another
    knowledge base. How sure the bot is of whatever it understood is free.

    Args:
        x: Signals (n, d), standardised.
        y: Whether each helped (n,).
        names: Of the signals.
        centre: Weights and level (d + 1,) towards which the penalty pulls; by default 0.
        precision: How strongly (d + 1,); by default alike for all weights, and the level is free.
        weight: Of each row (n,); by default 1.
        offset: Log-odds (n,) that are known already.

    Returns:
        Weights (d,) and level.
    """
    from scipy.optimize import minimize

    d = x.shape[1]
    centre = np.zeros(d + 1) if centre is None else centre
    precision = np.append(np.full(d, _PENALTY), 0.0) if precision is None else precision
    weight = np.ones(len(x)) if weight is None else weight

    def loss(b: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = x @ b[:-1] + b[-1] + offset
        error = weight * (1 / (1 + np.exp(-logits)) - y)
        pull = precision * (b - centre)
        value = weight @ (np.logaddexp(0, logits) - y * logits) + pull @ (b - centre) / 2
        return float(value), np.append(x.T @ error, error.sum()) + pull

    bounds = [(None, 0.0) if name in AGAINST else (None, None) if name in FREE else (0.0, None) for name in names]
    fitted = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return fitted[:-1], float(fitted[-1])
