"""Rows S4, S12, S16, N8: questions without an answer → a gap → a draft with its sources; proposals; news; effect."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakePage
from tests.e2e.pages.desk import Desk
from tests.e2e.pages.loop import Loop
from tests.support.crowd import Crowd, Rest
from tests.support.product import Product

Audit = Callable[[Page, str], None]
ASKED = [
    ("nl", "hoe vraag ik een parkeerkaart aan voor de ondergrondse garage"),
    ("nl", "waar krijg ik een parkeerkaart voor de garage van het kantoor"),
    ("fr", "comment demander une carte de parking pour le garage du bureau"),
]
SOLUTION = "1. Open het personeelsportaal.\n2. Kies Mobiliteit en dan Parkeerkaart.\n3. Vul je nummerplaat in."
SLOW_MS = 30_000


def test_unanswered_questions_become_a_draft_of_what_an_agent_wrote(
    make_page: MakePage, product: Product, crowd: Crowd, audit: Audit
) -> None:
    agent = crowd.agent(Rest(product.url, "agent@example.org").token)
    conversations = []
    for language, said in ASKED:
        person = crowd.user(language)
        person.say(said)
        person.until("message_created", kind="notice")
        person.does("ask_human")
        conversations.append(person.id)
    agent.does("take", conversation_id=conversations[0])
    agent.does("resolve", conversation_id=conversations[0], outcome="solved", solution=SOLUTION)

    desk = Loop(make_page("wide", "nl"), product.url).sign_in()
    desk.go("gaps")
    desk.press("Nu opnieuw groeperen")
    gap = desk.card("parkeerkaart")
    expect(gap).to_contain_text("3 vragen")
    audit(desk.page, "gaps")
    gap.get_by_role("link").first.click()
    expect(desk.page.get_by_text("Kies Mobiliteit en dan Parkeerkaart")).to_be_visible()
    audit(desk.page, "one gap")

    # The draft holds the steps as the agent wrote them, and goes on in the editor.
    desk.press("Maak er een artikel van")
    draft = Rest(product.url, "manager@example.org").call("GET", f"/api/articles/{_draft(desk)}/working")
    assert SOLUTION in draft["markdown"]
    assert {"ticket", "conversation"} == {source["kind"] for source in draft["sources"]}
    desk.go("gaps")
    expect(desk.card("parkeerkaart")).to_contain_text("sluit vanzelf")


def _draft(desk: Loop) -> str:
    """The article that the desk went on to."""
    expect(desk.page).to_have_url(re.compile("#/articles/"), timeout=SLOW_MS)
    return desk.page.url.split("#/articles/")[1].split("/")[0]


def test_a_proposal_is_answered_and_news_is_read(
    make_page: MakePage, product: Product, crowd: Crowd, audit: Audit, unique: str
) -> None:
    rest = Rest(product.url, "agent2@example.org")
    agent = crowd.agent(rest.token)
    person = crowd.user("fr")
    person.say(f"la machine à café {unique} fuit")
    person.does("ask_human")
    agent.does("take", conversation_id=person.id)
    for text in (f"Fermez le robinet {unique}.", f"Demandez à l'accueil {unique}."):
        body = {"kind": "new_article", "conversation_id": person.id, "text": text}
        rest.call("POST", "/api/proposals", body)

    desk = Loop(make_page("phone", "fr"), product.url).sign_in()
    desk.go("proposals")
    card = desk.card(f"Demandez à l'accueil {unique}")
    audit(desk.page, "proposals")
    card.get_by_role("button", name="Refuser").click()
    audit(desk.page, "declining a proposal")
    desk.page.get_by_role("dialog").get_by_role("textbox").fill("Existe déjà.")
    desk.press("Refuser")
    expect(card).to_have_count(0)
    desk.card(f"Fermez le robinet {unique}").get_by_role("button", name="En faire un article").click()
    article_id = _draft(desk)

    # Published, it is news to the agents, and a fix whose effect is shown.
    manager = Rest(product.url, "manager@example.org")
    manager.call("POST", f"/api/articles/{article_id}/publish", {})
    day = Desk(make_page("wide", "en"), product.url).sign_in("agent2@example.org")
    day.go("day")
    news = day.page.get_by_role("region", name="New in the knowledge base")
    expect(news.get_by_role("link", name="new").first).to_be_visible()
    own = day.page.get_by_role("region", name="What became of your proposals")
    expect(own).to_contain_text("not taken up by Els De Smet: Existe déjà.")
    audit(day.page, "day")
    news.get_by_role("button", name="Seen all").click()
    expect(news.get_by_role("button", name="Seen all")).to_have_count(0)

    effect = Loop(make_page("wide", "en"), product.url).sign_in("supervisor@example.org")
    effect.go("effect")
    expect(effect.card("Article published").first).to_contain_text("Too few to tell yet")
    audit(effect.page, "effect")
