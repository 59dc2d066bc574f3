"""An index in a folder: readers follow, crashes lose nothing, torn files are noticed."""

import json
import multiprocessing
import os
import signal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from jiesu.mining.similar.manifest import read_manifest
from jiesu.mining.similar.mapped_files import BrokenFileError
from jiesu.mining.similar.reader import IndexReader
from jiesu.mining.similar.segment import EVER, Facts
from jiesu.mining.similar.writer import IndexWriter
from jiesu.mining.text.grams.language import learn

LAMP, PIPE, NOISE = "滨江路路灯坏了三天", "凯旋小区水管爆裂停水", "丽发新城搅拌站噪音扰民"
SOON = 20_000


def _texts(*texts: str) -> tuple[pa.Array, pa.Array]:
    return pa.array([""] * len(texts), pa.large_string()), pa.array(texts, pa.large_string())


def _facts(*ids: int, until: int = EVER, closed: bool = False) -> Facts:
    rows = len(ids)
    return Facts(
        np.array(ids, np.int64),
        np.full(rows, 19_000.0),
        np.full((rows, 2), np.nan),
        np.full(rows, until, np.int32),
        np.full(rows, closed),
    )


def _made(folder: Path) -> IndexReader:
    with IndexWriter(folder) as keeper:
        keeper.begin(learn(*_texts(LAMP, PIPE, NOISE)), 3)
        keeper.fill(*_texts(LAMP, PIPE), _facts(1, 2))
        keeper.publish({"turn": 1})
    return IndexReader(folder)


def _ids(reader: IndexReader, text: str, *, only_open: bool = False) -> list[int]:
    index = reader.index()
    assert index is not None
    return [match.id for match in index.query([text], only_open=only_open)]


def test_a_reader_sees_what_was_published_and_nothing_before(tmp_path: Path) -> None:
    reader = _made(tmp_path)
    with IndexWriter(tmp_path) as keeper:
        keeper.add(*_texts(NOISE), _facts(3))
        assert _ids(reader, NOISE) == []
        keeper.publish({"turn": 2})
        assert _ids(reader, NOISE) == [3]
    with IndexWriter(tmp_path) as keeper:
        assert keeper.read == {"turn": 2}
        assert len(keeper) == 3


def test_what_is_taken_in_again_unchanged_only_changes_its_mark(tmp_path: Path) -> None:
    reader = _made(tmp_path)
    before = sorted(path.name for path in tmp_path.glob("*.similar"))
    with IndexWriter(tmp_path) as keeper:
        keeper.add(*_texts(LAMP), _facts(1, closed=True))
        keeper.publish({"turn": 2})
    assert sorted(path.name for path in tmp_path.glob("*.similar")) == before
    assert _ids(reader, LAMP) == [1]
    assert _ids(reader, LAMP, only_open=True) == []


def test_many_small_additions_stay_one_file_and_all_are_found(tmp_path: Path) -> None:
    reader = _made(tmp_path)
    for number in range(10, 40):
        with IndexWriter(tmp_path) as keeper:
            keeper.add(*_texts(f"{NOISE}{number}号楼"), _facts(number))
            keeper.publish(number)
    assert len(list(tmp_path.glob("*.similar"))) == 2  # the rows, the language
    index = reader.index()
    assert index is not None
    assert {m.id for m in index.query([NOISE], limit=50)} == set(range(10, 40))


def test_what_may_be_kept_no_longer_leaves_the_files(tmp_path: Path) -> None:
    reader = _made(tmp_path)
    with IndexWriter(tmp_path) as keeper:
        keeper.add(*_texts(NOISE), _facts(3, until=SOON))
        assert keeper.let_go(SOON) == 0
        assert keeper.let_go(SOON + 1) == 1
        keeper.publish(2)
    assert _ids(reader, NOISE) == []
    assert len(reader.index() or []) == 2


def test_a_keeper_that_is_killed_loses_nothing_published(tmp_path: Path) -> None:
    reader = _made(tmp_path)
    killed = multiprocessing.get_context("spawn").Process(target=_die, args=(tmp_path,))
    killed.start()
    killed.join(120)
    assert killed.exitcode == -signal.SIGKILL
    assert _ids(reader, PIPE) == [2]
    with IndexWriter(tmp_path) as keeper:
        assert (keeper.read, len(keeper)) == ({"turn": 1}, 2)
        keeper.add(*_texts(NOISE), _facts(3))
        keeper.publish({"turn": 2})
    assert _ids(reader, NOISE) == [3]


def _die(folder: Path) -> None:
    with IndexWriter(folder) as keeper:
        keeper.add(*_texts(NOISE), _facts(3))
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("how", ["cut", "empty", "missing", "overwritten"])
def test_a_torn_file_is_noticed_and_the_index_begins_anew(tmp_path: Path, how: str) -> None:
    _made(tmp_path)
    known = read_manifest(tmp_path)
    assert known is not None
    path = tmp_path / known.segments[0]
    if how == "missing":
        path.unlink()
    elif how == "overwritten":
        with path.open("r+b") as file:
            file.seek(70)
            file.write(b"\xff" * 9)
    else:
        os.truncate(path, 0 if how == "empty" else path.stat().st_size - 20)
    if how != "overwritten":
        with pytest.raises(BrokenFileError, match="made anew"):
            IndexReader(tmp_path).index()
    with IndexWriter(tmp_path, whole=True) as keeper:
        assert path.name in keeper.broken
        assert keeper.read is None
        keeper.begin(learn(*_texts(LAMP)), 1)
        keeper.fill(*_texts(LAMP), _facts(5))
        keeper.publish(3)
    assert _ids(IndexReader(tmp_path), LAMP) == [5]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 99}', "null"])
def test_a_manifest_of_another_version_is_as_none(tmp_path: Path, text: str) -> None:
    _made(tmp_path)
    (tmp_path / "index.json").write_text(text)
    assert IndexReader(tmp_path).index() is None
    with IndexWriter(tmp_path) as keeper:
        assert keeper.read is None


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    _made(tmp_path / "similar")
    assert (tmp_path / "similar").stat().st_mode & 0o77 == 0
    assert json.loads((tmp_path / "similar" / "index.json").read_text("utf-8"))["version"] == 1
