"""Training data as Rasa writes it: read with the line of every fault, added to without touching what stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

_ENTITY = re.compile(
    r"\[(?P<text>[^\]]+)\](?:\((?P<name>[^:)]+)(?::[^)]*)?\)|\{[^}]*\"entity\"\s*:\s*\"(?P<key>[^\"]+)\"[^}]*\})"
)
_HEAD = 'version: "3.1"\nnlu:\n'
LANGUAGES = ("nl", "fr", "en")


class RasaYamlError(Exception):
    """A file that cannot be read: what is wrong, and in which line (from 1)."""

    def __init__(self, code: str, line: int, **params: Any) -> None:
        super().__init__(f"line {line}: {code}")
        self.code, self.line, self.params = code, line, params


class Read(NamedTuple):
    """One example of a file."""

    text: str
    language: str
    intent: str
    entities: list[dict[str, Any]]
    line: int


class New(NamedTuple):
    """One example to be written."""

    text: str
    language: str
    entities: Sequence[Mapping[str, Any]]


# --- reading -------------------------------------------------------------------------------------------


def read(text: str) -> list[Read]:
    """Return the examples of a file; synonyms, lookups and expressions are left alone.

    Raises:
        RasaYamlError: `not_yaml`, `no_nlu`, `no_intent`, `no_language`, `bad_examples` or `bad_line`.
    """
    found: list[Read] = []
    for block in _blocks(text):
        fields = _fields(block)
        if "intent" not in fields:
            if not fields.keys() & {"synonym", "regex", "lookup"}:
                raise RasaYamlError("no_intent", block.start_mark.line + 1)
            continue
        language = _language(block, fields)
        found += [_example(line, number, _scalar(fields["intent"]), language) for number, line in _lines(fields, block)]
    return found


def _blocks(text: str) -> list[Any]:
    node = _sequence(text)
    for block in node.value:
        if not isinstance(block, yaml.MappingNode):
            raise RasaYamlError("no_intent", block.start_mark.line + 1)
    return list(node.value)


def _sequence(text: str) -> Any:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RasaYamlError("not_yaml", mark.line + 1 if mark else 1) from error
    node = _fields(root).get("nlu") if isinstance(root, yaml.MappingNode) else None
    if not isinstance(node, yaml.SequenceNode):
        raise RasaYamlError("no_nlu", 1)
    return node


def _fields(node: Any) -> dict[str, Any]:
    return {_scalar(key): value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _scalar(node: Any) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _language(block: Any, fields: Mapping[str, Any]) -> str:
    metadata = fields.get("metadata")
    language = _scalar(_fields(metadata).get("language")) if isinstance(metadata, yaml.MappingNode) else ""
    if language not in LANGUAGES:
        raise RasaYamlError("no_language", block.start_mark.line + 1, intent=_scalar(fields["intent"]))
    return language


def _lines(fields: Mapping[str, Any], block: Any) -> list[tuple[int, str]]:
    node = fields.get("examples")
    if not isinstance(node, yaml.ScalarNode):
        raise RasaYamlError("bad_examples", (node or block).start_mark.line + 1, intent=_scalar(fields["intent"]))
    first = node.start_mark.line + (2 if node.style in ("|", ">") else 1)
    found = []
    for number, line in enumerate(node.value.split("\n"), start=first):
        if not line.strip():
            continue
        if not line.startswith("-") or not line[1:].strip():
            raise RasaYamlError("bad_line", number, text=line[:80])
        found.append((number, line[1:].strip()))
    return found


def _example(marked: str, line: int, intent: str, language: str) -> Read:
    text, entities, end = "", [], 0
    for match in _ENTITY.finditer(marked):
        text += marked[end : match.start()]
        entity = {"start": len(text), "entity": match["name"] or match["key"]}
        text += match["text"]
        entities.append({**entity, "end": len(text)})
        end = match.end()
    return Read(text + marked[end:], language, intent, entities, line)


# --- writing -------------------------------------------------------------------------------------------


def with_examples(text: str | None, intent: str, examples: Sequence[New]) -> str:
    """Return a file with examples added: to the block of their language, or in a new block at the end.

    Args:
        text: What stands there; None for a new file.
        intent: Of all of them.
        examples: In the order in which they are written.
    """
    text = text if text is not None else _HEAD
    for language in LANGUAGES:
        lines = ["- " + marked(example) for example in examples if example.language == language]
        if lines:
            text = _added(text, intent, language, lines)
    return text


def marked(example: New) -> str:
    """Return a text with its entities marked, `geen [wifi](device)`."""
    text = example.text
    for entity in sorted(example.entities, key=lambda entity: -entity["start"]):
        start, end = entity["start"], entity["end"]
        text = f"{text[:start]}[{text[start:end]}]({entity['entity']}){text[end:]}"
    return text


def _added(text: str, intent: str, language: str, lines: Sequence[str]) -> str:
    rows = text.rstrip("\n").split("\n")
    sequence = None if text == _HEAD else _sequence(text)
    for block in sequence.value if sequence else ():
        fields = _fields(block)
        examples = fields.get("examples")
        if _scalar(fields.get("intent")) != intent or examples is None or examples.style != "|":
            continue
        if _language(block, fields) == language:
            at, indent = _end_of_block(rows, examples.start_mark.line)
            return "\n".join([*rows[:at], *(indent + line for line in lines), *rows[at:]]) + "\n"
    dash = " " * (sequence.value[0].start_mark.column - 2 if sequence and sequence.value else 0)
    at = _last_row(rows, sequence.end_mark.line) if sequence and sequence.value else len(rows)
    block_rows = [
        f"{dash}- intent: {intent}",
        f"{dash}  metadata:",
        f"{dash}    language: {language}",
        f"{dash}  examples: |",
    ]
    return "\n".join([*rows[:at], *block_rows, *(f"{dash}    {line}" for line in lines), *rows[at:]]) + "\n"


def _end_of_block(rows: Sequence[str], head: int) -> tuple[int, str]:
    """The row after a literal block's last line, and how its lines are indented."""
    first = rows[head + 1]
    indent = first[: len(first) - len(first.lstrip())]
    at = head + 1
    for number in range(head + 1, len(rows)):
        if rows[number].strip() and not rows[number].startswith(indent):
            break
        if rows[number].strip():
            at = number + 1
    return at, indent


def _last_row(rows: Sequence[str], end: int) -> int:
    """The row after the last that is not empty before `end`."""
    at = min(end, len(rows)) if end < len(rows) else len(rows)
    while at and not rows[at - 1].strip():
        at -= 1
    return at


def intents(domain: str) -> list[str]:
    """Return the intents that a domain file names, in order."""
    return [_intent_name(item) for item in _intent_nodes(domain)]


def with_intents(domain: str, names: Sequence[str]) -> str:
    """Return a domain file that names these intents too."""
    items = _intent_nodes(domain)
    known = {_intent_name(item) for item in items}
    new = [name for name in names if name not in known]
    rows = domain.rstrip("\n").split("\n")
    last = items[-1]
    at, dash = last.start_mark.line + 1, " " * (last.start_mark.column - 2)
    return "\n".join([*rows[:at], *(f"{dash}- {name}" for name in new), *rows[at:]]) + "\n" if new else domain


def _intent_nodes(domain: str) -> list[Any]:
    root = yaml.compose(domain, Loader=yaml.SafeLoader)
    return list(_fields(root)["intents"].value)


def _intent_name(node: Any) -> str:
    return _scalar(node) if isinstance(node, yaml.ScalarNode) else _scalar(node.value[0][0])
