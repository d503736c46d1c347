"""What there is to read: public articles by family, language and topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from webchat.texts import LANGUAGES

TOPICS = ("accounts", "network", "printing", "email", "files", "meetings", "devices", "software", "security")
OTHER = "other"
"""Where articles stand whose topic has no name of ours."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A public article as lists show it. `sign` is what the reader sees when it is for them."""

    article_id: str
    family: str
    language: str
    title: str
    sign: str | None
    topic: str
    is_incident: bool


@dataclass(frozen=True)
class Catalogue:
    """All public articles of one generation of the index."""

    generation: int
    by_id: Mapping[str, Listed]
    families: Mapping[str, Mapping[str, Listed]]
    _topics: dict[str, dict[str, list[Listed]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], generation: int) -> Catalogue:
        """Read kb_index's list, of which only what the public may read is taken."""
        by_id: dict[str, Listed] = {}
        families: dict[str, dict[str, Listed]] = {}
        for row in rows:
            if row["visibility"] == "public":
                article = _listed(row)
                by_id[article.article_id] = article
                families.setdefault(article.family, {})[article.language] = article
        return cls(generation, by_id, families)

    def shown(self, family: str, language: str) -> Listed | None:
        """Return the family's article in `language` or, failing that, in another."""
        versions = self.families.get(family, {})
        return next((versions[each] for each in (language, *LANGUAGES) if each in versions), None)

    def topics(self, language: str) -> dict[str, list[Listed]]:
        """Return each topic's articles by title, every family once; a topic without articles is left out."""
        if language not in self._topics:
            shown = (self.shown(family, language) for family in self.families)
            by_title = sorted((each for each in shown if each), key=lambda each: each.title.casefold())
            groups = {topic: [each for each in by_title if each.topic == topic] for topic in (*TOPICS, OTHER)}
            self._topics[language] = {topic: articles for topic, articles in groups.items() if articles}
        return self._topics[language]

    def incidents(self, language: str) -> list[Listed]:
        """Return the articles about what is out of order now, each family once."""
        families = dict.fromkeys(each.family for each in self.by_id.values() if each.is_incident)
        return [each for family in families if (each := self.shown(family, language))]


def _listed(row: Mapping[str, Any]) -> Listed:
    return Listed(
        article_id=row["article_id"],
        family=row["family"],
        language=row["language"],
        title=row["title"],
        sign=row.get("sign"),
        topic=row["topic"] if row["topic"] in TOPICS else OTHER,
        is_incident=bool(row.get("incident")),
    )
