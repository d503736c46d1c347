"""How long somebody in the queue will still wait, from what the last hour showed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

from webchat.domain.routing import Candidate

_STEP_S = 30
_PRIOR_WEIGHT = 3
_LONGEST_IN_MEDIANS = 6.0


def handling_time_s(durations_s: Sequence[float], *, prior_s: float) -> float:
    """Return how long a chat takes.

    The mean, because a queue empties by the sum of what is handled, not by its middle; a chat left open over lunch is
    cut to six medians, and the prior weighs in as three chats, which matters while there are few.

    Args:
        durations_s: Of the chats that ended in the last hour.
        prior_s: What is assumed without any.
    """
    if not durations_s:
        return prior_s
    longest = _LONGEST_IN_MEDIANS * max(median(durations_s), 30.0)
    total = sum(min(duration, longest) for duration in durations_s)
    return (total + _PRIOR_WEIGHT * prior_s) / (len(durations_s) + _PRIOR_WEIGHT)


def expected_wait_s(n_ahead: int, serving: Sequence[Candidate], *, handling_s: float) -> int | None:
    """Estimate the wait in seconds, in steps of 30; None if nobody can help.

    With all places taken, one of `places` chats ends every `handling_s / places` on average.

    Args:
        n_ahead: Those in front who wait for the same agents.
        serving: Who is at work and may be offered this conversation.
        handling_s: Length of a chat.
    """
    places = sum(agent.capacity for agent in serving)
    if not places:
        return None
    n_free = sum(agent.capacity - agent.n_busy for agent in serving if agent.is_free)
    if n_ahead < n_free:
        return _STEP_S
    return ceil((n_ahead - n_free + 1) * handling_s / places / _STEP_S) * _STEP_S


def is_news(told_s: float, elapsed_s: float, expected_s: float) -> bool:
    """Return whether the wait has changed so much since it was told that the user should hear.

    Args:
        told_s: What was told.
        elapsed_s: Since then.
        expected_s: From now on.
    """
    left_s = max(0.0, told_s - elapsed_s)
    if expected_s > left_s:
        return expected_s - left_s >= max(180.0, left_s)
    return left_s - expected_s >= max(180.0, left_s / 2)
