"""Rules for a folder of articles beyond what parsing demands (docs/authoring.md lists them).

An error is a fault that a reader or the bot would run into; a warning is what an author should look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb_index.articles import LANGUAGES, Article, ArticleError, Step, read_folder
from kb_index.links import check_links
from kb_index.markdown import sections
from kb_index.reading import longest_sentence, reading_ease, words

TOPICS = ("accounts", "network", "printing", "email", "files", "meetings", "devices", "software", "security")
DEVICES = ("computer", "smartphone", "printer", "monitor", "keyboard", "webcam", "card reader")
HARD_TO_READ, PLAIN = 30.0, 60.0  # Flesch: below the first "very difficult", from the second on "plain"
MAX_SENTENCE_WORDS = 40
MAX_SIGN_CHARS = 80  # of a button on a phone, in two lines
Severity = Literal["error", "warning"]


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
        problems += _check_article(article, set(families), set(articles))
    problems += _check_signs(list(articles.values()))
    return sorted(problems, key=lambda problem: problem.severity)


def _check_family(family: str, versions: dict[str, Article]) -> Iterator[Problem]:
    missing = [language for language in LANGUAGES if language not in versions]
    if missing:
        yield Problem("error", family, f"lacks {', '.join(missing)}")
    first, *others = versions.values()
    for other in others:
        for name in ("topic", "visibility", "handoff", "incident", "device"):
            if getattr(first, name) != getattr(other, name):
                yield Problem("error", other.article_id, f"`{name}` is another than in {first.article_id}")
        if bool(first.sign) != bool(other.sign):
            without = other if first.sign else first
            yield Problem("error", without.article_id, "has no `sign`, another language has")
        if _shape(first) != _shape(other):
            severity: Severity = "error" if first.explicit_steps and other.explicit_steps else "warning"
            yield Problem(severity, other.article_id, f"its steps or where they lead differ from {first.article_id}")


def _shape(article: Article) -> list[object]:
    """The steps without their words."""
    return [
        (step.id, step.done, step.failed, [answer.goto for answer in step.check.answers] if step.check else None)
        for step in article.steps
    ]


def _check_article(article: Article, families: set[str], ids: set[str]) -> Iterator[Problem]:
    where = article.article_id
    for text in check_steps(article.steps, families) + check_links(article, ids):
        yield Problem("error", where, text)
    if article.topic not in TOPICS:
        yield Problem("warning", where, f"`topic` is not one of {', '.join(TOPICS)}")
    if article.device is not None and article.device not in DEVICES:
        yield Problem("warning", where, f"`device` is not one of {', '.join(DEVICES)}")
    if article.steps and not article.handoff:
        for name in ("goal", "minutes"):
            if not getattr(article, name):
                yield Problem("warning", where, f"has steps but no `{name}`")
    if not article.body:
        yield Problem("error", where, "has no text under its front matter")
    yield from _check_reading(article)


def _check_reading(article: Article) -> Iterator[Problem]:
    blocks = [block for section in sections(article.body) for block in section.blocks]
    steps = [text for step in article.steps if article.explicit_steps for text in (step.text, step.help or "")]
    text = "\n".join([*blocks, *steps])
    ease = reading_ease(text, article.language)
    if ease is not None and ease < PLAIN:
        severity: Severity = "error" if ease < HARD_TO_READ else "warning"
        yield Problem(severity, article.article_id, f"reads hard: {ease:.0f} where plain language has {PLAIN:.0f}")
    longest = longest_sentence(text)
    if len(words(longest)) > MAX_SENTENCE_WORDS:
        yield Problem("warning", article.article_id, f"a sentence of {len(words(longest))} words: “{longest[:60]}…”")


def _check_signs(articles: list[Article]) -> Iterator[Problem]:
    """A sign is a button: short, and no two alike in one language unless device or products tell them apart."""
    seen: dict[tuple[str, str], Article] = {}
    for article in articles:
        if not article.sign:
            yield Problem("warning", article.article_id, "has no `sign`: the bot asks with its title")
            continue
        if len(article.sign) > MAX_SIGN_CHARS:
            yield Problem("error", article.article_id, f"`sign` is longer than {MAX_SIGN_CHARS} characters")
        other = seen.setdefault((article.language, article.sign.casefold()), article)
        if other is not article and not _told_apart(article, other):
            yield Problem("error", article.article_id, f"has the same `sign` as {other.article_id}")


def _told_apart(one: Article, other: Article) -> bool:
    if one.device and other.device and one.device != other.device:
        return True
    return bool(one.products and other.products) and not set(one.products) & set(other.products)


def check_steps(steps: tuple[Step, ...], families: set[str]) -> list[str]:
    """Faults of one article's steps: targets that do not exist, steps without an end or never reached."""
    if not steps:
        return []
    numbers = {step.id: number for number, step in enumerate(steps)}
    problems, ways = [], []
    for number, step in enumerate(steps):
        leads = [answer.goto for answer in step.check.answers] if step.check else [step.done]
        targets = [*leads, step.failed]
        problems += [
            f"step `{step.id}` leads to article `{goto[8:]}`, which is not in the folder"
            for goto in targets
            if goto.startswith("article:") and goto[8:] not in families
        ]
        ways.append({number + 1 if goto == "next" else numbers.get(goto, -1) for goto in targets})
    ends = {number for number, targets in enumerate(ways) if -1 in targets}
    while grown := {number for number, targets in enumerate(ways) if number not in ends and targets & ends}:
        ends |= grown
    problems += [
        f"from step `{step.id}` there is no way to an end" for number, step in enumerate(steps) if number not in ends
    ]
    reached, front = {0}, [0]
    while front:
        fresh = [target for target in ways[front.pop()] if 0 <= target < len(steps) and target not in reached]
        reached.update(fresh)
        front += fresh
    return problems + [
        f"step `{step.id}` is never reached" for number, step in enumerate(steps) if number not in reached
    ]
