"""`python -m bench.retrain [× …]`: from the press of the button to the new model live, by size of the training set.

The larger sets are variants of our own data: each sentence again with another opening and a typing error, so the number of
examples is right and their variety is not. `reports/retrain.json` keeps one row per size.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.tables import table
from ops.layout import ROOT
from tests.support.product import Product
from tests.support.training import TrainingDesk, settings

_OPENINGS = {
    "nl": ("hallo, ", "dag, ", "sorry maar ", "euh ", "hoi ", "help, ", "kan iemand helpen: ", "ik zit vast, "),
    "fr": ("bonjour, ", "salut, ", "désolé mais ", "euh ", "à l'aide, ", "s'il vous plaît, ", "je bloque, ", "voilà, "),
    "en": ("hello, ", "hi, ", "sorry but ", "um ", "help, ", "can somebody help: ", "I am stuck, ", "so, "),
}
REPORT = ROOT / "reports" / "retrain.json"


def main() -> None:
    """Measure the sizes named on the command line; without one, 1, 4 and 16."""
    times = [int(given) for given in sys.argv[1:]] or [1, 4, 16]
    known = json.loads(REPORT.read_text("utf-8"))["rows"] if REPORT.is_file() else []
    rows = {row["times"]: row for row in known}
    for n in times:
        rows[n] = _measure(n)
        print(table([rows[n]]), flush=True)
        kept = [rows[key] for key in sorted(rows)]
        REPORT.write_text(json.dumps({"date": date.today().isoformat(), "rows": kept}, indent=1) + "\n", "utf-8")


def _measure(times: int) -> dict[str, Any]:
    vectors = ROOT / "var" / "cache" / f"bench-vectors-{times}.npz"  # kept: those of the largest take half an hour
    with tempfile.TemporaryDirectory(prefix="firstline-retrain-") as name:
        folder = Path(name)
        bot_dir = _grown_bot(folder / "bot", times)
        environment = settings(bot_dir, folder) | {"BOT_VECTOR_CACHE": str(vectors)}
        with Product(folder / "var", environment) as product:
            desk = TrainingDesk(product)
            if not vectors.is_file():
                _train(desk)  # encodes what no training has seen: a knowledge manager's next one does not
            began = time.monotonic()
            run_id = desk.start()
            run = desk.wait(run_id, within_s=7200)
            trained = time.monotonic()
            assert run["state"] == "done", run
            answer = desk.promote(run_id)
            assert answer.status_code == 200, answer.text
            live = time.monotonic()
            size = next(model["bytes"] for model in desk.models()["models"] if model["run_id"] == run_id)
            said = json.loads((folder / "var" / "training" / run_id / "status.json").read_text())
            took = said["took_s"]
    return {
        "times": times,
        "examples": run["n_examples"],
        "check s": took["validating"],
        "train s": took["training"],
        "evaluate s": round(took["evaluating"] + took["comparing"], 1),
        "to the report s": round(trained - began, 1),
        "promote s": round(live - trained, 1),
        "all s": round(live - began, 1),
        "job's cpu s": said["cpu_s"],
        "job's peak MB": said["peak_mb"],
        "model MB": round(size / 1e6),
        "load": round(os.getloadavg()[0], 1),
    }


def _train(desk: TrainingDesk) -> None:
    run = desk.wait(desk.start(), within_s=7200)
    assert run["state"] == "done", run


def _grown_bot(folder: Path, times: int) -> Path:
    for name in ("nlu", "rules", "entities", "test"):
        shutil.copytree(ROOT / "data" / name, folder / "data" / name)
    shutil.copy(ROOT / "domain.yml", folder / "domain.yml")
    for file in (folder / "data" / "nlu").glob("*.yml"):
        file.write_text(_grown(file.read_text("utf-8"), times), "utf-8")
    return folder


def _grown(text: str, times: int) -> str:
    language, lines = "nl", []
    for line in text.splitlines():
        lines.append(line)
        if "language:" in line:
            language = line.split(":")[1].strip()
        if line.startswith("    - "):
            lines += [f"    - {_variant(line[6:], language, number)}" for number in range(1, times)]
    return "\n".join(lines) + "\n"


def _variant(sentence: str, language: str, number: int) -> str:
    rng = random.Random(f"{number} {sentence}")  # the same in each run and size, so that its vector is known
    said = f"{rng.choice(_OPENINGS[language])}{sentence}"
    place = rng.randrange(len(said) // 2, len(said))
    return said[:place] + said[place + 1 :] if said[place : place + 1].isalpha() else f"{said} {rng.choice('.!?')}"


if __name__ == "__main__":
    main()
