"""The numbers that hold where a city has set none of its own, as an administrator reads them."""

from typing import NamedTuple

from jiesu.directory.lookup.display import time_limit
from jiesu.directory.models import Number, Stage, Urgency
from jiesu.rules.policy import SAMPLE


class Sample(NamedTuple):
    """What a number is about, how much it is, and what it rests on."""

    about: str
    amount: str
    basis: str


def limits() -> list[Sample]:
    """Give the limits of each stage and class of urgency."""
    return [
        Sample(_about(one.stage, one.urgency), time_limit(one.time), one.basis)
        for one in SAMPLE.limits.rows
    ]


def _about(stage: str, urgency: str) -> str:
    return f"{Stage(stage).label} · {Urgency(urgency).label}"


def numbers() -> list[Sample]:
    """Give the single numbers."""
    extensions, least, calls = SAMPLE.extensions, SAMPLE.samples, SAMPLE.calls
    amounts = {
        Number.EXTENSION_TIMES: (str(extensions.times), extensions.basis),
        Number.EXTENSION_EACH: (time_limit(extensions.each), extensions.basis),
        Number.LEAST_CASES: (str(least.least), least.basis),
        Number.CALLS: (str(calls.attempts), calls.basis),
        Number.CALLS_APART: (str(calls.apart), calls.basis),
    }
    return [Sample(str(number.label), *amounts[number]) for number in Number]
