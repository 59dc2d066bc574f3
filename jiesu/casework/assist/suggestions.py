"""The machine suggests, a person disposes: both are kept, so that accuracy can be reported."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError
from jiesu.casework.models import Reasons, Suggestion, WorkOrder
from jiesu.directory.people import Actor

Subject: TypeAlias = Suggestion.Subject
Verdict: TypeAlias = Suggestion.Verdict
_UNDECIDED = (Verdict.OPEN, Verdict.LAPSED)


@dataclass(frozen=True)
class Guess:
    """What a model suggests: a code or id, how sure it is (0 to 1), why, and which model it is."""

    value: str
    confidence: float
    model_version: str
    reasons: Reasons


Guesses = Mapping[str, Sequence[Guess]]  # by subject, the best first


def rows(guesses: Guesses, work_order: WorkOrder | None = None) -> list[Suggestion]:
    """Put guesses in the order in which a page shows them, without keeping them."""
    return [
        Suggestion(
            work_order=work_order,
            subject=subject,
            place=place,
            value=guess.value,
            confidence=guess.confidence,
            reasons=dict(guess.reasons),
            model_version=guess.model_version,
        )
        for subject, made in guesses.items()
        for place, guess in enumerate(made, start=1)
    ]


def show(work_order: WorkOrder, guesses: Guesses, *, now: datetime) -> list[Suggestion]:
    """Keep what a person is shown, each with its id.

    What says the same as before keeps its row. What was shown for the same subjects and says
    something else lapses, but stays: it may still stand on the page of somebody who decides.
    """
    try:
        return _show(work_order, guesses, now)
    except IntegrityError:  # somebody else was shown the same at the same time
        return _show(work_order, guesses, now)


def _show(work_order: WorkOrder, guesses: Guesses, now: datetime) -> list[Suggestion]:
    before = work_order.suggestions.filter(subject__in=list(guesses), verdict__in=_UNDECIDED)
    known = {_said(row): row for row in before.order_by("pk")}
    shown = [known.get(_said(row), row) for row in rows(guesses, work_order)]
    ids = {row.pk for row in shown}
    gone = [row for row in known.values() if row.verdict == Verdict.OPEN and row.pk not in ids]
    back = [row for row in shown if row.verdict == Verdict.LAPSED]
    new = [row for row in shown if row.pk is None]
    if gone or back or new:  # a page that is only loaded again writes nothing
        _keep(gone, back, new, now)
    return shown


def _said(row: Suggestion) -> tuple[object, ...]:
    told = (row.subject, row.place, row.value, row.percent, row.model_version)
    return (*told, repr(sorted(row.reasons.items())))


@transaction.atomic
def _keep(
    gone: list[Suggestion], back: list[Suggestion], new: list[Suggestion], now: datetime
) -> None:
    lapsed, again = [row.pk for row in gone], [row.pk for row in back]
    Suggestion.objects.filter(pk__in=lapsed, verdict=Verdict.OPEN).update(verdict=Verdict.LAPSED)
    Suggestion.objects.filter(pk__in=again, verdict=Verdict.LAPSED).update(verdict=Verdict.OPEN)
    for row in new:
        row.at = now
    Suggestion.objects.bulk_create(new)


def settle(
    work_order: WorkOrder,
    decided: Mapping[str, str],
    *,
    shown: Collection[int],
    actor: Actor,
    now: datetime,
) -> None:
    """Write what a person decided, by subject, beside what they had in view: the ids in `shown`.

    The one they took is accepted. Where they took another than the first, the first is corrected;
    an alternative behind it that nobody chose is only not taken. Whatever else is open lapses.
    Runs in the transaction of the step.
    """
    own = work_order.suggestions.filter(pk__in=shown)
    if own.count() != len(set(shown)):
        sentence = _("These suggestions were not made for this work order. Open it again.")
        raise InvalidError({"suggestions": sentence})
    for subject, value in decided.items():
        own.filter(subject=subject, verdict__in=_UNDECIDED).update(
            verdict=Case(
                When(value=value, then=Value(Verdict.ACCEPTED)),
                When(place=1, then=Value(Verdict.CORRECTED)),
                default=Value(Verdict.NOT_TAKEN),
            ),
            decided_value=value,
            decided_by_id=actor.person_id,
            decided_at=now,
        )
    let_lapse(work_order)


def let_lapse(work_order: WorkOrder) -> None:
    """Let go of what is open: the step that is taken decides about none of it."""
    work_order.suggestions.filter(verdict=Verdict.OPEN).update(verdict=Verdict.LAPSED)


def standing(work_order: WorkOrder, shown: Collection[int]) -> list[Suggestion]:
    """Give what stood on a page and is not decided, to show it again without asking anything."""
    undecided = work_order.suggestions.filter(pk__in=shown, verdict__in=_UNDECIDED)
    return list(undecided.order_by("pk"))


def confidence_of(
    work_order: WorkOrder, subject: str, value: str, *, shown: Collection[int]
) -> float | None:
    """Give how sure it was of what a person took; None where that was not among those shown."""
    taken = work_order.suggestions.filter(pk__in=shown, subject=subject, value=value)
    return taken.values_list("confidence", flat=True).first()
