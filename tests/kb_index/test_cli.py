from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb_index.settings import ROOT, Settings


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


def test_a_folder_without_markdown_says_where_its_files_can_go(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h1>x</h1>")

    answer = run("import", tmp_path, "--index", tmp_path / "index", check=False)

    assert answer.returncode == 1
    assert "python -m webchat articles import" in answer.stderr


def test_the_index_is_in_the_runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KB_INDEX_DIR", raising=False)
    monkeypatch.setenv("FIRSTLINE_VAR", str(tmp_path))

    assert Settings().index_dir == tmp_path / "index"
