"""A question as the lexical list asks it: its terms, and what else each may be called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kb_index.articles import Language
from kb_index.lexical import words
from kb_index.spelling import Speller
from kb_index.static import split_words
from kb_index.synonyms import Synonyms

_WORD = re.compile(r"[^\W_]+")
# What a match of another word is worth, of that of the word itself.
MENDED, SYNONYM = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """A question's terms and their variants.

    Attributes:
        text: The question with its typing errors mended.
        terms: Index terms in order, each once.
        variants: Other terms by term, each with its worth in (0, 1).
    """

    text: str
    terms: tuple[str, ...]
    variants: Mapping[str, Mapping[str, float]]


def understand(text: str, language: Language, speller: Speller, synonyms: Synonyms) -> Query:
    """Mend and expand a question."""
    terms = tuple(dict.fromkeys(words(text)))
    typed: dict[str, str] = {}  # what was typed, by the term that is meant
    variants: dict[str, dict[str, float]] = defaultdict(dict)
    mended = speller.mend(text, language)
    for wrong, right in mended.items():
        for term, meant in zip(words(wrong), words(right), strict=False):
            if term != meant:
                variants[term][meant] = MENDED
                typed[meant] = term
    fixed = _rewritten(text, mended) if mended else text
    for meant, others in synonyms.expand(words(fixed), language).items():
        variants[typed.get(meant, meant)] |= dict.fromkeys(others, SYNONYM)
    return Query(fixed, terms, dict(variants))


def _rewritten(text: str, mended: Mapping[str, str]) -> str:
    """A text with its wrong words replaced, and all else as it was."""
    return _WORD.sub(lambda found: mended.get("".join(split_words(found[0])), found[0]), text)
