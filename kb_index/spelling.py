"""Words that nobody knows, mended to the nearest word of the knowledge base.

Only a word that stands in no article and no example question, and that the table does not know either, is touched:
a product's name or an everyday word that no article uses stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz.distance import OSA

from kb_index.articles import Language
from kb_index.static import split_words

# One error is believed from four letters on, two from eight.
MIN_LETTERS, MIN_FOR_TWO = 4, 8
# A word that the question's own language uses is so many times likelier than another language's.
_OWN_LANGUAGE = 10


class Speller:
    """The words of a knowledge base, how often each language uses them, and the nearest to one that is unknown.

    Args:
        is_word: Whether a word is known elsewhere, and so not mistyped.
    """

    def __init__(self, is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        self._counts: dict[Language, Counter[str]] = defaultdict(Counter)
        self._alike: dict[tuple[str, int], set[str]] = defaultdict(set)  # by first letter and length

    def add(self, language: Language, texts: Iterable[str]) -> None:
        """Learn the words of texts."""
        for word, n in _words(texts).items():
            self._counts[language][word] += n
            self._alike[word[0], len(word)].add(word)

    def remove(self, language: Language, texts: Iterable[str]) -> None:
        """Forget texts that were added."""
        for word, n in _words(texts).items():
            self._counts[language][word] -= n
            if not self._counts[language][word]:
                del self._counts[language][word]
                if not self.knows(word):
                    self._alike[word[0], len(word)].discard(word)

    def knows(self, word: str) -> bool:
        """Whether some text holds a word."""
        return any(word in counts for counts in self._counts.values())

    def mend(self, text: str, language: Language) -> dict[str, str]:
        """Words of a question that are mistyped, folded, and what is meant instead."""
        mended = {}
        for word in dict.fromkeys(split_words(text)):
            meant = self._nearest(word, language)
            if meant is not None:
                mended[word] = meant
        return mended

    def _nearest(self, word: str, language: Language) -> str | None:
        if len(word) < MIN_LETTERS or not word.isalpha() or self.knows(word) or self._is_word(word):
            return None
        reach = 2 if len(word) >= MIN_FOR_TWO else 1
        best: tuple[int, int, str] | None = None
        for length in range(max(MIN_LETTERS - 1, len(word) - reach), len(word) + reach + 1):
            # First letters are nearly always right, and a fifteenth of the words is quickly compared.
            for other in self._alike.get((word[0], length), ()):
                distance = OSA.distance(word, other, score_cutoff=reach)
                if distance <= reach:
                    found = (distance, -self._frequency(other, language), other)
                    best = found if best is None else min(best, found)
        return best[2] if best else None

    def _frequency(self, word: str, language: Language) -> int:
        own = self._counts[language][word]
        return _OWN_LANGUAGE * own + sum(counts[word] for counts in self._counts.values())


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(
        word for text in texts for word in split_words(text) if len(word) >= MIN_LETTERS - 1 and word.isalpha()
    )
