"""How easily a text reads: the Flesch scale, with the constants of each language.

100 reads like a conversation, 60 is plain language, below 30 only specialists read on. The constants differ per
language because its words do: the same 60 then means the same effort.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kb_index.articles import Language

MIN_WORDS = 100  # of fewer, the figure is mostly chance
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|\n+")
_VOWELS = re.compile(r"[aeiouyáéíóúàâèêëîïôöùûüœ]+")
_SILENT_END = {"nl": None, "fr": re.compile(r"(?:e|es|ent)$"), "en": re.compile(r"(?<!l)e$")}


class _Scale(NamedTuple):
    start: float
    per_word_in_sentence: float
    per_syllable_in_word: float


_SCALES: dict[Language, _Scale] = {
    "nl": _Scale(206.84, 0.93, 77.0),
    "fr": _Scale(207.0, 1.015, 73.6),
    "en": _Scale(206.835, 1.015, 84.6),
}


def reading_ease(text: str, language: Language) -> float | None:
    """Flesch reading ease of plain text, higher is easier; None below `MIN_WORDS` words.

    Syllables are counted as groups of vowels, without the silent endings of French and English: a word may be off
    by one, the mean over a text hardly.

    Source: Flesch, "A new readability yardstick", Journal of Applied Psychology 1948 (en); Douma, "De leesbaarheid
    van landbouwbladen", 1960 (nl); Kandel & Moles, "Application de l'indice de Flesch à la langue française", 1958 (fr).
    """
    found = [words(sentence) for sentence in _SENTENCE_END.split(text)]
    counted = [sentence for sentence in found if sentence]
    n_words = sum(map(len, counted))
    if n_words < MIN_WORDS:
        return None
    n_syllables = sum(_syllables(word, language) for sentence in counted for word in sentence)
    scale = _SCALES[language]
    return (
        scale.start - scale.per_word_in_sentence * n_words / len(counted) - scale.per_syllable_in_word * n_syllables / n_words
    )  # fmt: skip


def longest_sentence(text: str) -> str:
    """The sentence with the most words; empty for a text without any."""
    return max(_SENTENCE_END.split(text), key=lambda sentence: len(words(sentence)), default="").strip()


def words(text: str) -> list[str]:
    """The words of a text, numbers left out."""
    return _WORD.findall(text)


def _syllables(word: str, language: Language) -> int:
    lowered = word.lower()
    n = len(_VOWELS.findall(lowered))
    silent = _SILENT_END[language]
    return max(1, n - 1 if n > 1 and silent is not None and silent.search(lowered) else n)
