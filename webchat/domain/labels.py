"""What a label is: a message with the intent it should have had, for training or for examining."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from webchat.domain.errors import Fixable
from webchat.domain.limits import clean_text

Part = Literal["eval", "train"]
Language = Literal["nl", "fr", "en"]

OUT_OF_SCOPE = "out_of_scope"
TOPIC = "problem_"
# What a user's words may name; the rest of the domain's entities travels in buttons.
ENTITIES = (
    "device",
    "operating_system",
    "application",
    "error_code",
    "error_text",
    "since",
    "customer_name",
    "ticket_number",
)
MAX_EXAMPLE_CHARS = 600

_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_FAMILY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARKUP = re.compile(r"\](?=[({\[])")
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled text.

    Attributes:
        entities: Spans with `start`, `end` (in characters of `text`) and `entity`, in order, not overlapping.
        part: `eval` is never trained on.
        source: `inbox`, or `import` for Rasa YAML that was brought along.
        agent_id: Who labelled it.
    """

    id: str
    text: str
    language: str
    intent: str
    entities: tuple[Mapping[str, Any], ...]
    part: Part
    source: str
    agent_id: str
    created_at: datetime


def part_for(n_eval: int, n_train: int, share: float) -> Part:
    """Return where the next example of an intent in a language goes: the examination first, then training.

    Args:
        n_eval: How many of that intent and language are in the examination.
        n_train: How many are trained on.
        share: Of all that the examination is to have, in 0..1.
    """
    return "eval" if n_eval < math.ceil(share * (n_eval + n_train + 1)) else "train"


def example_text(text: str) -> str:
    """Return a text as it can stand in Rasa's YAML: one line, and no brackets that would read as an entity.

    Raises:
        Fixable: `no_text` where nothing is left.
    """
    line = " ".join(clean_text(text, max_chars=100_000).lstrip("-/ \t\n").split())
    line = _MARKUP.sub("] ", line)[:MAX_EXAMPLE_CHARS].rstrip()
    if not line:
        raise Fixable("no_text")
    return line


def folded(text: str) -> str:
    """Return what two spellings of one text share: no case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _NOT_LETTERS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def checked_entities(text: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return entities in order, white space at their ends left out.

    Raises:
        Fixable: `invalid` (field `entities`) for one that is unknown, empty, outside the text or over another.
    """
    found: list[dict[str, Any]] = []
    for raw in sorted(entities, key=lambda entity: int(entity["start"])):
        start, end = int(raw["start"]), int(raw["end"])
        piece = text[max(0, start) : end]
        start += len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        bad = raw["start"] < 0 or raw["end"] > len(text) or start >= end or raw["entity"] not in ENTITIES
        if bad or (found and start < found[-1]["end"]) or set(text[start:end]) & set("[]"):
            raise Fixable("invalid", field="entities")
        found.append({"start": start, "end": end, "entity": raw["entity"]})
    return found


def intent_of(family: str) -> str:
    """Return the topic intent of a family."""
    return TOPIC + family.replace("-", "_")


def family_of(intent: str) -> str | None:
    """Return the family that a topic intent names; None for another intent."""
    return intent.removeprefix(TOPIC).replace("_", "-") if intent.startswith(TOPIC) else None


def is_intent_name(name: str) -> bool:
    """Return whether Rasa, a file's name and a button's payload can bear this name."""
    return len(name) <= 100 and _NAME.fullmatch(name) is not None


def is_family(name: str) -> bool:
    """Return whether articles can be a family of this name, and an intent follow from it."""
    return len(name) <= 80 and _FAMILY.fullmatch(name) is not None


def slug(title: str) -> str:
    """Return a family's name made of a title: `Wifi in het lokaal` becomes `wifi-in-het-lokaal`."""
    words = folded(title).encode("ascii", "ignore").decode().split()
    return "-".join(words)[:60].strip("-")
