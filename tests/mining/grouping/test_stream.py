"""Rows that come day by day, more than the window holds, and texts nobody expects."""

import numpy as np
import pyarrow as pa
import pytest

from jiesu.mining.columns import NOWHERE, Place
from jiesu.mining.grouping.api import groups
from jiesu.mining.grouping.clustering import stream
from jiesu.mining.grouping.clustering.stream import Stream
from jiesu.mining.grouping.clustering.window import positions_of
from jiesu.mining.text.grams.language import Language, learn
from jiesu.mining.text.grams.rows import GramRows, read_grams

BATCHING = [
    "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民",
    "丽发新城旁边的搅拌站噪音太大，灰尘污染严重",
    "投诉丽发新城小区搅拌站粉尘污染，噪音扰民睡不着",
]
OTHERS = [
    "医保卡异地就医备案为什么一直没有通过",
    "望江公园健身器材损坏多年无人维修",
    "青石镇农田灌溉水渠堵塞请疏通",
    "万家超市销售过期食品拒绝退货",
]


def _read(texts: list[str], language: Language | None = None) -> tuple[Language, GramRows]:
    titles, details = pa.array([""] * len(texts)), pa.array(texts)
    known = language or learn(titles, details)
    return known, read_grams(titles, details, known)


def _join(run: Stream, rows: GramRows, day: float) -> None:
    count = len(rows.start) - 1
    run.join([rows], positions_of(np.full(count, day), NOWHERE))


def test_a_later_day_joins_the_groups_of_an_earlier_one() -> None:
    language, _ = _read([*BATCHING, *OTHERS])
    run = Stream(rows=100)
    _join(run, _read([BATCHING[0], *OTHERS], language)[1], 1.0)
    before = run.group.tolist()
    _join(run, _read(BATCHING[2:], language)[1], 2.0)
    assert run.group.tolist() == [*before, 0]


def test_day_by_day_gives_the_groups_of_one_run() -> None:
    texts = [*BATCHING, *OTHERS]
    language, whole = _read(texts)
    once, daily = Stream(rows=100), Stream(rows=100)
    _join(once, whole, 1.0)
    for text in texts:
        _join(daily, _read([text], language)[1], 1.0)
    assert daily.group.tolist() == once.group.tolist()


def test_more_rows_than_the_window_holds_push_the_oldest_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "WINDOW", 16)
    monkeypatch.setattr(stream, "_BLOCK", 4)
    run = Stream(rows=100)
    language, first = _read([BATCHING[0], *OTHERS])
    _join(run, first, 1.0)
    many = [f"{number}路公交车在{number}号桥总是晚点没有人管" for number in range(100, 160)]
    _join(run, _read(many, language)[1], 2.0)
    _join(run, _read([BATCHING[0]], language)[1], 3.0)
    assert len(run) == 66
    assert run.group[-1] == 65, "its twin has left the window"


@pytest.mark.parametrize(
    "text",
    ["", " ", "😀😀😀", "123456", "臺灣臺北繁體", "\x00\u202e", "好" * 100_000, "a" * 100_000],
)
def test_any_text_stands_alone_beside_others(text: str) -> None:
    found = groups(["a", "b", "c"], [[text, *OTHERS[:2]]])
    assert found["group"].to_pylist() == ["a", "b", "c"]


def test_ten_thousand_copies_are_one_group() -> None:
    ids = [str(number) for number in range(10_000)]
    found = groups(ids, [[OTHERS[0]] * 10_000])
    assert set(found["group"].to_pylist()) == {"0"}


def test_all_at_one_place_are_told_apart_by_what_they_say() -> None:
    found = groups(["a", "b", "c", "d"], [OTHERS], place=Place([39.9] * 4, [116.4] * 4))
    assert found["group"].to_pylist() == ["a", "b", "c", "d"]
