"""Reports and the dial over REST: who reads what, what is refused, what is kept."""

from __future__ import annotations

from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import insert, select

from tests.webchat.api.conftest import Site
from webchat.adapters.db import tables as t
from webchat.adapters.kb import KnowledgeBase
from webchat.services import dial

OCTOBER = {"from": "2026-10-01", "to": "2026-10-31"}


async def _acts(site: Site) -> list[str]:
    return await site.services.store.read(lambda db: list(db.scalars(select(t.audit_log.c.act))))


async def test_an_empty_month_is_a_report_without_values(site: Site) -> None:
    async with site.client(await site.token("supervisor")) as desk:
        found = (await desk.get("/api/reports", params=OCTOBER)).json()

    assert found["before"] == {"from": "2026-08-31", "to": "2026-09-30"}
    assert len(found["days"]) == 31
    assert [day["day"] for day in found["days"] if day["closed"]][:2] == ["2026-10-03", "2026-10-04"]
    of = {figure["key"]: figure["value"] for figure in found["figures"]}
    assert (of["conversations"], of["solved"], of["wait_median"]) == (0, None, None)
    assert found["behind"] == 0


@pytest.mark.parametrize(
    "wrong",
    [{"to": "2026-09-01"}, {"from": "2020-01-01"}, {"from": "yesterday"}, {"language": "de"}, {"from": "0001-01-01"},
     {"to": "9999-12-31", "from": "9999-12-31"}, {"words": "xx"}],
)  # fmt: skip
async def test_what_is_no_period_is_refused(site: Site, wrong: dict[str, str]) -> None:
    async with site.client(await site.token("supervisor")) as desk:
        answers = [await desk.get(f"/api/reports{form}", params={**OCTOBER, **wrong}) for form in ("", ".csv", ".xlsx")]

    assert [answer.status_code for answer in answers] == [422] * 3


async def test_a_report_is_taken_along_as_a_file_and_that_is_on_record(site: Site) -> None:
    async with site.client(await site.token("knowledge_manager")) as desk:
        table = await desk.get("/api/reports.csv", params={**OCTOBER, "words": "fr", "table": "days"})
        book = await desk.get("/api/reports.xlsx", params={**OCTOBER, "words": "nl"})
        odd = await desk.get("/api/reports.csv", params={**OCTOBER, "table": "secrets"})

    assert table.content.startswith(b"\xef\xbb\xbfJour;Conversations;")
    assert 'filename="firstline-2026-10-01-2026-10-31-days.csv"' in table.headers["content-disposition"]
    assert book.content.startswith(b"PK")
    assert odd.status_code == 422
    assert (await _acts(site)).count("report_exported") == 2


class Index(httpx.AsyncBaseTransport):
    """kb_index's dial; its folder can be lost."""

    def __init__(self) -> None:
        self.share, self.n_told = 0.05, 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            import json

            self.share, self.n_told = json.loads(request.content)["max_wrong_share"], self.n_told + 1
        positions = [
            {"max_wrong_share": share, "thresholds": {"own": {"answer": bar, "ask": bar / 2}},
             "held_out": {"n": 10, "answered": 0.5, "wrong": 0.0, "low": 0.0, "high": 0.1}}
            for share, bar in ((0.01, 0.9), (0.05, 0.7), (0.2, 0.3))
        ]  # fmt: skip
        told = {"max_wrong_share": self.share, "default": 0.05, "certainty": 0.9, "positions": positions,
                "reliability": {}, "risk_coverage": {}}  # fmt: skip
        return httpx.Response(200, json=told)


def _index(site: Site) -> Index:
    index = Index()
    kb: KnowledgeBase = site.services.kb
    kb._http = httpx.AsyncClient(base_url="http://kb", transport=index)
    return index


async def test_the_dial_is_turned_by_one_at_a_time_and_the_index_follows(site: Site) -> None:
    index = _index(site)
    async with site.client(await site.token("knowledge_manager")) as desk:
        first = await desk.get("/api/dial")
        turned = await desk.put(
            "/api/dial",
            json={"max_wrong_share": 0.01, "note": "te veel klachten"},
            headers={"If-Match": first.headers["etag"]},
        )
        late = await desk.put("/api/dial", json={"max_wrong_share": 0.2}, headers={"If-Match": first.headers["etag"]})
        unnamed = await desk.put("/api/dial", json={"max_wrong_share": 0.2})
        wild = [
            await desk.put("/api/dial", json={"max_wrong_share": share}, headers={"If-Match": turned.headers["etag"]})
            for share in (0, 0.5, -1, "much", None)
        ]

    assert (first.json()["max_wrong_share"], first.json()["history"], first.json()["in_force"]) == (0.05, [], True)
    assert (turned.status_code, turned.json()["max_wrong_share"], index.share) == (200, 0.01, 0.01)
    assert [(h["max_wrong_share"], h["note"]) for h in turned.json()["history"]] == [(0.01, "te veel klachten")]
    assert (late.status_code, unnamed.status_code) == (412, 422)
    assert {answer.status_code for answer in wild} == {422}
    assert (await _acts(site)).count("dial_turned") == 1


async def test_an_index_that_was_lost_or_away_is_told_again(site: Site) -> None:
    async with site.client(await site.token("administrator")) as desk:
        away = await desk.get("/api/dial")
        turned = await desk.put("/api/dial", json={"max_wrong_share": 0.2}, headers={"If-Match": away.headers["etag"]})
    index = _index(site)
    services = site.services

    assert (away.json()["positions"], away.json()["in_force"]) == ([], False)
    assert (turned.status_code, turned.json()["in_force"]) == (200, False)
    assert await dial.follow(services.store, services.kb)
    assert (index.share, index.n_told) == (0.2, 1)
    assert await dial.follow(services.store, services.kb)
    assert index.n_told == 1
    index.share = 0.05  # the folder is lost: the index goes by its settings again
    assert await dial.follow(services.store, services.kb)
    assert (index.share, index.n_told) == (0.2, 2)


async def test_last_months_questions_at_each_position(site: Site) -> None:
    _index(site)
    now = site.services.clock.now()
    rows: list[dict[str, Any]] = [
        {"seq": 1, "language": "nl", "p_helps": 0.95, "sure": "answered", "near": "clarified", "far": "handed_off"},
        {"seq": 2, "language": "fr", "p_helps": 0.5, "sure": "answered", "near": "clarified", "far": "other"},
        {"seq": 3, "language": "nl", "p_helps": 0.1, "sure": "answered", "near": "clarified", "far": "handed_off"},
    ]

    def write(work: Any) -> None:
        from webchat.services import sessions

        begun = sessions.begin(work, sessions.Visitor(site="demo", language="nl"))
        for row in rows:
            known = {"conversation_id": begun.conversation_id, "quarter": int(now.timestamp()) // 900, "model": "own"}
            work.db.execute(insert(t.report_choices).values(**known, **row))

    await site.services.store.write(partial(write))
    async with site.client(await site.token("supervisor")) as desk:
        found = (await desk.get("/api/dial")).json()

    assert found["n_questions"] == 3
    at = {position["max_wrong_share"]: position["questions"] for position in found["positions"]}
    assert at[0.01]["all"] == {"answered": 1, "clarified": 1, "other": 0, "handed_off": 1}
    assert at[0.2]["all"] == {"answered": 2, "clarified": 0, "other": 0, "handed_off": 1}
    assert at[0.05]["fr"] == {"answered": 0, "clarified": 1, "other": 0, "handed_off": 0}
