from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from webchat.adapters.db import engine as database
from webchat.adapters.db.tables import metadata


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    return config


def test_migrations_have_one_head() -> None:
    assert len(ScriptDirectory.from_config(_config()).get_heads()) == 1


def test_migrated_schema_is_that_of_the_tables(tmp_path: Path) -> None:
    engine = database.open_engine(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    database.migrate(engine)

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and str(name).startswith("search_index"))  # SQLite's full text, kept by triggers

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_roles_of_the_first_schema_get_their_new_names(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    engine = database.open_engine(f"sqlite:///{path}")
    config = _config()
    with engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with sqlite3.connect(path) as db:
        for role in ("agent", "manager", "admin"):
            db.execute(
                "INSERT INTO agents (id, email, name, role, password_hash, languages, capacity, status, connected, idle_since,"
                " created_at) VALUES (?1, ?1, ?1, ?1, '', '[]', 4, 'online', 0, '2026-01-01', '2026-01-01')",
                (role,),
            )
    db.close()

    database.migrate(engine)

    with engine.connect() as connection:
        roles = dict(connection.exec_driver_sql("SELECT id, role FROM agents").fetchall())
    engine.dispose()
    assert roles == {"agent": "agent", "manager": "knowledge_manager", "admin": "administrator"}
