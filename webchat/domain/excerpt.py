"""The part of a passage that answers a question, with the question's words marked."""

from __future__ import annotations

from webchat.domain.likeness import shared


def excerpt(passage: str, question: str, *, chars: int) -> list[tuple[str, bool]]:
    """Return pieces of text and whether each is marked; together they are the part of `passage` that says the most.

    Args:
        passage: Plain text.
        question: What somebody looks for.
        chars: About how long the part may be; it begins and ends between words.
    """
    text = " ".join(passage.split())
    marks = shared(text, question)
    start = _start(text, marks, chars)
    end = len(text) if len(text) - start <= chars else text.rfind(" ", start, start + chars)
    end = start + chars if end <= start else end
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for first, last in marks:
        if at <= first and last <= end:
            pieces += [(text[at:first], False), (text[first:last], True)]
            at = last
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [(words, is_marked) for words, is_marked in pieces if words]


def _start(text: str, marks: list[tuple[int, int]], chars: int) -> int:
    """Begin before the mark from which the most marks fit; at the beginning where all of them do."""
    if not marks or len(text) <= chars or marks[-1][1] <= chars:
        return 0
    best = max(
        marks, key=lambda mark: (sum(mark[0] <= a and b <= mark[0] + chars * 3 // 4 for a, b in marks), -mark[0])
    )
    sentence = max(text.rfind(end, 0, best[0]) for end in (". ", "? ", "! "))
    if best[0] - sentence <= chars // 4:
        return sentence + 2 if sentence >= 0 else 0
    return text.rfind(" ", 0, max(1, best[0] - chars // 8)) + 1
