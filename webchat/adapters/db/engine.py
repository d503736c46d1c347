"""Open the database: SQLite settings, transactions, migrations."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import orjson
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url

_BUSY_TIMEOUT_MS = 10_000


def open_engine(url: str) -> Engine:
    """Return an engine whose transactions are durable when committed.

    Args:
        url: SQLAlchemy URL; the folder of a SQLite file is made.
    """
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        pool_size=8,
        max_overflow=8,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        insertmanyvalues_page_size=500,
    )
    if is_sqlite:
        _set_up_sqlite(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def empty_log(engine: Engine, within_s: float = 30.0) -> bool:
    """Move SQLite's write-ahead log into the database: it still holds the pages as they were before a deletion.

    Beside a running service the log is busy most of the time, so this is tried until it works.

    Returns:
        False if readers and writers left no moment for it within `within_s`.
    """
    is_empty = engine.dialect.name != "sqlite"
    until = time.monotonic() + within_s
    while not is_empty and time.monotonic() < until:
        connection = engine.raw_connection()  # outside a transaction, where alone it works
        is_busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.close()
        is_empty = not is_busy
        if is_busy:
            time.sleep(0.05)
    engine.dispose()
    return is_empty


def writing(engine: Engine) -> Connection:
    """Return a connection whose transactions take the write lock at their start."""
    return engine.connect().execution_options(write=True)


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late for SAVEPOINT and reads: we begin ourselves.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_TIMEOUT_MS}",
            "secure_delete=ON",
            "wal_autocheckpoint=4000",
            "cache_size=-32000",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # Without IMMEDIATE two writers deadlock on the upgrade from a read lock.
        is_write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
