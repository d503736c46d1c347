"""Articles are written, published and taken back; nothing that was ever written is lost, no two overwrite each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.webchat.services.articles.kit import text
from tests.webchat.world import World
from webchat.adapters.db import tables as t
from webchat.domain.errors import Fixable
from webchat.services import people
from webchat.services.accounts import Agent
from webchat.services.articles import create_draft, editing, history, listing, publishing, rows


@pytest.fixture
async def manager(world: World) -> Agent:
    return await world.agent("Karel", role="knowledge_manager", connect=False)


async def add(world: World, manager: Agent, article_id: str = "wifi.nl", title: str = "Geen wifi") -> dict[str, Any]:
    family, _, language = article_id.rpartition(".")
    values = {"language": language, "title": title, "family": family, "markdown": text(article_id, title)}
    return await world.do(editing.create, agent=manager, **values)


async def save(world: World, manager: Agent, article: dict[str, Any], markdown: str, **more: Any) -> dict[str, Any]:
    values = {"minor": False, "note": None, **more}
    article_id, version = article["article_id"], article["version"]
    return await world.do(
        editing.save, agent=manager, article_id=article_id, markdown=markdown, version=version, **values
    )


async def publish(world: World, manager: Agent, article_id: str = "wifi.nl", **more: Any) -> dict[str, Any]:
    return await world.do(publishing.publish, agent=manager, article_id=article_id, **more)


async def owed(world: World) -> list[Any]:
    query = select(t.outbox.c.data).where(t.outbox.c.kind == publishing.LANE).order_by(t.outbox.c.id)
    return await world.see(lambda db: list(db.scalars(query)))


async def listed(world: World, **filters: Any) -> list[str]:
    nothing: dict[str, Any] = dict.fromkeys(("language", "state", "topic", "family", "index", "q", "after"))
    values = {**nothing, "outdated": False, "untranslated": False, "limit": 50, **filters}
    return [row["article_id"] for row in (await world.see(listing.page, **values))["articles"]]


async def test_what_an_author_leaves_out_of_a_new_text_is_filled_in(world: World, manager: Agent) -> None:
    made = await world.do(editing.create, agent=manager, language="fr", title="L’écran: noir ?", markdown="Bonjour.")

    assert (made["article_id"], made["state"], made["has_draft"], made["version"]) == (
        "l-ecran-noir.fr",
        "draft",
        False,
        1,
    )
    assert made["markdown"].endswith("title: 'L’écran: noir ?'\n---\nBonjour.")
    again = await world.do(editing.create, agent=manager, language="fr", title="L’écran noir")
    assert again["article_id"] == "l-ecran-noir-2.fr"


async def test_a_translation_starts_with_the_original_and_joins_its_family_once(world: World, manager: Agent) -> None:
    await add(world, manager)
    translate = {"language": "en", "title": "No wifi", "translation_of": "wifi.nl"}

    made = await world.do(editing.create, agent=manager, **translate)

    assert made["markdown"] == text("wifi.en", "No wifi")
    with pytest.raises(Fixable, match="exists"):
        await world.do(editing.create, agent=manager, **translate)


async def test_saving_over_another_s_change_is_refused_with_what_stands_there_now(world: World, manager: Agent) -> None:
    article = await add(world, manager)
    await save(world, manager, article, text(body="Eerst dit."))

    with pytest.raises(Fixable) as refused:
        await save(world, manager, article, text(body="Te laat."))

    assert refused.value.code == "edited"
    assert refused.value.params["current"]["markdown"] == text(body="Eerst dit.")
    assert refused.value.params["current"]["version"] == 2


@pytest.mark.parametrize(
    ("markdown", "problem", "line"),
    [
        ("Zonder kop", "no_front_matter", 1),
        (text().replace("title:", "titel:"), "missing_key", 1),
        (text().replace("wifi.nl", "printer.nl"), "another_article", None),
        (text(visibility="secret"), "bad_visibility", 6),
        (text(title="'Geen"), "bad_yaml", 5),
        (text(body="a\x00b"), "bad_encoding", None),
    ],
)
async def test_a_text_that_cannot_be_this_article_is_refused_with_its_line(
    world: World, manager: Agent, markdown: str, problem: str, line: int | None
) -> None:
    article = await add(world, manager)

    with pytest.raises(Fixable) as refused:
        await save(world, manager, article, markdown)

    assert (refused.value.code, refused.value.params["problem"], refused.value.params["line"]) == (
        "bad_article",
        problem,
        line,
    )


async def test_readers_keep_the_published_text_until_the_new_one_is_published(world: World, manager: Agent) -> None:
    article = await add(world, manager)
    await publish(world, manager)
    await save(world, manager, article, text(body="Nieuw."))

    seen = await world.see(rows.working, article_id="wifi.nl")
    assert (seen["state"], seen["has_draft"], seen["index"]) == ("published", True, "waiting")
    assert (seen["published_markdown"], seen["markdown"]) == (text(), text(body="Nieuw."))

    await publish(world, manager)
    seen = await world.see(rows.working, article_id="wifi.nl")
    assert (seen["has_draft"], seen["published_markdown"]) == (False, text(body="Nieuw."))
    assert [data["article_id"] for data in await owed(world)] == ["wifi.nl", "wifi.nl"]


async def test_publishing_what_has_been_changed_since_it_was_read_is_refused(world: World, manager: Agent) -> None:
    article = await add(world, manager)
    await save(world, manager, article, text(body="Nieuw."))

    with pytest.raises(Fixable, match="edited"):
        await publish(world, manager, version=article["version"])


async def test_a_planned_publication_comes_by_itself_and_only_once(world: World, manager: Agent) -> None:
    await add(world, manager)
    at = world.clock.now() + timedelta(hours=1)
    assert (await publish(world, manager, at=at))["publish_at"] is not None

    await world.do(publishing.publish_due)
    assert (await world.see(rows.working, article_id="wifi.nl"))["state"] == "draft"
    world.clock.forward(3600)
    await world.do(publishing.publish_due)
    await world.do(publishing.publish_due)

    seen = await world.see(rows.working, article_id="wifi.nl")
    assert (seen["state"], seen["publish_at"]) == ("published", None)
    assert len(await owed(world)) == 1


async def test_an_article_for_nobody_yet_is_published_only_when_somebody_says_for_whom(
    world: World, manager: Agent
) -> None:
    article = await add(world, manager)
    await save(world, manager, article, text(visibility="draft"))

    with pytest.raises(Fixable) as refused:
        await publish(world, manager)
    assert refused.value.params["problem"] == "choose_visibility"

    assert (await publish(world, manager, visibility="internal"))["visibility"] == "internal"
    seen = await world.see(rows.working, article_id="wifi.nl")
    assert seen["published_markdown"] == text(visibility="internal")


async def test_major_changes_make_the_translations_outdated_and_minor_ones_do_not(world: World, manager: Agent) -> None:
    for article_id in ("wifi.nl", "wifi.fr", "wifi.en"):
        await add(world, manager, article_id)
        await publish(world, manager, article_id)
    assert await listed(world, outdated=True) == []  # a new translation puts nobody behind

    async def change(article_id: str, body: str, *, minor: bool) -> list[str]:
        article = await world.see(rows.working, article_id=article_id)
        await save(world, manager, article, text(article_id, body=body), minor=minor)
        await publish(world, manager, article_id)
        return sorted(await listed(world, outdated=True))

    assert await change("wifi.nl", "Komma.", minor=True) == []
    assert await change("wifi.nl", "Anders.", minor=False) == ["wifi.en", "wifi.fr"]
    # The translator follows: nobody else falls behind by that.
    assert await change("wifi.fr", "Autrement.", minor=False) == ["wifi.en"]
    told = await world.do(history.confirm, agent=manager, article_id="wifi.nl", language="en")
    assert [version["outdated_since"] for version in told["translations"]] == [None, None, None]


async def test_every_text_is_kept_and_comes_back_byte_for_byte(world: World, manager: Agent) -> None:
    odd = text(body="Regel\r\neinde zonder regeleinde\u00a0").replace("\n", "\r\n")
    article = await add(world, manager)
    article = await save(world, manager, article, odd, note="zoals het was")
    article = await save(world, manager, article, text(body="Weg ermee."))

    back = await world.do(editing.restore, agent=manager, article_id="wifi.nl", number=2, version=article["version"])

    assert back["markdown"] == odd
    told = (await world.see(history.revisions, article_id="wifi.nl", after=None, limit=50))["revisions"]
    assert [(row["number"], row["kind"], row["by"]["name"]) for row in told] == [
        (4, "restore", "Karel"), (3, "save", "Karel"), (2, "save", "Karel"), (1, "create", "Karel"),
    ]  # fmt: skip
    assert (await world.see(history.revision, article_id="wifi.nl", number=3))["markdown"] == text(body="Weg ermee.")


async def test_withdrawn_and_archived_articles_leave_the_index_and_can_come_back(world: World, manager: Agent) -> None:
    await add(world, manager)
    await publish(world, manager)
    await world.do(publishing.archive, agent=manager, article_id="wifi.nl")

    assert [data["checksum"] is None for data in await owed(world)] == [False, True]
    assert (await listed(world), await listed(world, state="archived")) == ([], ["wifi.nl"])
    assert (await world.do(publishing.withdraw, agent=manager, article_id="wifi.nl"))["state"] == "draft"
    await publish(world, manager)
    assert len(await owed(world)) == 3


async def test_the_list_is_searched_filtered_and_read_in_pages(world: World, manager: Agent) -> None:
    for number in range(5):
        await add(world, manager, f"a{number}.nl", f"Élan {number}")
    await add(world, manager, "a1.fr", "Élan")
    await add(world, manager, "a1.en", "Elan")
    await publish(world, manager, "a0.nl")
    filters: dict[str, Any] = dict.fromkeys(("language", "state", "topic", "family", "index", "after"))
    filters |= {"outdated": False, "untranslated": False, "q": "elan", "limit": 4}
    first = await world.see(listing.page, **filters)

    assert [row["article_id"] for row in first["articles"]] == ["a0.nl", "a1.nl", "a1.fr", "a1.en"]
    assert [one["language"] for one in first["articles"][1]["translations"]] == ["nl", "fr", "en"]
    assert await listed(world, after=first["next"]) == ["a2.nl", "a3.nl", "a4.nl"]
    assert (first["n_found"], first["counts"]["draft"], first["counts"]["published"]) == (7, 6, 1)
    assert (await listed(world, q="élan 3"), await listed(world, state="published")) == (["a3.nl"], ["a0.nl"])
    assert (await listed(world, index="waiting"), len(await listed(world, index="absent"))) == (["a0.nl"], 6)
    assert await listed(world, untranslated=True, language="nl") == ["a0.nl", "a2.nl", "a3.nl", "a4.nl"]
    assert [row["title"] for row in await world.see(listing.published)] == ["Élan 0"]


async def test_a_draft_made_of_a_conversation_outlives_the_erasing_of_who_had_it(world: World, manager: Agent) -> None:
    begun = await world.begin()
    sources = [{"kind": "conversation", "id": begun.conversation_id}]
    draft = {"language": "nl", "title": "Geen wifi", "markdown": "Tekst.", "sources": sources}
    article_id = await world.do(create_draft, agent=manager, **draft)
    assert (await world.see(rows.working, article_id=article_id))["sources"] == [
        {"kind": "conversation", "id": begun.conversation_id, "number": None}
    ]

    person_id = (await world.conversation(begun.conversation_id)).person_id
    await world.do(people.erase, who=person_id)

    assert (await world.see(rows.working, article_id=article_id))["sources"] == []
    assert await world.see(lambda db: db.scalar(select(func.count()).select_from(t.articles))) == 1
