"""Passages: the pieces of an article that are encoded and found."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from kb_index.articles import Article
from kb_index.markdown import first_ordered_list, sections

# About 120 words: a whole section of a good help page, and 10–20 ms of encoding on one core.
MAX_CHARS = 700
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One piece of an article.

    Attributes:
        heading: The heading it stands under, empty for the introduction.
        text: What is shown.
        encoded: What is encoded and searched: prefixed by the article's title.
    """

    article_id: str
    heading: str
    text: str
    encoded: str

    @property
    def key(self) -> str:
        """Names the encoded text: equal texts need one vector."""
        return hashlib.sha256(self.encoded.encode()).hexdigest()[:24]


def split(article: Article, *, max_chars: int = MAX_CHARS) -> list[Passage]:
    """Cut an article into passages: by heading, long sections at paragraphs, then sentences.

    Every article has at least one passage. Keywords and goal go with the first, the place where
    questions that only name the problem should land.
    """
    result = []
    lead = [*([article.goal] if article.goal else []), *([", ".join(article.keywords)] if article.keywords else [])]
    parts = [(part.heading, piece) for part in sections(article.body) for piece in _pieces(part.blocks, max_chars)]
    # The prose of a well-written article tells its steps already: a second copy only costs encoding.
    if article.explicit_steps and not first_ordered_list(article.body):
        parts += [("", piece) for piece in _pieces((step.text for step in article.steps), max_chars)]
    if not parts or parts[0][0]:
        parts.insert(0, ("", article.goal or article.title))
    for number, (heading, text) in enumerate(parts):
        named = f"{article.title} – {heading}" if heading else article.title
        encoded = "\n".join([named, *(lead if number == 0 else []), *([text] if text != article.title else [])])
        result.append(Passage(article.article_id, heading, text, encoded))
    return result


def _pieces(blocks: Iterable[str], max_chars: int) -> list[str]:
    """Pack blocks into pieces of at most `max_chars`, cutting a block only when it alone is longer."""
    pieces: list[str] = []
    for block in blocks:
        for part in _cut(block, max_chars):
            if pieces and len(pieces[-1]) + len(part) < max_chars:
                pieces[-1] += "\n" + part
            else:
                pieces.append(part)
    return pieces


def _cut(block: str, max_chars: int) -> list[str]:
    if len(block) <= max_chars:
        return [block]
    parts: list[str] = []
    for sentence in _SENTENCE.split(block):
        for start in range(0, len(sentence), max_chars):
            piece = sentence[start : start + max_chars]
            if parts and len(parts[-1]) + len(piece) < max_chars:
                parts[-1] += " " + piece
            else:
                parts.append(piece)
    return parts
