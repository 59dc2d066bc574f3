"""Say it in a minute: the form, and the page that gives the tracking code."""

from datetime import timedelta
from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiesu.casework.assist import triage
from jiesu.casework.errors import InvalidError, KeyReusedError, TooOftenError
from jiesu.casework.reading import neighbours
from jiesu.casework.reading.gate import PUBLIC
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import intake
from jiesu.casework.stages.receiving import attachments
from jiesu.casework.stages.receiving.attachments import Photo
from jiesu.casework.stages.receiving.submission import Submission
from jiesu.channels import limits
from jiesu.directory.lookup import areas
from jiesu.web import uploads
from jiesu.web.actors import Request, resident
from jiesu.web.forms import take
from jiesu.web.portal import suggest
from jiesu.web.portal.forms import ReportForm, fresh_key

CHANNEL = "portal"
_FIELDS = {"place": "place_words", "area": "place_words", "service": "service"}
_RECENT = timedelta(days=30)


@never_cache
@resident
def report(request: Request) -> HttpResponse:
    """Show the form; take what was filled in, and lead to its tracking code."""
    if request.method != "POST":
        form = ReportForm(initial={"key": fresh_key(), "secrecy": "normal", "kind": "help"})
        return render(request, "portal/report.html", {"form": form})
    form = ReportForm(request.POST, request.FILES)
    try:
        appeal = _received(request, form) if _complete(request, form) else None
    except TooOftenError as error:
        return _later(request, form, error)
    except KeyReusedError:
        _offer_as_new(request, form)
        return render(request, "portal/report.html", {"form": form}, status=409)
    if appeal is None:
        return render(request, "portal/report.html", {"form": form}, status=422)
    return redirect("received", code=appeal.code)


def _later(request: Request, form: ReportForm, error: TooOftenError) -> HttpResponse:
    """Give the form back with all that was typed, and say when it can be sent."""
    form.add_error(None, str(error))
    response = render(request, "portal/report.html", {"form": form}, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def _complete(request: HttpRequest, form: ReportForm) -> bool:
    for name in uploads.dropped_files(request):
        form.add_error("photos", attachments.too_large(name))
    for field in ("lat", "lon"):
        if form.errors.pop(field, None):
            form.add_error("place_words", _("This place is not understood. Mark it on the map."))
    return form.is_valid()


def _received(request: Request, form: ReportForm) -> Appeal | None:
    limit = limits.reports(by_key=False)
    limit.check(request, now=request.now)
    try:
        appeal = intake.receive(_submission(form), actor=request.actor, now=request.now)
    except InvalidError as error:
        take(form, error, _FIELDS)
        return None
    limit.count(request, now=request.now)
    return appeal


def _offer_as_new(request: Request, form: ReportForm) -> None:
    """Give a form that was received before otherwise its own key, and ask before sending."""
    again = request.POST.copy()
    again["key"] = fresh_key()
    form.data = again
    form.add_error(
        None,
        _(
            "You sent this form before with something in it that was different, and that report "
            "was received as it was: nothing of what you changed holds for it. To hand in another "
            "report as it stands here, send it again."
        ),
    )


def _submission(form: ReportForm) -> Submission:
    said = form.cleaned_data
    return Submission.of(
        said,
        channel=CHANNEL,
        idempotency_key=said["key"],
        service_code=said["service"],
        photos=tuple(Photo(str(file.name), file.read()) for file in said["photos"]),
    )


@require_POST
@resident
def hints(request: Request) -> HttpResponse:
    """Answer while typing: which service it may be, and how many reported near this place."""
    text = request.POST.get("text", "")
    context: dict[str, Any] = {
        "services": suggest.services_for(text),
        "lines": triage.judge(text, None).lines,
    }
    place = _place(request)
    if place:
        area = areas.locate(*place)
        since = request.now - _RECENT
        near = neighbours.reported_near(*place, since=since, actor=PUBLIC)
        context |= {"place": place, "area": area, "near": near.number}
        context["outside"] = area is None and areas.known()
    return render(request, "portal/hints.html", context)


def _place(request: HttpRequest) -> tuple[float, float] | None:
    try:
        place = float(request.POST.get("lat", "")), float(request.POST.get("lon", ""))
    except ValueError:
        return None
    return place if all(map(isfinite, place)) else None
