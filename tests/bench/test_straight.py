"""A store filled straight from a file holds what an import and a rebuild put there."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from jiesu.insight.storage import store
from jiesu.insight.storage.store import Dataset
from jiesu.mining.text.identity import scrub

BENCH = Path(__file__).resolve().parents[2] / "bench"
APPEALS = 300


def rows(dataset: Dataset) -> pa.Table:
    bases, changes = store.files(dataset)
    return ds.dataset([*bases, *changes]).to_table().sort_by("appeal_id")


def first_seen(column: pa.ChunkedArray) -> list[Any]:
    """Number values in the order they come in: each database hashes persons with its own key."""
    return column.combine_chunks().dictionary_encode().indices.to_pylist()


def without_homes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Scrub what the straight way leaves as the simulation wrote it: where people say they live."""
    return pa.chunked_array([pa.array([scrub(text) for text in column.to_pylist()], column.type)])


@pytest.mark.slow
def test_each_row_is_that_of_an_import_and_a_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    from ground.city import ground

    with tempfile.TemporaryDirectory() as folder, ground(Path(folder)) as place:
        straight = place.year("sqlite", APPEALS)
        filled = [rows(dataset(straight.data / "store")) for dataset in (store.facts, store.texts)]
        imported = place.founded("sqlite", APPEALS)
        imported.run("import", str(place.year_file(APPEALS)), "--mapping", "simulated")
        imported.run("insight", "rebuild")
        rebuilt = [rows(dataset(imported.data / "store")) for dataset in (store.facts, store.texts)]
    for ours, theirs in zip(filled, rebuilt, strict=True):
        for name in set(ours.column_names) - {"appellant", "words", "keep_until"}:
            said = without_homes(ours[name]) if name in {"title", "text"} else ours[name]
            assert said.equals(theirs[name]), name
    assert first_seen(filled[0]["appellant"]) == first_seen(rebuilt[0]["appellant"])
    assert filled[1]["words"].null_count == filled[1].num_rows
