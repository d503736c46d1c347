"""Statements on every message's path: compiled once, run on the driver's own cursor.

SQLAlchemy's execution costs 40-80 µs a statement and 3-5 µs a row, more than everything else in an append; the
text it compiles is what runs here, with the types' own conversions. Many rows go in one statement: the driver
gives the interpreter lock away at each step, and while the event loop is busy each step waits to get it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Column, Connection, Dialect, Executable, Table, bindparam, column, func, insert, select, update
from sqlalchemy import values as rows_of
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]
Row = Sequence[Any]

_MAX_ROWS = 64
_BY_STEPS = "sqlite"  # fetches row by row, each a step: there the rows of a query come as one JSON array


class _Compiled(NamedTuple):
    sql: str
    names: tuple[str, ...]
    is_positional: bool

    def run(self, connection: Connection, values: Sequence[Any]) -> Any:
        cursor = connection.connection.cursor()
        given = values if self.is_positional else dict(zip(self.names, values, strict=True))
        try:
            cursor.execute(self.sql, given)
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(self.sql, None, error) from error
        return cursor


def _compile(statement: Executable, names: Sequence[str], dialect: Dialect) -> _Compiled:
    compiled: SQLCompiler = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    if compiled.positional and tuple(compiled.positiontup or ()) != tuple(names):
        raise ValueError(f"the driver takes the values in another order: {compiled.positiontup}")
    return _Compiled(compiled.string, tuple(names), bool(compiled.positional))


class _Sized:
    """A statement for any number of rows up to `_MAX_ROWS`, compiled at the first use of each size."""

    def __init__(self) -> None:
        self._by_size: dict[tuple[str, int], _Compiled] = {}

    def _of(self, connection: Connection, n_rows: int) -> _Compiled:
        key = (connection.dialect.name, n_rows)
        found = self._by_size.get(key)
        if found is None:
            found = self._by_size[key] = self._build(connection.dialect, n_rows)
        return found

    def _build(self, dialect: Dialect, n_rows: int) -> _Compiled:
        raise NotImplementedError


class _Rows(_Sized):
    """A statement over rows of `columns`, given as tuples in that order."""

    def __init__(self, table: Table, columns: Sequence[Column[Any]]) -> None:
        super().__init__()
        self._table = table
        self._columns = list(columns)
        self._convert: dict[str, list[tuple[int, Convert]]] = {}

    def __call__(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Run it for `rows`."""
        width = len(self._columns)
        values = list(chain.from_iterable(rows))
        for index, convert in self._conversions(connection.dialect):
            values[index::width] = _converted(values[index::width], convert)
        for start in range(0, len(rows), _MAX_ROWS):
            n_rows = min(_MAX_ROWS, len(rows) - start)
            self._of(connection, n_rows).run(connection, values[start * width : (start + n_rows) * width])

    def _conversions(self, dialect: Dialect) -> list[tuple[int, Convert]]:
        found = self._convert.get(dialect.name)
        if found is None:
            pairs = ((i, _binder(column, dialect)) for i, column in enumerate(self._columns))
            found = self._convert[dialect.name] = [(i, convert) for i, convert in pairs if convert]
        return found

    def _parameters(self, n_rows: int) -> list[dict[str, Any]]:
        """One parameter per value, by column, row by row."""
        return [
            {column.name: bindparam(f"{column.name}_{n}", type_=column.type) for column in self._columns}
            for n in range(n_rows)
        ]

    def _names(self, n_rows: int) -> list[str]:
        return [f"{column.name}_{n}" for n in range(n_rows) for column in self._columns]


class InsertMany(_Rows):
    """Insert rows of `columns`, which stand in the table's order."""

    def _build(self, dialect: Dialect, n_rows: int) -> _Compiled:
        statement = insert(self._table).values(self._parameters(n_rows))
        return _compile(statement, self._names(n_rows), dialect)


class UpdateMany(_Rows):
    """Set `columns` in the rows that the first of them names."""

    def _build(self, dialect: Dialect, n_rows: int) -> _Compiled:
        key, *changed = self._columns
        given = rows_of(*(column(c.name, c.type) for c in self._columns), name="given")
        given = given.data([tuple(row.values()) for row in self._parameters(n_rows)])
        new = given.cte("given")
        statement = update(self._table).where(key == new.c[key.name]).values({c: new.c[c.name] for c in changed})
        return _compile(statement, self._names(n_rows), dialect)


class SelectIn(_Sized):
    """Select `columns` (text, numbers, times) of the rows whose `key` is one of the values given."""

    def __init__(self, columns: Sequence[Column[Any]], key: ColumnElement[Any]) -> None:
        super().__init__()
        self._columns, self._key = list(columns), key
        self._convert: dict[str, list[tuple[int, Convert]]] = {}

    def __call__(self, connection: Connection, values: Sequence[Any]) -> Iterator[Row]:
        """Yield the rows, in no order."""
        conversions = self._conversions(connection.dialect)
        for start in range(0, len(values), _MAX_ROWS):
            part = list(values[start : start + _MAX_ROWS])
            size = 1 << (len(part) - 1).bit_length()
            part += part[-1:] * (size - len(part))
            for row in self._fetch(connection, size, part):
                if not conversions:
                    yield row
                    continue
                changed = list(row)
                for index, convert in conversions:
                    changed[index] = convert(changed[index])
                yield changed

    def _conversions(self, dialect: Dialect) -> list[tuple[int, Convert]]:
        found = self._convert.get(dialect.name)
        if found is None:
            pairs = ((i, _reader(column, dialect)) for i, column in enumerate(self._columns))
            found = self._convert[dialect.name] = [(i, convert) for i, convert in pairs if convert]
        return found

    def _fetch(self, connection: Connection, size: int, values: Sequence[Any]) -> Iterable[Row]:
        cursor = self._of(connection, size).run(connection, values)
        if connection.dialect.name == _BY_STEPS:
            rows: list[Row] = orjson.loads(cursor.fetchone()[0])
            return rows
        fetched: list[Row] = cursor.fetchall()
        return fetched

    def _build(self, dialect: Dialect, n_rows: int) -> _Compiled:
        names = [f"key_{n}" for n in range(n_rows)]
        wanted = [bindparam(name, type_=self._key.type) for name in names]
        selected = select(*self._columns)
        if dialect.name == _BY_STEPS:
            selected = select(func.json_group_array(func.json_array(*self._columns)))
        return _compile(selected.where(self._key.in_(wanted)), names, dialect)


class Value:
    """A query without parameters for one value."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def __call__(self, connection: Connection) -> Any:
        """Return the first column of the first row, None without one; the driver's type."""
        dialect = connection.dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, (), dialect)
        row = found.run(connection, ()).fetchone()
        return row[0] if row else None


def _binder(column: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return found


def _reader(column: Any, dialect: Dialect) -> Convert | None:
    found: Convert | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _converted(values: Sequence[Any], convert: Convert) -> list[Any]:
    """Convert a column's values; rows of one moment share their time, which then is converted once."""
    last, result = object(), None
    converted = []
    for value in values:
        if value is not last:
            last, result = value, convert(value)
        converted.append(result)
    return converted
