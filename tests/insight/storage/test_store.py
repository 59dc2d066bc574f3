"""What a reader sees while rows are appended, compacted, and writers die."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from jiesu.insight.storage import compaction, engine, store

Rows = Callable[..., pa.Table]


def states(dataset: store.Dataset) -> dict[int, str]:
    with engine.connect(engine.EMBEDDED) as backend:
        rows = engine.latest(backend, dataset).to_pyarrow().to_pylist()
    assert len(rows) == len({row["appeal_id"] for row in rows})
    return {row["appeal_id"]: row["state"] for row in rows}


def test_an_empty_dataset_has_no_rows(folder: Path) -> None:
    assert states(store.facts(folder)) == {}


def test_the_latest_version_is_seen_in_whatever_order_it_came(folder: Path, facts_of: Rows) -> None:
    dataset = store.facts(folder)
    store.append(dataset, facts_of({"appeal_id": 1, "log_id": 9, "state": "replied"}))
    store.append(dataset, facts_of({"appeal_id": 1, "log_id": 3, "state": "accepted"}))
    assert states(dataset) == {1: "replied"}


def test_appending_twice_changes_nothing(folder: Path, facts_of: Rows) -> None:
    dataset = store.facts(folder)
    for _ in range(2):
        store.append(dataset, facts_of({"appeal_id": 1, "log_id": 3, "state": "accepted"}))
    assert states(dataset) == {1: "accepted"}


def test_folding_keeps_what_is_seen(folder: Path, facts_of: Rows, now: datetime) -> None:
    dataset = store.facts(folder)
    april = {"received_on": date(2026, 4, 1)}
    store.append(
        dataset,
        facts_of(
            {"appeal_id": 1, "state": "accepted"}, {"appeal_id": 2, "state": "accepted"} | april
        ),
    )
    assert compaction.compact(dataset, now=now) == 2
    store.append(dataset, facts_of({"appeal_id": 2, "log_id": 5, "state": "signed"} | april))
    assert states(dataset) == {1: "accepted", 2: "signed"}
    assert compaction.compact(dataset, now=now) == 1
    assert states(dataset) == {1: "accepted", 2: "signed"}
    assert store.read(dataset).changes == ()


def test_an_older_change_does_not_undo_a_folded_one(
    folder: Path, facts_of: Rows, now: datetime
) -> None:
    dataset = store.facts(folder)
    store.append(dataset, facts_of({"appeal_id": 1, "log_id": 9, "state": "replied"}))
    compaction.compact(dataset, now=now)
    store.append(dataset, facts_of({"appeal_id": 1, "log_id": 3, "state": "accepted"}))
    assert states(dataset) == {1: "replied"}
    compaction.compact(dataset, now=now)
    assert states(dataset) == {1: "replied"}


def test_a_reader_that_opened_before_folding_still_reads(
    folder: Path, facts_of: Rows, now: datetime
) -> None:
    dataset = store.facts(folder)
    store.append(dataset, facts_of({"appeal_id": 1, "state": "accepted"}))
    with engine.connect(engine.EMBEDDED) as backend:
        seen = engine.latest(backend, dataset)
        store.append(dataset, facts_of({"appeal_id": 2, "state": "accepted"}))
        compaction.compact(dataset, now=datetime.now(now.tzinfo))
        assert seen.count().to_pyarrow().as_py() == 1


def test_files_nobody_names_are_swept_after_an_hour(
    folder: Path, facts_of: Rows, now: datetime
) -> None:
    dataset = store.facts(folder)
    store.append(dataset, facts_of({"appeal_id": 1}))
    compaction.compact(dataset, now=now)
    real_now = datetime.now(now.tzinfo)
    assert store.sweep(dataset, now=real_now) == 0
    assert store.sweep(dataset, now=real_now + timedelta(hours=2)) == 1
    assert states(dataset) == {1: None}


def test_texts_are_closed_to_others_and_end_at_their_date(
    folder: Path, texts_of: Rows, now: datetime
) -> None:
    dataset = store.texts(folder)
    yesterday = now.date() - timedelta(days=1)
    store.append(
        dataset, texts_of({"appeal_id": 1, "keep_until": yesterday}, {"appeal_id": 2, "text": "灯"})
    )
    compaction.compact(dataset, now=now)
    assert dataset.root.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in dataset.root.glob("base*.parquet"))
    assert compaction.compact(dataset, now=now, keep=compaction.not_expired(now)) == 1
    with engine.connect(engine.EMBEDDED) as backend:
        left = engine.latest(backend, dataset).to_pyarrow().to_pylist()
    assert [row["text"] for row in left] == ["灯"]


def test_other_columns_are_refused_with_a_sentence(folder: Path, facts_of: Rows) -> None:
    dataset = store.facts(folder)
    store.append(dataset, facts_of({"appeal_id": 1}))
    other: Any = store.Dataset(dataset.root, dataset.schema.append(pa.field("new", pa.int8())))
    with pytest.raises(store.OtherVersionError, match="insight rebuild"):
        store.read(other)


WRITER = """
import sys, itertools
from pathlib import Path
from datetime import UTC, datetime
import pyarrow as pa
from jiesu.insight.storage import store, compaction
from jiesu.insight.storage.schema import FACTS
dataset = store.facts(Path(sys.argv[1]))
for n in itertools.count(1):
    row = {f.name: [None] for f in FACTS} | {
        "appeal_id": [n], "log_id": [n], "received_on": [datetime(2026, 3, 2)]}
    store.append(dataset, pa.table(row, schema=FACTS))
    print(n, flush=True)
    if n % 7 == 0:
        compaction.compact(dataset, now=datetime.now(UTC))
"""


@pytest.mark.parametrize("lines", [5, 16])
def test_a_killed_writer_loses_nothing_it_had_acknowledged(folder: Path, lines: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        acknowledged = [int(writer.stdout.readline()) for _ in range(lines)]
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
    acknowledged += [int(line) for line in rest.split()]
    assert set(acknowledged) <= set(states(store.facts(folder)))


def test_the_embedded_engine_goes_on_in_files_that_are_its_owners_alone(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    with engine.connect(engine.EMBEDDED, spill=spill) as backend:
        assert asked(backend, "memory_limit") == "3.7 GiB"
        assert asked(backend, "temp_directory") == str(spill)
    assert spill.stat().st_mode & 0o777 == 0o700


def test_an_address_with_a_limit_of_its_own_keeps_it(tmp_path: Path) -> None:
    with engine.connect("duckdb://?memory_limit=1GiB", spill=tmp_path / "spill") as backend:
        assert asked(backend, "memory_limit") == "1.0 GiB"
    assert not (tmp_path / "spill").exists()


def asked(backend: Any, setting: str) -> str:
    found: str = backend.raw_sql(f"SELECT current_setting('{setting}')").fetchall()[0][0]
    return found
