"""A remedy takes away what it helps against and touches nothing else."""

from datetime import date

from jiesu.simulate.city.files import city
from jiesu.simulate.stream.appeals import Order, chunks
from jiesu.simulate.stream.remedies import Remedy

SINCE = date(2026, 6, 1)
REMEDY = Remedy("01", "990103", SINCE, 0.75)
Told = list[tuple[str, str, str, date]]  # text, true service, area and day


def _told(*remedies: Remedy) -> Told:
    order = Order(8000, seed=3, days=365, remedies=remedies)
    return [
        (row["text"], truth["service"], row["area"], row["time"].date())
        for chunk in chunks(order, whole=city(3))
        for row, truth in zip(chunk.seen.to_pylist(), chunk.truth.to_pylist(), strict=True)
    ]


def _reached(told: Told) -> Told:
    return [one for one in told if one[1][:2] == "01" and one[2][:6] == "990103" and one[3] > SINCE]


def _untouched(told: Told) -> Told:
    """Give what no remedy reaches: another service, a place elsewhere, or before it began."""
    return [
        one
        for one in told
        if one[1][:2] != "01" or (one[2] and one[2][:6] != "990103") or one[3] < SINCE
    ]


def test_a_remedy_spares_about_its_share_and_nothing_else() -> None:
    usual, helped = _told(), _told(REMEDY)
    assert 0.1 < len(_reached(helped)) / len(_reached(usual)) < 0.4
    assert _untouched(helped) == _untouched(usual)


def test_nothing_is_spared_where_nothing_helps() -> None:
    assert _told(REMEDY._replace(spared=0.0)) == _told()
    assert _told(REMEDY._replace(district="no such place")) == _told()
