"""Many new rows at once, at the cost of their values: long INSERTs on SQLite, COPY on PostgreSQL.

The ORM spends longer on writing SQL for its rows than the database on storing them.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.db import connection, models
from django.db.models.options import Options

Row = tuple[Any, ...]

_FEW = 20  # rows for which the ORM is as quick


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model and give each its id; call it inside a transaction."""
    if not rows:
        return
    model = type(rows[0])
    if len(rows) <= _FEW:
        model._default_manager.bulk_create(rows)
        return
    table: Options[Any] = model._meta
    _give_ids(table.db_table, rows)
    fields = table.concrete_fields
    columns = zip(*map(attrgetter(*(field.attname for field in fields)), rows), strict=True)
    ready = [map(_converter(f), column) for f, column in zip(fields, columns, strict=True)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    write = _write_to_sqlite if connection.vendor == "sqlite" else _write_to_postgresql
    write(f'"{table.db_table}" ({names})', len(fields), zip(*ready, strict=True))


def tell_planner() -> None:
    """Let PostgreSQL measure its tables after a great load, before it does so of itself.

    Planned for the empty tables of a moment ago, a question of milliseconds takes seconds; SQLite
    plans by the schema alone.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _give_ids(table: str, rows: Sequence[models.Model]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Whoever holds the lock of this transaction is the only one who writes.
            cursor.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = %s", [table])
            first = (cursor.fetchone() or [1])[0]
            ids = list(range(first, first + len(rows)))
        else:
            cursor.execute(_NEXT_IDS, [table, len(rows)])
            ids = [pk for (pk,) in cursor.fetchall()]
    for row, pk in zip(rows, ids, strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias


_NEXT_IDS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"


def _converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """Give what makes a value ready for the driver; most are so already."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
        return _as_sqlite_keeps
    return _as_it_is


def _as_sqlite_keeps(moment: datetime | None) -> str | None:
    """Write an aware moment as Django's backend does, in a fifth of its time."""
    return str(moment.astimezone(UTC).replace(tzinfo=None)) if moment else None


def _as_it_is(value: object) -> object:
    return value


def _write_to_sqlite(table: str, width: int, rows: Iterator[Row]) -> None:
    """Write with few statements: the index of words is written out after each of them."""
    connection.ensure_connection()
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width
    marks = f"({', '.join(['%s'] * width)})"
    with connection.cursor() as cursor:
        while part := list(islice(rows, most)):
            statement = f"INSERT INTO {table} VALUES {', '.join([marks] * len(part))}"  # noqa: S608  (our own names)
            cursor.execute(statement, list(chain.from_iterable(part)))


def _write_to_postgresql(table: str, _width: int, rows: Iterator[Row]) -> None:
    command = f"COPY {table} FROM STDIN"
    # The driver's own errors leave as Django's, as those of every other statement do.
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)
