"""Words in a reply that are filled in when it is used: `{{customer.name}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from webchat.domain.errors import Fixable

VARIABLES = (
    "customer.name",
    "customer.email",
    "agent.name",
    "ticket.number",
    "ticket.subject",
    "ticket.device",
    "ticket.application",
)

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
# Without a value the placeholder goes, and the space before it: "Dag {{customer.name}}," becomes "Dag,".
_WITH_SPACE = re.compile(r"[ \t]?\{\{\s*([^{}]*?)\s*\}\}")


def check(text: str, *, field: str) -> None:
    """Refuse a text with a variable that does not exist.

    Args:
        text: What somebody wants to keep.
        field: Its name in the request, for the error.

    Raises:
        Fixable: `unknown_variable` with the `variable` and what is `known`.
    """
    for match in _PLACEHOLDER.finditer(text):
        if match[1] not in VARIABLES:
            raise Fixable("unknown_variable", field=field, variable=match[1], known=", ".join(VARIABLES))


def fill(text: str, values: Mapping[str, str | None]) -> str:
    """Return `text` with its variables filled in; one without a value leaves no gap.

    Args:
        text: A checked text.
        values: By the names in `VARIABLES`.
    """

    def filled(match: re.Match[str]) -> str:
        value = values.get(match[1])
        if not value:
            return ""
        space = match[0][0] if match[0][0] in " \t" else ""
        return space + value

    return _WITH_SPACE.sub(filled, text).strip()
