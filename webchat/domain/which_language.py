"""Which of the product's languages a written text is in, by its function words; a page's worth of text, not a question."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
# Words that stand in any text of the language, and not in one of the others or its neighbours (`de`, `en`, `is`, `la` do).
_WORDS = {
    "nl": frozenset(
        "het een van ik u uw wij zijn niet geen kunt kan moet hoe wat waar wanneer wie op met voor naar aan bij om te er dat dit "
        "deze maar ook nog als dan wel hebt heeft hebben wordt worden uit meer zo jouw daarna zoals alles tot klik kies".split()
    ),
    "fr": frozenset(
        "les une des du et vous nous votre vos est sont pas ne peut pouvez dans au aux à ce cette ces mais aussi plus comment quoi "
        "quel quelle où quand qui sur avec pour par ou être avoir puis cliquez depuis".split()
    ),
    "en": frozenset(
        "the a and you your our are not no cannot how what where when who with for to from at by that this these but also if then do "
        "does have has will or be it its as into click".split()
    ),
}
_FEWEST, _TIMES, _SHARE = 4, 2.0, 0.08


def language_of(text: str) -> str | None:
    """Return the language of a text; None where it is too short, mixed, or in another language altogether."""
    words = _WORD.findall(text.lower())
    n = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    first, second = sorted(n, key=lambda language: -n[language])[:2]
    is_clear = n[first] >= max(_FEWEST, _TIMES * n[second], _SHARE * len(words))
    return first if is_clear else None
