from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
import time
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import text

from tests.webchat.api.conftest import EMAIL_OF, PASSWORD, Site
from tests.webchat.world import SetClock, World, make_world
from webchat.domain.errors import Fixable, Later
from webchat.services import audit, desk, people, transfers
from webchat.services.audit import Search
from webchat.services.signing_in import Attempts
from webchat.services.tickets import editing

SIGN_IN = {"email": EMAIL_OF["agent"], "password": PASSWORD}


async def _acts(site: Site) -> list[str]:
    found = await site.services.store.read(lambda db: audit.page(db, Search(), limit=500))
    return [entry["act"] for entry in found["entries"]]


async def _enrol(client: httpx.AsyncClient) -> tuple[str, list[str]]:
    started = (await client.post("/api/account/two-factor", json={"password": PASSWORD})).json()
    code = pyotp.TOTP(started["secret"]).at(time.time() - 30)
    confirmed = await client.post("/api/account/two-factor/confirm", json={"code": code})
    assert confirmed.status_code == 200, confirmed.text
    return started["secret"], confirmed.json()["recovery_codes"]


# --- two-factor ----------------------------------------------------------------------------------------


async def test_two_factor_is_asked_once_enrolled_and_a_code_works_once(site: Site) -> None:
    async with site.client(await site.token()) as client, site.client() as stranger:
        assert (await stranger.post("/api/session", json=SIGN_IN)).status_code == 200
        secret, recovery = await _enrol(client)
        totp = pyotp.TOTP(secret)

        async def code_of(otp: str | None) -> Any:
            answer = await stranger.post("/api/session", json={**SIGN_IN, "otp": otp})
            return answer.json().get("code", answer.status_code)

        now = totp.now()
        assert await code_of(None) == "otp_required"
        assert await code_of("000000" if now != "000000" else "000001") == "otp_wrong"
        assert await code_of(now) == 200
        assert await code_of(now) == "otp_wrong"
        assert await code_of(recovery[0].upper().replace("-", " ")) == 200
        assert await code_of(recovery[0]) == "otp_wrong"
        wrong = await stranger.post("/api/session", json={**SIGN_IN, "password": "nee", "otp": recovery[1]})
        assert wrong.json()["code"] == "unauthorised"
        assert (await client.get("/api/account")).json()["two_factor"] == {"enabled": True, "n_recovery_codes": 9}
        stored = await site.services.store.read(lambda db: str(db.execute(text("SELECT * FROM recovery_codes")).all()))
        assert not any(each in stored for each in recovery)


async def test_starting_and_ending_two_factor_asks_the_password_again(site: Site) -> None:
    async with site.client(await site.token()) as client:
        refused = await client.post("/api/account/two-factor", json={"password": "nee"})
        assert (refused.status_code, refused.json()["params"]) == (403, {"field": "password"})
        _, recovery = await _enrol(client)
        again = await client.post("/api/account/two-factor", json={"password": PASSWORD})
        assert again.json()["code"] == "invalid"
        off = {"password": PASSWORD, "code": "123456789"}
        assert (await client.post("/api/account/two-factor/disable", json=off)).json()["code"] == "otp_wrong"
        off["code"] = recovery[3]
        assert (await client.post("/api/account/two-factor/disable", json=off)).status_code == 204
        assert (await client.get("/api/account")).json()["two_factor"] == {"enabled": False, "n_recovery_codes": 0}


async def test_administrator_resets_a_lost_factor(site: Site) -> None:
    lost = await site.agent_id("agent")
    async with site.client(await site.token()) as client, site.client(await site.token("administrator")) as admin:
        await _enrol(client)
        assert (await admin.delete(f"/api/accounts/{lost}/two-factor")).status_code == 204
        assert (await client.get("/api/account")).status_code == 401
        assert (await client.post("/api/session", json=SIGN_IN)).status_code == 200
    assert "two_factor_reset" in await _acts(site)


# --- sessions ------------------------------------------------------------------------------------------


async def test_signing_in_again_ends_the_session_of_the_same_browser(site: Site) -> None:
    async with site.client() as browser, site.client() as thief:
        first = (await browser.post("/api/session", json=SIGN_IN)).json()["token"]
        second = (await browser.post("/api/session", json=SIGN_IN)).json()["token"]
        assert first != second
        assert (await browser.get("/api/session")).status_code == 200
        stolen = await thief.get("/api/session", headers={"Authorization": f"Bearer {first}"})
        assert stolen.status_code == 401


async def test_own_sessions_are_listed_and_ended_and_no_others(site: Site) -> None:
    tokens = [await site.token() for _ in range(3)]
    other = await site.token("supervisor")
    async with site.client(tokens[0]) as client, site.client(other) as supervisor:
        listed = (await client.get("/api/account/sessions")).json()["sessions"]
        assert [each["current"] for each in listed].count(True) == 1
        assert len(listed) == 3
        foreign = (await supervisor.get("/api/account/sessions")).json()["sessions"][0]["id"]
        assert (await client.delete(f"/api/account/sessions/{foreign}")).status_code == 404
        one = next(each["id"] for each in listed if not each["current"])
        assert (await client.delete(f"/api/account/sessions/{one}")).status_code == 204
        assert (await client.delete("/api/account/sessions")).json() == {"n_ended": 1}
        assert len((await client.get("/api/account/sessions")).json()["sessions"]) == 1
        assert (await supervisor.get("/api/session")).status_code == 200


async def test_administrator_ends_disables_and_changes_but_never_locks_themselves_out(site: Site) -> None:
    agent_id, admin_id = await site.agent_id("agent"), await site.agent_id("administrator")
    async with site.client(await site.token()) as client, site.client(await site.token("administrator")) as admin:
        assert (await admin.delete(f"/api/accounts/{agent_id}/sessions")).json() == {"n_ended": 1}
        assert (await client.get("/api/session")).status_code == 401
        assert (await admin.patch(f"/api/accounts/{admin_id}", json={"role": "agent"})).json()["code"] == "invalid"
        assert (await admin.patch(f"/api/accounts/{admin_id}", json={"disabled": True})).json()["code"] == "invalid"
        assert (await admin.patch(f"/api/accounts/{agent_id}", json={"disabled": True})).status_code == 200
        assert (await client.post("/api/session", json=SIGN_IN)).json()["code"] == "unauthorised"
        assert (await admin.patch(f"/api/accounts/{agent_id}", json={"disabled": False})).status_code == 200
        assert (await client.post("/api/session", json=SIGN_IN)).status_code == 200
        promoted = await admin.patch(f"/api/accounts/{agent_id}", json={"role": "supervisor"})
        assert promoted.json()["agent"]["role"] == "supervisor"
        assert (await admin.patch(f"/api/accounts/{agent_id}", json={"role": "king"})).status_code == 422
        assert (await admin.patch("/api/accounts/nobody", json={"name": "x"})).status_code == 404


# --- guessing ------------------------------------------------------------------------------------------


async def test_guesses_at_the_same_moment_are_counted_before_they_are_answered(site: Site) -> None:
    async with site.client() as client:
        guesses = [client.post("/api/session", json={**SIGN_IN, "password": f"gok {n}"}) for n in range(200)]
        answers = await asyncio.gather(*guesses)

    tried = [answer for answer in answers if answer.status_code == 401]
    assert len(tried) == site.services.settings.sign_in_attempts
    assert {answer.status_code for answer in answers} == {401, 429}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers if answer.status_code == 429)
    assert (await _acts(site)).count("sign_in_failed") == len(tried)


async def test_unknown_account_is_answered_and_limited_like_a_known_one(site: Site) -> None:
    answers = {}
    for email in (EMAIL_OF["agent"], "niemand@example.org"):
        site.services.attempts._at.clear()
        async with site.client() as client:
            answers[email] = [
                {k: v for k, v in answer.json().items() if k != "params"}
                for answer in [
                    await client.post("/api/session", json={"email": email, "password": "x"}) for _ in range(12)
                ]
            ]

    known, unknown = answers.values()
    assert known == unknown
    assert known[-1]["code"] == "too_fast"


def test_attempts_are_forgiven_forgotten_and_kept_apart() -> None:
    clock = SetClock()
    attempts = Attempts(2, clock)
    for _ in range(5):
        attempts.begin("address:a", "account:x")
        attempts.forgive("address:a", "account:x")
    attempts.begin("address:a", "account:x")
    attempts.begin("address:a", "account:x")
    for keys in (("address:b", "account:x"), ("address:a", "account:y")):
        with pytest.raises(Later, match="too_fast"):
            attempts.begin(*keys)
    attempts.begin("address:b", "account:y")
    clock.forward(301)
    attempts.begin("address:a", "account:x")


# --- audit ---------------------------------------------------------------------------------------------


@pytest.fixture
async def desk_day(world: World) -> dict[str, str]:
    """One conversation through everything an agent can do to it."""
    sofie, karim = await world.agent("Sofie"), await world.agent("Karim")
    ids = {"sofie": sofie.id, "karim": karim.id}
    ids["id"] = conversation = (await world.begin(email="an@example.org", name="An Kanarie")).conversation_id
    await world.say(conversation, "kanarievogel is weg")
    await world.ask_human(conversation)
    about = {"conversation_id": conversation}
    ticket = (await world.tickets(conversation))[0].id
    await world.take(sofie, conversation)
    await world.take(sofie, conversation)
    await world.do(desk.release, agent=sofie, **about)
    await world.take(karim, conversation)
    for _ in range(2):
        await world.do(desk.note, agent=karim, client_id="n1", text="kanarievogel in een nota", **about)
    await world.do(editing.edit, agent=karim, ticket_id=ticket, values={"fields": {"device": "kanarievogel"}})
    await world.do(editing.edit, agent=karim, ticket_id=ticket, values={"fields": {"device": "kanarievogel"}})
    await world.do(transfers.transfer, agent=karim, to_agent=sofie.id, to_team=None, note_text=None, **about)
    await world.do(desk.resolve, agent=sofie, outcome="solved", solution="kanarievogel terug", **about)
    return ids


async def _entries(world: World, **search: Any) -> list[dict[str, Any]]:
    page = await world.see(audit.page, search=Search(**search), limit=100)
    return list(reversed(page["entries"]))


async def test_each_act_has_one_entry_and_a_repeat_none(world: World, desk_day: dict[str, str]) -> None:
    entries = await _entries(world, since=None)

    assert [(e["act"], e["actor_name"]) for e in entries if e["act"] != "account_created"] == [
        ("conversation_taken", "Sofie"),
        ("conversation_released", "Sofie"),
        ("conversation_taken", "Karim"),
        ("note_written", "Karim"),
        ("ticket_edited", "Karim"),
        ("conversation_transferred", "Karim"),
        ("conversation_resolved", "Sofie"),
    ]
    assert next(e for e in entries if e["act"] == "ticket_edited")["details"] == {"fields": ["device"]}
    assert next(e for e in entries if e["act"] == "conversation_transferred")["details"] == {"to": desk_day["sofie"]}


async def test_ids_come_with_what_people_call_them(world: World, desk_day: dict[str, str]) -> None:
    found = await world.see(audit.page, search=Search(act="conversation_transferred"), limit=100)

    assert found["names"] == {desk_day["id"]: "FL-1001", desk_day["sofie"]: "Sofie"}


async def test_refused_act_leaves_no_entry(world: World, desk_day: dict[str, str]) -> None:
    n_before = len(await _entries(world))
    karim = await world.agent("Karim")

    with pytest.raises(Fixable, match="closed"):
        await world.do(desk.release, agent=karim, conversation_id=desk_day["id"])

    assert len(await _entries(world)) == n_before


async def test_erasing_a_person_leaves_the_chain_whole_and_nothing_they_said(
    world: World, desk_day: dict[str, str], tmp_path: Path
) -> None:
    await world.do(people.erase, who="an@example.org")

    verdict = await world.see(audit.verify, key=b"")
    entries = await _entries(world)

    assert verdict.problem is None
    assert entries[-1]["act"] == "person_erased"
    assert "kanarie" not in str(entries).lower()
    assert "an@example.org" not in str(entries)


async def test_log_is_searched_paged_and_refuses_times_without_zone(world: World, desk_day: dict[str, str]) -> None:
    assert {e["actor_name"] for e in await _entries(world, actor_id=desk_day["karim"])} == {"Karim"}
    assert len(await _entries(world, act="conversation_taken")) == 2
    assert len(await _entries(world, text="sofi", act="conversation_taken")) == 1
    assert len(await _entries(world, text="device")) == 1
    assert await _entries(world, text="100%_nothing") == []
    assert await _entries(world, since=world.clock.now(), until=world.clock.now()) == []
    pages, before = [], None
    while True:
        page = await world.see(audit.page, search=Search(before=before), limit=4)
        pages += [entry["id"] for entry in page["entries"]]
        before = page["next"]
        if before is None:
            break
    assert pages == sorted(pages, reverse=True)
    assert pages == [e["id"] for e in reversed(await _entries(world))]
    with pytest.raises(Fixable, match="invalid"):
        await _entries(world, since=world.clock.now().replace(tzinfo=None))


async def test_triggers_refuse_changes_and_the_chain_finds_those_around_them(tmp_path: Path) -> None:
    world = make_world(tmp_path, audit_key="geheim")
    world.store.start()
    for name in ("Sofie", "Karim", "Els", "Jan"):
        await world.agent(name)
    head = (await world.see(audit.verify, key=b"geheim")).head
    with sqlite3.connect(tmp_path / "test.sqlite3") as db:
        for change in ("UPDATE audit_log SET actor_id = 'x'", "DELETE FROM audit_log"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(change)
        assert (await world.see(audit.verify, key=b"geheim", known_head=head)).problem is None
        db.execute("DROP TRIGGER audit_log_no_delete")
        db.execute("DELETE FROM audit_log WHERE id = 4")
    db.close()

    assert (await world.see(audit.verify, key=b"geheim")).problem == "the log ends at entry 3, and should at entry 4"
    assert (await world.see(audit.verify, key=b"anders")).problem == "entry 1 was changed"
    await world.store.stop()


async def test_export_is_a_file_without_formulas_and_an_entry_itself(site: Site) -> None:
    agent_id = await site.agent_id()
    async with site.client(await site.token("administrator")) as admin:
        await admin.patch(f"/api/accounts/{agent_id}", json={"name": "=1+1"})
        await site.token()
        answer = await admin.get("/api/audit.csv", params={"actor": agent_id})
        found = (await admin.get("/api/audit", params={"act": "audit_exported"})).json()["entries"]

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["act"], row["actor_name"]) for row in rows] == [("signed_in", "'=1+1")]
    assert "attachment" in answer.headers["content-disposition"]
    assert len(found) == 1


# --- passwords and new accounts --------------------------------------------------------------------------


async def test_a_new_account_signs_in_with_the_password_told_once(site: Site) -> None:
    wanted = {"email": " Nieuw@Example.org ", "name": "Nele", "role": "agent", "languages": ["nl", "fr"]}
    async with site.client(await site.token("administrator")) as admin, site.client() as stranger:
        made = await admin.post("/api/accounts", json=wanted)
        assert made.status_code == 201, made.text
        account, password = made.json()["agent"], made.json()["password"]
        assert account["email"] == "nieuw@example.org"
        signed_in = await stranger.post("/api/session", json={"email": account["email"], "password": password})
        assert signed_in.status_code == 200
        again = await admin.post("/api/accounts", json=wanted)
        assert (again.status_code, again.json()["code"], again.json()["params"]) == (409, "exists", {"field": "email"})
        for wrong in ({**wanted, "email": "geen adres"}, {**wanted, "role": "boss"}, {**wanted, "languages": []}):
            assert (await admin.post("/api/accounts", json=wrong)).status_code == 422
    assert "account_created" in await _acts(site)


async def test_changing_the_password_asks_the_old_one_and_ends_the_other_sessions(site: Site) -> None:
    here, elsewhere = await site.token(), await site.token()
    new = "drie groene olifanten"
    async with site.client(here) as client, site.client(elsewhere) as other, site.client() as stranger:
        wrong = await client.post("/api/account/password", json={"password": "nee", "new_password": new})
        assert (wrong.status_code, wrong.json()["params"]) == (403, {"field": "password"})
        for weak in ("kort", "aaaaaaaaaaaaaaaa", PASSWORD):
            refused = await client.post("/api/account/password", json={"password": PASSWORD, "new_password": weak})
            assert (refused.status_code, refused.json()["code"]) == (422, "weak_password")
        changed = await client.post("/api/account/password", json={"password": PASSWORD, "new_password": new})
        assert changed.status_code == 204
        assert (await client.get("/api/account")).status_code == 200
        assert (await other.get("/api/account")).status_code == 401
        assert (await stranger.post("/api/session", json=SIGN_IN)).status_code == 401
        assert (await stranger.post("/api/session", json={**SIGN_IN, "password": new})).status_code == 200


async def test_an_administrator_resets_a_password_but_not_the_own(site: Site) -> None:
    of = await site.agent_id()
    async with site.client(await site.token()) as agent, site.client(await site.token("administrator")) as admin:
        reset = await admin.post(f"/api/accounts/{of}/password")
        assert reset.status_code == 200
        assert (await agent.get("/api/account")).status_code == 401
        given = {**SIGN_IN, "password": reset.json()["password"]}
        assert (await agent.post("/api/session", json=given)).status_code == 200
        own = await admin.post(f"/api/accounts/{await site.agent_id('administrator')}/password")
        assert own.status_code == 422
        assert (await admin.post("/api/accounts/nobody/password")).status_code == 404
    acts = await _acts(site)
    assert "password_reset" in acts
    assert "password_changed" not in acts


async def test_capacity_is_changed_within_bounds(site: Site) -> None:
    of = await site.agent_id()
    async with site.client(await site.token("administrator")) as admin:
        assert (await admin.patch(f"/api/accounts/{of}", json={"capacity": 7})).status_code == 200
        listed = {each["id"]: each for each in (await admin.get("/api/accounts")).json()["accounts"]}
        assert listed[of]["capacity"] == 7
        assert (await admin.patch(f"/api/accounts/{of}", json={"capacity": 0})).status_code == 422
