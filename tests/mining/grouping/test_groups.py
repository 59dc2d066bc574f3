import pytest

from jiesu.mining.columns import Place
from jiesu.mining.grouping.api import DuplicateIdError, groups

FILLER = [
    "丽江路口红绿灯时间太短，行人来不及过街",
    "二中食堂饭菜价格上涨没有通知家长",
    "医保卡异地就医备案为什么一直没有通过",
    "出租车在火车站拒载，希望交管部门查处",
    "公积金贷款审批时间过长影响购房",
    "望江公园健身器材损坏多年无人维修",
    "星月幼儿园收取高额赞助费",
    "青石镇农田灌溉水渠堵塞请疏通",
    "万家超市销售过期食品拒绝退货",
    "退休金补发的部分什么时候到账",
]
BATCHING = [
    "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民",
    "丽发新城旁边的搅拌站噪音太大，灰尘污染严重",
    "投诉丽发新城小区搅拌站粉尘污染，噪音扰民睡不着",
]


def _grouped(*texts: list[str]) -> list[set[int]]:
    rows = [text for part in texts for text in part]
    table = groups([str(row) for row in range(len(rows))], [rows])
    found: dict[str, set[int]] = {}
    for row in table.to_pylist():
        found.setdefault(row["group"], set()).add(int(row["id"]))
    return sorted(found.values(), key=min)


def test_one_problem_in_several_words_is_one_group() -> None:
    assert _grouped(BATCHING, FILLER)[0] == {0, 1, 2}


def test_different_problems_stay_apart() -> None:
    assert all(len(group) == 1 for group in _grouped(FILLER))


def test_greetings_tie_nothing_together() -> None:
    polite = [f"尊敬的书记：您好！{text}。恳请有关部门尽快处理，万分感谢！" for text in FILLER]
    assert all(len(group) == 1 for group in _grouped(polite))


def test_a_member_says_what_ties_it() -> None:
    table = groups(
        [str(row) for row in range(13)],
        [BATCHING + FILLER],
        ["2024-03-01", "2024-03-04", "2024-03-05"] + ["2024-01-01"] * 10,
    )
    first, *_, alone = table.to_pylist()
    assert first["role"] == "core"
    assert 0 < first["score"] <= 1
    assert "place:丽发新城" in first["because"]
    assert "days:" in first["because"]
    assert (alone["role"], alone["score"], alone["because"]) == ("only", 0, "")


def test_copies_are_one_group_and_name_the_first() -> None:
    table = groups(["a", "b", "c"], [["丽发新城小区附近搅拌站噪音扰民"] * 3])
    assert table["group"].to_pylist() == ["a", "a", "a"]
    assert table["because"].to_pylist()[1:] == ["copy:a", "copy:a"]


def test_equal_texts_at_two_places_are_two_problems() -> None:
    text = ["the street light on the corner is out"] * 2
    assert groups(["a", "b"], [text], place=Place([42.30, 42.35], [-71.0, -71.1]))[
        "group"
    ].to_pylist() == ["a", "b"]


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(DuplicateIdError, match="the id 7 "):
        groups(["7", "7"], [["路灯坏了", "路灯又坏了"]])


def test_columns_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same number"):
        groups(["1", "2"], [["路灯坏了"]])


@pytest.mark.parametrize("text", ["", "😀😀", "1234567890123", "\u202e", "路"])
def test_texts_that_say_nothing_stay_alone(text: str) -> None:
    assert groups(["a", "b"], [[text, text]])["role"].to_pylist() == ["only", "only"]


def test_no_rows_give_no_rows() -> None:
    assert groups([], [[]]).num_rows == 0


def test_an_area_says_where_when_a_point_does_not() -> None:
    text = ["幸福路的路灯坏了好几天没有人来修", "幸福路路灯坏了好几天了一直没人修"]
    near = groups(["a", "b"], [text], place=Place(area=["990101001001", "99010100100103"]))
    far = groups(["a", "b"], [text], place=Place(area=["990101001001", "990109009009"]))
    assert near["group"].to_pylist() == ["a", "a"]
    assert far["group"].to_pylist() == ["a", "b"]


def test_a_row_joins_no_group_for_one_of_its_many_members() -> None:
    crowd = ["丽发新城搅拌站噪音粉尘扰民"] + [f"丽发新城搅拌站噪音{n}次投诉" for n in range(5)]
    other = "丽发新城三期幼儿园什么时候开园"
    found = groups([str(n) for n in range(7)], [[*crowd, other]])
    assert found["group"].to_pylist()[-1] == "6"
