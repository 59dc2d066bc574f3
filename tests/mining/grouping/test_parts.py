"""Parts that share no problem are each grouped as if there were no others."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from jiesu.mining.cli import command

BATCHING = [
    "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民",
    "丽发新城旁边的搅拌站噪音太大，灰尘污染严重",
    "投诉丽发新城小区搅拌站粉尘污染，噪音扰民睡不着",
    "丽发新城小区的搅拌站噪音和粉尘扰民，日夜生产",
]
CITIES = ["east", "west", "east", "west"]


def _mine(folder: Path, *options: str, ids: tuple[str, ...] = ("1", "2", "3", "4")) -> Result:
    rows = [f"{n},{text},,{city}" for n, text, city in zip(ids, BATCHING, CITIES, strict=True)]
    (folder / "in.csv").write_text("\n".join(["id,title,text,city", *rows]))
    files = [str(folder / "in.csv"), "--out", str(folder / "out.parquet")]
    return CliRunner().invoke(command, ["groups", *files, *options])


def test_no_group_reaches_over_two_parts(tmp_path: Path) -> None:
    done = _mine(tmp_path, "--by", "city")
    assert done.exit_code == 0, done.output
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table["id"].to_pylist() == ["1", "2", "3", "4"]
    assert table["group"].to_pylist() == ["1", "2", "1", "2"]


def test_an_id_in_two_parts_is_refused(tmp_path: Path) -> None:
    done = _mine(tmp_path, "--by", "city", ids=("1", "1", "3", "4"))
    assert done.exit_code == 1
    assert "the id 1 stands in more than one row" in done.output


def test_a_missing_part_column_is_named(tmp_path: Path) -> None:
    done = _mine(tmp_path, "--by", "town")
    assert done.exit_code == 1
    assert "there is no column 'town'; the file has: id, title, text, city" in done.output


def test_what_does_not_go_together_is_said(tmp_path: Path) -> None:
    done = _mine(tmp_path, "--by", "city", "--state", str(tmp_path / "run"))
    assert done.exit_code == 2
    assert "--state goes with neither --by nor --engine" in done.output


def test_without_spark_one_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    done = _mine(tmp_path, "--engine", "spark://127.0.0.1:1")
    assert done.exit_code == 1
    assert "Spark is not installed: pip install 'jiesu[spark]'" in done.output
