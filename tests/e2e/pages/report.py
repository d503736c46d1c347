"""The knowledge desk's training page and the report on a new model."""

from __future__ import annotations

import re
from typing import Self

from playwright.sync_api import Locator, expect

from tests.e2e.pages.room import Room


class Training(Room):
    """The training page in one browser page of the knowledge desk."""

    def sign_in(self, email: str = "manager@example.org") -> Self:
        """Sign in at the desk and go to the training page."""
        super().sign_in(email)
        self.page.goto(f"{self.url}/desk#/training")
        expect(self.page.locator("#training-now")).to_be_visible()
        return self

    def open_report(self, run_id: str) -> Locator:
        """Follow the link from the list of trainings; returns the verdict's card."""
        self.page.locator(f"tr a[href='#/training/{run_id}']").last.click()
        expect(self.verdict.get_by_role("heading")).to_be_visible()
        return self.verdict

    @property
    def verdict(self) -> Locator:
        """What to think of the new model."""
        return self.page.locator(".training-verdict")

    def part(self, title: str) -> Locator:
        """A part of the report by its heading."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return self.page.locator(".training-part").filter(has=heading)

    def figure(self, name: str) -> list[str]:
        """A figure's row: now, new, difference, verdict."""
        row = self.page.locator(".training-figures tr").filter(has=self.page.get_by_text(re.compile(f"^{name}")))
        return [text.split("\n")[0] for text in row.locator("td").all_inner_texts()]

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    # --- from the button to a model that serves -----------------------------------------------------------

    def train(self) -> None:
        """Press the one button; returns when the run can be seen under way."""
        self.page.get_by_role("button", name="Train de bot").click()
        expect(self.page.get_by_role("heading", name="De bot wordt getraind")).to_be_visible()

    @property
    def bar(self) -> Locator:
        """How far the run is."""
        return self.page.get_by_role("progressbar", name="Voortgang van de training")

    def finished(self, within_ms: float) -> str:
        """Wait for the end of the run; returns its id."""
        report = self.page.get_by_role("link", name=re.compile("^Rapport van ")).first
        expect(report).to_be_visible(timeout=within_ms)
        return (report.get_attribute("href") or "").rpartition("/")[2]

    def promote(self) -> None:
        """Put the model of the open report to work; returns when it serves."""
        self.page.get_by_role("button", name="In gebruik nemen").click()
        self.dialog.get_by_role("button", name=re.compile("n gebruik nemen$")).click()
        expect(self.page.get_by_text("Dit model is in gebruik.")).to_be_visible(timeout=60_000)

    def roll_back(self) -> None:
        """Go back to the model before, which the dialog names; returns when that one serves."""
        self.page.get_by_role("button", name="Terug naar het vorige model").click()
        self.dialog.get_by_role("button", name="Terugdraaien").click()
        expect(self.page.get_by_text("Teruggedraaid. In gebruik: Meegeleverd model")).to_be_visible(timeout=60_000)
