"""Cells of the map stay few however many places appeals come from."""

from datetime import datetime
from pathlib import Path

import h3
import ibis
import pyarrow as pa
import pytest

from jiesu.insight.analyses import places
from jiesu.insight.storage.engine import Decisions, Tables


def asked(cells: list[str | None], now: datetime) -> Tables:
    """Give tables in which one appeal came today from each of the cells."""
    columns = {name: [None] * len(cells) for name in places.AREAS} | {"h3": cells}
    types = pa.schema([(name, pa.string()) for name in columns])
    rows = pa.table(columns, schema=types)
    facts = ibis.memtable(rows.append_column("received_on", pa.array([now.date()] * len(cells))))

    def nothing(name: str) -> ibis.Table:
        raise KeyError(name)

    return Tables(facts, facts, facts, now, Decisions(), nothing, Path())


def test_cells_are_added_up_until_they_are_few(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOST", 40)
    cells = sorted(h3.cell_to_children(h3.latlng_to_cell(30.1, 110.1, 6), 9))
    assert len(cells) == 343
    found = places.run(asked([*cells, None], now)).to_pyarrow().to_pylist()
    drawn = [row for row in found if row["dimension"] == places.CELL and row["days"] == 30]
    assert sum(row["appeals"] for row in drawn) == 343
    assert {h3.get_resolution(row["code"]) for row in drawn} == {7}
    assert len(drawn) == 7


def test_few_cells_stay_as_fine_as_they_are(now: datetime) -> None:
    cell = h3.latlng_to_cell(30.1, 110.1, 9)
    found = places.run(asked([cell, cell, None], now)).to_pyarrow().to_pylist()
    drawn = [row for row in found if row["dimension"] == places.CELL]
    assert {(row["code"], row["appeals"]) for row in drawn} == {(cell, 2)}
    assert len(drawn) == len(places.SPANS)
