"""The knowledge base as a folder, from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.webchat.realtime.server import ROOT
from tests.webchat.services.articles.kit import text


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "WEBCHAT_DATABASE_URL": f"sqlite:///{folder / 'chat.sqlite3'}",
        "WEBCHAT_KB_URL": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-m", "webchat", "articles", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_a_folder_comes_in_and_goes_out_as_it_was(tmp_path: Path) -> None:
    brought = tmp_path / "brought"
    (brought / "drafts").mkdir(parents=True)
    (brought / "a.md").write_bytes(text("a.nl").replace("\n", "\r\n").encode())
    (brought / "drafts" / "b.md").write_text(text("b.nl"))
    (brought / "bad.md").write_text("geen kop")

    dry = run(tmp_path, "import", str(brought), "--dry-run")
    done = run(tmp_path, "import", str(brought))
    again = run(tmp_path, "import", str(brought))
    out = run(tmp_path, "export", str(tmp_path / "out"))

    assert (dry.returncode, dry.stdout) == (0, "2 created, 0 changed, 0 unchanged, 1 left out\n")
    assert (done.returncode, done.stdout) == (0, dry.stdout)
    assert done.stderr.startswith("bad.md:1: ")
    assert again.stdout == "0 created, 0 changed, 2 unchanged, 1 left out\n"
    assert out.stdout.startswith("2 files in ")
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in (tmp_path / "out").rglob("*.md")
    }
    assert written == {
        "articles/a.nl.md": (brought / "a.md").read_bytes(),
        "drafts/b.nl.md": (brought / "drafts" / "b.md").read_bytes(),
    }
