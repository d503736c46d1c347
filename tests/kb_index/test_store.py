from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kb_index.articles import parse
from kb_index.library import Library
from kb_index.store import MAX_SEGMENTS
from tests.kb_index.conftest import markdown

Opened = Callable[[], Library]


def top(library: Library, text: str, language: str = "nl") -> str:
    return library.search(text, language).hits[0].article.article_id  # type: ignore[arg-type]  # tests pass plain strings


def counted(library: Library) -> list[int]:
    """Counts passages that are encoded from now on."""
    counts: list[int] = []
    encode = library.encoder.passages

    def counting(texts: list[str]) -> object:
        counts.append(len(texts))
        return encode(texts)

    library.encoder.passages = counting  # type: ignore[method-assign,assignment]  # put back by monkeypatch in the caller
    return counts


def test_second_opening_encodes_nothing(open_library: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_library()
    monkeypatch.setattr(first.encoder, "passages", first.encoder.passages)
    counts = counted(first)

    second = open_library()

    assert counts == []
    assert second.generation == first.generation
    assert top(second, "printer print niet") == "printer.nl"


@pytest.mark.parametrize(
    "damage",
    [
        "segment deleted",
        "segment cut",
        "segment garbage",
        "manifest deleted",
        "manifest garbage",
        "manifest edited",
        "everything derived",
    ],
)
def test_damage_is_noticed_and_rebuilt(open_library: Opened, tmp_path: Path, damage: str) -> None:
    index = tmp_path / "index"
    before = open_library().n_passages
    segment, manifest = next((index / "segments").iterdir()), index / "manifest.json"
    if damage == "segment cut":
        segment.write_bytes(segment.read_bytes()[:-100])
    elif damage == "segment garbage":
        segment.write_bytes(b"x" * segment.stat().st_size)
    elif damage in ("segment deleted", "everything derived"):
        segment.unlink()
    if damage == "manifest garbage":
        manifest.write_text("{")
    elif damage == "manifest edited":
        manifest.write_text(manifest.read_text().replace("printer.nl", "printer.xx"))
    elif damage in ("manifest deleted", "everything derived"):
        manifest.unlink()

    library = open_library()

    assert library.n_passages == before
    assert top(library, "printer print niet") == "printer.nl"
    assert json.loads(manifest.read_text())["generation"] == library.generation
    assert all((index / "segments" / name).is_file() for name in json.loads(manifest.read_text())["segments"])


def test_article_text_newer_than_the_manifest_wins(open_library: Opened, tmp_path: Path) -> None:
    open_library()
    path = next((tmp_path / "index/articles").glob("wifi.nl*"))
    path.write_text(markdown("wifi", "nl", "Koffiemachine lekt", "Vervang de dichting."), encoding="utf-8")

    assert top(open_library(), "de koffiemachine lekt water") == "wifi.nl"


def test_another_process_sees_changes_and_removals(open_library: Opened) -> None:
    writer, reader = open_library(), open_library()

    writer.put(parse(markdown("coffee", "nl", "Koffiemachine lekt", "Vervang de dichting.")))
    assert reader.refresh()
    assert top(reader, "koffiemachine lekt") == "coffee.nl"

    writer.delete("coffee.nl")
    assert reader.refresh()
    assert reader.article("coffee.nl") is None
    assert not reader.refresh()


def test_running_library_repairs_a_deleted_folder_of_segments(open_library: Opened, tmp_path: Path) -> None:
    library = open_library()
    for path in (tmp_path / "index/segments").iterdir():
        path.unlink()

    assert library.refresh()

    assert list((tmp_path / "index/segments").iterdir())
    assert not library.refresh()


def test_two_writers_lose_nothing(open_library: Opened) -> None:
    one, two = open_library(), open_library()

    one.put(parse(markdown("coffee", "nl", "Koffiemachine lekt", "Vervang de dichting.")))
    two.put(parse(markdown("lamp", "nl", "Lamp is stuk", "Vervang de lamp.")))
    one.refresh()

    assert one.article("lamp.nl") is not None
    assert two.article("coffee.nl") is not None


def test_edits_are_merged_without_writing_a_large_segment_again(open_library: Opened, tmp_path: Path) -> None:
    library = open_library()
    library.put_all([parse(markdown(f"a{n}", "nl", f"T{n}", f"Tekst {n}.")) for n in range(100)])
    segments = tmp_path / "index" / "segments"
    largest = max(segments.iterdir(), key=lambda path: path.stat().st_size)

    for n in range(MAX_SEGMENTS + 5):
        library.put(parse(markdown("b", "nl", "Koffie", f"De koffiemachine lekt, keer {n}.")))

    assert largest.exists()
    assert len(list(segments.iterdir())) <= MAX_SEGMENTS
    assert top(open_library(), "de koffiemachine lekt") == "b.nl"


def test_drafts_are_kept_but_not_found(open_library: Opened) -> None:
    library = open_library()
    library.put(parse(markdown("coffee", "nl", "Koffiemachine lekt", "Vervang de dichting.", "visibility: draft\n")))

    assert library.article("coffee.nl") is not None
    assert top(library, "koffiemachine lekt") != "coffee.nl"


def test_import_reports_bad_files_and_takes_the_rest(open_library: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "a.md").write_text(markdown("coffee", "nl", "Koffiemachine lekt", "Tekst."))
    (folder / "b.md").write_text(markdown("coffee", "nl", "Nog eens", "Tekst."))
    (folder / "c.md").write_text("geen front matter")
    (folder / "d.md").write_bytes(b"---\n\xff\n---\n")

    good, bad = open_library().import_folder(folder)

    assert [article.article_id for article in good] == ["coffee.nl"]
    assert [error.code for _, error in bad] == ["duplicate_id", "no_front_matter", "bad_encoding"]


def test_each_language_finds_the_family_and_shows_its_own(open_library: Opened) -> None:
    library = open_library()

    assert [
        top(library, text, language)
        for text, language in [
            ("printer print niet", "nl"),
            ("mon imprimante n'imprime plus", "fr"),
            ("printer won't print", "en"),
        ]
    ] == ["printer.nl", "printer.fr", "printer.en"]
    french = library.search("pas de réseau sans fil", "fr").hits[0]
    assert (french.article.family, french.fallback) == ("wifi", True)
    assert library.search("que veut dire 0x80070005", "fr").hits[0].article.family == "update"
    assert len({hit.article.family for hit in library.search("printer", "nl").hits}) == len(
        library.search("printer", "nl").hits
    )


@pytest.mark.parametrize("text", ["", "   ", "\0", "😀😀", "<script>alert(1)</script>", "a" * 100_000, "\ud800"])
def test_strange_questions_are_answered(open_library: Opened, text: str) -> None:
    answer = open_library().search(text)

    assert 0 <= answer.p_helps <= 1


def test_topics_raise_their_family_and_unknown_ones_are_ignored(open_library: Opened) -> None:
    library = open_library()

    def first(**signals: object) -> str:
        return library.search("het doet niets meer", "nl", signals=signals).hits[0].article.family

    others = {"printer": 0.02, "update": 0.02, "password": 0.02}
    assert first(topics={"wifi": 0.9, "no-such-family": 1.0, **others}) == "wifi"
    assert first(topic_family="printer", intent_confidence=0.9) == "printer"
    said = {"intent_confidence": 0.9, "topics": {"wifi": 0.8, **others}}
    merged = library.search("het doet niets", "nl", signals=said).signals
    assert merged["topic_share"] == 0.8
