"""The console's pages for who leads the desk: teams, overview, reviews, rules."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages.room import Room


class Desk(Room):
    """One browser page of the console."""

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page, url, "console")

    def choose(self, more: str, name: str) -> None:
        """Go to a page on a phone, where it stands behind "More"."""
        self.page.get_by_role("button", name=more, exact=True).click()
        self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", name=name, exact=True)).to_be_visible()

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_role("dialog")

    # --- teams -----------------------------------------------------------------------------------------

    def make_team(self, names: Mapping[str, str], *, line: str) -> None:
        """Make a team with a name in each language."""
        self.page.get_by_role("button", name="Nieuw team").click()
        for language, name in names.items():
            self.dialog.get_by_role("textbox", name=language).fill(name)
        self.dialog.get_by_role("combobox", name="Lijn", exact=True).select_option(line)
        self._save()

    def put_behind(self, team: str, behind: str) -> None:
        """Have a team escalate to another."""
        self.page.get_by_role("button", name=f"Team {team} wijzigen").click()
        self.dialog.get_by_role("combobox", name="Team erachter", exact=True).select_option(label=behind)
        self._save()

    def _save(self) -> None:
        self.dialog.get_by_role("button", name="Bewaren").click()
        expect(self.dialog).to_have_count(0)

    # --- overview --------------------------------------------------------------------------------------

    def part(self, name: str) -> Locator:
        """One part of the overview."""
        return self.page.get_by_role("region", name=name, exact=True).first

    def queue(self, team: str) -> Locator:
        """The queue of one team."""
        return self.part("Wachtrij").get_by_role("region", name=team, exact=True).first

    def move(self, team: str, *, to: str) -> None:
        """Give the first who waits for a team to a person."""
        self.queue(team).get_by_role("button", name="verplaatsen").first.click()
        self.dialog.get_by_role("radio", name=to).check()
        self.dialog.get_by_role("button", name="Doorgeven").click()
        expect(self.dialog).to_have_count(0)

    # --- one conversation ------------------------------------------------------------------------------

    def abuse(self, what: str) -> None:
        """Do something about abuse in the conversation that is open."""
        self.page.get_by_role("button", name="Grensoverschrijdend gedrag").click()
        self.dialog.get_by_role("button", name=what).click()
