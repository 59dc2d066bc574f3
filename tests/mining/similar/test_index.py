import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.mining.similar.api import Index

EARLIER = [
    "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民",
    "望江公园健身器材损坏多年无人维修",
    "公积金贷款审批时间过长影响购房",
]


def _index() -> Index:
    index = Index()
    index.add([1, 2, 3], [EARLIER])
    return index


def test_the_likeliest_comes_first_with_its_words() -> None:
    best = _index().query(["丽发新城旁边搅拌站噪音太大"])[0]
    assert best.id == 1
    assert "丽发新城" in best.because


def test_an_appeal_is_found_as_soon_as_it_is_added() -> None:
    index = _index()
    index.add([4], [["青石镇农田灌溉水渠堵塞请疏通"]])
    assert index.query(["青石镇灌溉水渠堵塞"])[0].id == 4
    assert len(index) == 4


def test_many_single_additions_keep_every_row_findable() -> None:
    index = Index()
    for row, text in enumerate(EARLIER * 7):
        index.add([row], [[f"{text}第{row}次"]])
    found = {match.id for match in index.query([EARLIER[1]], limit=7)}
    assert found == set(range(1, 21, 3))


def test_nothing_said_finds_nothing() -> None:
    assert _index().query([""]) == []
    assert Index().query(["路灯"]) == []


def test_a_row_that_comes_again_takes_the_place_of_the_old_one() -> None:
    index = _index()
    index.add([2], [["青石镇农田灌溉水渠堵塞请疏通"]])
    assert len(index) == 3
    assert index.query(["青石镇灌溉水渠堵塞"])[0].id == 2
    assert 2 not in {match.id for match in index.query([EARLIER[1]])}


def test_of_equal_ids_in_one_call_the_last_counts() -> None:
    index = Index()
    index.add([7, 7], [["望江公园健身器材损坏", "青石镇灌溉水渠堵塞"]])
    assert [match.id for match in index.query(["青石镇灌溉水渠堵塞"])] == [7]
    assert index.query(["望江公园健身器材损坏"]) == []


def test_the_nearer_of_two_that_say_the_same_comes_first() -> None:
    index = Index()
    texts = ["路灯坏了，晚上很黑"] * 3
    index.add([1, 2, 3], [texts], None, [30.0, 30.1, None], [110.0, 110.1, None])
    found = index.query(["路灯坏了"], lat=30.1001, lon=110.1)
    assert [match.id for match in found] == [2, 3, 1]
    assert found[0].score > found[1].score > found[2].score


def test_few_words_at_a_place_find_their_partner_among_thousands() -> None:
    index = Index()
    rows = range(3000)
    texts = [f"第{row}路路灯坏了好几天，晚上很黑没有人来修" for row in rows]
    index.add(list(rows), [texts], None, [30 + row / 1000 for row in rows], [110.0] * len(rows))
    found = index.query(["路灯坏了"], lat=31.5, lon=110.0, limit=3)
    assert found[0].id == 1500


def test_ten_thousand_identical_texts_are_asked_at_once() -> None:
    index = Index()
    index.add(list(range(10_000)), [["小区停水三天没有人管"] * 10_000])
    found = index.query(["小区停水"])
    assert len(found) == 10
    assert len({match.id for match in found}) == 10


@pytest.mark.parametrize(
    "text",
    ["", " ", "😀😀", "1234567890" * 3, "灯" * 100_000, "\x00\x00", "۞", "a", "漢字繁體路燈壞了"],
    ids=["empty", "blank", "emoji", "digits", "100 kB", "null", "sign", "letter", "traditional"],
)
def test_whatever_is_said_is_taken_in_and_asked(text: str) -> None:
    index = _index()
    index.add([9], [[text]])
    assert len(index) == 4
    assert len(index.query([text])) <= 4


@given(rows=st.lists(st.tuples(st.integers(0, 30), st.sampled_from(EARLIER)), max_size=40))
@settings(deadline=None, max_examples=30)
def test_however_rows_come_the_latest_of_each_id_is_held(rows: list[tuple[int, str]]) -> None:
    index = Index()
    for number, text in rows:
        index.add([number], [[text]])
    latest = dict(rows)
    assert len(index) == len(latest)
    for text in EARLIER:
        found = {match.id for match in index.query([text], limit=50)}
        assert {number for number, said in latest.items() if said == text} <= found
