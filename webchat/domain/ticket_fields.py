"""Fields that an administrator adds to tickets: their definition, and which values they take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webchat.domain.errors import Fixable
from webchat.domain.ticket import FIELDS, KINDS

TYPES = ("text", "number", "date", "choice", "boolean", "person", "approver")
LANGUAGES = ("nl", "fr", "en")
MAX_TEXT_CHARS = 1000
MAX_NAME_CHARS = 200

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_RESERVED = frozenset(
    (*FIELDS, "status", "kind", "priority", "team", "agent", "outcome", "solution", "approval", "links")
)


@dataclass(frozen=True, slots=True)
class TicketField:
    """One definition.

    Attributes:
        choices: What a `choice` can be: each with `value` and `labels`.
        kinds: Kinds of tickets that have the field; empty for all.
        required_for: Kinds that are not complete without it.
    """

    key: str
    labels: Mapping[str, str]
    type: str
    choices: tuple[Mapping[str, Any], ...] = ()
    kinds: tuple[str, ...] = ()
    required_for: tuple[str, ...] = ()

    def is_for(self, kind: str) -> bool:
        """Return whether tickets of this kind have the field."""
        return not self.kinds or kind in self.kinds


def check_definition(field: TicketField) -> None:
    """Refuse a definition that makes no sense.

    Raises:
        Fixable: `invalid` with the `field` of the definition that is wrong.
    """
    if not _KEY.fullmatch(field.key) or field.key in _RESERVED:
        raise Fixable("invalid", field="key")
    if field.type not in TYPES:
        raise Fixable("invalid", field="type")
    _check_labels(field.labels, "labels")
    if (field.type == "choice") != bool(field.choices):
        raise Fixable("invalid", field="choices")
    values = [choice["value"] for choice in field.choices]
    if len(set(values)) < len(values):
        raise Fixable("invalid", field="choices")
    for choice in field.choices:
        _check_labels(choice["labels"], "choices")
    for name in ("kinds", "required_for"):
        if set(getattr(field, name)) - set(KINDS):
            raise Fixable("invalid", field=name)
    if field.kinds and set(field.required_for) - set(field.kinds):
        raise Fixable("invalid", field="required_for")


def _check_labels(labels: Mapping[str, str], name: str) -> None:
    if set(labels) != set(LANGUAGES) or not all(text.strip() for text in labels.values()):
        raise Fixable("invalid", field=name)


def clean_value(field: TicketField, value: Any) -> Any:
    """Return the value as it is stored.

    Raises:
        Fixable: `invalid` with the field's key and what was `expected`.
    """
    try:
        return _READ[field.type](field, value)
    except (ValueError, TypeError, OverflowError) as error:
        raise Fixable("invalid", field=field.key, expected=field.type) from error


def _text(limit: int) -> Any:
    def read(_field: TicketField, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            raise ValueError
        return value.strip()

    return read


def _number(_field: TicketField, value: Any) -> float | int:
    if isinstance(value, bool):
        raise TypeError
    number = float(value.replace(",", ".") if isinstance(value, str) else value)
    if not -1e15 < number < 1e15:  # also refuses what is not a number
        raise ValueError
    return int(number) if number.is_integer() else number


def _date(_field: TicketField, value: Any) -> str:
    return date.fromisoformat(value).isoformat()


def _choice(field: TicketField, value: Any) -> str:
    if value not in [choice["value"] for choice in field.choices]:
        raise ValueError
    return str(value)


def _boolean(_field: TicketField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_READ: dict[str, Any] = {
    "text": _text(MAX_TEXT_CHARS),
    "person": _text(MAX_NAME_CHARS),
    "approver": _text(MAX_NAME_CHARS),
    "number": _number,
    "date": _date,
    "choice": _choice,
    "boolean": _boolean,
}


def missing(fields: Iterable[TicketField], kind: str, held: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the keys of required fields that a ticket of this kind has no value for."""
    return [
        field.key for field in fields if kind in field.required_for and held.get(field.key, {}).get("value") is None
    ]
