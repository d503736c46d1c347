"""`python -m bench.story`: the knowledge desk's story in the browser, with what it took; `reports/story.json`.

Forty messages that the bot gets wrong, labelled, trained, put to work while 20 people chat, taken back: the slow test
tests/e2e/test_desk_story.py, whose figures are kept. Other measurements of the same are `bench.retrain` and `bench.swap`.
"""

from __future__ import annotations

import os
import subprocess
import sys

from ops.layout import ROOT


def main() -> int:
    """Run the story; returns pytest's exit code."""
    environment = {**os.environ, "STORY_REPORT": str(ROOT / "reports" / "story.json")}
    story = ROOT / "tests" / "e2e" / "test_desk_story.py"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", str(story)], cwd=ROOT, env=environment
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
