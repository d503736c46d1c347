"""P(this answer helps): named signals, a small fitted model, thresholds with a guarantee.

Signals are scale-free (deviations, shares, margins), so that a model fitted on one knowledge base
still means something on another. Those of the caller are optional: where it says nothing of intents
another model speaks.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Signals = dict[str, float]

# Computed from the search itself; always present.
SEARCH_SIGNALS = (
    "dense_z",  # deviations of the best family above the best that chance finds among so many passages
    "dense_margin",  # of that over the next family's
    "table_z",  # the same by the table of words
    "table_margin",
    "examples",  # deviations of its nearest example questions above the mean of all
    "examples_margin",  # of that over the next family's
    "cosine",  # centred cosine of the best passage
    "lexical",  # share of the question's word weight found in its best passage
    "title",  # share of it found in a title, heading or keyword
    "unknown",  # share of that weight that stands nowhere in the knowledge base
    "agreement",  # share of the three lists (dense, table, lexical) that name this family first
    "margin",  # fused score over the next family's
    "length",  # log of the number of words
    "fallback",  # 1 when the article is in another language than the question
    "french",  # the question's language; both 0 in Dutch
    "english",
    "known",  # 1 when the first family has example questions; chooses the model
)
# Sent by the caller; absent ones are neutral.
REQUEST_SIGNALS = ("intent_confidence", "intent_margin", "topic_agrees", "topic_share", "no_topic")
AGAINST = {"unknown", "fallback", "no_topic", "behind"}  # the higher, the less likely to help
FREE = {"intent_confidence", "intent_margin", "french", "english"}  # may speak for another intent, or hold a level
# Our answerable questions are longer than the others, which says who wrote them, not what helps.
NOT_FITTED = {"length", "known"}
# Of a hit after the first, for the chance that it helps where none before it does.
LATER_SIGNALS = (
    "behind",  # by how much its texts say less than the first family's
    "share",  # the bot's probability of its topic
    "dense_z",
    "table_z",
    "examples",
    "lexical",
    "title",
)
# No single labelled question can teach these; log-odds per unit, to be refitted on feedback.
CONVERSATION_WEIGHTS = {"n_failed_turns": -0.5, "negative_feedback": -1.0, "frustration": -0.5, "repeated": -0.7}

# How surely the promised share of wrong answers must hold: calibration questions are few.
CONFIDENCE = 0.9


@dataclass(frozen=True)
class Thresholds:
    """At `answer` or above: answer. From `ask` on: ask which is meant. Below: hand off."""

    answer: float
    ask: float


@dataclass(frozen=True)
class ConfidenceModel:
    """Logistic regression over standardised signals.

    Attributes:
        names: Signals in the order of the weights.
        means, scales: Standardisation per signal.
        weights, intercept: Log-odds per standardised signal.
        held_out: (P, helped) pairs on questions the fit did not see; thresholds follow from them.
        foreign: The model where the first family has no example questions: an imported article.
        alone: The model where the caller says nothing of intents.
        later: The model of the hits after the first, over `LATER_SIGNALS`.
        languages: Of the held-out questions, in their order; empty where they are not known.
        spread: Deviation of the level, in log-odds, by which the intercept is lowered out of care.
        card: Where the model comes from and how good it is.
    """

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    held_out: tuple[tuple[float, int], ...] = ()
    languages: tuple[str, ...] = ()
    spread: float = 0.0
    card: dict[str, Any] = field(default_factory=dict)
    foreign: ConfidenceModel | None = None
    alone: ConfidenceModel | None = None
    later: ConfidenceModel | None = None

    def of(self, signals: Mapping[str, float]) -> ConfidenceModel:
        """The model that speaks for a question: this one, or one of `parts`."""
        if self.foreign is not None and not signals.get("known", 1.0):
            return self.foreign
        return self if self.alone is None or "intent_confidence" in signals else self.alone

    @property
    def named(self) -> dict[str, ConfidenceModel]:
        """Every model that may speak for a question, by name: `own`, and `alone` and `foreign` where there are such."""
        parts = {"own": self, "alone": self.alone, "foreign": self.foreign}
        return {name: part for name, part in parts.items() if part is not None}

    def name_of(self, signals: Mapping[str, float]) -> str:
        """The name of the model that speaks for a question."""
        speaking = self.of(signals)
        return next(name for name, part in self.named.items() if part is speaking)

    @property
    def parts(self) -> tuple[ConfidenceModel, ...]:
        """Every model that may speak for a question."""
        return tuple(self.named.values())

    def probability(self, signals: Mapping[str, float]) -> float:
        """P(the answer helps) for one question's signals."""
        if (model := self.of(signals)) is not self:
            return model.probability(signals)
        x = (vector(signals, self.names) - np.array(self.means)) / np.array(self.scales)
        logit = float(x @ np.array(self.weights)) + self.intercept
        logit += sum(weight * signals.get(name, 0.0) for name, weight in CONVERSATION_WEIGHTS.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def chances(self, signals: Mapping[str, float], later: Sequence[Mapping[str, float]]) -> tuple[float, ...]:
        """Per hit, best first: the chance that it helps where none before it does.

        Args:
            signals: Of the first hit, and of the conversation.
            later: `LATER_SIGNALS` of each hit after it.

        Source: continuation ratios; Agresti, "Categorical data analysis", 2013, section 8.3.4.
        """
        following = self.of(signals).later or PRIOR_LATER
        return (self.probability(signals), *(following.probability(each) for each in later))

    def thresholds(self, max_wrong_share: float) -> Thresholds:
        """Thresholds that follow from the acceptable share of wrong answers."""
        answer = risk_threshold(self.held_out, max_wrong_share) if self.held_out else 0.7
        return Thresholds(answer=answer, ask=min(answer, 0.5 * answer))

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        """What `save` writes."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def load(cls, path: Path) -> ConfidenceModel:
        """Read a saved model; without a file, the built-in prior."""
        if not path.is_file():
            return PRIOR
        return cls._read(json.loads(path.read_text(encoding="utf-8")))

    @classmethod
    def _read(cls, raw: Mapping[str, Any]) -> ConfidenceModel:
        return cls(
            names=tuple(raw["names"]),
            means=tuple(raw["means"]),
            scales=tuple(raw["scales"]),
            weights=tuple(raw["weights"]),
            intercept=raw["intercept"],
            held_out=tuple((float(p), int(y)) for p, y in raw["held_out"]),
            languages=tuple(raw.get("languages", ())),
            spread=raw.get("spread", 0.0),
            card=raw["card"],
            foreign=cls._read(raw["foreign"]) if raw.get("foreign") else None,
            alone=cls._read(raw["alone"]) if raw.get("alone") else None,
            later=cls._read(raw["later"]) if raw.get("later") else None,
        )


# What we would guess before seeing data: a clear lead, a close passage and known words help. Means and scales are
# those of our own questions, rounded: signals in other units would make it sure or unsure of everything.
PRIOR = ConfidenceModel(
    names=("dense_z", "margin", "cosine", "lexical", "unknown"),
    means=(-0.6, 6.0, 0.23, 0.14, 0.3),
    scales=(1.0, 8.0, 0.1, 0.07, 0.2),
    weights=(0.6, 0.6, 0.6, 0.3, -0.4),
    intercept=0.5,
    card={"fitted": False},
)
PRIOR_LATER = ConfidenceModel(names=("behind",), means=(10.0,), scales=(8.0,), weights=(-0.7,), intercept=-1.5)


def any_helps(chances: Sequence[float]) -> float:
    """The chance that one of the hits helps, from `ConfidenceModel.chances` of them."""
    return 1 - math.prod(1 - chance for chance in chances)


def vector(signals: Mapping[str, float], names: Sequence[str]) -> NDArray[np.float64]:
    """Signals as numbers in the order of `names`; an absent one is 0."""
    return np.array([signals.get(name, 0.0) for name in names])


def risk_threshold(
    pairs: Sequence[tuple[float, int]], max_wrong_share: float, *, confidence: float = CONFIDENCE
) -> float:
    """The lowest threshold that keeps wrong answers within a share of all questions.

    A risk-controlling threshold for the loss "answered, and wrong", which falls as the threshold
    rises: the lowest at which the exact binomial upper bound of the share of wrong answers is within
    α. On exchangeable data the share then stays within α with the given confidence, not only on
    average over calibration sets. With too few questions the threshold is 1: nothing can be promised.

    Args:
        pairs: (P, helped) on held-out questions.
        max_wrong_share: α, in (0, 1).
        confidence: Probability, over calibration sets, that the promise holds; in (0, 1).

    Source: Bates, Angelopoulos, Lei, Malik & Jordan, "Distribution-free, risk-controlling prediction
    sets", JACM 2021; bound: Clopper & Pearson, Biometrika 1934.
    """
    wrong = sorted((p for p, helped in pairs if not helped), reverse=True)
    allowed = _wrong_allowed(len(pairs), max_wrong_share, confidence)
    if allowed < 0:
        return 1.0
    if allowed >= len(wrong):
        return 0.0
    # Just above the first wrong answer that is one too many.
    return min(1.0, math.nextafter(wrong[allowed], 2.0))


def _wrong_allowed(n: int, share: float, confidence: float) -> int:
    """Most wrong answers among n that show a wrong share above `share` to be unlikely; -1 if none do.

    The largest k with P(Binomial(n, share) <= k) <= 1 - confidence.
    """
    tail, allowed = 0.0, -1
    for k in range(n + 1):
        log_ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
        tail += math.exp(log_ways + k * math.log(share) + (n - k) * math.log1p(-share))
        if tail > 1 - confidence:
            break
        allowed = k
    return allowed


def share_bounds(k: int, n: int, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The lowest and the highest share that k of n make believable, each with the given confidence.

    Source: Clopper & Pearson, "The use of confidence or fiducial limits", Biometrika 1934.
    """
    from scipy.special import betaincinv

    low = 0.0 if k == 0 else float(betaincinv(k, n - k + 1, 1 - confidence))
    high = 1.0 if k == n else float(betaincinv(k + 1, n - k, confidence))
    return low, high
