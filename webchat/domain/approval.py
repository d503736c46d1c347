"""A request that somebody has to approve: asked, then approved or refused; a refused one can be asked again."""

from __future__ import annotations

from typing import Literal

from webchat.domain.errors import Fixable

Step = Literal["ask", "approve", "refuse"]

_NEXT: dict[tuple[str | None, str], str] = {
    (None, "ask"): "asked",
    ("refused", "ask"): "asked",
    ("asked", "approve"): "approved",
    ("asked", "refuse"): "refused",
}


def next_state(state: str | None, step: str) -> str:
    """Return what follows; None is a request that nobody was asked about.

    Raises:
        Fixable: `invalid` (field `step`) for a step that makes no sense here.
    """
    following = _NEXT.get((state, step))
    if following is None:
        raise Fixable("invalid", field="step", state=state)
    return following
