"""Appeals that say one thing in several words, the same words, or something else."""

from collections.abc import Callable, Sequence

import numba as nb
import numpy as np
import pyarrow as pa
import pytest

from jiesu.mining.columns import NOWHERE
from jiesu.mining.grouping.api import begin_run
from jiesu.mining.grouping.clustering.window import positions_of
from jiesu.mining.grouping.run import AppealBatch, Run

TEXTS = [
    "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民",
    "丽发新城旁边的搅拌站噪音太大，灰尘污染严重",
    "投诉丽发新城小区搅拌站粉尘污染，噪音扰民睡不着",
    "望江公园健身器材损坏多年无人维修",
    "望江公园的健身器材坏了，没有人维修",
    "医保卡异地就医备案为什么一直没有通过",
    "青石镇农田灌溉水渠堵塞请疏通",
    "万家超市销售过期食品拒绝退货",
]


def appeals(texts: Sequence[str], first: int = 0) -> AppealBatch:
    """Number appeals from `first` on, one a day, nowhere."""
    numbers = np.arange(first, first + len(texts))
    details = pa.array(texts, pa.large_string())
    none = pa.array([""] * len(texts), pa.large_string())
    ids = pa.array([str(number) for number in numbers], pa.large_string())
    return AppealBatch(ids, none, details, positions_of(numbers.astype(float), NOWHERE))


def groups_of(run: Run) -> dict[str, str]:
    table = run.table(np.arange(len(run)))
    return dict(zip(table["id"].to_pylist(), table["group"].to_pylist(), strict=True))


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Hand tiny work to no other thread: on a busy machine each hand-over waits."""
    nb.set_num_threads(1)


@pytest.fixture(scope="session")
def new_run() -> Callable[[], Run]:
    """Begin runs that know the words of `TEXTS`."""
    known = begin_run(appeals(TEXTS), rows=1)
    return lambda: Run(known.language, known.learned, rows=256)
