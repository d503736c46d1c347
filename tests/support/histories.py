"""A desk's past: conversations with tickets, opinions and ratings over many days, as the product would have written them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from webchat.adapters.db import tables as t

FAMILIES = ("wifi-no-connection", "password-forgotten", "printer-not-printing", "vpn-no-connection", "mailbox-full",
            "meeting-no-sound", "account-locked", "computer-slow", "mfa-new-phone", "shared-folder-access")  # fmt: skip
RISING = "phishing-mail"  # comes up in the last fifth of the time
REASONS = ("user_request", "low_confidence", "not_helped", "article_policy", "security_incident")
_SITE = "demo"
_BRUSSELS = ZoneInfo("Europe/Brussels")
_AT_ONCE = 2000

Rows = dict[str, list[dict[str, Any]]]


def write(db: Connection, *, n: int, days: int, until: datetime, seed: int = 0) -> None:
    """Write `n` conversations that began in the `days` days before `until`."""
    draw = random.Random(seed)
    db.execute(insert(t.people).values(id="reported", site=_SITE, identifier="reported", created_at=until))
    agents = list(db.scalars(select(t.agents.c.id).where(t.agents.c.role == "agent"))) or _agents(db, until)
    teams = [*db.scalars(select(t.teams.c.id))] or [None]
    made = _conversations(draw, n=n, days=days, until=until, agents=agents, teams=teams)
    while some := list(islice(made, _AT_ONCE)):
        for table in (t.conversations, t.messages, t.feedback, t.tickets, t.assignments, t.resolutions):
            rows = [row for each in some for row in each.get(table.name, ())]
            if rows:
                db.execute(insert(table), rows)


def _agents(db: Connection, at: datetime) -> list[str]:
    shared = {"role": "agent", "password_hash": "", "languages": ["nl", "fr", "en"], "capacity": 4, "status": "offline"}
    rows = [{"id": f"agent-{n}", "email": f"{n}@example.org", "name": f"Agent {n}", **shared} for n in range(12)]
    db.execute(insert(t.agents), [{**row, "connected": False, "idle_since": at, "created_at": at} for row in rows])
    return [row["id"] for row in rows]


def _conversations(
    draw: random.Random, *, n: int, days: int, until: datetime, agents: Sequence[str], teams: Sequence[str | None]
) -> Iterator[Rows]:
    serial = 5000
    for _ in range(n):
        begun = _moment(draw, days, until)
        rising = until - begun < timedelta(days=days / 5) and draw.random() < 0.15
        family = RISING if rising else draw.choices(FAMILIES, range(len(FAMILIES), 0, -1))[0]
        made = _one(draw, begun, family, agents=agents, teams=teams, serial=serial)
        serial += len(made["tickets"])
        yield made


def _moment(draw: random.Random, days: int, until: datetime) -> datetime:
    """Office hours mostly, few at the weekend."""
    while True:
        day = (until - timedelta(days=draw.uniform(0, days))).astimezone(_BRUSSELS)
        at = day.replace(hour=min(23, max(0, int(draw.gauss(12.5, 3.2)))), minute=draw.randrange(60))
        if (at.weekday() < 5 or draw.random() < 0.12) and at < until:
            return at.astimezone(UTC)


def _one(
    draw: random.Random,
    begun: datetime,
    family: str,
    *,
    agents: Sequence[str],
    teams: Sequence[str | None],
    serial: int,
) -> Rows:
    id_, at, seq = uuid.UUID(int=draw.getrandbits(128)).hex, begun, 0
    language = draw.choices(("nl", "fr", "en"), (5, 3, 2))[0]
    rows: Rows = {"messages": [], "feedback": [], "tickets": [], "assignments": [], "resolutions": []}
    head: dict[str, Any] = {"id": id_, "person_id": "reported", "site": _SITE, "language": language, "language_source": "detected",
            "status": "pending", "owner": "bot", "agent_id": None, "team": None, "episode": 0, "resolved_at": None,
            "resolved_by": None, "outcome": None, "rating": None, "created_at": begun}  # fmt: skip

    def say(sender: str, text: str, **more: Any) -> None:
        nonlocal seq, at
        seq, at = seq + 1, at + timedelta(seconds=draw.uniform(5, 90))
        rows["messages"].append(
            {"conversation_id": id_, "seq": seq, "part": 0, "client_id": f"{id_}-{seq}", "visibility": "public", "kind": "text",
             "sender_kind": sender, "sender_id": None, "sender_name": sender, "text": text, "payload": None,
             "language": language, "extras": None, "at": at, **more}
        )  # fmt: skip

    p = draw.betavariate(2.4, 1.1)
    say("user", f"vraag over {family}")
    ask = {"action": "ask", "p_helps": round(p, 4), "signals": _signals(draw, p, family)}
    answer = {"action": "answer", "family": family, "p_helps": round(p, 4), "signals": _signals(draw, p, family)}
    to_person = p < 0.35 or draw.random() < 0.15
    say("bot", "antwoord", extras={"decision": ask if to_person and p < 0.6 else answer, "buttons": []})
    for _ in range(draw.randrange(3)):
        say("user", "en dan?", payload="/report_step_done")
        say("bot", "volgende stap", extras={"decision": {**answer, "action": "guide", "signals": {}}})
    if not to_person:
        if draw.random() < 0.5:
            helpful = draw.random() < 0.3 + 0.6 * p
            rows["feedback"].append({"conversation_id": id_, "seq": 2, "helpful": helpful, "reason": None, "at": at})
            if helpful:
                say("bot", "fijn", extras={"decision": {"action": "solved", "solved": True, "signals": {}}})
                head |= {
                    "status": "resolved",
                    "owner": "none",
                    "resolved_at": at,
                    "resolved_by": "bot",
                    "outcome": "solved",
                }
                rows["resolutions"].append(_resolution(draw, id_, at, "bot", "solved"))
    else:
        _hand_off(draw, head, rows, at, family, agents=agents, teams=teams, serial=serial, say=say)
    last = rows["messages"][-1]["at"]
    rows["conversations"] = [{**head, "last_seq": seq, "updated_at": max(last, head["resolved_at"] or last)}]
    return rows


def _hand_off(
    draw: random.Random,
    head: dict[str, Any],
    rows: Rows,
    at: datetime,
    family: str,
    *,
    agents: Sequence[str],
    teams: Sequence[str | None],
    serial: int,
    say: Any,
) -> None:
    team, agent = draw.choice(teams), draw.choice(agents)
    taken = at + timedelta(seconds=draw.expovariate(1 / 240))
    done = taken + timedelta(seconds=draw.expovariate(1 / 700))
    gone = draw.random() < 0.04
    if not gone:
        say("agent", "dag", at=taken + timedelta(seconds=20))
        stint = {"conversation_id": head["id"], "agent_id": agent, "team": team, "language": head["language"]}
        rows["assignments"].append(
            {**stint, "queued_at": at, "started_at": taken, "ended_at": done, "ended_by": "resolve"}
        )
    outcome = "no_answer" if gone else "solved"
    head |= {"status": "resolved", "owner": "none", "agent_id": None if gone else agent, "team": team, "episode": 1,
             "resolved_at": done, "resolved_by": "owning_agent", "outcome": outcome}  # fmt: skip
    if draw.random() < 0.3:
        head["rating"] = draw.choices((1, 2, 3, 4, 5), (1, 1, 2, 5, 6))[0]
    rows["resolutions"].append(_resolution(draw, head["id"], done, "owning_agent", outcome))
    rows["tickets"].append(
        {"id": uuid.UUID(int=draw.getrandbits(128)).hex, "serial": serial, "conversation_id": head["id"], "episode": 1,
         "status": "closed", "kind": "incident", "fields": {"topic": {"value": family, "source": "bot", "confidence": 0.8}},
         "priority": "normal", "team": team, "agent_id": None if gone else agent, "reason": draw.choice(REASONS), "signals": {},
         "outcome": outcome, "answered_at": None if gone else taken + timedelta(seconds=20), "stopped_at": done,
         "first_response_state": draw.choices(("met", "breached"), (9, 1))[0],
         "resolution_state": draw.choices(("met", "breached"), (8, 1))[0], "created_at": at, "updated_at": done}
    )  # fmt: skip


def _resolution(draw: random.Random, id_: str, at: datetime, by: str, outcome: str) -> dict[str, Any]:
    again = at + timedelta(hours=draw.uniform(1, 20)) if draw.random() < 0.06 else None
    return {"conversation_id": id_, "at": at, "by": by, "outcome": outcome, "reopened_at": again}


def _signals(draw: random.Random, p: float, family: str) -> dict[str, Any]:
    """As many numbers as a real decision has, and what it keeps for the dial."""
    numbers = {f"signal_{n}": round(draw.random(), 4) for n in range(22)}
    far = "handed_off" if draw.random() < 0.6 else "other"
    kept = {"p_helps": round(p, 4), "model": "own", "sure": "answered", "near": "clarified", "far": far}
    return {**numbers, "found": family, "dial": kept}
