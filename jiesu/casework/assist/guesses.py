"""What to suggest about a matter: its service, its unit, its urgency, and what is the same."""

from collections.abc import Iterable
from datetime import datetime

from jiesu.casework.assist import by_words, precedents, suggester
from jiesu.casework.assist.duty_list import Candidate
from jiesu.casework.assist.suggester import LikeAppeal, LikelyService, Matter
from jiesu.casework.assist.suggestions import Guess
from jiesu.casework.models import Appeal, Reasons, WorkOrder
from jiesu.casework.reading import finding
from jiesu.directory.lookup import service_list
from jiesu.directory.people import Actor
from jiesu.rules.dispatching.priority import Judgement

_SERVICES, _LIKE = 3, 6  # so many are shown
_DUTY_LIST, _URGENCY_WORDS = "duty-list-1", "urgency-words-1"
_SURE = 1.0  # a rule has no doubts; how right it is, the verdicts of people tell


def services(matter: Matter, *, actor: Actor) -> list[Guess]:
    """Suggest services in use, the likeliest first."""
    found = suggester.ask(lambda plugged: plugged.services(matter))
    likely = found if found is not None else _usual(matter, actor)
    known = {one.code: one for one in likely[:_SERVICES]}
    return [_service(known[row.code]) for row in service_list.named(list(known))]


def _usual(matter: Matter, actor: Actor) -> list[LikelyService]:
    found = precedents.services(f"{matter.title} {matter.text}", actor=actor)
    return [LikelyService(one.code, one.share, precedents.METHOD, count=one.count) for one in found]


def _service(one: LikelyService) -> Guess:
    reasons: Reasons = {"words": list(one.because)} if one.because else {}
    if one.count:
        reasons["count"] = one.count
    return Guess(one.code, one.confidence, one.version, reasons)


def duplicates(
    matter: Matter, *, but: WorkOrder | None = None, actor: Actor, now: datetime
) -> list[Guess]:
    """Suggest open work orders that may be the same matter, the likeliest first.

    Of a work order the appeal that is most like speaks; only what the actor may see is named.
    """
    found = suggester.ask(lambda plugged: plugged.alike(matter, now=now))
    likely = by_words.alike(matter, actor=actor, now=now) if found is None else found
    best = _best_of_each_order(likely, actor)
    if but:
        best.pop(but.pk, None)
    ordered = sorted(best.values(), key=lambda pair: -pair[0].likelihood)
    return [_like(matter, one, appeal) for one, appeal in ordered[:_LIKE]]


def _best_of_each_order(
    likely: Iterable[LikeAppeal], actor: Actor
) -> dict[int, tuple[LikeAppeal, Appeal]]:
    known = {one.appeal_id: one for one in likely}
    seen = finding.open_appeals(list(known), actor=actor)
    seen.sort(key=lambda appeal: known[appeal.pk].likelihood)
    return {appeal.work_order_id: (known[appeal.pk], appeal) for appeal in seen}


def _like(matter: Matter, one: LikeAppeal, appeal: Appeal) -> Guess:
    reasons: Reasons = {"appeal": appeal.pk, "words": list(one.because)}
    away = by_words.metres(matter, appeal)
    if away is not None:
        reasons["metres"] = round(away)
    return Guess(str(appeal.work_order_id), one.likelihood, one.version, reasons)


def units(candidates: Iterable[Candidate]) -> list[Guess]:
    """Suggest the units that the duty list names."""
    return [
        Guess(
            one.unit.code, one.proposal.confidence, _DUTY_LIST, {"rule": one.proposal.reason.code}
        )
        for one in candidates
    ]


def urgency(sounds: Judgement) -> list[Guess]:
    """Suggest how urgent it sounds, by the law's rule."""
    reasons: Reasons = {"words": list(sounds.words)} if sounds.words else {}
    return [Guess(sounds.urgency, _SURE, _URGENCY_WORDS, reasons)]
