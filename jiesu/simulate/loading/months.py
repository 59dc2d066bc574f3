"""The last months at the desk: appeals walked to their end, with what the machine proposed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from jiesu.casework import clock
from jiesu.directory import areas
from jiesu.simulate.city.files import City
from jiesu.simulate.loading.cast import Cast
from jiesu.simulate.loading.door import Door, Row, is_here
from jiesu.simulate.loading.steps import STEPS, Case
from jiesu.simulate.loading.today import stories
from jiesu.simulate.stream.appeals import Order, chunks

_OF_THE_PAST = 60  # so many appeals of the past for each of these
_DRAWN = 2.5  # times as many, of which those are taken whose story can be told to its end
_DAYS, _BEFORE = 270, timedelta(days=10)  # how long, and how long before today they end
_SHORTEST_REPLY = 25  # characters
_NUMBERS = 1_000  # of the first, so that nobody shares a telephone with today's
# Hours after it was said.
_STEPS = {"accept": 0.5, "dispatch": 2, "sign": 5, "start": 9, "reply": 50, "confirm": 74}


def count_for(past: int) -> int:
    """Give how many there are beside a past of so many appeals."""
    return max(past // _OF_THE_PAST, 12)


def load(city: City, count: int, *, seed: int, now: datetime, watch: Callable[[int], None]) -> None:
    """Walk them in the order in which they were said; those that are here already stay."""
    cast = Cast(clock.day_of(now))
    door, words = Door(city, cast, seed), stories()[1]
    rows = _rows(city, round(count * _DRAWN), seed, clock.day_of(now - _BEFORE))
    for number, row in zip(range(_NUMBERS, _NUMBERS + count), rows, strict=False):
        key = f"simulate:{seed}:month:{number:04d}"
        if not is_here(key):
            with transaction.atomic():
                appeal = door.receive(row, key, row["time"], number)
                _walk(Case(appeal, row, cast, words, number))
        watch(1)


def _rows(city: City, drawn: int, seed: int, until: date) -> Iterator[Row]:
    """Give appeals with a place and an answer, and with what they were really about."""
    for chunk in chunks(Order(drawn, seed + 1000, until, days=_DAYS), whole=city):
        truths = chunk.truth.to_pylist()
        for row, truth in zip(chunk.seen.to_pylist(), truths, strict=True):
            answered = row["kind"] != "inquiry" and len(row["reply"]) >= _SHORTEST_REPLY
            if answered and row["lat"] is not None and areas.locate(row["lat"], row["lon"]):
                yield {**row, "true_service": truth["service"], "true_unit": truth["unit"]}


def _walk(case: Case) -> None:
    for step, hours in _STEPS.items():
        STEPS[step](case, case.row["time"] + timedelta(hours=hours))
