from pathlib import Path

from bot.check_data import check

ROOT = Path(__file__).resolve().parents[2]


def block(intent: str, *examples: str, language: str = "nl") -> str:
    lines = "".join(f"    {example}\n" for example in examples)
    return f"- intent: {intent}\n  metadata:\n    language: {language}\n  examples: |\n{lines}"


def write(folder: Path, **files: str) -> Path:
    for name, blocks in files.items():
        (folder / f"{name}.yml").write_text(f'version: "3.1"\nnlu:\n{blocks}', encoding="utf-8")
    return folder


def test_the_shipped_data_is_sound():
    found = check(ROOT / "data" / "nlu", [])

    assert found.problems == []
    assert found.remarks == []
    assert len(found.lines) > 14_000


def test_a_fault_is_named_by_file_and_line(tmp_path: Path):
    folder = write(tmp_path, greet=block("greet", "- dag", "- [](device) is stuk"), bye=block("bye", "- tot ziens"))

    found = check(folder, [])

    assert [(p["code"], p["file"], p["line"]) for p in found.problems] == [("bad_entity", "greet.yml", 8)]


def test_what_is_no_yaml_is_a_fault_with_its_line(tmp_path: Path):
    write(tmp_path, greet=block("greet", "- dag"), bye=block("bye", "- tot ziens"))
    (tmp_path / "odd.yml").write_text("nlu:\n- intent: [\n", encoding="utf-8")

    found = check(tmp_path, [])

    assert [(p["code"], p["file"]) for p in found.problems] == [("unreadable", "odd.yml")]


def test_the_same_words_under_two_intents_are_only_remarked_on(tmp_path: Path):
    folder = write(
        tmp_path, a=block("a", "- het werkt niet", "- kapot"), b=block("b", "- Het werkt niet", "- iets anders")
    )

    found = check(folder, ["c"])

    assert found.problems == []
    assert [(r["code"], r["params"].get("other")) for r in found.remarks] == [
        ("two_intents", "a"),
        ("no_examples", None),
    ]


def test_the_same_words_in_two_languages_are_no_contradiction(tmp_path: Path):
    folder = write(tmp_path, a=block("a", "- ok", language="nl"), b=block("b", "- ok", language="fr"))

    assert check(folder, []).remarks == []


def test_one_intent_alone_cannot_be_told_from_anything(tmp_path: Path):
    assert [p["code"] for p in check(write(tmp_path, a=block("a", "- dag")), []).problems] == ["few_intents"]
