"""Compiled statements do what SQLAlchemy's execution does, for any number of rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

from webchat.adapters.db import tables as t
from webchat.adapters.db.engine import open_engine, writing
from webchat.adapters.db.statements import InsertMany, SelectIn, UpdateMany

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_PEOPLE = InsertMany(t.people, list(t.people.c))
_BY_ID = SelectIn([t.people.c.id, t.people.c.known, t.people.c.created_at], t.people.c.id)
_KNOWN_SINCE = UpdateMany(t.people, [t.people.c.id, t.people.c.known, t.people.c.created_at])


@pytest.fixture
def db(tmp_path: Path) -> Connection:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    t.metadata.create_all(engine)
    return writing(engine)


def _rows(n: int) -> list[tuple[object, ...]]:
    return [(f"p{i}", "demo", None, "Ann", None, i % 2 == 0, NOW + timedelta(seconds=i)) for i in range(n)]


@pytest.mark.parametrize("n", [1, 2, 3, 63, 64, 65, 200])
def test_reads_back_what_it_wrote(db: Connection, n: int) -> None:
    with db.begin():
        _PEOPLE(db, _rows(n))
        by_sqlalchemy = db.execute(select(t.people).order_by(t.people.c.created_at)).all()
        read = {row[0]: tuple(row) for row in _BY_ID(db, [f"p{i}" for i in range(n)])}
    assert [tuple(row) for row in by_sqlalchemy] == _rows(n)
    assert read == {row[0]: (row[0], row[5], row[6]) for row in _rows(n)}


def test_nothing_given_nothing_done(db: Connection) -> None:
    with db.begin():
        _PEOPLE(db, [])
        assert list(_BY_ID(db, [])) == []


@pytest.mark.parametrize("n", [1, 2, 65])
def test_named_rows_are_changed_and_no_others(db: Connection, n: int) -> None:
    later = NOW + timedelta(days=1)
    with db.begin():
        _PEOPLE(db, _rows(n + 2))
        _KNOWN_SINCE(db, [(f"p{i}", True, later) for i in range(n)])
        read = {row[0]: (row[1], row[2]) for row in _BY_ID(db, [f"p{i}" for i in range(n + 2)])}
    changed = {f"p{i}": (True, later) for i in range(n)}
    assert read == {row[0]: (row[5], row[6]) for row in _rows(n + 2)} | changed


def test_a_changed_row_is_found_by_its_key(db: Connection) -> None:
    with db.begin():
        text = _KNOWN_SINCE._of(db, 3).sql
        plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", ("x", True, "2026") * 3).all()
    assert any("SEARCH people USING" in row[3] for row in plan), plan


def test_an_order_the_driver_does_not_take_is_refused(db: Connection) -> None:
    swapped = InsertMany(t.people, list(reversed(list(t.people.c))))
    with pytest.raises(ValueError, match="another order"):
        swapped(db, [tuple(reversed(_rows(1)[0]))])


def test_the_drivers_errors_are_sqlalchemys(db: Connection) -> None:
    with db.begin(), pytest.raises(DBAPIError):
        _PEOPLE(db, [*_rows(2), *_rows(1)])


def test_the_same_statements_are_valid_for_postgresql() -> None:
    inserted = _PEOPLE._build(postgresql.dialect(), 2)
    updated = _KNOWN_SINCE._build(postgresql.dialect(), 2)
    assert inserted.names[0] == "id_0"
    assert "%(id_0)s" in inserted.sql
    assert "%(created_at_1)s" in inserted.sql
    assert "FROM given WHERE people.id = given.id" in updated.sql
