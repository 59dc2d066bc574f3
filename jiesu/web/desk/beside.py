"""What is known already of a caller and a matter, told while the operator types."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiesu.casework import access, dispatch, triage
from jiesu.casework.models import Appeal
from jiesu.directory import areas, choices
from jiesu.directory.models import Area, Service
from jiesu.rules import priority
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.desk import proposing, similar
from jiesu.web.desk.dispatching import Offer, offers
from jiesu.web.desk.proposing import ServiceGuess
from jiesu.web.desk.similar import Matter, Similar
from jiesu.web.orders.fields import PickField

_FEWEST, _LONGEST = 4, 4000  # signs before anything is compared, and those that are


@dataclass(frozen=True)
class Beside:
    """What is known already of the caller and of the matter."""

    earlier: list[Appeal]
    similar: list[Similar]
    services: list[ServiceGuess]
    area: Area | None
    outside: bool
    proposed: Service | None
    units: list[Offer]
    sounds: priority.Judgement


@never_cache
@require_POST
@requires(Permission.APPEAL_RECEIVE)
def beside(request: Request) -> HttpResponse:
    """Tell, while the operator types, what is known already."""
    return render(request, "desk/beside.html", {"beside": look(request, request.POST)})


def look(request: Request, typed: QueryDict) -> Beside:
    """Gather it from what is typed so far."""
    lat, lon = _number(typed, "lat"), _number(typed, "lon")
    text = f"{typed.get('text', '')} {typed.get('place_words', '')}".strip()
    matter = Matter(text[:_LONGEST], typed.get("title", "")[:200], lat, lon)
    enough = len(matter.text) >= _FEWEST
    alike = similar.find(matter, actor=request.actor, now=request.now) if enough else []
    located = areas.locate(lat, lon)
    area = located or _row(choices.areas, typed.get("area", ""))
    guesses = proposing.services(matter) if enough else []
    service = _row(choices.services, typed.get("service", ""))
    proposed = service or (guesses[0].service if guesses else None)
    candidates = dispatch.propose_for(proposed, area, now=request.now) if proposed else []
    return Beside(
        earlier=access.earlier_appeals(typed.get("phone", ""), actor=request.actor),
        similar=alike,
        services=guesses,
        area=area,
        outside=lat is not None and lon is not None and located is None and areas.known(),
        proposed=proposed,
        units=offers(candidates[:3], {}),
        sounds=triage.judge(f"{typed.get('title', '')}。{typed.get('text', '')}", service),
    )


def _row(rows: Any, typed: str) -> Any:
    """Give the row somebody has typed, or None while he is still typing."""
    try:
        return PickField(rows, "", required=False).clean(typed)
    except forms.ValidationError:
        return None


def _number(typed: QueryDict, name: str) -> float | None:
    try:
        number = float(typed.get(name, ""))
    except ValueError:
        return None
    return number if isfinite(number) else None
