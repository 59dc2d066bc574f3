from jiesu.mining.heat.api import heat

NOW = "2024-03-31"


def _ranks(**columns: list[object]) -> list[str]:
    ranked: list[str] = heat(**columns, now=NOW)["group"].to_pylist()
    return ranked


def test_many_people_are_hotter_than_one_who_writes_often() -> None:
    assert _ranks(
        group=["many"] * 5 + ["one"] * 90,
        times=["2024-03-30"] * 95,
        people=["a", "b", "c", "d", "e"] + ["z"] * 90,
    ) == ["many", "one"]


def test_thirty_copies_do_not_outweigh_eight_voices() -> None:
    assert _ranks(
        group=["voices"] * 8 + ["copies"] * 30,
        times=["2024-03-30"] * 38,
        people=[str(person) for person in range(38)],
        texts=[f"text {row}" for row in range(8)] + ["copied"] * 30,
    ) == ["voices", "copies"]


def test_a_thousand_likes_do_not_carry_a_group() -> None:
    assert _ranks(
        group=["liked", "a", "a", "b", "b", "b"],
        times=["2024-03-30"] * 6,
        likes=[1000, 0, 0, 0, 0, 0],
    ) == ["b", "a", "liked"]


def test_every_part_is_a_share_and_stated() -> None:
    table = heat(
        ["a", "a", "b"],
        ["2024-03-30", "2024-03-29", "2020-01-01"],
        now=NOW,
        area=["x", "y", "x"],
        open_share=[1, 0, 0],
        severity=[0.5, 0.7, 0.1],
        likes=[3, None, 0],
    )
    first = table.to_pylist()[0]
    assert first["group"] == "a"
    assert first["unresolved"] == 0.5
    assert all(
        0 <= first[part] <= 1
        for part in ("people", "growth", "recency", "spread", "severity", "likes")
    )


def test_an_appeal_from_the_future_is_neither_new_nor_growth() -> None:
    row = heat(["a"], ["2099-01-01"], now=NOW).to_pylist()[0]
    assert (row["recency"], row["growth"]) == (0, 0)


def test_a_group_without_any_time_has_no_first_and_last() -> None:
    table = heat(["a", "a", "b", "b"], ["2024-03-30", "2024-03-29", "", "soon"], now=NOW)
    assert table["group"].to_pylist() == ["a", "b"]
    assert table["last"].to_pylist()[1] is None
