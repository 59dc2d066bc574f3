"""The numbers in force on a day: the city's own rows, and the samples where it has set none."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from jiesu.directory.models import Number, PolicyNumber, Service, StageLimit
from jiesu.rules.policy import SAMPLE, Calls, Extensions, Limit, Limits, Matter, Policy, Samples
from jiesu.rules.timing.deadlines import TimeLimit, Unit

_Row = TypeVar("_Row", PolicyNumber, StageLimit)


def policy(*, on: date) -> Policy:
    """Give all numbers in force on a day."""
    own = {row.number: row for row in _in_force(PolicyNumber.objects.order_by("valid_from"), on)}
    least = own.get(Number.LEAST_CASES)
    return replace(
        SAMPLE,
        limits=limits(on=on),
        extensions=_extensions(own),
        samples=Samples(least.amount, least.basis) if least else SAMPLE.samples,
        calls=_calls(own),
    )


def limits(*, on: date) -> Limits:
    """Give the limits in force on a day: the city's own, the latest first, before the samples."""
    rows = StageLimit.objects.select_related("service").order_by("-valid_from")
    return Limits((*map(_limit, _in_force(rows, on)), *SAMPLE.limits.rows))


def matter(urgency: str, *, service: Service | None, kind: str = "") -> Matter:
    """Give what limits are looked up by."""
    return Matter(urgency, service.codes if service else (), kind)


def _in_force(rows: QuerySet[_Row], on: date) -> QuerySet[_Row]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


def _limit(row: StageLimit) -> Limit:
    return Limit(
        stage=row.stage,
        urgency=row.urgency,
        time=TimeLimit(row.amount, Unit(row.unit)),
        basis=row.basis,
        service=row.service.code if row.service else "",
        kind=row.appeal_kind,
    )


def _calls(own: dict[str, PolicyNumber]) -> Calls:
    """Give the sample with the city's numbers in it."""
    given = SAMPLE.calls
    if attempts := own.get(Number.CALLS):
        given = replace(given, attempts=attempts.amount, basis=attempts.basis)
    if apart := own.get(Number.CALLS_APART):
        given = replace(given, apart=apart.amount)
    return given


def _extensions(own: dict[str, PolicyNumber]) -> Extensions:
    """Give the sample with the city's numbers in it."""
    given = SAMPLE.extensions
    if times := own.get(Number.EXTENSION_TIMES):
        given = replace(given, times=times.amount, basis=times.basis)
    if each := own.get(Number.EXTENSION_EACH):
        given = replace(given, each=TimeLimit(each.amount, Unit(each.unit)), basis=each.basis)
    return given
