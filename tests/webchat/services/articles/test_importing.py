"""A whole knowledge base comes in and goes out: nothing is lost, what is bad is named, a restart goes on."""

from __future__ import annotations

import asyncio
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.webchat.files import picture
from tests.webchat.services.articles.kit import text
from tests.webchat.services.articles.test_editing import add, manager, publish, save
from tests.webchat.world import World, make_world
from webchat.adapters.article_index import ArticleIndex
from webchat.adapters.db import tables as t
from webchat.adapters.kb import KnowledgeBase
from webchat.adapters.pictures import Pictures
from webchat.domain.errors import Fixable
from webchat.services.accounts import Agent
from webchat.services.articles import exporting, import_jobs, importing, rows
from webchat.services.articles.import_jobs import Imports

__all__ = ["manager"]
HTML = """<!doctype html><html lang="fr"><head><title>Titre de page</title><script>alert(1)</script></head><body>
<nav><a href="/">Menu</a></nav><main><h1>Le Wi-Fi ne marche pas</h1><h2>Que faire</h2>
<p>Un <b>texte</b> avec <a href="javascript:alert(1)">piège</a>, <a href="vpn.html#a">le VPN</a> et
<a href="https://www.example.org/x">un site</a>.</p><ol><li>Un<ul><li>petit</li></ul></li><li>Deux</li></ol>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><img src="img/a.png" alt="écran" onerror="x()">
<img src="http://tracker/x.png"><script>alert(2)</script></main></body></html>"""


def imports(world: World, folder: Path) -> Imports:
    """The jobs of a world whose index is away: front matter alone is judged."""
    index = ArticleIndex(KnowledgeBase("http://127.0.0.1:9", timeout_s=1.0))
    return Imports(world.store, index, Pictures(folder / "pictures", max_bytes=10**7), folder / "imports")


async def bring(world: World, manager: Agent, folder: Path, files: dict[str, str | bytes], **options: Any) -> Any:
    """Import files through a job; returns how it ended."""
    jobs, import_id = imports(world, folder), import_jobs.new_id()
    jobs.folder(import_id).mkdir(parents=True)
    for name, content in files.items():
        path = jobs.folder(import_id) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    values = {"publish": True, "dry_run": False, "language": None, **options}
    await world.do(import_jobs.ask, agent=manager, import_id=import_id, files=list(files), **values)
    await jobs.do(import_id)
    return await world.see(import_jobs.one, import_id=import_id)


def counts(job: Any) -> tuple[int, int, int, int]:
    return job["created"], job["changed"], job["unchanged"], job["n_errors"]


async def seen(world: World, article_id: str) -> dict[str, Any]:
    return await world.see(rows.working, article_id=article_id)


async def export(world: World, folder: Path) -> Path:
    target = folder / "export.zip"
    pictures = Pictures(folder / "pictures", max_bytes=10**7)
    with target.open("wb") as out:
        await world.see(exporting.write_zip, target=out, pictures=pictures)
    return target


async def test_a_round_trip_loses_nothing_byte_for_byte(world: World, manager: Agent, tmp_path: Path) -> None:
    odd = "\ufeff" + text("a.nl", "Élan 🎉", "Regel\r\nzonder einde \u2028 |").replace("\n", "\r\n").rstrip() + " "
    job = await bring(
        world, manager, tmp_path,
        {"a.md": odd, "b.md": text("b.fr", "B"), "drafts/c.md": text("c.en", "C"), "p.png": picture(size=(20, 10))},
    )  # fmt: skip
    assert (counts(job), job["done"], job["total"]) == ((3, 0, 0, 0), 4, 4)
    shown = (await world.see(lambda db: db.scalars(select(t.article_images.c.name)).all()))[0]
    b = await seen(world, "b.fr")
    await save(world, manager, b, text("b.fr", "B", f"Voir ![x](/help/images/{shown})."))
    exported = await export(world, tmp_path)
    with zipfile.ZipFile(exported) as archive:
        before = {name: archive.read(name) for name in archive.namelist()}

    other = make_world(tmp_path)
    other.store._engine.dispose()
    elsewhere = make_world(tmp_path / "elsewhere")
    elsewhere.store.start()
    try:
        nora = await elsewhere.agent("Nora", role="knowledge_manager", connect=False)
        job = await bring(elsewhere, nora, tmp_path / "elsewhere", {"export.zip": exported.read_bytes()})
        again = await bring(elsewhere, nora, tmp_path / "elsewhere", {"export.zip": exported.read_bytes()})
        back = await export(elsewhere, tmp_path / "elsewhere")
        states = {id_: (await seen(elsewhere, id_))["state"] for id_ in ("a.nl", "b.fr", "c.en")}
    finally:
        await elsewhere.store.stop()
    with zipfile.ZipFile(back) as archive:
        after = {name: archive.read(name) for name in archive.namelist()}

    assert before["articles/a.nl.md"] == odd.encode()
    assert sorted(before) == [
        "articles/a.nl.md", "articles/b.fr.md", "drafts/b.fr.md", "drafts/c.en.md", f"images/{shown}",
    ]  # fmt: skip
    assert after == before
    assert states == {"a.nl": "published", "b.fr": "published", "c.en": "draft"}
    assert (counts(job), counts(again)) == ((3, 1, 0, 0), (0, 0, 4, 0))


async def test_bad_files_are_named_and_the_rest_goes_in(world: World, manager: Agent, tmp_path: Path) -> None:
    await add(world, manager, "taken.nl")
    job = await bring(
        world, manager, tmp_path,
        {
            "README.md": "Hallo", "good.md": text("good.nl"), "latin.md": "é".encode("latin-1"), "twice.md": text("good.nl"),
            "other.md": text("x.nl").replace("family: x", "family: taken"), "movie.mp4": b"x", "broken.zip": b"PK\x03\x04",
            "yaml.md": text("y.nl", "'Open"), "fake.png": b"<svg/>", ".DS_Store": b"x",
        },
    )  # fmt: skip

    assert counts(job) == (1, 0, 0, 8)
    assert {(error["file"], error["line"], error["code"]) for error in job["errors"]} == {
        ("README.md", 1, "no_language"), ("latin.md", None, "bad_encoding"), ("twice.md", None, "duplicate_id"),
        ("other.md", None, "language_taken"), ("movie.mp4", None, "unknown_kind"), ("broken.zip", None, "unreadable"),
        ("yaml.md", 5, "bad_yaml"), ("fake.png", None, "bad_image"),
    }  # fmt: skip
    assert (job["state"], (await seen(world, "good.nl"))["state"]) == ("done", "published")


async def test_a_dry_run_says_what_would_be_and_changes_nothing(world: World, manager: Agent, tmp_path: Path) -> None:
    await add(world, manager)
    await publish(world, manager)
    files: dict[str, str | bytes] = {"a.md": text(body="Anders."), "b.md": text("b.nl"), "p.png": picture()}

    job = await bring(world, manager, tmp_path, files, dry_run=True)

    assert counts(job) == (1, 1, 0, 0)
    assert [(one["article_id"], one["what"]) for one in job["changes"]] == [("wifi.nl", "changed"), ("b.nl", "created")]
    assert (await seen(world, "wifi.nl"))["markdown"] == text()
    assert await world.see(lambda db: db.scalar(select(t.article_images.c.name))) is None
    assert counts(await bring(world, manager, tmp_path, files)) == (1, 1, 0, 0)


async def test_pages_become_markdown_with_their_links_and_without_what_runs(
    world: World, manager: Agent, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "wifi.html": HTML, "vpn.html": "<title>VPN</title><p>Texte.", "img/a.png": picture(size=(20, 10)), "leeg.html": "",
    }  # fmt: skip
    job = await bring(world, manager, tmp_path, files, language="fr", publish=False)

    assert counts(job) == (2, 0, 0, 1)
    wifi = await seen(world, "wifi.fr")
    shown = (await world.see(lambda db: db.scalars(select(t.article_images.c.name)).all()))[0]
    assert wifi["markdown"] == (
        "---\nid: wifi.fr\nfamily: wifi\nlanguage: fr\ntitle: Le Wi-Fi ne marche pas\nlinks:\n- example.org\n---\n"
        "## Que faire\n\nUn **texte** avec piège, [le VPN](/help/fr/vpn.fr) et\n[un site](https://www.example.org/x).\n\n"
        "1. Un\n   - petit\n2. Deux\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\n"
        f"![écran](/help/images/{shown})\n"
    )
    assert wifi["state"] == "draft"


@pytest.mark.parametrize(
    ("table", "found", "problems"),
    [
        pytest.param(
            "title;language;text;keywords\nGeen wifi;nl;Zet aan.;wlan, net\n\nNo wifi;en;\"Turn\non.\"\nX;de;y\n;nl;z\n".encode("utf-8-sig"),
            {"geen-wifi.nl": "keywords:\n- wlan\n- net\n---\nZet aan.\n", "no-wifi.en": "---\nTurn\non.\n"},
            [(6, "bad_language"), (7, "bad_row")],
            id="semicolons",
        ),
        pytest.param(
            "Question,Answer\nComment ça va ?,Très bien.\nComment ça va ?,Mieux.\n".encode("cp1252"),
            {
                "comment-ca-va.fr": "questions:\n- Comment ça va ?\n---\nTrès bien.\n",
                "comment-ca-va-2.fr": "questions:\n- Comment ça va ?\n---\nMieux.\n",
            },
            [],
            id="pairs in Windows' code page",
        ),
        pytest.param(
            "sep=\t\r\nTitel\tOnderwerp\tTekst\tInhoud\r\nGeen wifi\tNetwerk\tZet de wifi uit en daarna weer aan, dan werkt het.\tkort\r\n".encode("utf-16"),
            {"geen-wifi.nl": "---\nZet de wifi uit en daarna weer aan, dan werkt het.\n"},
            [],
            id="Excel's Unicode text; the language from the words",
        ),
        pytest.param(b"\xff\xfea", {}, [(None, "bad_encoding")], id="half a character"),
        pytest.param(b"a,b\n1,2\n", {}, [(1, "bad_columns")], id="other columns"),
    ],
)  # fmt: skip
async def test_rows_of_a_table_become_articles(
    world: World, manager: Agent, tmp_path: Path, table: bytes, found: dict[str, str], problems: list[tuple[int, str]]
) -> None:
    job = await bring(world, manager, tmp_path, {"kb.csv": table}, language="fr")

    assert [(error["line"], error["code"]) for error in job["errors"]] == problems
    for article_id, ending in found.items():
        assert (await seen(world, article_id))["markdown"].endswith(ending)
    assert job["created"] == len(found)


async def test_an_import_that_a_restart_stopped_goes_on_where_it_was(
    world: World, manager: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PORTION", 2)
    jobs, import_id = imports(world, tmp_path), import_jobs.new_id()
    jobs.folder(import_id).mkdir(parents=True)
    for number in range(5):
        (jobs.folder(import_id) / f"{number}.md").write_text(text(f"a{number}.nl"))
    ask = partial(import_jobs.ask, import_id=import_id, files=["x"], publish=True, dry_run=False, language=None)
    await world.do(ask, agent=manager)
    read, n_read = importing.Importer._read, 0

    async def read_until_stopped(self: Any, part: Any) -> Any:
        nonlocal n_read
        n_read += 1
        if n_read == 2:
            raise asyncio.CancelledError  # what a stop of the service does to the job
        return await read(self, part)

    (jobs.folder("nobody's") / "x").mkdir(parents=True)
    monkeypatch.setattr(importing.Importer, "_read", read_until_stopped)
    with pytest.raises(asyncio.CancelledError):
        await jobs.do(import_id)
    stopped = await world.see(import_jobs.one, import_id=import_id)
    assert (stopped["state"], stopped["done"], stopped["created"]) == ("running", 2, 2)

    again = imports(world, tmp_path)
    await again.sweep()
    assert [path.name for path in (tmp_path / "imports").iterdir()] == [import_id]
    await again.do(import_id)

    job = await world.see(import_jobs.one, import_id=import_id)
    assert (job["state"], job["done"], counts(job)) == ("done", 5, (5, 0, 0, 0))
    assert not jobs.folder(import_id).exists()


async def test_a_cancelled_import_keeps_what_is_in_and_takes_no_more(
    world: World, manager: Agent, tmp_path: Path
) -> None:
    jobs, import_id = imports(world, tmp_path), import_jobs.new_id()
    jobs.folder(import_id).mkdir(parents=True)
    (jobs.folder(import_id) / "a.md").write_text(text("a.nl"))
    ask = partial(import_jobs.ask, import_id=import_id, files=["x"], publish=True, dry_run=False, language=None)
    await world.do(ask, agent=manager)

    await world.do(import_jobs.cancel, import_id=import_id)
    await jobs.do(import_id)

    job = await world.see(import_jobs.one, import_id=import_id)
    assert (job["state"], job["created"]) == ("cancelled", 0)
    with pytest.raises(Fixable, match="wrong_state"):
        await world.do(import_jobs.cancel, import_id=import_id)


async def test_a_zip_is_opened_once_however_much_is_in_it(
    world: World, manager: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "kb.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(120):
            archive.writestr(f"articles/a{number}.md", text(f"a{number}.nl", f"A {number}"))
        archive.writestr("page.html", HTML)
    opened: list[zipfile.ZipFile] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            opened.append(self)

    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    job = await bring(world, manager, tmp_path, {"kb.zip": packed.read_bytes()})
    assert counts(job) == (121, 0, 0, 0)
    assert [archive.fp for archive in opened] == [None]  # one, and let go of
    assert job["to_index"] == 121  # the index is away: all of it is still to come
