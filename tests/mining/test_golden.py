"""Results stay the same: what every verb says of a simulated city, as it said when it was written.

A change that means to change results says so here: print the new hashes with `-s` and explain them
in its commit. Floats are compared to four digits, so that another processor says the same.
"""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyarrow import parquet

from jiesu.config.cli import main

Mine = Callable[..., str]
STREAMS = ("--service", "sort", "--area", "district")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Simulate a year of a small city, with codes cut to few kinds and districts."""
    path = tmp_path_factory.mktemp("city") / "appeals.parquet"
    _run(
        "simulate",
        "appeals",
        "--appeals",
        2500,
        "--days",
        365,
        "--until",
        "2026-07-01",
        "--out",
        path,
    )
    table = parquet.read_table(path)
    for name, column, digits in (("sort", "service", 2), ("district", "area", 6)):
        codes = [(code or "")[:digits] for code in table[column].to_pylist()]
        table = table.append_column(name, [codes])
    parquet.write_table(table, path)
    return path


@pytest.fixture
def mine(city: Path, tmp_path: Path) -> Mine:
    def told(verb: str, *options: object, out: str = "out", without: tuple[str, ...] = ()) -> str:
        """Run a verb on the city; give the shape and the hash of what it wrote to `out`."""
        _run("mine", verb, city, "--out", tmp_path / "out.parquet", *options)
        return _told(tmp_path / f"{out}.parquet", without)

    return told


def _run(*words: object) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output


def _told(path: Path, without: tuple[str, ...] = ()) -> str:
    table = parquet.read_table(path).drop_columns(list(without))
    content = hashlib.sha256()
    for row in table.to_pylist():
        content.update("\t".join(map(_canonical, row.values())).encode() + b"\n")
    told = f"{table.num_rows}×{table.num_columns} {content.hexdigest()[:16]}"
    print(told)  # noqa: T201  (what a meant change is to write here)
    return told


def _canonical(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def test_groups(mine: Mine) -> None:
    assert mine("groups") == "2500×5 0bd1aa11cf3493f5"


def test_groups_held_to_decisions(mine: Mine, city: Path, tmp_path: Path) -> None:
    ids = parquet.read_table(city)["id"].to_pylist()
    for name, step in (("same", 7), ("apart", 1)):
        pairs = [f"{ids[row]},{ids[row + step]}" for row in range(0, len(ids) - step, 50 * step)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["one,other", *pairs]))
    options = ("--same", tmp_path / "same.csv", "--apart", tmp_path / "apart.csv")
    assert mine("groups", *options) == "2500×5 115a1c15f278042b"


def test_groups_of_a_second_batch(city: Path, tmp_path: Path) -> None:
    table = parquet.read_table(city).sort_by("time")
    for name, part in (("first", table[:1500]), ("second", table[1500:])):
        parquet.write_table(part, tmp_path / f"{name}.parquet")
        state = ("--state", tmp_path / "state")
        out = ("--out", tmp_path / "out.parquet")
        _run("mine", "groups", tmp_path / f"{name}.parquet", *out, *state)
    assert _told(tmp_path / "out.parquet") == "1024×5 959245b8e2d72b10"


def test_similar(mine: Mine) -> None:
    assert mine("similar", "--limit", 3) == "7500×5 4b4c4d56f0a70cff"


def test_heat(mine: Mine) -> None:
    assert mine("heat") == "1705×14 2b822fdeb0989661"


def test_classify(city: Path, tmp_path: Path) -> None:
    table = parquet.read_table(city)
    for name, part in (("known", table[:800]), ("asked", table[800:1100])):
        parquet.write_table(part, tmp_path / f"{name}.parquet")
    known, asked = ("--train", tmp_path / "known.parquet"), ("--test", tmp_path / "asked.parquet")
    _run("mine", "classify", *known, *asked, "--out", tmp_path / "out.parquet")
    assert _told(tmp_path / "out.parquet", ("confidence",)) == "300×4 7f265b46d9fd4c8f"


def test_surge(mine: Mine) -> None:
    assert mine("surge", *STREAMS) == "30070×12 1bb0d3f3bbce1ade"


def test_surge_over_neighbouring_areas(mine: Mine, tmp_path: Path) -> None:
    assert (
        mine("surge", "--places", tmp_path / "more.parquet", out="more")
        == "101×10 4bcfe3315fd47af8"
    )


def test_branching(mine: Mine, tmp_path: Path) -> None:
    assert (
        mine("surge", *STREAMS, "--branching", tmp_path / "more.parquet", out="more")
        == "14×6 27c408facb419ce8"
    )


def test_forecast(mine: Mine) -> None:
    assert mine("forecast", "--horizon", 7) == "1708×12 379dfad7eeb00ebf"


def test_forecast_by_hour(mine: Mine) -> None:
    assert mine("forecast", "--by", "hour", "--horizon", 2) == "1824×12 74a493284842f894"


def test_effect(mine: Mine, city: Path, tmp_path: Path) -> None:
    table = parquet.read_table(city)
    districts = table["district"].to_pylist()
    where = max(sorted(set(districts) - {""}), key=districts.count)
    last: date = max(table["time"].to_pylist()).date()
    measure = ("--area", "district", "--in", where, "--since", last - timedelta(days=30))
    days = mine("effect", *measure, "--days", tmp_path / "days.parquet", out="days")
    assert (mine("effect", *measure), days) == ("1×19 ad549d561b7becff", "155×6 7b3f7e47697721e6")


def test_reply(tmp_path: Path) -> None:
    replies = [
        "您好，已转交相关部门处理。",
        "经核实，该小区3栋电梯已于2025年3月2日更换主机，责令物业公司每月检修一次，根据《特种设备安全法》第四十条。",
        "您反映的问题不属于我单位职责范围，请拨打12350咨询。",
        "感谢您的来信，我们将尽快调查处理并回复。",
        "We inspected the light on 5 May and repaired it; see section 12 of the code.",
    ]
    source, out = tmp_path / "replies.csv", tmp_path / "out.parquet"
    rows = [f"{row},小区电梯,三栋电梯总坏,{reply}" for row, reply in enumerate(replies)]
    source.write_text("\n".join(["id,title,text,reply", *rows]).replace(",根据", "，根据"))
    _run("mine", "reply", source, "--out", out)
    assert _told(out) == "5×7 f07caf308fcd44f8"
