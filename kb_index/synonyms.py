"""Synonyms that a knowledge manager writes down: what else to look for when a question holds a word.

    groups:
      - {nl: [gsm, smartphone], fr: [gsm, portable], en: [mobile, cell phone]}

A word counts in questions of its own language; what is looked for are the group's other words, those of other
languages too, because an article may exist in those only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from kb_index.articles import LANGUAGES, Language
from kb_index.lexical import words

_MIN_OF_MANY = 3
MAX_GROUPS, MAX_WORDS, MAX_LENGTH = 2000, 50, 60


class SynonymsError(ValueError):
    """A file of synonyms that cannot be used.

    Attributes:
        message: One sentence for whoever wrote it.
        line: Line in the file, from 1, where known.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.message, self.line = message, line


Phrase = tuple[str, ...]  # index terms in a row


@dataclass(frozen=True)
class Synonyms:
    """Groups of words, ready to be looked up.

    Attributes:
        text: The YAML they came from.
        n_groups: How many.
    """

    text: str = "groups: []\n"
    n_groups: int = 0
    _others: Mapping[tuple[Language, Phrase], tuple[Phrase, ...]] = field(default_factory=dict, repr=False)

    def expand(self, terms: Sequence[str], language: Language) -> dict[str, list[str]]:
        """What else to look for.

        Args:
            terms: The question's index terms, in order.
            language: Its language.

        Returns:
            By a term of the question that is a synonym, or the first of one of several words: the other words' terms.
        """
        found: dict[str, list[str]] = {}
        longest = self._longest.get(language, 0)
        for start in range(len(terms)):
            for length in range(min(longest, len(terms) - start), 0, -1):
                others = self._others.get((language, tuple(terms[start : start + length])))
                if others:
                    flat = dict.fromkeys(term for phrase in others for term in _looked_for(phrase) if term not in terms)
                    found.setdefault(terms[start], []).extend(flat)
                    break
        return found

    @cached_property
    def _longest(self) -> dict[Language, int]:
        """Number of terms of each language's longest phrase."""
        longest: dict[Language, int] = {}
        for language, phrase in self._others:
            longest[language] = max(longest.get(language, 0), len(phrase))
        return longest


def _looked_for(phrase: Phrase) -> Phrase:
    """The terms that carry a phrase: not the `de` and `aux` between them."""
    return phrase if len(phrase) == 1 else tuple(term for term in phrase if len(term) > _MIN_OF_MANY) or phrase


def parse_synonyms(text: str) -> Synonyms:
    """Read a file of synonyms.

    Raises:
        SynonymsError: With the line of what is wrong.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SynonymsError(f"not YAML: {error.problem}", line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise SynonymsError(f"not YAML: {error}") from error
    entries = _entries(root) if isinstance(root, yaml.MappingNode) else {}
    groups = entries.get("groups")
    if not isinstance(groups, yaml.SequenceNode) or len(entries) != 1:
        raise SynonymsError("the file must hold one list, `groups:`", 1)
    if len(groups.value) > MAX_GROUPS:
        raise SynonymsError(f"more than {MAX_GROUPS} groups")
    others: dict[tuple[Language, Phrase], dict[Phrase, None]] = defaultdict(dict)
    for node in groups.value:
        group = dict.fromkeys(_group(node))
        for language, phrase in group:
            others[language, phrase] |= {other: None for _, other in group if other != phrase}
    return Synonyms(text, len(groups.value), {key: tuple(phrases) for key, phrases in others.items()})


def _group(node: Any) -> Iterator[tuple[Language, Phrase]]:
    """(language, phrase) of every word of a group."""
    if not isinstance(node, yaml.MappingNode):
        raise SynonymsError("a group gives words by language, as in {nl: [gsm], fr: [portable]}", _line(node))
    n_words = 0
    for language, listed in _entries(node).items():
        if language not in LANGUAGES:
            raise SynonymsError(f"{language!r} is not nl, fr or en", _line(node))
        if not isinstance(listed, yaml.SequenceNode):
            raise SynonymsError(f"`{language}` must be a list of words", _line(listed))
        for word in listed.value:
            n_words += 1
            phrase = tuple(words(str(word.value))) if isinstance(word, yaml.ScalarNode) else ()
            if not phrase or len(str(word.value)) > MAX_LENGTH:
                raise SynonymsError(f"each of `{language}` must be a word of at most {MAX_LENGTH} letters", _line(word))
            yield next(spoken for spoken in LANGUAGES if spoken == language), phrase
    if not 2 <= n_words <= MAX_WORDS:
        raise SynonymsError(f"a group holds from 2 to {MAX_WORDS} words, not {n_words}", _line(node))


def _entries(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    return {str(key.value): value for key, value in node.value}


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
