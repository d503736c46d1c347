"""`make eval`: what the product understands, finds, promises and how whole dialogues end.

All on data that no model was trained or calibrated on (`data/README.md` says which set is for what), and, where the
folder is (`EVAL_DATA`, by default beside the project), on sets that others wrote. Prints tables, draws pictures, and
writes `reports/quality.json`; figures that fell since the report before are listed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import abuse, figures, golden, imported, intents, masking, simulate
from bench.tables import table
from kb_index import minilm
from kb_index.settings import Settings
from ops.layout import APP_PYTHON, BOT_PYTHON, ROOT, quiet_environment
from tests.support.product import Product

Row = dict[str, Any]
REPORT = ROOT / "reports" / "quality.json"
TEST = ROOT / "data" / "test"
FOREIGN = Path(os.environ.get("EVAL_DATA", ROOT.parent / "shared" / "eval"))
PAGES = FOREIGN / "retrieval"
TOKEN = "eval-only"


def main() -> None:
    """Measure all, or the parts that are named, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"only these of {', '.join(PARTS)}; by default all")
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    before: dict[str, Any] = json.loads(REPORT.read_text(encoding="utf-8")) if REPORT.is_file() else {}
    report = {**before, "date": date.today().isoformat()}
    for name in wanted:
        for section, content in PARTS[name]().items():
            report[section] = content
            if isinstance(content, list):
                print(f"\n{section}\n{table(content)}", flush=True)
    figures.draw(report, ROOT / "docs" / "images")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if lost := golden.losses(before, report):
        print(f"\nworse than the report before\n{table(lost)}")


def understanding() -> dict[str, Any]:
    """Intents of our own test sentences."""
    examples = intents.test_examples(TEST / "nlu")
    predicted = intents.parse(examples)
    mistyped = intents.with_typing_errors(examples)
    return {
        "intents": intents.by_language(examples, predicted),
        "urgent intents, as the bot acts": intents.acts(examples, predicted),
        "urgent intents, classifier alone": intents.urgent(examples, predicted),
        "intents, one typing error each": intents.by_language(mistyped, intents.parse(mistyped)),
        "confusions": intents.confusions(examples, predicted),
    }


def abusive() -> dict[str, Any]:
    """Insults, threats and harassment told apart from anger at things."""
    return {"abuse, as the bot acts": abuse.measure(TEST, FOREIGN / "safety")}


def knowledge() -> dict[str, Any]:
    """Retrieval for the nine language pairs, calibration of P(helps), and other people's help pages where they are."""
    predicted = intents.parse(_questions())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "predictions.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in predicted))
        measured = _kb_index("--test-predictions", str(file), *_pages())
    calibration = measured["calibration"]
    languages = ("nl", "fr", "en", "all")
    pages = [
        {
            "set": name,
            "pair": pair,
            **row,
            "lead": "{:+.3f} ({:+.2f}–{:+.2f})".format(*row["lead"]) if "lead" in row else "",
        }
        for name, pairs in measured.get("external", {}).items()
        for pair, row in pairs.items()
    ]
    strangers = [
        {"set": name, "taught by": f"votes: {row['votes']:.0f}", **row}
        for name, rows in measured.get("strangers", {}).items()
        for row in rows
    ]
    return {
        "retrieval": [{"pair": pair, **row} for pair, row in measured["retrieval"].items()],
        "calibration": [{"language": name, **calibration[name]} for name in languages],
        "risk and coverage": calibration["risk_coverage"],
        "reliability": calibration["reliability"],
        **({"others' help pages": pages, "confidence on others' pages": strangers} if pages else {}),
    }


def _pages() -> tuple[str, ...]:
    """Other people's pages where they are, and MiniLM beside the rest where somebody has fetched it."""
    if not PAGES.is_dir():
        return ()
    fetched = (Settings().cache_dir / minilm.NAME).is_dir()
    return ("--external", str(PAGES), *(("--against", minilm.NAME) if fetched else ()))


def dialogues() -> dict[str, Any]:
    """Made-up users with a hidden problem talk to the running bot."""
    with (
        tempfile.TemporaryDirectory(prefix="firstline-eval-") as folder,
        Product(Path(folder), {"BOT_TOKEN": TOKEN}) as product,
    ):
        return {"dialogues": simulate.run(product, TOKEN, _questions(), intents.test_examples(TEST / "nlu"))}


def imported_pages() -> dict[str, Any]:
    """Other people's pages imported beside our articles, as the bot answers them; nothing where the folder is not."""
    return {"imported pages, as the bot answers": imported.measure(PAGES, _questions())} if PAGES.is_dir() else {}


def privacy() -> dict[str, Any]:
    """What is masked, on numbers of our own and on other people's."""
    return {"masking": masking.masking_report(FOREIGN if FOREIGN.is_dir() else None)}


def foreign() -> dict[str, Any]:
    """Other people's sentences and languages; nothing where the folder is not."""
    if not FOREIGN.is_dir():
        print(f"\n{FOREIGN} is not there: other people's sets are left out")
        return {}
    return {
        "others' sentences for our intents": intents.peers(FOREIGN),
        "languages told": intents.languages(FOREIGN),
    }


def clinc() -> dict[str, Any]:
    """Our featurizer and classifier trained on CLINC150's training part."""
    files = [FOREIGN / "intents" / f"clinc150_{part}.jsonl" for part in ("train", "val")]
    if not all(file.is_file() for file in files):
        return {}
    command = [str(BOT_PYTHON), "-m", "bench.throwaway", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, env=quiet_environment(), check=True, text=True, capture_output=True)
    return {"CLINC150": [json.loads(done.stdout)]}


def _questions() -> list[Row]:
    return [json.loads(line) for line in (TEST / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def _kb_index(*options: str) -> dict[str, Any]:
    command = [str(APP_PYTHON), "-m", "kb_index", "evaluate", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, env=quiet_environment(), check=True, text=True, stdout=subprocess.PIPE)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "understanding": understanding,
    "abuse": abusive,
    "knowledge": knowledge,
    "dialogues": dialogues,
    "imported": imported_pages,
    "privacy": privacy,
    "foreign": foreign,
    "clinc": clinc,
}

if __name__ == "__main__":
    main()
