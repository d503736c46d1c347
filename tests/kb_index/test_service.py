from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest

from kb_index.settings import ROOT
from tests.kb_index.conftest import Popen, health, markdown


def test_service_answers_while_it_encodes(
    start_service: Callable[[Path], tuple[httpx.Client, Popen]], tmp_path: Path
) -> None:
    client, process = start_service(tmp_path / "empty cache")  # some hundred texts to encode
    deadline = time.monotonic() + 20
    while health(client) == 0:
        assert process.poll() is None, (tmp_path / "service.log").read_text()
        assert time.monotonic() < deadline
        time.sleep(0.02)

    state, search = client.get("/healthz"), client.post("/search", json={"text": "printer"})

    assert (state.status_code, state.json()["status"]) == (503, "starting")
    assert state.json()["progress"].keys() == {"what", "done", "total"}
    assert (search.status_code, search.json()["error"]["code"]) == (503, "starting")
    assert search.headers["retry-after"] == str(search.json()["error"]["retry_after"])


def test_search_answers_the_contract(service: httpx.Client) -> None:
    body = service.post(
        "/search",
        json={
            "text": "mijn printer print niet",
            "language": None,
            "k": 2,
            "signals": {"intent_confidence": 0.9, "topic_family": "printer"},
        },
    ).json()

    assert body.keys() == {"results", "p_helps", "p_any", "signals", "thresholds", "model", "query_language"}
    assert body["query_language"] == "nl"
    assert len(body["results"]) == 2
    first = body["results"][0]
    assert first.keys() == {
        "family",
        "article_id",
        "language",
        "title",
        "sign",
        "device",
        "products",
        "heading",
        "passage",
        "score",
        "topic",
        "fallback",
        "named",
        "has_steps",
        "handoff",
        "p_helps",
    }
    assert first["article_id"] == "printer.nl"
    assert first["p_helps"] == body["p_helps"] <= body["p_any"] < 1
    assert body["signals"]["topic_agrees"] == 1.0
    assert body["results"][0]["score"] >= body["results"][1]["score"]


def test_article_is_searchable_at_the_next_call_and_gone_after_delete(service: httpx.Client) -> None:
    text = markdown("coffee", "nl", "Koffiemachine lekt", "1. Zet ze uit.\n2. Vervang de dichting.\n")

    assert service.put("/articles/coffee.nl", json={"markdown": text}).status_code == 200
    assert (
        service.post("/search", json={"text": "koffiemachine lekt"}).json()["results"][0]["article_id"] == "coffee.nl"
    )
    assert [step["text"] for step in service.get("/articles/coffee.nl").json()["steps"]] == [
        "Zet ze uit.",
        "Vervang de dichting.",
    ]
    assert (
        service.get("/suggest", params={"q": "koff", "language": "nl"}).json()["results"][0]["article_id"]
        == "coffee.nl"
    )
    assert service.delete("/articles/coffee.nl").status_code == 200
    assert service.delete("/articles/coffee.nl").status_code == 404
    assert service.get("/articles/coffee.nl").json()["error"]["code"] == "not_found"


def test_family_falls_back_to_another_language(service: httpx.Client) -> None:
    body = service.get("/families/update", params={"language": "fr"}).json()

    assert (body["article_id"], body["fallback"], body["languages"]) == ("update.en", True, ["en"])
    assert service.get("/families/none").status_code == 404


@pytest.mark.parametrize(
    ("markdown_text", "code"),
    [
        pytest.param("x", "no_front_matter", id="no front matter"),
        pytest.param(markdown("other", "nl", "T", "x"), "bad_id", id="other id"),
    ],
)
def test_bad_article_is_refused_with_code(service: httpx.Client, markdown_text: str, code: str) -> None:
    answer = service.put("/articles/coffee.nl", json={"markdown": markdown_text})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert service.put("/articles/coffee.nl", json={"markdown": markdown("coffee", "nl", "T", "x")}).status_code == 200


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"text": 3}', b'{"text": "x", "language": "de"}', b'{"text": "x", "k": 0}']
)
def test_wrong_request_is_refused(service: httpx.Client, content: bytes) -> None:
    answer = service.post("/search", content=content, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


def test_import_by_another_process_is_seen_without_restart(
    service: httpx.Client, tmp_path: Path, cache_dir: Path
) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "coffee.md").write_text(markdown("coffee", "nl", "Koffiemachine lekt", "Vervang de dichting."))
    run = subprocess.run(
        [sys.executable, "-m", "kb_index", "import", str(folder), "--index", str(tmp_path / "index"), "--json"],
        cwd=ROOT,
        env={**os.environ, "KB_EXAMPLES_DIR": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(run.stdout)["imported"] == 1
    deadline = time.monotonic() + 2
    while service.get("/articles/coffee.nl").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_service_stays_small(service: httpx.Client) -> None:
    process = psutil.Process(int(service.headers["x-pid"]))

    assert not any("libtorch" in region.path for region in process.memory_maps())
    assert process.memory_info().rss < 350e6


def test_meaning_answers_the_contract(service: httpx.Client) -> None:
    said = [
        {"id": "1", "text": "mijn printer print niet af", "language": "nl"},
        {"id": "2", "text": "wachtwoord vergeten", "language": "nl"},
        {"id": "3", "text": "l'imprimante n'imprime pas", "language": "fr"},
    ]
    example = {"id": "e", "text": "printer drukt niet af", "language": "nl", "intent": "problem_x"}

    clusters = service.post("/clusters", json={"texts": said}).json()
    near = service.post("/neighbours", json={"texts": said[:1], "examples": [example], "k": 1}).json()
    pairs = service.post("/confusions", json={"examples": [example], "intents": ["problem_x"]}).json()

    assert clusters == {"clusters": [["1", "3"], ["2"]]}
    assert near["neighbours"]["1"][0].keys() == {"id", "text", "language", "intent", "similarity"}
    assert all(pair.keys() == {"a", "b", "n", "of", "samples"} for pair in pairs["pairs"])
    assert service.post("/clusters", json={"texts": [{**said[0], "language": "de"}]}).status_code == 422


def test_many_articles_go_in_and_out_with_one_commit_and_bad_ones_are_named(service: httpx.Client) -> None:
    before = service.get("/articles").json()
    good = [
        {"article_id": f"a{n}.nl", "markdown": markdown(f"a{n}", "nl", f"Koffie {n}", f"Tekst nummer {n}.")}
        for n in range(3)
    ]
    bad = [{"article_id": "b.nl", "markdown": "x"}, {**good[0], "article_id": "c.nl"}]

    answer = service.put("/articles", json={"articles": good + bad, "removed": ["wifi.en", "nobody.en"]}).json()

    assert answer["generation"] == before["generation"] + 1
    assert [(one["article_id"], one["code"], one["line"]) for one in answer["refused"]] == [
        ("b.nl", "no_front_matter", 1),
        ("c.nl", "bad_id", None),
    ]
    after = service.get("/articles").json()
    assert (after["generation"], after["index_id"]) == (answer["generation"], before["index_id"])
    checksums = {one["article_id"]: one["checksum"] for one in after["articles"]}
    assert "wifi.en" not in checksums
    assert checksums["a1.nl"] == hashlib.sha256(good[1]["markdown"].encode()).hexdigest()
    texts = service.post("/articles/texts", json={"article_ids": ["a1.nl", "wifi.en"]}).json()["articles"]
    assert texts == [{**good[1], "checksum": checksums["a1.nl"]}]


def test_a_question_to_a_draft_sees_it_and_leaves_everything_as_it_was(service: httpx.Client) -> None:
    def searched() -> tuple[object, object]:
        body = {"text": "de koffiemachine lekt", "language": "nl"}
        return service.post("/search", json=body).json(), service.get("/healthz").json()

    before = searched()
    for text in (
        markdown("coffee", "nl", "Koffiemachine lekt", "Vervang de dichting.", "visibility: draft\n"),
        markdown("printer", "nl", "Koffiemachine lekt", "Vervang de dichting."),
    ):
        asked = {"markdown": text, "question": "de koffiemachine lekt", "language": "nl"}
        hits = service.post("/try", json=asked).json()["results"]
        assert (hits[0]["title"], [hit["is_draft"] for hit in hits][:2]) == ("Koffiemachine lekt", [True, False])
        assert searched() == before
    bad = service.post("/try", json={"markdown": "x", "question": "y"})
    assert (bad.status_code, bad.json()["error"]["code"]) == (422, "no_front_matter")


def test_an_index_that_was_deleted_has_another_name(service: httpx.Client, tmp_path: Path) -> None:
    before = service.get("/articles").json()["index_id"]
    shutil.rmtree(tmp_path / "index")

    def now() -> str:
        return str(service.get("/articles").json()["index_id"])

    deadline = time.monotonic() + 5
    service.put("/articles/coffee.nl", json={"markdown": markdown("coffee", "nl", "K", "x")})
    while now() == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(now()) == 16


def test_check_and_parse_answer_for_programs(service: httpx.Client) -> None:
    text = markdown("coffee", "nl", "Koffie", "1. Zet ze uit.\n2. Vervang de dichting.\n")

    checked = service.post("/check", json={"markdown": text}).json()
    parsed = service.post("/parse", json={"texts": [text, "x"]}).json()["results"]

    assert checked["errors"] == []
    assert "no_sign" in {one["code"] for one in checked["warnings"]}
    assert [step["id"] for step in checked["article"]["steps"]] == ["1", "2"]
    assert checked["steps"]["edges"][0] == {"from": "1", "to": "2", "kind": "done", "label": None}
    assert parsed[0]["article"]["article_id"] == "coffee.nl"
    assert (parsed[1]["error"]["code"], parsed[1]["error"]["line"]) == ("no_front_matter", 1)


def test_related_articles_are_of_other_families_in_the_same_language(service: httpx.Client) -> None:
    found = service.get("/articles/printer.nl/related").json()["results"]

    assert found
    assert {each["language"] for each in found} == {"nl"}
    assert "printer.nl" not in [each["article_id"] for each in found]
    assert service.get("/articles/nothing/related").status_code == 404


def test_list_names_the_generation_it_belongs_to(service: httpx.Client) -> None:
    before = service.get("/articles").json()

    service.put("/articles/kettle.nl", json={"markdown": markdown("kettle", "nl", "Waterkoker e-mailt niet", "x")})
    after = service.get("/articles").json()

    assert after["generation"] > before["generation"] == service.get("/healthz").json()["generation"] - 1
    for typed in ("waterk", "E-MAIL", "mailt kok", "koker"):
        found = service.get("/suggest", params={"q": typed, "language": "nl"}).json()["results"]
        assert ("kettle.nl" in [each["article_id"] for each in found]) == (typed in ("waterk", "E-MAIL")), typed
    service.delete("/articles/kettle.nl")
