"""Rows must read and behave like a city's: seasons, weeks, varied words, stages in order."""

from collections import Counter
from datetime import timedelta

import pyarrow as pa
import pytest

from jiesu.rules.lifecycle import OPEN, Outcome, State, View
from jiesu.simulate.city.catalogue import catalogue

Stream = tuple[pa.Table, pa.Table]
STAGES = (
    "time",
    "accepted_at",
    "dispatched_at",
    "signed_at",
    "started_at",
    "replied_at",
    "completed_at",
)
LOCAL = timedelta(hours=8)


@pytest.fixture(scope="module")
def rows(stream: Stream) -> list[dict[str, object]]:
    found: list[dict[str, object]] = stream[0].to_pylist()
    return found


def test_texts_are_varied(stream: Stream) -> None:
    texts = stream[0]["text"].to_pylist()
    assert len({text[:20] for text in texts}) / len(texts) > 0.85
    assert min(map(len, texts)) >= 8


def test_no_text_shows_the_grammar_it_is_made_from(stream: Stream) -> None:
    for name in ("title", "text", "reply", "place_words"):
        assert not any(set("{}[]|") & set(text) for text in stream[0][name].to_pylist()), name


def test_some_write_english(stream: Stream) -> None:
    texts = stream[0]["text"].to_pylist()
    assert 0.03 < sum(text.isascii() for text in texts) / len(texts) < 0.08


def test_stages_follow_one_another(rows: list[dict[str, object]]) -> None:
    for row in rows:
        reached = [row[stage] for stage in STAGES if row[stage] is not None]
        assert reached == sorted(reached), row  # type: ignore[type-var]  # all datetimes


def test_states_fit_their_times(rows: list[dict[str, object]]) -> None:
    for row in rows:
        state = State(str(row["state"]))
        assert (row["completed_at"] is None) == (state in OPEN), row
        assert (row["replied_at"] is not None) == bool(row["reply"]), row
        if state in {State.COMPLETED, State.REPLIED, State.ANSWERED}:
            assert row["replied_at"] is not None
        if state not in {State.COMPLETED, State.ANSWERED}:
            assert row["view"] == View.NOT_ASKED
        assert Outcome(str(row["outcome"])) != Outcome.NONE or state in OPEN


def test_only_who_was_reached_has_rated(rows: list[dict[str, object]]) -> None:
    for row in rows:
        spoke = row["view"] in {View.CONFIRMED, View.PARTLY, View.DISPUTED}
        assert (row["rating"] is not None) == spoke


def test_the_latest_are_still_open(rows: list[dict[str, object]]) -> None:
    is_open = [State(str(row["state"])) in OPEN for row in rows]
    assert sum(is_open[-100:]) > 30
    assert not any(is_open[:10_000])


def test_heating_is_a_winter_matter_and_floods_one_of_summer(stream: Stream) -> None:
    seen, truth = stream
    months: dict[str, Counter[int]] = {}
    keys = {leaf.code: leaf.key for leaf in catalogue().leaves}
    for time, code in zip(seen["time"].to_pylist(), truth["service"].to_pylist(), strict=True):
        months.setdefault(keys[code], Counter())[(time + LOCAL).month] += 1
    assert _share(months["supply.heat"], 11, 12, 1, 2, 3) > 0.9
    assert _share(months["network.flood"], 6, 7, 8, 9) > 0.7
    assert _share(months["labour.wages"], 12, 1, 2) > 0.35


def _share(counts: Counter[int], *months: int) -> float:
    return sum(counts[month] for month in months) / counts.total()


def test_offices_rest_on_sundays_and_nights_are_quiet(stream: Stream) -> None:
    times = [time + LOCAL for time in stream[0]["time"].to_pylist()]
    weekday = Counter(time.weekday() for time in times)
    assert weekday[0] > 1.15 * weekday[6]
    hours = Counter(time.hour for time in times)
    assert sum(hours[hour] for hour in range(1, 6)) / len(times) < 0.08


def test_units_differ_in_what_people_say_of_them(rows: list[dict[str, object]]) -> None:
    asked: dict[object, list[bool]] = {}
    for row in rows:
        if row["rating"] is not None:
            asked.setdefault(row["unit"], []).append(row["view"] == View.CONFIRMED)
    shares = [sum(views) / len(views) for views in asked.values() if len(views) > 150]
    assert max(shares) - min(shares) > 0.1
