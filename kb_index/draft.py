"""One article that is being written: whether it can be published, what an author should look at, where its steps lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from kb_index.articles import Article, ArticleError, parse
from kb_index.check import check_article, check_family
from kb_index.fault import Fault
from kb_index.flow import Flow, flow

_NO_STEPS = Flow()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a text found. Faults stand with their line in the text, where they have one.

    Attributes:
        article: None where it cannot be parsed; then `faults` says why.
    """

    article: Article | None
    faults: tuple[tuple[int | None, Fault], ...]
    flow: Flow = _NO_STEPS


def check_draft(markdown: str, families: set[str], ids: set[str], others: Iterable[Article]) -> Checked:
    """Look at a text as `check` looks at a folder.

    Args:
        markdown: The whole text, front matter first.
        families: Those that the index knows.
        ids: The articles that the index knows.
        others: Articles that may be of the same family.
    """
    try:
        article = parse(markdown)
    except ArticleError as error:
        return Checked(None, ((error.line, Fault("error", error.code, error.message, error.params)),))
    found = list(check_article(article, families | {article.family}, ids | {article.article_id}))
    for other in others:
        if other.family == article.family and other.language != article.language:
            # Another language may wait to be brought up to date: no reason to keep this one back.
            found += [Fault("warning", f.code, f.text, f.params) for f in check_family(other, article)]
    led = flow(article.steps)
    for loop in led.loops:
        named = ", ".join(loop)
        found.append(Fault("warning", "loop", f"the steps {named} lead back to each other", {"steps": named}))
    return Checked(article, tuple((_line(markdown, fault), fault) for fault in found), led)


_KEYS = {"unknown_topic": "topic", "unknown_device": "device", "long_sign": "sign"}


def _line(markdown: str, fault: Fault) -> int | None:
    """Where a fault stands, from 1."""
    lines = markdown.splitlines()
    if "target" in fault.params:
        return next((n for n, line in enumerate(lines, 1) if f"]({fault.params['target']}" in line), None)
    if "step" in fault.params:
        return _step_lines(markdown).get(str(fault.params["step"]))
    key = _KEYS.get(fault.code) or (fault.params.get("key") if fault.code == "value_differs" else None)
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), None) if key else None


def _step_lines(markdown: str) -> dict[str, int]:
    """The line on which each written step begins."""
    source = re.split(r"^---[ \t]*$", markdown.replace("\r\n", "\n"), maxsplit=2, flags=re.MULTILINE)[1]
    node = yaml.compose(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(node, yaml.MappingNode)  # the text has been parsed before
    items: list[yaml.MappingNode] = next((value.value for key, value in node.value if key.value == "steps"), [])
    found = {}
    for number, item in enumerate(items, 1):
        named = next((value.value for key, value in item.value if key.value == "id"), str(number))
        found[str(named)] = item.start_mark.line + 1
    return found
