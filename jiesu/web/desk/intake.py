"""Intake by telephone: one screen, and beside it what is known already."""

import uuid
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiesu.casework import access, dispatch, intake, merging, triage
from jiesu.casework.errors import CaseworkError, InvalidError
from jiesu.casework.models import Appeal
from jiesu.directory import areas, choices
from jiesu.directory.models import Area
from jiesu.rules import priority
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires
from jiesu.web.desk import similar
from jiesu.web.desk.dispatching import Offer, offers
from jiesu.web.desk.intake_form import ACCEPT, ANSWER, MERGE, IntakeForm
from jiesu.web.desk.queues import bar
from jiesu.web.desk.similar import Matter, ServiceGuess, Similar
from jiesu.web.forms import take
from jiesu.web.orders.fields import PickField

# What casework calls otherwise; the key of the form has no field one could correct.
_FIELDS = {"place": "place_words", "idempotency_key": ""}
_FEWEST = 4  # signs before anything is compared


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Permission.APPEAL_RECEIVE)
def new(request: Request) -> HttpResponse:
    """Offer an empty form, or take in what was entered."""
    if request.method == "GET":
        return _page(request, IntakeForm(initial={"idempotency_key": uuid.uuid4().hex}))
    form = IntakeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        appeal = intake.receive(form.submission(), actor=request.actor, now=request.now)
    except InvalidError as error:
        take(form, error, _FIELDS)
        return _page(request, form, status=422)
    _go_on(request, form, appeal)
    return redirect("desk_taken", appeal.pk)


def _go_on(request: Request, form: IntakeForm, appeal: Appeal) -> None:
    """Take the next step at once; where it is refused, the appeal waits in the queue instead."""
    if appeal.work_order.version > 1:  # a second click: what follows was done by the first
        return
    try:
        _follow(request, form, appeal)
    except CaseworkError as error:
        messages.warning(request, str(error))


def _follow(request: Request, form: IntakeForm, appeal: Appeal) -> None:
    then, given, order = form.then, form.cleaned_data, appeal.work_order
    edge: dict[str, Any] = {"actor": request.actor, "now": request.now}
    if then.what == ACCEPT:
        urgency = given["urgency"] or order.urgency
        intake.accept(order, service=given["service"], urgency=urgency, **edge)
    elif then.what == ANSWER:
        intake.answer(order, text=given["answer"], **edge)
    elif then.what == MERGE and then.into:
        into = access.work_order(then.into, actor=request.actor)
        merging.merge(order, into=into, **edge)


def _page(request: Request, form: IntakeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        **bar(request),
        "offered": {
            "services": choices.leaf_services(),
            "units": [],
            "areas": choices.areas(),
        },
        "beside": _look(request, request.POST) if form.is_bound else None,
    }
    return render(request, "desk/intake.html", context, status=status)


@dataclass(frozen=True)
class Beside:
    """What is known already of the caller and of the matter."""

    earlier: list[Appeal]
    similar: list[Similar]
    services: list[ServiceGuess]
    area: Area | None
    outside: bool
    units: list[Offer]
    sounds: priority.Judgement


@never_cache
@require_POST
@requires(Permission.APPEAL_RECEIVE)
def beside(request: Request) -> HttpResponse:
    """Tell, while the operator types, what is known already."""
    return render(request, "desk/beside.html", {"beside": _look(request, request.POST)})


def _look(request: Request, typed: QueryDict) -> Beside:
    lat, lon = _number(typed, "lat"), _number(typed, "lon")
    words = f"{typed.get('title', '')} {typed.get('text', '')} {typed.get('place_words', '')}"
    matter = Matter(words.strip()[:4000], lat, lon)
    enough = len(matter.text) >= _FEWEST
    alike = similar.find(matter, actor=request.actor, now=request.now) if enough else []
    located = areas.locate(lat, lon)
    area = located or _row(choices.areas, typed.get("area", ""))
    guesses = similar.services(alike)
    service = _row(choices.services, typed.get("service", ""))
    proposed = service or (guesses[0].service if guesses else None)
    candidates = dispatch.propose_for(proposed, area, now=request.now) if proposed else []
    return Beside(
        earlier=access.earlier_appeals(typed.get("phone", ""), actor=request.actor),
        similar=alike,
        services=guesses,
        area=area,
        outside=lat is not None and lon is not None and located is None and areas.known(),
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


@never_cache
@require_GET
@requires(Permission.APPEAL_RECEIVE)
def taken(request: Request, pk: int) -> HttpResponse:
    """Show what to tell the caller: the tracking code and what happens next."""
    appeal = access.appeal(pk, actor=request.actor)
    context = {"appeal": appeal, "order": appeal.work_order}
    return render(request, "desk/taken.html", context)
