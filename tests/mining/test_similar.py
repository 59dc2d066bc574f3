from jiesu.mining.similar import Index

EARLIER = [
    "丽发新城小区附近搅拌站日夜生产，噪音和粉尘扰民",
    "望江公园健身器材损坏多年无人维修",
    "公积金贷款审批时间过长影响购房",
]


def _index() -> Index:
    index = Index()
    index.add(["1", "2", "3"], [EARLIER])
    return index


def test_the_likeliest_comes_first_with_its_words() -> None:
    best = _index().query(["丽发新城旁边搅拌站噪音太大"])[0]
    assert best.id == "1"
    assert "丽发新城" in best.because


def test_an_appeal_is_found_as_soon_as_it_is_added() -> None:
    index = _index()
    index.add(["4"], [["青石镇农田灌溉水渠堵塞请疏通"]])
    assert index.query(["青石镇灌溉水渠堵塞"])[0].id == "4"
    assert len(index) == 4


def test_many_single_additions_keep_every_row_findable() -> None:
    index = Index()
    for row, text in enumerate(EARLIER * 7):
        index.add([str(row)], [[f"{text}第{row}次"]])
    found = {match.id for match in index.query([EARLIER[1]], limit=7)}
    assert found == {str(row) for row in range(1, 21, 3)}


def test_nothing_said_finds_nothing() -> None:
    assert _index().query([""]) == []
    assert Index().query(["路灯"]) == []
