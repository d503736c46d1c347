"""Interface strings and paragraphs as plain sentences; what is no sentence in three languages is dropped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

MAX_CHARS = 700  # as a passage of the index
_TAG = re.compile(r"<[^<>]{1,200}>")
_PLACEHOLDER = re.compile(
    r"%\([^)]*\)[a-z]|%[-#0-9.]*l*[a-zA-Z](?![a-zà-ÿ])|%\d+|\$?\{[^{}]*\}|%[A-Z]{3,}\d?|\$\(?[\w.-]+\)?|\\[nt]"
)
_MNEMONIC = re.compile(r"[&~](?=\w)")
_UNDERSCORE = re.compile(r"_(?=[^\W\d_])")
_CREDITS = re.compile(r"TRANSLATORS|translator-credits|https?://", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Triple:
    """One text in three languages, and the group (page or catalogue) that it comes from."""

    group: str
    en: str
    nl: str
    fr: str


def plain(text: str) -> str:
    """Without markup, placeholders and the marks of keyboard accelerators, on one line."""
    text = html.unescape(_TAG.sub(" ", text)).replace("\u00ad", "")
    text = _MNEMONIC.sub("", _PLACEHOLDER.sub(" ", text))
    if text.count("_") == 1:  # an accelerator; more of them are a name in a program
        text = _UNDERSCORE.sub("", text)
    return " ".join(text.split())


def is_usable(triple: Triple) -> bool:
    """Whether the three texts are likely translations of each other, and words rather than codes."""
    texts = (triple.en, triple.nl, triple.fr)
    if any(_CREDITS.search(text) or len(text) > MAX_CHARS for text in texts):
        return False
    letters = [len(_LETTER.findall(text)) for text in texts]
    if min(letters) < 2 or any(n < 0.6 * len(text.replace(" ", "")) for n, text in zip(letters, texts, strict=True)):
        return False
    # The short name of a thing may be one in all languages; a sentence that is was left untranslated.
    same = sum(text.casefold() == triple.en.casefold() for text in texts[1:])
    if same == 2 or (same and triple.en.count(" ") >= 3):
        return False
    return max(letters) <= 3 * min(letters) + 10


def distinct(triples: Iterable[Triple], *, per_text: int = 3) -> list[Triple]:
    """At most so many translations of one English text: contexts differ, but `OK` need not count 200 times."""
    seen: dict[str, set[tuple[str, str]]] = {}
    kept = []
    for triple in triples:
        known = seen.setdefault(" ".join(triple.en.casefold().split()).rstrip(".:… "), set())
        rest = (triple.nl.casefold().rstrip(".:… "), triple.fr.casefold().rstrip(".:… "))
        if rest not in known and len(known) < per_text:
            known.add(rest)
            kept.append(triple)
    return kept
