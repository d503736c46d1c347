from __future__ import annotations

from functools import partial

import pytest

from tests.webchat.api.conftest import Site
from tests.webchat.api.test_tickets import ticket
from webchat.services import sessions
from webchat.services.sessions import Visitor


async def test_conversations_come_in_pages_and_one_by_one(site: Site) -> None:
    begin = partial(sessions.begin, visitor=Visitor(site="demo", language="nl"))
    unseen = (await site.services.store.write(begin)).conversation_id
    for number in range(3):
        await ticket(site, f"mijn laptop {number} start niet")
    seen: list[str] = []
    async with site.client(await site.token()) as client:
        answer = (await client.get("/api/conversations", params={"limit": 2})).json()
        while True:
            seen += [one["id"] for one in answer["conversations"]]
            if answer["next"] is None:
                break
            answer = (await client.get("/api/conversations", params={"limit": 2, "before": answer["next"]})).json()
        whole = (await client.get("/api/conversations", params={"limit": 200})).json()["conversations"]
        resolved = (await client.get("/api/conversations", params={"status": "resolved"})).json()
        one = (await client.get(f"/api/conversations/{seen[0]}")).json()
        assert (await client.get(f"/api/conversations/{unseen}")).status_code == 404

    assert len(seen) >= 3
    assert seen == [each["id"] for each in whole]
    assert unseen not in seen
    assert [each["created_at"] for each in whole] == sorted((each["created_at"] for each in whole), reverse=True)
    assert resolved == {"conversations": [], "next": None}
    assert one["conversation"]["id"] == seen[0]
    assert "mijn laptop 2 start niet" in [message["text"] for message in one["messages"]]


@pytest.mark.parametrize(
    ("params", "field"), [({"limit": "0"}, "limit"), ({"status": "gone"}, "status"), ({"before": "x"}, "before")]
)
async def test_bad_pages_get_a_reason(site: Site, params: dict[str, str], field: str) -> None:
    async with site.client(await site.token()) as client:
        answer = await client.get("/api/conversations", params=params)

    assert (answer.status_code, answer.json()["params"]["field"]) == (422, field)
