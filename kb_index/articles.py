"""Articles: Markdown with front matter, parsed into typed values.

The format is written down in docs/knowledge-index.md. Nothing here touches a file except
`read_folder`, which collects what parses and says what does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast, get_args

import yaml

from kb_index.markdown import first_ordered_list

Language = Literal["nl", "fr", "en"]
Visibility = Literal["draft", "internal", "public"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
# Of `questions`: more of them, or longer ones, are no questions but a paste.
MAX_QUESTIONS, MAX_QUESTION = 200, 600
REQUIRED = ("id", "family", "language", "title")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# Control characters, lone surrogates and path separators have no place in an id that ends up in a URL.
_BAD_ID = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class ArticleError(ValueError):
    """An article that cannot be used: what is wrong, and where.

    Attributes:
        code: Short name of the fault, for programs.
        message: One sentence for the author.
        line: Line in the file, from 1, where known.
        params: What the fault is about, for who says it in another language.
    """

    def __init__(self, code: str, message: str, line: int | None = None, **params: str | int) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.code, self.message, self.line, self.params = code, message, line, params


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a step's check question and where it leads."""

    label: str
    goto: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question that replaces Done / Didn't work."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `done` and `failed` are always filled (the defaults are resolved at parsing)."""

    id: str
    text: str
    done: str
    failed: str
    expert: str | None = None
    expect: str | None = None
    minutes: float | None = None
    help: str | None = None
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language, with the Markdown it came from."""

    article_id: str
    family: str
    language: Language
    title: str
    body: str
    markdown: str
    sign: str | None = None
    topic: str | None = None
    device: str | None = None
    products: tuple[str, ...] = ()
    visibility: Visibility = "public"
    handoff: bool = False
    incident: bool = False
    goal: str | None = None
    minutes: float | None = None
    keywords: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    intent: str | None = None
    steps: tuple[Step, ...] = ()
    explicit_steps: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def parse(markdown: str) -> Article:
    """Parse one article.

    Args:
        markdown: The whole file, front matter first.

    Raises:
        ArticleError: With the line, if the front matter or a step is wrong.
    """
    meta, body, lines = _front_matter(markdown)
    for key in REQUIRED:
        if not str(meta.get(key) or "").strip():
            raise ArticleError("missing_key", f"front matter lacks `{key}`", lines.get(key, 1), key=key)
    read = _Reader(meta, lines)
    language = read.text("language").lower()
    if language not in LANGUAGES:
        raise ArticleError(
            "bad_language", f"language {language!r} is not nl, fr or en", lines.get("language"), key="language"
        )
    visibility = (read.optional("visibility") or "public").lower()
    if visibility not in get_args(Visibility):
        raise ArticleError(
            "bad_visibility", f"visibility {visibility!r} is not draft, internal or public", lines.get("visibility")
        )
    steps = _explicit_steps(meta.get("steps"), lines.get("steps"))
    known = {
        "id",
        "family",
        "language",
        "title",
        "sign",
        "topic",
        "device",
        "products",
        "visibility",
        "handoff",
        "incident",
        "goal",
        "minutes",
        "keywords",
        "questions",
        "intent",
        "steps",
    }
    return Article(
        article_id=read.identifier("id"),
        family=read.identifier("family"),
        language=language,
        title=read.text("title"),
        body=body.strip(),
        markdown=markdown,
        sign=read.optional("sign"),
        topic=read.optional("topic"),
        device=read.optional("device"),
        products=read.texts("products"),
        visibility=cast(Visibility, visibility),
        handoff=read.flag("handoff"),
        incident=read.flag("incident"),
        goal=read.optional("goal"),
        minutes=read.number("minutes"),
        keywords=read.texts("keywords"),
        questions=_questions(meta.get("questions"), lines.get("questions")),
        intent=read.optional("intent"),
        steps=steps or _implicit_steps(body),
        explicit_steps=bool(steps),
        extra={key: value for key, value in meta.items() if key not in known},
    )


def read_folder(folder: Path) -> Iterator[tuple[Path, Article | ArticleError]]:
    """Parse every `*.md` under a folder, in path order; a bad file yields its error instead.

    Files without front matter that are plainly not articles (README.md) are reported like any other.
    """
    for path in sorted(folder.rglob("*.md")):
        try:
            yield path, parse(path.read_text(encoding="utf-8-sig"))
        except ArticleError as error:
            yield path, error
        except UnicodeDecodeError as error:
            yield path, ArticleError("bad_encoding", f"not UTF-8 text (byte {error.start})")
        except OSError as error:
            yield path, ArticleError("unreadable", error.strerror or str(error))


def _front_matter(markdown: str) -> tuple[dict[str, Any], str, dict[str, int]]:
    """Split a file into front matter, body and the line on which each top-level key stands."""
    text = markdown.replace("\r\n", "\n").removeprefix("\ufeff")
    start = _FENCE.match(text)
    if start is None:
        raise ArticleError("no_front_matter", "the file does not start with a `---` line", 1)
    end = _FENCE.search(text, start.end())
    if end is None:
        raise ArticleError("no_front_matter", "the front matter is not closed by a `---` line", 1)
    source = text[start.end() + 1 : end.start()]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(source, Loader=loader)
        meta = yaml.load(source, Loader=loader)  # a safe loader: plain data only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise ArticleError("bad_yaml", f"front matter is not YAML: {error.problem}", line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ArticleError("bad_yaml", f"front matter is not YAML: {error}") from error
    if not isinstance(meta, dict) or not isinstance(node, yaml.MappingNode):
        raise ArticleError("bad_yaml", "front matter is not a list of `key: value` lines", 2)
    lines = {str(key.value): key.start_mark.line + 2 for key, _ in node.value}
    return {str(key): value for key, value in meta.items()}, text[end.end() :], lines


class _Reader:
    """Typed access to front-matter values, with the line in every error."""

    def __init__(self, meta: dict[str, Any], lines: dict[str, int]) -> None:
        self._meta, self._lines = meta, lines

    def text(self, key: str) -> str:
        value = self._meta[key]
        if isinstance(value, (dict, list)):
            raise ArticleError("bad_value", f"`{key}` must be a text", self._lines.get(key), key=key)
        return " ".join(str(value).split())

    def identifier(self, key: str) -> str:
        value = self.text(key)
        if len(value) > 200 or _BAD_ID.search(value):
            raise ArticleError(
                "bad_id",
                f"`{key}` is longer than 200 characters or holds control characters",
                self._lines.get(key),
                key=key,
            )
        return value

    def optional(self, key: str) -> str | None:
        return None if self._meta.get(key) is None else self.text(key) or None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._meta.get(key) or []
        items = value if isinstance(value, list) else str(value).split(",")
        return tuple(text for item in items if (text := str(item).strip()))

    def flag(self, key: str) -> bool:
        value = self._meta.get(key, False)
        if value not in (True, False, None):
            raise ArticleError("bad_value", f"`{key}` must be true or false", self._lines.get(key), key=key)
        return bool(value)

    def number(self, key: str) -> float | None:
        return _minutes(self._meta.get(key), key, self._lines.get(key))


def _questions(raw: object, line: int | None) -> tuple[str, ...]:
    """What people ask for whom the article helps; a comma is part of a question."""
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(item, str) and item.strip() for item in raw):
        raise ArticleError(
            "bad_value", "`questions` must be a list of texts (quote one that holds `: `)", line, key="questions"
        )
    if len(raw) > MAX_QUESTIONS or any(len(item) > MAX_QUESTION for item in raw):
        message = f"`questions` holds more than {MAX_QUESTIONS}, or one of more than {MAX_QUESTION} characters"
        raise ArticleError("bad_value", message, line, key="questions")
    return tuple(" ".join(item.split()) for item in raw)


def _minutes(value: object, what: str, line: int | None) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 100_000:
        raise ArticleError("bad_value", f"`{what}` must be a number of minutes", line, key=what)
    return value


def _explicit_steps(raw: object, line: int | None) -> tuple[Step, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise ArticleError("bad_steps", "`steps` must be a list of steps, each with `text`", line)
    steps = tuple(_step(item, number, number == len(raw), line) for number, item in enumerate(raw, start=1))
    seen: set[str] = set()
    for step in steps:
        if step.id in seen:
            raise ArticleError("bad_steps", f"two steps are called `{step.id}`", line)
        seen.add(step.id)
    for step in steps:
        leads = [step.done, step.failed, *(answer.goto for answer in (step.check.answers if step.check else ()))]
        for goto in leads:
            if goto not in seen and goto not in ("next", "solved", "human") and not re.fullmatch(r"article:\S+", goto):
                message = f"step `{step.id}` leads to `{goto}`, which does not exist"
                raise ArticleError("bad_goto", message, line, step=step.id, goto=goto)
    return steps


def _step(raw: dict[str, Any], number: int, last: bool, line: int | None) -> Step:
    text = str(raw.get("text") or "").strip()
    if not text:
        raise ArticleError("bad_steps", f"step {number} has no `text`", line)

    def optional(key: str) -> str | None:
        return None if raw.get(key) is None else str(raw[key]).strip() or None

    return Step(
        id=optional("id") or str(number),
        text=text,
        done=_resolve(optional("done"), last, "solved"),
        failed=_resolve(optional("failed"), last, "human"),
        expert=optional("expert"),
        expect=optional("expect"),
        minutes=_minutes(raw.get("minutes"), f"minutes of step {number}", line),
        help=optional("help"),
        check=_check(raw.get("check"), number, last, line),
    )


def _resolve(goto: str | None, last: bool, at_end: str) -> str:
    """`next` after the last step would lead nowhere: it means the default end."""
    return at_end if last and goto in (None, "next") else goto or "next"


def _check(raw: object, number: int, last: bool, line: int | None) -> Check | None:
    if raw is None:
        return None
    answers = raw.get("answers") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not raw.get("question") or not isinstance(answers, list) or not answers:
        raise ArticleError("bad_steps", f"the check of step {number} needs `question` and `answers`", line)
    parsed = []
    for answer in answers:
        if not isinstance(answer, dict) or not {"label", "goto"} <= answer.keys():
            raise ArticleError("bad_steps", f"an answer of step {number} needs `label` and `goto`", line)
        # An unquoted Yes/No/Ja is a label that YAML 1.1 reads as a truth value.
        label = (
            {True: "Yes", False: "No"}.get(answer["label"], answer["label"])
            if isinstance(answer["label"], bool)
            else answer["label"]
        )
        parsed.append(Answer(str(label).strip(), _resolve(str(answer["goto"]).strip(), last, "solved")))
    return Check(str(raw["question"]).strip(), tuple(parsed))


def _implicit_steps(body: str) -> tuple[Step, ...]:
    items = first_ordered_list(body)
    return tuple(
        Step(
            id=str(number),
            text=text,
            done="solved" if number == len(items) else "next",
            failed="human" if number == len(items) else "next",
        )
        for number, text in enumerate(items, start=1)
    )
