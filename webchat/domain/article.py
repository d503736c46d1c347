"""Articles: their states, what a publication does to the translations, names that fit into an address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("nl", "fr", "en")
VISIBILITIES = ("internal", "public")
MAX_CHARS = 500_000
MAX_NOTE = 500
MAX_ID = 200


class State(StrEnum):
    """Where an article stands. A published one may have a newer working text; readers do not see it."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Kind(StrEnum):
    """What made a revision."""

    CREATE = "create"
    SAVE = "save"
    PUBLISH = "publish"
    IMPORT = "import"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article's front matter says of it. `visibility` may be `draft` too."""

    article_id: str
    family: str
    language: str
    title: str
    topic: str | None
    visibility: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a publication means for the family: whether the others fall behind, whether this one has caught up."""

    outdates_others: bool
    is_up_to_date: bool


def effect(*, is_outdated: bool, is_major: bool, is_first: bool) -> Effect:
    """Return what publishing a text does to the languages of its family.

    Args:
        is_outdated: Whether the article was behind another language before.
        is_major: Whether something was changed since its last publication that readers of the others miss.
        is_first: Whether it was never published before: a new translation says what the others say already.

    A text that was behind follows: if it made the others outdated, two translators would chase each other for ever.
    """
    return Effect(outdates_others=is_major and not is_outdated and not is_first, is_up_to_date=is_major and is_outdated)


def checksum(markdown: str) -> str:
    """Return the name of a text: what the index calls it too."""
    return hashlib.sha256(markdown.encode()).hexdigest()


def fold(text: str) -> str:
    """Return lower case without accents: what the list is searched by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


def slug(title: str) -> str:
    """Return a family's name made of a title: small letters, digits and hyphens."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    return "-".join(words)[:60].strip("-") or "article"
