"""Rasa's memory of conversations, for the one thing webchat does with it: forget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import column, create_engine, delete, event, inspect, make_url, table

_EVENTS = table("events", column("sender_id"))


def forget(url: str, sender_ids: Sequence[str]) -> int:
    """Delete all events of these conversations, so that their bytes are gone from the file too.

    Args:
        url: SQLAlchemy URL of Rasa's tracker store; a SQLite file that does not exist holds nothing.
        sender_ids: Conversation ids.

    Returns:
        The number of deleted events.
    """
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and not Path(parsed.database or "").is_file():
        return 0
    engine = create_engine(parsed)
    if is_sqlite:

        @event.listens_for(engine, "connect")
        def _on_connect(connection: object, _record: object) -> None:
            connection.execute("PRAGMA secure_delete=ON")  # type: ignore[attr-defined]  # sqlite3's
            connection.execute("PRAGMA busy_timeout=10000")  # type: ignore[attr-defined]

    try:
        with engine.begin() as connection:
            if not inspect(connection).has_table("events"):
                return 0
            n_deleted = connection.execute(delete(_EVENTS).where(_EVENTS.c.sender_id.in_(sender_ids))).rowcount
        if is_sqlite:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(n_deleted)
    finally:
        engine.dispose()
