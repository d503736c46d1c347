"""Pictures of a quality report: reliability, risk against coverage, the confusions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

_COLOURS = {"nl": "#c2410c", "fr": "#1d4ed8", "en": "#15803d", "all": "#334155"}


def draw(report: Mapping[str, Any], folder: Path) -> list[Path]:
    """Draw what the report has figures for.

    Args:
        report: Sections as `bench.quality` writes them.
        folder: Where `eval-*.svg` go.

    Returns:
        The files written.
    """
    plt.rcParams.update(
        {"svg.hashsalt": "firstline", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False}
    )
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, section, paint in (
        ("reliability", "reliability", _reliability),
        ("risk-coverage", "risk and coverage", _risk_coverage),
        ("confusions", "confusions", _confusions),
    ):
        if report.get(section):
            figure = plt.figure(figsize=(6, 4.2), layout="constrained")
            paint(figure, report[section])
            path = folder / f"eval-{name}.svg"
            figure.savefig(path, metadata={"Date": None})
            plt.close(figure)
            written.append(path)
    return written


def _reliability(figure: Figure, rows: list[Mapping[str, Any]]) -> None:
    """Rows of `language`, `p` (mean prediction of a bin), `helped` (share), `n`."""
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#94a3b8", linestyle="--", linewidth=1)
    for language in dict.fromkeys(row["language"] for row in rows):
        part = [row for row in rows if row["language"] == language]
        sizes = [4 + 3 * row["n"] ** 0.5 for row in part]
        x, y = [row["p"] for row in part], [row["helped"] for row in part]
        axes.plot(x, y, color=_COLOURS[language], label=language)
        axes.scatter(x, y, s=sizes, color=_COLOURS[language])
    axes.set(
        xlabel="P(this answer helps), as predicted", ylabel="share that the answer helped", xlim=(0, 1), ylim=(0, 1)
    )
    axes.legend(frameon=False)


def _risk_coverage(figure: Figure, rows: list[Mapping[str, Any]]) -> None:
    axes = figure.subplots()
    axes.plot([row["coverage"] for row in rows], [row["risk"] for row in rows], color=_COLOURS["all"])
    axes.set(xlabel="share of the questions that are answered", ylabel="share of those answers that is wrong")
    axes.set(xlim=(0, 1), ylim=(0, None))


def _confusions(figure: Figure, rows: list[Mapping[str, Any]]) -> None:
    axes = figure.subplots()
    names = [f"{row['meant']} → {row['understood']}".replace("problem_", "") for row in rows][::-1]
    axes.barh(names, [row["n"] for row in rows][::-1], color=_COLOURS["all"])
    axes.set(xlabel="test sentences confused")
    axes.tick_params(axis="y", labelsize=7)
