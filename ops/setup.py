"""What has to be there before the product can run, and how it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from ops.interpreters import find_npm, find_python
from ops.layout import APP_PYTHON, BOT_PYTHON, FRONTEND, MODEL, ROOT, SEED_ARTICLES, var_dir
from ops.steps import Step, StepFailed, run_stages

REQUIREMENTS = ROOT / "requirements"


def set_up() -> None:
    """Make everything that is missing or out of date.

    Raises:
        Missing: If an interpreter or Node has to be installed first.
        StepFailed: If a step fails.
    """
    var = var_dir()
    environments = [
        _environment(BOT_PYTHON, "3.10", "bot", "Python 3.10 environment: Rasa"),
        _environment(APP_PYTHON, "3.11", "app", "Python 3.11 environment: everything else"),
        Step(
            name="Front end: packages and build",
            commands=lambda: [
                [find_npm(), "--prefix", str(FRONTEND), "ci", "--no-audit", "--no-fund"],
                [find_npm(), "--prefix", str(FRONTEND), "run", "build"],
            ],
            inputs=_frontend_sources(),
            outputs=[FRONTEND / "node_modules", FRONTEND / "dist" / "widget.js"],
            stamp=FRONTEND / "dist" / ".stamp",
            usually="20 s",
        ),
    ]
    encoder = Step(
        name="Encoder: make multilingual-e5-small ready",
        commands=lambda: [[str(APP_PYTHON), "-m", "kb_index", "setup", "--encoder-only"]],
        inputs=[REQUIREMENTS / "app.lock"],
        outputs=[ROOT / "var" / "cache" / "e5-small-int8"],
        stamp=ROOT / "var" / "cache" / "e5-small-int8" / ".stamp",
        usually="10 s",
    )
    model = Step(
        name="Bot: train the Rasa model",
        commands=lambda: [[str(BOT_PYTHON), "-m", "bot", "train", "--out", str(MODEL)]],
        inputs=[ROOT / "config.yml", ROOT / "domain.yml", ROOT / "data" / "nlu", ROOT / "data" / "rules", ROOT / "data" / "entities",
                ROOT / "bot", REQUIREMENTS / "bot.lock"],
        outputs=[MODEL],
        stamp=MODEL.with_suffix(".stamp"),
        usually="1 min",
    )  # fmt: skip
    index = Step(
        name="Knowledge base: index the articles",
        commands=lambda: [
            [str(APP_PYTHON), "-m", "kb_index", "import", str(SEED_ARTICLES), "--index", str(var / "index")]
        ],
        inputs=[SEED_ARTICLES, ROOT / "data" / "nlu", ROOT / "kb_index"],
        outputs=[var / "index"],
        stamp=var / "index.stamp",
        usually="2 min",
        progress=_last_count,
    )
    run_stages([environments, [encoder], [model, index]], var / "log")


def _environment(python: Path, version: str, lock: str, name: str) -> Step:
    folder, locked = python.parent.parent, REQUIREMENTS / f"{lock}.lock"
    return Step(
        name=name,
        # --no-deps: the lock is complete, and leaves out on purpose what Rasa declares but does not need.
        commands=lambda: [
            [find_python(version), "-m", "venv", "--clear", str(_own(folder))],
            [str(python), "-m", "pip", "install", "--no-deps", "--disable-pip-version-check", "-r", str(locked)],
        ],
        inputs=[locked],
        outputs=[python],
        stamp=folder / ".stamp",
        usually="1 to 4 min",
        progress=_counter(r"^Collecting ", len(locked.read_text().splitlines())),
    )


def _own(folder: Path) -> Path:
    """Return the folder; what a link leads to is somebody else's, and would be emptied."""
    if folder.is_symlink():
        raise StepFailed(f"{folder} is a link, and making it anew would empty what it leads to: remove the link first")
    return folder


def _frontend_sources() -> Sequence[Path]:
    made = {"node_modules", "dist"}
    return [path for path in sorted(FRONTEND.iterdir()) if path.name not in made]


def _counter(pattern: str, total: int) -> Callable[[str], str | None]:
    count = 0

    def read(line: str) -> str | None:
        nonlocal count
        if re.match(pattern, line):
            count += 1
            return f"{count} of {total}"
        return "installing" if line.startswith("Installing collected") else None

    return read


def _last_count(line: str) -> str | None:
    found = re.search(r"\d+ (?:of|/) ?\d+", line)
    return found[0] if found else None
