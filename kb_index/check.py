"""Rules for a folder of articles beyond what parsing demands (docs/authoring.md lists them).

An error is a fault that a reader or the bot would run into; a warning is what an author should look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb_index.articles import LANGUAGES, Article, ArticleError, read_folder
from kb_index.fault import Fault, Severity
from kb_index.flow import faults
from kb_index.links import check_links
from kb_index.markdown import sections
from kb_index.reading import longest_sentence, reading_ease, words

TOPICS = ("accounts", "network", "printing", "email", "files", "meetings", "devices", "software", "security")
DEVICES = ("computer", "smartphone", "printer", "monitor", "keyboard", "webcam", "card reader")
HARD_TO_READ, PLAIN = 30.0, 60.0  # Flesch: below the first "very difficult", from the second on "plain"
MAX_SENTENCE_WORDS = 40
MAX_SIGN_CHARS = 80  # of a button on a phone, in two lines


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at."""

    severity: Severity
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.text}"


def check_folder(folder: Path) -> list[Problem]:
    """What is wrong in a folder, errors first; empty when all is well.

    Every file parses; ids are unique; a family has each language once, with the same steps and policy; what steps and
    links lead to exists; every path through the steps ends and every step can be reached; the text reads easily.
    """
    problems: list[Problem] = []
    articles: dict[str, Article] = {}
    families: dict[str, dict[str, Article]] = defaultdict(dict)
    for path, result in read_folder(folder):
        if isinstance(result, ArticleError):
            problems.append(Problem("error", path.name, str(result)))
            continue
        if result.article_id in articles:
            problems.append(Problem("error", path.name, f"id `{result.article_id}` stands in another file too"))
        if result.language in families[result.family]:
            problems.append(Problem("error", path.name, f"family `{result.family}` already has {result.language}"))
        articles[result.article_id] = result
        families[result.family][result.language] = result
    if not articles and not problems:
        problems.append(Problem("error", str(folder), "holds no article"))
    for family, versions in sorted(families.items()):
        problems += _check_family(family, versions)
    for article in articles.values():
        found = check_article(article, set(families), set(articles))
        problems += [Problem(fault.severity, article.article_id, fault.text) for fault in found]
    problems += _check_signs(list(articles.values()))
    return sorted(problems, key=lambda problem: problem.severity)


def _check_family(family: str, versions: dict[str, Article]) -> Iterator[Problem]:
    missing = [language for language in LANGUAGES if language not in versions]
    if missing:
        yield Problem("error", family, f"lacks {', '.join(missing)}")
    first, *others = versions.values()
    for other in others:
        for fault in check_family(first, other):
            yield Problem(fault.severity, other.article_id, fault.text)
        if bool(first.sign) != bool(other.sign):
            without = other if first.sign else first
            yield Problem("error", without.article_id, "has no `sign`, another language has")


def _shape(article: Article) -> list[object]:
    """The steps without their words."""
    return [
        (step.id, step.done, step.failed, [answer.goto for answer in step.check.answers] if step.check else None)
        for step in article.steps
    ]


def check_article(article: Article, families: set[str], ids: set[str]) -> Iterator[Fault]:
    """What is wrong with one article.

    Args:
        article: It.
        families: Those that its steps may lead to.
        ids: The articles that its links may lead to.
    """
    yield from faults(article.steps, families)
    yield from check_links(article, ids)
    if article.topic not in TOPICS:
        yield Fault("warning", "unknown_topic", f"`topic` is not one of {', '.join(TOPICS)}")
    if article.device is not None and article.device not in DEVICES:
        yield Fault("warning", "unknown_device", f"`device` is not one of {', '.join(DEVICES)}")
    if article.steps and not article.handoff:
        for name in ("goal", "minutes"):
            if not getattr(article, name):
                yield Fault("warning", f"no_{name}", f"has steps but no `{name}`")
    if not article.body:
        yield Fault("error", "no_text", "has no text under its front matter")
    if not article.sign:
        yield Fault("warning", "no_sign", "has no `sign`: the bot asks with its title")
    elif len(article.sign) > MAX_SIGN_CHARS:
        text = f"`sign` is longer than {MAX_SIGN_CHARS} characters"
        yield Fault("error", "long_sign", text, {"most": MAX_SIGN_CHARS})
    yield from _check_reading(article)


def _check_reading(article: Article) -> Iterator[Fault]:
    blocks = [block for section in sections(article.body) for block in section.blocks]
    steps = [text for step in article.steps if article.explicit_steps for text in (step.text, step.help or "")]
    text = "\n".join([*blocks, *steps])
    ease = reading_ease(text, article.language)
    if ease is not None and ease < PLAIN:
        severity: Severity = "error" if ease < HARD_TO_READ else "warning"
        said = f"reads hard: {ease:.0f} where plain language has {PLAIN:.0f}"
        yield Fault(severity, "hard_to_read", said, {"score": round(ease), "plain": round(PLAIN)})
    longest = longest_sentence(text)
    if len(words(longest)) > MAX_SENTENCE_WORDS:
        n, start = len(words(longest)), longest[:60]
        yield Fault("warning", "long_sentence", f"a sentence of {n} words: “{start}…”", {"n": n, "start": start})


def check_family(first: Article, other: Article) -> Iterator[Fault]:
    """In what one language of a family differs from another where it must not."""
    for name in ("topic", "visibility", "handoff", "incident", "device"):
        if getattr(first, name) != getattr(other, name):
            text = f"`{name}` is another than in {first.article_id}"
            yield Fault("error", "value_differs", text, {"key": name, "other": first.article_id})
    if _shape(first) != _shape(other):
        severity: Severity = "error" if first.explicit_steps and other.explicit_steps else "warning"
        text = f"its steps or where they lead differ from {first.article_id}"
        yield Fault(severity, "shape_differs", text, {"other": first.article_id})


def _check_signs(articles: list[Article]) -> Iterator[Problem]:
    """No two signs are alike in one language unless device or products tell them apart."""
    seen: dict[tuple[str, str], Article] = {}
    for article in articles:
        if not article.sign:
            continue
        other = seen.setdefault((article.language, article.sign.casefold()), article)
        if other is not article and not _told_apart(article, other):
            yield Problem("error", article.article_id, f"has the same `sign` as {other.article_id}")


def _told_apart(one: Article, other: Article) -> bool:
    if one.device and other.device and one.device != other.device:
        return True
    return bool(one.products and other.products) and not set(one.products) & set(other.products)
