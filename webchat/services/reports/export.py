"""A report to take along: one of its tables as CSV, all of them as a workbook.

CSV is UTF-8 with a byte order mark, so that Excel reads its accents; in Dutch and French it has semicolons and decimal
commas, as Belgian spreadsheets expect, in English commas and points. No cell is ever read as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from webchat.texts.reports import words

Name = Literal["figures", "days", "reasons", "problems", "languages", "teams"]
Cell = str | float | int | bool | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DAY_S = 86_400


class Sheet(NamedTuple):
    """One table; `units` says how its numbers are shown, by column."""

    name: Name
    title: str
    head: Sequence[str]
    units: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def sheets(report: Mapping[str, Any], language: str) -> list[Sheet]:
    """Return the report's tables."""

    def column(name: str) -> str:
        return words(language, f"col_{name}")

    def sheet(name: Name, columns: Mapping[str, tuple[str, str]], rows: Sequence[Mapping[str, Any]]) -> Sheet:
        head = [column(head) for head, _ in columns.values()]
        units = [unit for _, unit in columns.values()]
        return Sheet(
            name, words(language, f"sheet_{name}"), head, units, [[row[key] for key in columns] for row in rows]
        )

    group = {"conversations": ("conversations", "count"), "before": ("before", "count"), "solved": ("solved", "count")}
    group |= {"handed_off": ("handed_off", "count"), "unhelped": ("unhelped", "count")}
    people = [
        {**row, "person": person["name"], **{k: person[k] for k in ("chats", "seconds")}, "tickets": None}
        for row in report["teams"]
        for person in row["people"] or ()
    ]
    teams = [{**row, "person": words(language, "everybody")} for row in report["teams"]]
    said = {name: (name, "count") for name in ("user", "bot", "agent")}
    counted = {name: (name, "count") for name in ("conversations", "before", "solved", "handed_off")}
    return [
        _figures(report, language),
        sheet(
            "days", {"day": ("day", "text"), **counted, **said, "closed": ("closed", "text")}, _days(report, language)
        ),
        sheet(
            "reasons",
            {"label": ("reason", "text"), "n": ("value", "count"), "before": ("before", "count")},
            report["reasons"],
        ),
        sheet("problems", {"title": ("problem", "text"), "topic": ("topic", "text"), **group}, report["problems"]),
        sheet("languages", {"label": ("language", "text"), **group}, report["languages"]),
        sheet(
            "teams",
            {
                "label": ("team", "text"),
                "person": ("person", "text"),
                "tickets": ("tickets", "count"),
                "chats": ("chats", "count"),
                "seconds": ("hours", "seconds"),
            },
            [*teams, *people],
        ),
    ]


def _days(report: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    return [{**row, "closed": words(language, "yes") if row["closed"] else None} for row in report["days"]]


def _figures(report: Mapping[str, Any], language: str) -> Sheet:
    names = ("figure", "value", "before", "difference", "unit", "n", "definition")
    rows = [
        [f["label"], f["value"], f["before"], f["difference"], f["unit"], f["n"], f["definition"]]
        for f in report["figures"]
    ]
    head = [words(language, f"col_{name}") for name in names]
    return Sheet(
        "figures", words(language, "sheet_figures"), head, ("text", "row", "row", "row", "unit", "count", "text"), rows
    )


def as_csv(sheet: Sheet, language: str) -> str:
    """Return one table; durations in seconds, shares between 0 and 1."""
    comma = language in ("nl", "fr")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(sheet.head)
    for row in sheet.rows:
        cells = [
            words(language, f"unit_{cell}") if unit == "unit" else cell
            for cell, unit in zip(row, sheet.units, strict=True)
        ]
        writer.writerow([_text(cell, comma=comma) for cell in cells])
    return "\ufeff" + out.getvalue()


def _text(cell: Cell, *, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        number = f"{cell:.4f}".rstrip("0").rstrip(".")
        return number.replace(".", ",") if comma else number
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell  # OWASP, "CSV injection"


def as_workbook(report: Mapping[str, Any], language: str, about: Sequence[tuple[str, str]]) -> bytes:
    """Return all tables as XLSX, a sheet each; `about` says on the last what the report was limited to."""
    out = io.BytesIO()
    # Strings stay strings, whatever they look like.
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, plain) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "count": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
            "seconds": book.add_format({"num_format": "[h]:mm:ss", "valign": "top"}),
            "score": book.add_format({"num_format": "0.00", "valign": "top"}),
        }
        for sheet in sheets(report, language):
            _write(book.add_worksheet(sheet.title[:31]), sheet, styles, language)
        last = book.add_worksheet(words(language, "sheet_about"))
        last.set_column(0, 1, 32)
        for line, (name, value) in enumerate(about):
            last.write_string(line, 0, name, styles["head"])
            last.write_string(line, 1, value, styles["text"])
    return out.getvalue()


def _write(page: Any, sheet: Sheet, styles: Mapping[str, Any], language: str) -> None:
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    for number, (head, unit) in enumerate(zip(sheet.head, sheet.units, strict=True)):
        page.write_string(0, number, head, styles["head"])
        page.set_column(number, number, 14 if unit not in ("text", "unit") else 60 if number > 1 else 30)
    for line, row in enumerate(sheet.rows, 1):
        of_row = next((str(cell) for cell, unit in zip(row, sheet.units, strict=True) if unit == "unit"), "count")
        for number, (cell, unit) in enumerate(zip(row, sheet.units, strict=True)):
            kind = of_row if unit == "row" else unit
            if cell is None:
                continue
            if isinstance(cell, str):
                text = words(language, f"unit_{cell}") if unit == "unit" else cell
                page.write_string(line, number, text, styles["text"])
            elif kind == "seconds" and cell >= 0:
                page.write_number(line, number, cell / _DAY_S, styles["seconds"])
            elif kind == "seconds":  # spreadsheets show no negative time
                sign, rest = "\u2212", abs(round(cell))
                clock = f"{sign}{rest // 3600}:{rest % 3600 // 60:02}:{rest % 60:02}"
                page.write_string(line, number, clock, styles["text"])
            else:
                page.write_number(line, number, cell, styles[kind])
