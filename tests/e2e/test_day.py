"""Issue 5's day: six agents in three teams, forty users in three languages, every process real.

Six consoles and four widgets are pages in Chromium; the other thirty-six users and the agents' programs are real
Socket.IO clients. Everything an agent can do is used at least once; at the end every message, ticket, transition and
due time is where it should be.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ops.layout import ROOT
from tests.e2e.conftest import MakePage
from tests.e2e.pages.console import Console
from tests.e2e.pages.widget import Widget
from tests.support.crowd import Crowd, Desk, Person, Rest
from tests.support.product import Product
from tests.webchat.smtp import MailServer

LANGUAGES = ("nl", "fr", "en")
PROBLEMS = {
    "nl": ("mijn laptop start niet meer op", "de wifi valt telkens weg", "ik krijg mijn wachtwoord niet gewijzigd"),
    "fr": ("mon portable ne démarre plus", "le wifi coupe tout le temps", "je n'arrive pas à changer mon mot de passe"),
    "en": ("my laptop does not start any more", "the wifi keeps dropping", "I cannot change my password"),
}
INCIDENT = {
    "nl": "ik heb mijn wachtwoord ingevuld op een valse site na een phishingmail",
    "fr": "j'ai donné mon mot de passe sur un faux site après un mail d'hameçonnage",
    "en": "I typed my password on a fake site after a phishing mail",
}
AGENTS = ("An Adam", "Bea Bos", "Cas Claes", "Dia Dupont", "Eli Evrard", "Fay Frank")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Product]:
    settings = {
        **mail_server.environment,
        "WEBCHAT_MAIL_UNREAD_S": "1",
        "WEBCHAT_OFFER_TIMEOUT_S": "3",
        "WEBCHAT_AGENT_GRACE_S": "2",
        "WEBCHAT_SIGN_IN_ATTEMPTS": "1000",
    }
    with Product(tmp_path_factory.mktemp("day"), settings) as running:
        yield running


class House:
    """The people who work here, and who came."""

    def __init__(self, product: Product, crowd: Crowd) -> None:
        self.product, self.crowd = product, crowd
        self.admin = Rest(product.url, "admin@example.org")
        self.lead = Rest(product.url, "supervisor@example.org")
        self.ids: dict[str, str] = {}
        self.rest: dict[str, Rest] = {}
        self.desks: dict[str, Desk] = {}
        self.passwords: dict[str, str] = {}
        for name in AGENTS:
            self._hire(name)
        self.teams = self._teams()
        self.users: list[Person] = []

    def _hire(self, name: str) -> None:
        body = {"email": self.email(name), "name": name, "role": "agent", "languages": list(LANGUAGES)}
        made = self.admin.call("POST", "/api/accounts", body)
        self.ids[name], self.passwords[name] = made["agent"]["id"], made["password"]
        self.admin.call("PATCH", f"/api/accounts/{self.ids[name]}", {"capacity": 12})
        self.rest[name] = Rest(self.product.url, self.email(name), made["password"])

    @staticmethod
    def email(name: str) -> str:
        return f"{name.split()[0].lower()}@example.org"

    def _teams(self) -> dict[str, str]:
        def members(*names: str) -> list[dict[str, Any]]:
            return [{"agent_id": self.ids[name], "skills": []} for name in names]

        def names(word: str) -> dict[str, str]:
            return {language: f"{word} {language}" for language in LANGUAGES}

        made: dict[str, str] = {}
        plans = (
            ("second", {"line": "second", "members": members(AGENTS[4], AGENTS[5])}),
            ("security", {"line": "second", "kinds": ["security"], "members": members(AGENTS[3])}),
            ("workplace", {"kinds": ["incident", "request", "complaint"], "members": members(*AGENTS[:3])}),
        )
        for word, facts in plans:
            if word == "workplace":
                facts = {**facts, "escalates_to": made["second"]}
            made[word] = self.admin.call("POST", "/api/teams", {"names": names(word), **facts})["team"]["id"]
        return made

    def open_desks(self) -> None:
        for name in AGENTS:
            self.desks[name] = self.crowd.agent(self.rest[name].token)
            self.desks[name].does("set_status", status="online")

    def holder(self, person: Person) -> str | None:
        """Name of the agent who has the conversation."""
        state = person.state()
        return (state.get("agent") or {}).get("name") if state["owner"] == "agent" else None

    def with_agent(self, person: Person, name: str) -> Desk:
        """Have an agent take a conversation that waits."""
        self.desks[name].does("take", conversation_id=person.id)
        return self.desks[name]

    def ticket(self, person: Person) -> dict[str, Any]:
        number = person.state()["ticket"]["number"]
        found: dict[str, Any] = self.lead.call("GET", f"/api/tickets/{number}")["ticket"]
        return found

    def edit(self, person: Person, by: str, **change: Any) -> dict[str, Any]:
        """Change a ticket in the version that was just read."""
        rest, number = self.rest[by], person.state()["ticket"]["number"]
        rest.call("GET", f"/api/tickets/{number}")
        changed: dict[str, Any] = rest.call("PATCH", f"/api/tickets/{number}", change, If_Match=rest.etag)["ticket"]
        return changed


def _sign_in(page: Page, house: House, name: str) -> Console:
    console = Console(page, house.product.url, "nl").visit()
    console.fill_in(house.email(name), house.passwords[name])
    expect(console.list).to_be_visible()
    return console


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_day_of_six_agents_and_forty_users(
    product: Product, crowd: Crowd, make_page: MakePage, mail_server: MailServer
) -> None:
    house = House(product, crowd)

    # --- before the desk opens: the administrator's work -------------------------------------------------
    admin = house.admin
    admin.call("GET", "/api/settings/takeover")
    template = {"link_template": "https://help.example.org/join/{code}"}
    admin.call("PUT", "/api/settings/takeover", template, If_Match=admin.etag)
    labels = {"nl": "Lokaal", "fr": "Local", "en": "Room"}
    admin.call("POST", "/api/ticket-fields", {"key": "room", "labels": labels, "type": "text"})

    # --- forty users come -----------------------------------------------------------------------------
    for n in range(36):
        language = LANGUAGES[n % 3]
        person = crowd.user(language, name=f"Persoon {n}", email=f"p{n}@example.org")
        if n % 10 == 0:  # the bot hands incidents over by itself
            person.say(INCIDENT[language])
            person.until("state_changed", owner="queue")
        else:
            person.say(PROBLEMS[language][n % 3 if n % 2 else 0])
        house.users.append(person)
    for person in house.users:
        if person.state()["owner"] == "bot":
            person.does("ask_human")
    widgets = [Widget(make_page("wide", language), product.url, language).visit().open() for language in LANGUAGES]
    widgets.append(Widget(make_page("phone", "nl"), product.url, "nl").visit().open())
    for widget in widgets:
        widget.ask(PROBLEMS[widget.language][0])
        widget.ask_person()
    numbers = [widget.ticket_number() for widget in widgets]
    for person in house.users:
        assert person.state()["owner"] == "queue", person.state()
        assert person.state()["position"] >= 1

    # --- the desk opens: teams, offers, taking ----------------------------------------------------------
    house.open_desks()
    consoles = {name: _sign_in(make_page("wide", "nl"), house, name) for name in AGENTS}
    a, b, c, d, e, f = AGENTS
    security = [person for person in house.users if house.ticket(person)["kind"] == "security"]
    assert len(security) >= 2, "the words of an incident were not heard"
    assert {house.ticket(person)["team"] for person in security} == {house.teams["security"]}
    plain = [person for person in house.users if person not in security]
    assert {house.ticket(person)["team"] for person in plain} == {house.teams["workplace"]}
    for person in security:
        house.with_agent(person, d)
    for n, person in enumerate(plain[:18]):
        house.with_agent(person, (a, b, c)[n % 3])
    rival = house.desks[b].tries("take", conversation_id=plain[0].id)
    assert rival["error"]["code"] == "already_taken"
    for console, number in zip(consoles.values(), numbers, strict=False):
        console.open(number)
        console.take()

    # --- in the conversation ----------------------------------------------------------------------------
    first, widget = consoles[a], widgets[0]
    first.say("Dag, ik kijk met u mee.")
    widget.expect_text("Dag, ik kijk met u mee.")
    first.note("klant klinkt gehaast")
    widget.send("hij piept drie keer")
    first.expect_said("hij piept drie keer")
    assert "gehaast" not in str(widget.entries())  # what came after the note is there
    desk = house.desks[a]
    one, two, three, four, five = (plain[n] for n in (0, 3, 6, 9, 12))  # all a's
    desk.does("typing", conversation_id=one.id, on=True)
    one.until("typing", on=True)
    shared = {"shortcut": "day", "shared": True, "texts": {"nl": {"title": "Dag", "text": "Dag {{customer.name}}"}}}
    reply = house.lead.call("POST", "/api/canned-replies", shared)
    said = house.rest[a].call("GET", f"/api/canned-replies/{reply['id']}/text?conversation_id={one.id}")["text"]
    desk.does("message", conversation_id=one.id, client_id=_uuid(), text=said)
    assert "Persoon" in one.messages()[-1]["text"]
    suggested = house.rest[a].call("GET", f"/api/conversations/{one.id}/suggestions")
    article = suggested["articles"][0]["id"]
    desk.does("message", conversation_id=one.id, client_id=_uuid(), text="Dit helpt:", article_id=article)
    assert one.messages()[-1]["article"]["id"] == article
    desk.does("note", conversation_id=one.id, client_id=_uuid(), text=f"@{b} kijk je mee?")
    assert house.rest[b].call("GET", "/api/mentions")["mentions"][0]["conversation_id"] == one.id
    house.desks[b].does("note", conversation_id=one.id, client_id=_uuid(), text="voeding vervangen")
    steps = [
        {"do": "note", "text": "macro liep"},
        {"do": "set_fields", "fields": {"impact": "high", "urgency": "high"}},
    ]
    macro = house.rest[a].call("POST", "/api/macros", {"title": "Spoed", "shared": False, "steps": steps})
    desk.does("run_macro", conversation_id=one.id, macro_id=macro["id"], client_id=_uuid())
    assert house.ticket(one)["priority"] == "urgent"
    call = {"conversation_id": one.id, "kind": "call_back", "at": _in(3600), "phone": "0470 12 34 56"}
    house.rest[a].call("POST", "/api/reminders", call)
    desk.does("propose_takeover", conversation_id=two.id)
    two.does("answer_takeover", accept=True)
    two.does("end_takeover")
    proposal = {"conversation_id": two.id, "kind": "new_article", "text": "Batterij een minuut los."}
    house.rest[a].call("POST", "/api/proposals", proposal)

    # --- files ------------------------------------------------------------------------------------------
    picture = (ROOT / "docs" / "images" / "widget.png").read_bytes()
    widget.attach({"name": "foto.png", "mimeType": "image/png", "buffer": picture})
    expect(widget.panel.get_by_role("progressbar")).to_have_count(0)
    widget.send("zo ziet het eruit")
    first.expect_picture("foto.png")

    # --- snooze, transfer, escalate, release, decline, back to the bot ----------------------------------
    desk.does("snooze", conversation_id=three.id, until=_in(3600))
    assert three.state()["status"] == "snoozed"
    three.say("ik ben er weer")
    _eventually(lambda: three.state()["status"] == "open")
    to_bea = {"conversation_id": three.id, "to": {"agent": house.ids[b]}, "note": "graag overnemen"}
    desk.does("transfer", **to_bea)
    assert house.holder(three) == b
    house.desks[b].does("transfer", conversation_id=three.id, to={"team": house.teams["security"]})
    house.desks[d].does("take", conversation_id=three.id)
    desk.does("escalate", conversation_id=four.id, note="lijkt op de voeding")
    assert house.ticket(four)["team"] == house.teams["second"]
    house.desks[e].does("take", conversation_id=four.id)
    desk.does("release", conversation_id=five.id)
    assert five.state()["owner"] == "queue"
    house.desks[c].does("take", conversation_id=five.id)
    house.desks[c].does("return_to_bot", conversation_id=five.id)
    assert five.state()["owner"] == "bot"
    five.say(PROBLEMS["nl"][1])

    # --- tickets: fields, history, links, merge, bulk, views, search, a request -------------------------
    changed = house.edit(one, a, fields={"room": "B3.14", "device": "laptop X1"})
    assert changed["fields"]["room"]["value"] == "B3.14"
    history = house.rest[a].call("GET", f"/api/tickets/{changed['number']}/history")["changes"]
    assert {"room", "device"} <= {change["field"] for change in history}
    b1, b2, b3 = (plain[n] for n in (1, 4, 7))  # all b's
    ours, theirs = (person.state()["ticket"]["number"] for person in (b1, b2))
    link = {"kind": "known_problem", "ticket": theirs}
    house.rest[b].call("POST", f"/api/tickets/{ours}/links", link)
    house.rest[b].call("POST", f"/api/tickets/{theirs}/merge", {"into": ours})
    assert house.rest[b].call("GET", f"/api/tickets/{theirs}")["ticket"]["status"] == "merged"
    assert ours in str(b2.messages())
    house.edit(b3, b, kind="request", fields={})
    many = [person.state()["ticket"]["number"] for person in plain[14:17]]
    bulk = house.lead.call("POST", "/api/tickets/bulk", {"tickets": many, "change": {"priority": "low"}})
    assert len(bulk["results"]) == 3
    found = house.rest[b].call("GET", "/api/tickets?q=wifi")["tickets"]
    assert found

    # --- supervisor: move, review; abuse ----------------------------------------------------------------
    lead = crowd.agent(house.lead.token)
    lead.does("transfer", conversation_id=plain[2].id, to={"agent": house.ids[f]})
    assert house.holder(plain[2]) == f
    questions = house.lead.call("GET", "/api/checklist")["items"]
    answers = {question["id"]: "yes" for question in questions}
    house.lead.call("POST", "/api/reviews", {"conversation_id": one.id, "answers": answers, "remarks": "rustig"})
    assert house.rest[a].call("GET", "/api/reviews")["reviews"]
    rude = plain[5]  # c's
    seq = rude.say("gij stomme trut, ik weet u wonen")
    house.desks[c].does("warn", conversation_id=rude.id, seq=seq)
    rude.say("nog een woord en ik kom langs")
    ended = house.desks[c].tries("end_abuse", conversation_id=rude.id)
    assert ended["ok"] is True, ended
    assert rude.state()["status"] == "resolved"
    assert house.lead.call("GET", "/api/abuse-reports")["reports"]

    # --- leaving and coming back: mail, drop-off, lapse, rating, reopening ------------------------------
    gone = plain[8]  # c's
    gone.does("set_email", email="weg@example.org")
    gone.step_out()
    house.desks[c].does("message", conversation_id=gone.id, client_id=_uuid(), text="Uw toestel ligt klaar.")
    _eventually(lambda: any(mail["To"] == "weg@example.org" for mail in mail_server.taken))
    one.does("mail_transcript")
    dropped = plain[11]  # c's, and nobody else's
    consoles[c].page.goto("about:blank")
    house.desks[c].leave()
    _eventually(lambda: dropped.state()["owner"] == "queue")
    house.desks[b].does("take", conversation_id=dropped.id)
    house.desks[b].does("resolve", conversation_id=dropped.id, outcome="solved", solution="Snoer vast.")
    dropped.does("rate", score=5, comment="vlot")
    dropped.does("reopen")
    assert dropped.state()["status"] == "open"
    house.desks[b].does("set_status", status="break")
    first.resolve("Voeding vervangen.")
    widget.rate(4)

    _check_everything(house, widgets)


def _check_everything(house: House, widgets: list[Widget]) -> None:
    """Every message, ticket, transition and due time is where it should be."""
    for person in house.users:
        if not person.client.io.connected:
            continue
        told = person.messages()
        assert [message["seq"] for message in told] == list(range(1, len(told) + 1))
        mine = [message["text"] for message in told if message["sender"]["kind"] == "user"]
        assert mine == person.said
    db = sqlite3.connect(house.product.database)
    db.row_factory = sqlite3.Row

    def all_(query: str) -> list[sqlite3.Row]:
        return db.execute(query).fetchall()

    assert len(all_("SELECT 1 FROM conversations")) >= len(house.users) + len(widgets)
    doubled = "SELECT conversation_id, episode FROM tickets GROUP BY 1, 2 HAVING count(*) > 1"
    assert all_(doubled) == []
    orphans = (
        "SELECT c.id FROM conversations c WHERE c.episode > 0 AND NOT EXISTS"
        " (SELECT 1 FROM tickets k WHERE k.conversation_id = c.id AND k.episode = c.episode)"
    )
    assert all_(orphans) == []
    # No word of the bot while a person or the queue had the conversation: it speaks again only after it got it back.
    after = (
        "SELECT m.conversation_id FROM messages m JOIN conversations c ON c.id = m.conversation_id"
        " WHERE m.sender_kind = 'bot' AND m.part = 0 AND c.owner IN ('queue', 'agent') AND m.seq > c.episode_seq"
    )
    assert all_(after) == []
    kept = {row["status"] for row in all_("SELECT status FROM tickets")}
    assert kept <= {"new", "open", "pending", "closed", "merged"}
    for row in all_("SELECT status, created_at, first_response_due_at, resolution_due_at FROM tickets"):
        if row["status"] in ("new", "open"):
            # A first answer that was given keeps the time it was due; a higher priority moves only what is still open.
            assert row["created_at"] < min(row["first_response_due_at"], row["resolution_due_at"])
    for person in house.users:  # also those who have left
        stored = db.execute(
            "SELECT seq, sender_kind, text FROM messages WHERE conversation_id = ? AND part = 0 ORDER BY seq",
            (person.id,),
        ).fetchall()
        assert [row["seq"] for row in stored] == list(range(1, len(stored) + 1))
        assert [row["text"] for row in stored if row["sender_kind"] == "user"] == person.said
    unfinished = "SELECT kind FROM outbox WHERE done_at IS NULL AND kind != 'bot_turn' AND due_at < datetime('now', '-60 seconds')"
    assert all_(unfinished) == []
    db.close()
    environment = {"WEBCHAT_DATABASE_URL": f"sqlite:///{house.product.database}", "PYTHONPATH": str(ROOT)}
    verdict = subprocess.run(
        [sys.executable, "-m", "webchat", "audit", "verify"], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def _uuid() -> str:
    return str(uuid.uuid4())


def _in(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def _eventually(check: Any, within_s: float = 30) -> None:
    until = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < until
        time.sleep(0.1)
