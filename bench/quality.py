"""`make eval`: intents, retrieval, confidence, on test data that no model was trained or calibrated on.

Prints tables and writes `reports/quality.json`. Which set is for what: `data/README.md`.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import f1_score

from bench.tables import table
from ops.layout import APP_PYTHON, BOT_PYTHON, MODEL, ROOT, quiet_environment

LANGUAGES = ("nl", "fr", "en")
OUT_OF_SCOPE = "out_of_scope"
# Missing one of these leaves a person without the help they ask for.
URGENT = ("ask_human", "complain", "report_security_incident")


def main() -> None:
    """Measure all and write the report."""
    report: dict[str, Any] = {"date": date.today().isoformat()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        examples = test_examples(ROOT / "data" / "test" / "nlu")
        predicted = parse(examples, folder / "nlu")
        report["intents"] = intents(examples, predicted)
        report["confusions"] = confusions(examples, predicted)
        print(f"Intents, test set ({len(examples)} examples)\n{table(report['intents'])}\n")
        print(f"Most frequent confusions\n{table(report['confusions'])}\n")
        questions = [json.loads(line) for line in (ROOT / "data" / "test" / "questions.jsonl").read_text().splitlines()]
        predictions = folder / "predictions.jsonl"
        predictions.write_text("\n".join(json.dumps(p) for p in parse(questions, folder / "questions")))
        report |= knowledge(predictions)
    (ROOT / "reports").mkdir(exist_ok=True)
    (ROOT / "reports" / "quality.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def test_examples(folder: Path) -> list[dict[str, Any]]:
    """Read Rasa test examples: one dictionary with `id`, `text`, `language`, `intent` each."""
    examples = []
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text())["nlu"]:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    examples.append(
                        {
                            "id": f"{file.stem}-{len(examples)}",
                            "text": line[2:].strip(),
                            "language": block["metadata"]["language"],
                            "intent": block["intent"],
                        }
                    )
    return examples


def parse(questions: Sequence[dict[str, Any]], draft: Path) -> list[dict[str, Any]]:
    """Classify questions with the trained model, in the bot's own environment."""
    source, result = draft.with_suffix(".in.jsonl"), draft.with_suffix(".out.jsonl")
    source.write_text("\n".join(json.dumps(q) for q in questions))
    subprocess.run(
        [str(BOT_PYTHON), "-m", "bot", "parse", str(source), "--model", str(MODEL), "--out", str(result)],
        cwd=ROOT, env=quiet_environment(), check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return [json.loads(line) for line in result.read_text().splitlines()]


def intents(examples: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Accuracy, macro-F1, recall of out-of-scope and of the urgent intents, with false alarms, per language."""
    rows = []
    for language in (*LANGUAGES, "all"):
        pairs = [
            (e["intent"], p["intent"])
            for e, p in zip(examples, predicted, strict=True)
            if language in (e["language"], "all")
        ]
        truth, guess = [t for t, _ in pairs], [g for _, g in pairs]
        row: dict[str, Any] = {
            "language": language,
            "n": len(pairs),
            "accuracy": sum(t == g for t, g in pairs) / len(pairs),
            "macro_f1": float(f1_score(truth, guess, average="macro", labels=sorted(set(truth)), zero_division=0)),
        }
        for intent in (OUT_OF_SCOPE, *URGENT):
            hits, alarms = (
                [g == intent for t, g in pairs if t == intent],
                [g == intent for t, g in pairs if t != intent],
            )
            row[f"{intent} recall/alarms"] = f"{sum(hits) / len(hits):.2f}/{sum(alarms) / len(alarms):.3f}"
        rows.append(row)
    return rows


def confusions(examples: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ten pairs of intents that are confused most."""
    wrong = Counter(
        (e["intent"], p["intent"]) for e, p in zip(examples, predicted, strict=True) if e["intent"] != p["intent"]
    )
    return [{"meant": meant, "understood": understood, "n": n} for (meant, understood), n in wrong.most_common(10)]


def knowledge(predictions: Path) -> dict[str, Any]:
    """Retrieval for the nine language pairs and calibration of P(helps), by kb_index's own evaluation."""
    command = [str(APP_PYTHON), "-m", "kb_index", "evaluate", "--test-predictions", str(predictions), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=quiet_environment(), check=True, text=True, stdout=subprocess.PIPE)
    measured: dict[str, Any] = json.loads(done.stdout)
    calibration = measured["calibration"]
    for title, rows in (
        ("Retrieval, question → articles", [{"pair": pair, **row} for pair, row in measured["retrieval"].items()]),
        ("P(helps) on the test questions", [{"language": name, **calibration[name]} for name in ("all", *LANGUAGES)]),
        ("Risk and coverage", calibration["risk_coverage"]),
    ):
        print(f"{title}\n{table(rows)}\n")
    return measured


if __name__ == "__main__":
    main()
