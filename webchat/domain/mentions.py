"""Who a note addresses: `@Sofie Janssens`."""

from __future__ import annotations

import re
from collections.abc import Mapping


def mentioned(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the ids of those whose name follows an `@`, in the order of the text, each once.

    A longer name wins: `@An Peeters` is not also An. Two people of one name are both meant.

    Args:
        text: A note.
        names: Name by id.
    """
    by_name: dict[str, list[str]] = {}
    for agent_id, name in names.items():
        if name.strip():
            by_name.setdefault(name.strip().casefold(), []).append(agent_id)
    if not by_name:
        return []
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)@(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    found = [agent_id for match in pattern.finditer(text.casefold()) for agent_id in by_name[match[1]]]
    return list(dict.fromkeys(found))
