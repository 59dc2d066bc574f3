"""Results as pages read them."""

from datetime import date, datetime
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.dataset as ds
from ibis.expr.types import Table

from jiesu.insight.storage import results


def numbers(*values: int) -> Table:
    return ibis.memtable(pa.table({"n": values}))


DAYS = (date(2026, 1, 1), date(2026, 3, 2))


def test_a_result_that_never_ran_is_none_and_has_no_rows(folder: Path) -> None:
    assert results.about(folder, "volumes") is None
    assert results.read(folder, "volumes") is None
    assert results.rows(folder, "volumes") == []


def test_the_latest_result_is_read_with_its_origin(folder: Path, now: datetime) -> None:
    for count in (1, 2):
        later = now.replace(minute=count)
        kept = results.keep(folder, "volumes", numbers(*range(count)), now=later, days=DAYS)
        assert kept == results.about(folder, "volumes")
    assert results.rows(folder, "volumes", where=ds.field("n") > 0) == [{"n": 1}]
    assert (kept.rows, kept.first_day, kept.as_of) == (2, DAYS[0], later)


def test_readers_keep_the_old_file_for_an_hour(folder: Path, now: datetime) -> None:
    real_now = datetime.now(now.tzinfo)
    results.keep(folder, "volumes", numbers(1), now=now, days=DAYS)
    results.keep(folder, "volumes", numbers(2), now=real_now, days=DAYS)
    files = folder / "results" / "volumes"
    assert len(list(files.glob("*.parquet"))) == 2
    much_later = real_now.replace(year=real_now.year + 1)
    results.keep(folder, "volumes", numbers(3), now=much_later, days=DAYS)
    assert len(list(files.glob("*.parquet"))) == 1


def test_the_first_rows_are_read_in_the_order_they_were_found_in(
    folder: Path, now: datetime
) -> None:
    found = [number * 7919 % 30_000 for number in range(30_000)]
    results.keep(folder, "hot", numbers(*found), now=now, days=DAYS)
    where = ds.field("n") >= 29_000
    wanted = [number for number in found if number >= 29_000]
    head = results.head(folder, "hot", 50, where=where)
    assert head is not None
    assert head["n"].to_pylist() == wanted[:50]
    assert results.count(folder, "hot", where=where) == len(wanted)
    assert results.head(folder, "none", 50) is None
    assert results.count(folder, "none") == 0
