"""Rules for a folder of articles beyond what parsing demands."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from kb_index.articles import LANGUAGES, Article, ArticleError, Step, read_folder


def check_folder(folder: Path) -> list[str]:
    """What is wrong in a folder, one sentence each; empty when all is well.

    Every file parses; ids are unique; a family has each language once; `article:` targets exist;
    every path through the steps ends, and every step can be reached.
    """
    problems: list[str] = []
    articles: dict[str, Article] = {}
    families: dict[str, dict[str, Path]] = defaultdict(dict)
    for path, result in read_folder(folder):
        if isinstance(result, ArticleError):
            problems.append(f"{path.name}: {result}")
            continue
        if result.article_id in articles:
            problems.append(f"{path.name}: id `{result.article_id}` stands in another file too")
        if result.language in families[result.family]:
            problems.append(
                f"{path.name}: family `{result.family}` already has {result.language} in {families[result.family][result.language].name}"
            )
        articles[result.article_id] = result
        families[result.family][result.language] = path
    for family, versions in sorted(families.items()):
        missing = [language for language in LANGUAGES if language not in versions]
        if missing:
            problems.append(f"family `{family}` lacks {', '.join(missing)}")
    for article in articles.values():
        problems += [f"{article.article_id}: {problem}" for problem in check_steps(article.steps, set(families))]
    return problems


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
