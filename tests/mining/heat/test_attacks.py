"""One person with thirty copies, or a thousand likes on one message, move no group far."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from jiesu.mining.cli import evaluate as command
from jiesu.mining.heat import evaluate
from jiesu.mining.heat.api import heat
from jiesu.mining.heat.evaluate import Rows

TODAY = 19_000.0
appeals = st.lists(
    st.tuples(
        st.sampled_from("pqrstu"),
        st.sampled_from(["lamp", "dark", "no light", "light out"]),
        st.floats(0, 90),
        st.sampled_from("xyz"),
    ),
    min_size=2,
    max_size=12,
)


def group_of(said: list[tuple[str, str, float, str]]) -> Rows:
    people, texts, ages, area = (list(column) for column in zip(*said, strict=True))
    likes = np.zeros(len(said))
    return Rows(["g"] * len(said), TODAY - np.array(ages), people, texts, area, likes)


@given(appeals)
def test_copies_by_one_person_change_nothing_at_all(
    said: list[tuple[str, str, float, str]],
) -> None:
    part = group_of(said)
    before = evaluate._heat(part, TODAY)
    assert evaluate._heat(evaluate._copied(part, TODAY), TODAY) == pytest.approx(before)


@given(appeals, st.integers(0, 10**6))
def test_likes_on_one_message_alone_change_nothing(
    said: list[tuple[str, str, float, str]], likes: int
) -> None:
    part = group_of(said)
    liked = part._replace(likes=np.array([likes, *[0] * (len(said) - 1)], dtype=float))
    assert evaluate._heat(liked, TODAY) == evaluate._heat(part, TODAY)


def test_new_people_in_their_own_words_do_move_a_group() -> None:
    """The counter-proof: a ranking that nothing moves would be no ranking."""
    few = heat(["g"] * 2, ["2024-03-01"] * 2, now="2024-03-31", people=["a", "b"], texts=["x", "y"])
    more = heat(
        ["g"] * 6,
        [*["2024-03-01"] * 2, *["2024-03-30"] * 4],
        now="2024-03-31",
        people=list("abcdef"),
        texts=list("uvwxyz"),
    )
    assert more["heat"][0].as_py() > 1.5 * few["heat"][0].as_py()


def test_a_petition_of_many_people_still_counts() -> None:
    sizes = {7: 1.0, 30: 1 + np.log(30 / 7), 300: 1 + np.log(300 / 7)}
    for size, voices in sizes.items():
        people = [str(one) for one in range(size)]
        found = heat(
            ["g"] * size, ["2024-03-01"] * size, now="2024-03-31", people=people, texts=["x"] * size
        )
        assert found["voices"][0].as_py() == pytest.approx(voices)


def test_many_liked_messages_count_a_little() -> None:
    def of(likes: list[int]) -> float:
        times = ["2024-03-01"] * len(likes)
        found = heat(["g"] * len(likes), times, now="2024-03-31", likes=likes)
        return float(found["heat"][0].as_py())

    assert of([5000, 900, 0, 0]) == of([0] * 4) < of([50] * 4) < of([0] * 5)


def test_passing_is_counted_and_ties_are_not() -> None:
    before = np.array([5.0, 4.0, 3.0, 2.0, 2.0])
    after = np.array([5.0, 4.5, 5.5, 2.0, 4.0])
    assert evaluate._moved(before, after).tolist() == [0, 0, 2, 0, 1]


def test_a_table_without_groups_has_no_share() -> None:
    alone = Rows(["a", "b"], np.array([1.0, np.nan]), None, ["x", "y"], None, np.zeros(2))
    for figures in evaluate.evaluate(alone):
        assert np.isnan(figures.copies_held)
        assert figures.copies_farthest == 0


def test_the_command_prints_it_beside_raw_counts_and_likes(tmp_path: Path) -> None:
    rows = [
        {
            "id": f"{group}-{n}",
            "title": f"lamp {group}",
            "text": f"words {n} of {group}",
            "time": f"2024-03-{1 + n:02}",
            "appellant": f"p{group}{n}",
            "likes": n,
        }
        for group in range(20)
        for n in range(2 + group)
    ]
    table = pa.Table.from_pylist(rows)
    pq.write_table(table, tmp_path / "appeals.parquet")
    groups = [{"id": row["id"], "group": row["id"].split("-")[0]} for row in rows]
    pq.write_table(pa.Table.from_pylist(groups), tmp_path / "groups.parquet")
    asked = [
        "heat",
        str(tmp_path / "appeals.parquet"),
        "--groups",
        str(tmp_path / "groups.parquet"),
    ]
    done = CliRunner().invoke(command, asked)
    assert done.exit_code == 0, done.output
    lines = {line.split("|")[1].strip(): line for line in done.output.splitlines() if "|" in line}
    assert lines["jiesu mine heat"].split("|")[2:5] == [" 1.000 ", " 0.000 ", " 0.000 "]
    assert float(lines["raw counts"].split("|")[4]) > 10
    assert float(lines["raw likes"].split("|")[7]) > 10
