from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from kb_index.settings import ROOT


def run(*arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kb_index", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "KB_EXAMPLES_DIR": ""},
        capture_output=True,
        text=True,
        check=check,
    )


def test_import_then_search_one_and_many(articles_dir: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (articles_dir / "bad.md").write_text("niets")

    imported = run("import", articles_dir, "--index", index, "--json")
    one = json.loads(run("search", "imprimante bloquée", "--language", "fr", "--json", "--index", index).stdout)
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": 1, "text": "wachtwoord kwijt", "language": "nl"}\nkapot\n\n{"id": "x", "text": "printer won\'t print"}\n'
    )
    many = [
        json.loads(line)
        for line in run("search", "--questions", questions, "--json", "--index", index).stdout.splitlines()
    ]

    outcome = json.loads(imported.stdout)
    assert outcome["imported"] == 9
    assert [failed["code"] for failed in outcome["failed"]] == ["no_front_matter"]
    assert "bad.md: line 1" in imported.stderr
    assert {"family", "article_id", "language", "title", "passage", "score"} <= one["results"][0].keys()
    assert one["results"][0]["article_id"] == "printer.fr"
    assert 0 <= one["p_helps"] <= 1
    assert [answer["id"] for answer in many] == [1, None, "x"]
    assert many[0]["results"][0]["article_id"] == "password.nl"
    assert many[2]["results"][0]["article_id"] == "printer.en"


def test_search_in_an_empty_index_says_how_to_fill_it(tmp_path: Path) -> None:
    answer = run("search", "x", "--index", tmp_path / "none", check=False)

    assert answer.returncode == 1
    assert "import FOLDER" in answer.stderr
