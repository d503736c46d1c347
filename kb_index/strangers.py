"""P(helps) on knowledge bases that nobody here wrote: what it promises, what comes true, what votes change.

For reporting only, as `external.py`: nothing that ships is fitted on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from kb_index.calibration import ConfidenceModel, any_helps
from kb_index.evaluate import Bench, Observation, Question, observations
from kb_index.feedback import Vote
from kb_index.learning import learnt
from kb_index.library import N_ASKED
from kb_index.measures import calibration_error

N_VOTES = (0, 50, 200, 1000)
_N_DRAWS = 10


def observed(bench: Bench, questions: Sequence[Question]) -> list[Observation]:
    """What each question brings from either half of the families: in one of the two it has no answer."""
    families = sorted({article.family for article, _, _ in bench.parts})
    return [
        each
        for half in (families[::2], families[1::2])
        for each in observations(bench.index(families=half, foreign=True), questions, {})
    ]


def after_votes(model: ConfidenceModel, seen: Sequence[Observation], share: float) -> list[dict[str, Any]]:
    """Calibration and wrong answers before votes and after some: means over draws.

    Half of the questions vote, on what the bot answered or asked about; the others measure. A set that cannot give
    so many votes gives what it has.

    Args:
        model: As it ships.
        seen: As `observed` returns it: every question twice, the second time in the second half.
        share: Of wrong answers that is acceptable.
    """
    n = len(seen) // 2
    rows: list[dict[str, Any]] = []
    for wanted in N_VOTES:
        drawn = []
        for seed in range(_N_DRAWS):
            order = np.random.default_rng(seed).permutation(n).tolist()
            voting = [seen[i + part] for i in order[: n // 2] for part in (0, n)]
            measured = [seen[i + part] for i in order[n // 2 :] for part in (0, n)]
            votes = [
                Vote(str(number), str(number), each.helped, each.signals)
                for number, each in enumerate(voting)
                if any_helps(model.chances(each.signals, each.later)[:N_ASKED])
                >= model.of(each.signals).thresholds(share).ask
            ][:wanted]
            drawn.append((len(votes), *_figures(learnt(model, votes), measured, share)))
        names = ("votes", "ece", "answered", "wrong of all")
        means = dict(zip(names, np.mean(drawn, axis=0).round(4).tolist(), strict=True))
        if not rows or means["votes"] > rows[-1]["votes"]:
            rows.append(means)
    return rows


def _figures(model: ConfidenceModel, seen: Sequence[Observation], share: float) -> tuple[float, float, float]:
    bars = {id(part): part.thresholds(share).answer for part in model.parts}
    pairs = [(model.probability(each.signals), int(each.helped)) for each in seen]
    answered = [h for (p, h), each in zip(pairs, seen, strict=True) if p >= bars[id(model.of(each.signals))]]
    return calibration_error(pairs), len(answered) / len(pairs), (len(answered) - sum(answered)) / len(pairs)
