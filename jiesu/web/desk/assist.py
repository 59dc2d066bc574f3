"""What is known already of a caller and a matter, told while the operator types."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiesu.casework.assist import duty_list, showing, suggestions, triage
from jiesu.casework.assist.showing import Like, Likely
from jiesu.casework.assist.suggester import Matter
from jiesu.casework.assist.suggestions import Guesses
from jiesu.casework.reading import access
from jiesu.casework.reading.rows import Appeal
from jiesu.directory.lookup import areas, choices
from jiesu.directory.models import Area, Service
from jiesu.rules.dispatching import priority
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.desk import carrying
from jiesu.web.desk.dispatching import Offer, offers
from jiesu.web.orders.fields import PickField

_FEWEST, _LONGEST = 4, 4000  # signs before anything is compared, and those that are


@dataclass(frozen=True)
class Beside:
    """What is known already of the caller and of the matter; `packed` goes along with the form."""

    earlier: list[Appeal]
    like: list[Like]
    services: list[Likely]
    area: Area | None
    outside: bool
    proposed: Service | None
    units: list[Offer]
    sounds: priority.Judgement
    packed: str


@never_cache
@require_POST
@requires(Permission.APPEAL_RECEIVE)
def beside(request: Request) -> HttpResponse:
    """Tell, while the operator types, what is known already."""
    return render(request, "desk/beside.html", {"beside": look(request, request.POST, {})})


def look(request: Request, typed: QueryDict, shown: Guesses) -> Beside:
    """Gather it from what is typed so far; what was `shown` already is not asked for again."""
    lat, lon = _number(typed, "lat"), _number(typed, "lon")
    located = areas.locate(lat, lon)
    area = located or _row(choices.areas, typed.get("area", ""))
    service = _row(choices.services, typed.get("service", ""))
    sounds = triage.judge(f"{typed.get('title', '')}。{typed.get('text', '')}", service)
    made = shown or _suggested(request, _matter(typed, lat, lon), sounds)
    rows = suggestions.rows(made)
    services = showing.likely_services(rows)
    proposed = service or (services[0].service if services else None)
    candidates = duty_list.propose_for(proposed, area, now=request.now) if proposed else []
    key = typed.get("idempotency_key", "")
    return Beside(
        earlier=access.earlier_appeals(typed.get("phone", ""), actor=request.actor),
        like=showing.like_orders(rows, actor=request.actor),
        services=services,
        area=area,
        outside=lat is not None and lon is not None and located is None and areas.known(),
        proposed=proposed,
        units=offers(candidates[:3], {}),
        sounds=sounds,
        packed=carrying.pack(made, key=key, actor=request.actor) if made else "",
    )


def _matter(typed: QueryDict, lat: float | None, lon: float | None) -> Matter:
    text = f"{typed.get('text', '')} {typed.get('place_words', '')}".strip()
    return Matter(typed.get("title", "")[:200], text[:_LONGEST], lat, lon)


def _suggested(request: Request, matter: Matter, sounds: priority.Judgement) -> Guesses:
    if len(matter.text) < _FEWEST:
        return {}
    return showing.draft(matter, sounds, actor=request.actor, now=request.now)


def _row(rows: Any, typed: str) -> Any:
    """Give the row somebody has typed, or None while they are still typing."""
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
