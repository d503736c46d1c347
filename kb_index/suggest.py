"""Titles while somebody types: public articles that hold every typed word, the last perhaps unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb_index.articles import Article, Language
from kb_index.lexical import fold

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Words:
    article: Article
    title: str
    all: str


class Suggestions:
    """The words of all titles and keywords, folded once for a generation of the index.

    Args:
        articles: All there are; those that are not public are left out.
        generation: Of the index that they stand in.
    """

    def __init__(self, articles: Iterable[Article], generation: int) -> None:
        self.generation = generation
        self._by_language: dict[Language, list[_Words]] = {}
        for article in articles:
            if article.visibility == "public":
                title, keywords = _spaced(article.title), _spaced(" ".join(article.keywords))
                self._by_language.setdefault(article.language, []).append(_Words(article, title, title + keywords))

    def of(self, typed: str, language: Language, k: int) -> list[Article]:
        """Return at most `k` articles, those first that say it all in their title, then by title."""
        parts = [f" {part}" for part in _WORD.findall(fold(typed))]
        if not parts:
            return []
        found = [
            (not all(part in words.title for part in parts), words.article.title, words.article.article_id, words)
            for words in self._by_language.get(language, ())
            if all(part in words.all for part in parts)
        ]
        return [words.article for *_, words in sorted(found, key=lambda each: each[:3])[: max(0, k)]]


def _spaced(text: str) -> str:
    """Each word after a space, so that ` part` is found where a word begins with it."""
    return "".join(f" {word}" for word in _WORD.findall(fold(text)))
