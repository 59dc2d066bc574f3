"""The stream must be the same however it is cut, take little memory, and be true to its truth."""

import hashlib
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from jiesu.simulate.cli import command
from jiesu.simulate.stream.appeals import Order, chunks, truth_path

Stream = tuple[pa.Table, pa.Table]


def _seen(order: Order, rows: int) -> pa.Table:
    return pa.Table.from_batches([chunk.seen for chunk in chunks(order, rows=rows)])


def test_rows_do_not_depend_on_the_size_of_batches() -> None:
    order = Order(1500, seed=2)
    assert _seen(order, 97).combine_chunks().equals(_seen(order, 4000).combine_chunks())


def test_another_seed_is_another_stream() -> None:
    first, second = _seen(Order(200, seed=2), 200), _seen(Order(200, seed=3), 200)
    assert first["text"].to_pylist() != second["text"].to_pylist()


def test_there_are_exactly_as_many_as_asked_in_order_of_time(stream: Stream) -> None:
    seen, truth = stream
    assert seen.num_rows == truth.num_rows == 20_000
    assert seen["id"].to_pylist() == list(range(1, 20_001)) == truth["id"].to_pylist()
    assert all(a <= b for a, b in pairwise(seen["time"].to_pylist()))


@pytest.mark.parametrize("count", [1, 2, 30])
def test_a_handful_is_possible(count: int) -> None:
    assert sum(chunk.seen.num_rows for chunk in chunks(Order(count))) == count


def test_one_issue_is_one_service_at_one_place(stream: Stream) -> None:
    seen, truth = stream
    spots = defaultdict(list)
    services = defaultdict(set)
    for row, fact in zip(seen.to_pylist(), truth.to_pylist(), strict=True):
        services[fact["issue"]].add(fact["service"])
        if row["lat"] is not None:
            spots[fact["issue"]].append((row["lat"], row["lon"]))
    assert all(len(found) == 1 for found in services.values())
    far = [spot for spot in spots.values() if len(spot) > 1 and _spread(spot) > 0.06]
    assert not far
    shared = sum(size for size in Counter(truth["issue"].to_pylist()).values() if size > 1)
    assert 0.3 < shared / truth.num_rows < 0.7


def _spread(spots: list[tuple[float, float]]) -> float:
    return max(max(axis) - min(axis) for axis in zip(*spots, strict=True))


def test_one_issue_is_told_in_many_ways_and_sometimes_copied(stream: Stream) -> None:
    seen, truth = stream
    told = defaultdict(list)
    for text, issue in zip(seen["text"].to_pylist(), truth["issue"].to_pylist(), strict=True):
        told[issue].append(text)
    several = [texts for texts in told.values() if len(texts) > 1]
    copies = sum(len(texts) - len(set(texts)) for texts in several)
    assert 0.01 < copies / sum(map(len, several)) < 0.15


def test_the_service_chosen_is_mostly_right_but_not_always(stream: Stream) -> None:
    seen, truth = stream
    chosen, right = seen["service"].to_pylist(), truth["service"].to_pylist()
    wrong = sum(bool(a) and not b.startswith(a) for a, b in zip(chosen, right, strict=True))
    assert 0.04 < wrong / len(right) < 0.15
    assert 0.03 < chosen.count("") / len(right) < 0.2


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    out = tmp_path / "appeals.parquet"
    result = CliRunner().invoke(command, ["--appeals", "300", "--out", str(out), "--seed", "9"])
    assert result.exit_code == 0, result.output
    assert pq.read_metadata(out).num_rows == pq.read_metadata(truth_path(out)).num_rows == 300


def _digest(columns: pa.Table) -> str:
    return hashlib.sha256(repr(columns.to_pydict()).encode()).hexdigest()[:16]


def test_the_smallest_city_speaks_as_it_always_did() -> None:
    # What tests and demonstrations are made on: a change here is a change of all of them.
    found = list(chunks(Order(300, seed=9, days=28)))
    seen = pa.Table.from_batches([chunk.seen for chunk in found])
    truth = pa.Table.from_batches([chunk.truth for chunk in found])
    assert (_digest(seen), _digest(truth)) == ("9e27503fa34df75e", "3f273512b4c3e6f1")


def test_more_appeals_come_from_a_larger_city(tmp_path: Path) -> None:
    out = tmp_path / "appeals.parquet"
    words = ["appeals", "--appeals", "3000", "--days", "1", "--out", str(out)]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    assert "The city has 305 communities." in result.output
    communities = {area[:12] for area in pq.read_table(out)["area"].to_pylist() if area}
    assert len(communities) > 150


def test_the_size_of_the_city_can_be_given(tmp_path: Path) -> None:
    out = tmp_path / "appeals.parquet"
    words = ["appeals", "--appeals", "3000", "--days", "1", "--out", str(out)]
    result = CliRunner().invoke(command, [*words, "--communities", "150"])
    assert result.exit_code == 0, result.output
    order = Order(3000, days=1)
    assert pq.read_table(out).equals(_seen(order, 3000))


def test_a_village_is_no_city(tmp_path: Path) -> None:
    for verb in (["city"], ["appeals", "--appeals", "10"]):
        words = [*verb, "--out", str(tmp_path / "x"), "--communities", "149"]
        result = CliRunner().invoke(command, words)
        assert result.exit_code == 2
        assert "150<=x<=20000" in result.output


def test_the_command_says_what_is_missing() -> None:
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 2
    assert "city, appeals or load" in result.output


_PEAK = """
import resource, sys
from pathlib import Path
from jiesu.simulate.stream.appeals import Order, write
sum(write(Order(int(sys.argv[1])), Path(sys.argv[2])))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_memory_does_not_grow_with_the_stream(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        command = [sys.executable, "-c", _PEAK, str(count), str(tmp_path / "x.parquet")]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    # Two full batches on the way are held at any length; a table of 400 thousand would be 400 MB.
    assert peak(400_000) < peak(100_000) + 100_000  # kB
