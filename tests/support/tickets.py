"""The chat service with tickets: what customers said is put into its database before it starts."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.webchat.realtime.server import Server
from webchat.adapters.clock import SystemClock
from webchat.adapters.db import tables as t
from webchat.adapters.db.engine import open_engine
from webchat.domain.ticket import HandOff
from webchat.services import announcements, sessions, visitor
from webchat.services.messages import Incoming, append
from webchat.services.sessions import Visitor
from webchat.services.work import Environment, Store, Work
from webchat.settings import Settings

SAID = (
    ("nl", "incident", "mijn laptop start niet meer op sinds de update van gisteren"),
    ("fr", "incident", "l'imprimante du deuxième étage est bloquée et le réseau est lent"),
    ("en", "complaint", "third time I ask about the same broken headset"),
    ("nl", "security", "ik heb op een vreemde link geklikt in een mail"),
    ("nl", "request", "ik heb Visio nodig om plannen te tekenen"),
    ("fr", "request", "j'ai besoin d'un accès au dossier de la comptabilité"),
    ("nl", "incident", "de wifi valt weg in vergaderzaal 3"),
    ("en", "incident", "Teams does not hear my microphone"),
)
FIRST = 1001


def started(folder: Path, *, n_copies: int = 0) -> Server:
    """Start the service with the tickets of `SAID`, and `n_copies` of each that were closed long ago."""
    desk = Server(folder, "http://127.0.0.1:9")
    with ThreadPoolExecutor(1) as thread:  # Playwright has this thread's event loop
        thread.submit(asyncio.run, _seed(f"sqlite:///{desk.database}", n_copies)).result()
    desk.start()
    return desk


async def _seed(url: str, n_copies: int) -> None:
    env = Environment(Settings(database_url=url), SystemClock(), lambda _id: False, announcements.finish)
    store = Store(open_engine(url), env, publish=lambda _work: None)
    store.migrate()
    store.start()
    for n, (language, kind, text) in enumerate(SAID):
        person: dict[str, Any] = {"name": f"Persoon {n}", "email": f"p{n}@example.org"}
        begun = await store.write(partial(sessions.begin, visitor=Visitor(site="demo", language=language, **person)))
        await store.write_batched(append, Incoming(begun.conversation_id, f"m{n}", text, None, "user", None, "x"))
        hand_off = partial(visitor._hand_off, conversation_id=begun.conversation_id)
        await store.write(partial(hand_off, handoff=HandOff("low_confidence", kind)))
    if n_copies:
        await store.write(partial(_copy, n_copies=n_copies))
    await store.stop()


def _copy(work: Work, n_copies: int) -> None:
    """Add tickets that were closed long ago: rows, because 2,000 hand-offs one by one take minutes."""
    tables = (t.people, t.conversations, t.messages, t.tickets, t.search_documents)
    held = {table: [dict(row) for row in work.db.execute(table.select()).mappings()] for table in tables}
    over = {"status": "resolved", "owner": "none", "resolved_at": work.now, "queued_at": None}
    for n in range(n_copies):
        for table in tables:
            rows = []
            for row in held[table]:
                ids = {
                    c: f"{row[c][:16]}-{n}"
                    for c in ("id", "conversation_id", "person_id")
                    if isinstance(row.get(c), str)
                }
                ticket_id = row.get("ticket_id")
                rows.append({**row, **ids, **({"ticket_id": f"{ticket_id[:16]}-{n}"} if ticket_id else {})})
            for k, row in enumerate(rows):
                if table is t.conversations:
                    row |= over
                elif table is t.people:
                    row["identifier"] = None
                elif table is t.tickets:
                    row |= {"serial": FIRST + len(held[table]) * (n + 1) + k, "status": "closed"}
                elif table is t.search_documents:
                    del row["id"]
            work.db.execute(table.insert(), rows)
