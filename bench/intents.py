"""How well the trained model understands our own test sentences, and strangers' sentences that fit our intents."""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from actions.logic.acts import Act
from actions.logic.dialogue import Dialogue
from actions.logic.turn import Turn
from actions.logic.understand import understand
from bench.statistics import interval, macro_f1, share, written
from kb_index.measures import calibration_error
from ops.layout import BOT_PYTHON, MODEL, ROOT, quiet_environment

Row = dict[str, Any]
LANGUAGES = ("nl", "fr", "en")
OUT_OF_SCOPE = "out_of_scope"
# Missing one of these leaves a person without the help they ask for.
URGENT = ("ask_human", "complain", "report_security_incident")
# Replies and small talk: refusing these as out of scope costs nobody an answer.
_TOPICS = ("problem_", "request_", "report_security")
_PEER_INTENTS = {  # of RasaHQ/helpdesk-assistant and Bitext, where they mean the same as ours
    "human_handoff": "ask_human",
    "contact_human_agent": "ask_human",
    "complaint": "complain",
    "bot_challenge": "ask_bot_identity",
    "out_of_scope": OUT_OF_SCOPE,
    "password_reset": "problem_password_forgotten",
    "recover_password": "problem_password_forgotten",
    "problem_email": "problem_email_not_working",
    "incident_status": "ask_ticket_status",
    "greet": "greet",
    "goodbye": "goodbye",
    "thank": "thank",
    "affirm": "affirm",
    "deny": "deny",
}


def test_examples(folder: Path) -> list[Row]:
    """Read Rasa test examples: one dictionary with `id`, `text`, `language`, `intent` each."""
    examples: list[Row] = []
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            language, intent = block["metadata"]["language"], block["intent"]
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    row = {"text": line[2:].strip(), "language": language, "intent": intent}
                    examples.append({"id": f"{file.stem}-{len(examples)}", **row})
    return examples


def parse(questions: Sequence[Mapping[str, Any]], model: Path = MODEL) -> list[Row]:
    """Classify questions with a trained model, in the bot's own environment."""
    with tempfile.TemporaryDirectory() as name:
        source, result = Path(name) / "in.jsonl", Path(name) / "out.jsonl"
        source.write_text("\n".join(json.dumps({"id": q["id"], "text": q["text"]}) for q in questions))
        subprocess.run(
            [str(BOT_PYTHON), "-m", "bot", "parse", str(source), "--model", str(model), "--out", str(result)],
            cwd=ROOT, env=quiet_environment(), check=True, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        return [json.loads(line) for line in result.read_text().splitlines()]


def by_language(examples: Sequence[Row], predicted: Sequence[Row]) -> list[Row]:
    """Accuracy and macro-F1 with 95 % intervals, calibration of the confidence, out-of-scope."""
    rows = []
    for language in (*LANGUAGES, "all"):
        pairs = [(e, p) for e, p in zip(examples, predicted, strict=True) if language in (e["language"], "all")]
        names = sorted({e["intent"] for e, _ in pairs} | {p["intent"] for _, p in pairs})
        truth = np.array([names.index(e["intent"]) for e, _ in pairs])
        guess = np.array([names.index(p["intent"]) for _, p in pairs])
        right = truth == guess
        answerable = [p["intent"] for e, p in pairs if e["intent"].startswith(_TOPICS)]
        rows.append(
            {
                "language": language,
                "n": len(pairs),
                "accuracy": written(float(right.mean()), interval(len(pairs), _mean_of(right))),
                "macro_f1": written(
                    macro_f1(truth, guess, len(names)), interval(len(pairs), _f1_of(truth, guess, len(names)))
                ),
                "ece": calibration_error([(p["confidence"], int(e["intent"] == p["intent"])) for e, p in pairs]),
                "oos_recall": share([p["intent"] == OUT_OF_SCOPE for e, p in pairs if e["intent"] == OUT_OF_SCOPE]),
                "answerable_refused": share([intent == OUT_OF_SCOPE for intent in answerable]),
            }
        )
    return rows


def _mean_of(values: np.ndarray) -> Any:
    return lambda chosen: float(values[chosen].mean())


def _f1_of(truth: np.ndarray, guess: np.ndarray, n: int) -> Any:
    return lambda chosen: macro_f1(truth[chosen], guess[chosen], n)


def urgent(examples: Sequence[Row], predicted: Sequence[Row]) -> list[Row]:
    """Recall and false alarms of the intents that bring a person."""
    rows = []
    for intent in URGENT:
        for language in (*LANGUAGES, "all"):
            pairs = [
                (e["intent"], p["intent"])
                for e, p in zip(examples, predicted, strict=True)
                if language in (e["language"], "all")
            ]
            hits = [guess == intent for meant, guess in pairs if meant == intent]
            alarms = [guess == intent for meant, guess in pairs if meant != intent]
            rows.append(
                {"intent": intent, "language": language, "n": len(hits), "recall": share(hits), "alarms": share(alarms)}
            )
    return rows


def confusions(examples: Sequence[Row], predicted: Sequence[Row], n: int = 20) -> list[Row]:
    """The pairs of intents that are confused most."""
    wrong = Counter(
        (e["intent"], p["intent"]) for e, p in zip(examples, predicted, strict=True) if e["intent"] != p["intent"]
    )
    return [{"meant": meant, "understood": understood, "n": k} for (meant, understood), k in wrong.most_common(n)]


def with_typing_errors(examples: Iterable[Row], *, seed: int = 0) -> list[Row]:
    """Each sentence of three words or more with one letter dropped, doubled, or swapped with the next."""
    chance = random.Random(seed)
    rows = []
    for example in examples:
        words = example["text"].split()
        long = [i for i, word in enumerate(words) if len(word) > 3]
        if len(words) < 3 or not long:
            continue
        i = chance.choice(long)
        at = chance.randrange(1, len(words[i]) - 1)
        kind, word = chance.randrange(3), words[i]
        words[i] = (
            word[:at] + word[at + 1 :]
            if kind == 0
            else word[:at] + word[at] + word[at:]
            if kind == 1
            else word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        )
        rows.append({**example, "text": " ".join(words)})
    return rows


def peers(folder: Path) -> list[Row]:
    """Other projects' sentences for intents that mean the same as ours: recall, and false hand-offs on the rest."""
    rows = []
    for name, path in (
        ("helpdesk-assistant", folder / "peers" / "rasa_helpdesk_nlu.jsonl"),
        ("Bitext customer support", folder / "intents" / "bitext_cs_dev.jsonl"),
    ):
        if not path.is_file():
            continue
        examples = [
            {"id": str(n), **json.loads(line)} for n, line in enumerate(path.read_text(encoding="utf-8").splitlines())
        ]
        predicted = parse(examples)
        for theirs in sorted({e["intent"] for e in examples} & set(_PEER_INTENTS)):
            ours = _PEER_INTENTS[theirs]
            hits = [p["intent"] == ours for e, p in zip(examples, predicted, strict=True) if e["intent"] == theirs]
            rows.append({"set": name, "theirs": theirs, "ours": ours, "n": len(hits), "recall": share(hits)})
        # `contact_customer_service` and `help` may well mean a person: they are neither hits nor false alarms.
        others = [
            p["intent"] == "ask_human"
            for e, p in zip(examples, predicted, strict=True)
            if _PEER_INTENTS.get(e["intent"]) != "ask_human" and e["intent"] not in ("contact_customer_service", "help")
        ]
        rows.append(
            {"set": name, "theirs": "all others", "ours": "false ask_human", "n": len(others), "recall": share(others)}
        )
    return rows


def languages(folder: Path) -> list[Row]:
    """Share of short foreign messages whose language is recognised, without any guess from the page."""
    from actions.logic.language import detect

    rows = []
    for name, files in (
        ("Home Assistant commands", "intents/ha_{}_dev.jsonl"),
        ("HateCheck sentences", "safety/hatecheck_{}_dev.jsonl"),
    ):
        for language in LANGUAGES:
            path = folder / files.format(language)
            if not path.is_file():
                continue
            texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
            found = Counter(detect(text, current=None) for text in texts)
            wrong = sum(n for other, n in found.items() if other not in (language, None))
            rows.append(
                {
                    "set": name,
                    "language": language,
                    "n": len(texts),
                    "right": found[language] / len(texts),
                    "wrong": wrong / len(texts),
                    "left open": found[None] / len(texts),
                }
            )
    return rows


def acts(examples: Sequence[Row], predicted: Sequence[Row]) -> list[Row]:
    """The urgent intents as the dialogue acts on them: the classifier, its costs of missing one, and the alarm words."""
    return urgent(examples, [{"intent": act_of(e, p).value} for e, p in zip(examples, predicted, strict=True)])


def act_of(example: Row, found: Row) -> Act:
    """What the bot takes a first message for."""
    ranking = tuple((each["name"], each["confidence"]) for each in found["ranking"])
    return understand(Turn(example["text"], found["intent"], found["confidence"], ranking), Dialogue())
