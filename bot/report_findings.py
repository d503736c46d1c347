"""What a report tells question by question: what changed, which confusions, and what to beware of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.report import Comparison

# With fewer questions an interval is so wide that it says little.
FEW = 100
_MOST_LISTED = 50
# An intent with fewer questions may be missed altogether by bad luck.
_ENOUGH_TO_MISS = 3


def changes(compared: Comparison) -> list[dict[str, Any]]:
    """Each question whose intent changes: what broke first, then what was mended, then the rest."""
    if compared.old is None:
        return []
    found = [
        {
            **{key: question.get(key) for key in ("id", "language", "source")},
            "text": _text(question),
            "truth": question.get("intent"),
            "old": _said(old),
            "new": _said(new),
            "effect": _effect(question.get("intent"), old["intent"], new["intent"]),
        }
        for question, old, new in zip(compared.questions, compared.old, compared.new, strict=True)
        if old["intent"] != new["intent"]
    ]
    return sorted(found, key=lambda each: ("broken", "fixed", "other").index(each["effect"]))


def confusions(labelled: Comparison) -> list[dict[str, Any]]:
    """Each pair (meant, understood) that became rarer or more frequent, with the sentences that moved."""
    if labelled.old is None:
        return []
    counts: dict[str, dict[tuple[str, str], Counter[str]]] = {"old": defaultdict(Counter), "new": defaultdict(Counter)}
    moved: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for question, old, new in zip(labelled.questions, labelled.old, labelled.new, strict=True):
        for side, said, other in (("old", old, new), ("new", new, old)):
            pair = (str(question["intent"]), str(said["intent"]))
            if pair[0] == pair[1]:
                continue
            counts[side][pair][question["language"]] += 1
            if said["intent"] != other["intent"]:
                moved[pair].append(
                    {"id": question["id"], "text": _text(question), "language": question["language"], "side": side}
                )
    found = [
        {
            "truth": pair[0],
            "said": pair[1],
            "old": dict(counts["old"][pair]),
            "new": dict(counts["new"][pair]),
            "questions": sentences[:_MOST_LISTED],
        }
        for pair, sentences in moved.items()
    ]
    return sorted(found, key=lambda each: -abs(sum(each["new"].values()) - sum(each["old"].values())))


def warnings(
    labelled: Comparison, groups: Mapping[str, Mapping[str, Any]], trained_on: Iterable[str]
) -> list[dict[str, Any]]:
    """What makes the figures less sure than they look, and what got lost."""
    if not labelled.questions:
        return [{"code": "no_questions", "params": {}}]
    few = [
        {"code": "few_examples", "params": {"language": language, "n": group["n"], "enough": FEW}}
        for language, group in groups.items()
        if language != "all" and group["n"] < FEW
    ]
    return [*few, *_leak(labelled.questions, trained_on), *_lost(labelled), *_safety(groups["all"])]


def _leak(questions: Sequence[Mapping[str, Any]], trained_on: Iterable[str]) -> list[dict[str, Any]]:
    """Questions that the new model was trained on: there it only repeats what it was told."""
    known = {_plain(text) for text in trained_on}
    leaked = [question for question in questions if _plain(question["text"]) in known]
    if not leaked:
        return []
    listed = [{"id": each["id"], "text": _text(each)} for each in leaked[:_MOST_LISTED]]
    return [{"code": "leak", "params": {"n": len(leaked), "questions": listed}}]


def _lost(labelled: Comparison) -> list[dict[str, Any]]:
    """Intents of which the old model understood some questions, and the new one none."""
    if labelled.old is None:
        return []
    asked = Counter(question["intent"] for question in labelled.questions)
    before, after = (
        Counter(q["intent"] for q, said in zip(labelled.questions, side, strict=True) if q["intent"] == said["intent"])
        for side in (labelled.old, labelled.new)
    )
    return [
        {"code": "intent_lost", "params": {"intent": intent, "n": n, "was": before[intent]}}
        for intent, n in sorted(asked.items())
        if n >= _ENOUGH_TO_MISS and before[intent] and not after[intent]
    ]


def _safety(group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each kind of call for a person that is understood less often than before, chance or not."""
    if group["old"] is None:
        return []
    found = []
    for intent, was in group["old"]["safety"].items():
        now = group["new"]["safety"][intent]
        if intent != "all" and was["n"] and now["recall"] < was["recall"]:
            found.append(
                {
                    "code": "safety_worse",
                    "params": {"intent": intent, "n": was["n"], "old": was["recall"], "new": now["recall"]},
                }
            )
    return found


def _effect(truth: str | None, old: str, new: str) -> str:
    if truth is None or truth not in (old, new):
        return "other"
    return "fixed" if new == truth else "broken"


def _text(question: Mapping[str, Any]) -> str:
    """What is asked, unless a user wrote it: those words are in the database, and webchat puts them in for who reads."""
    return "" if question["source"] == "label" else str(question["text"])


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"intent": row["intent"], "confidence": round(float(row["confidence"]), 4)}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
