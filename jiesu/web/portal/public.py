"""The front page and what everybody may know."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiesu.directory import calendars
from jiesu.directory.models import Stage, Urgency
from jiesu.web.actors import Request, resident


@resident
def home(request: Request) -> HttpResponse:
    """Offer the two things a resident comes for: report, and follow."""
    return render(request, "portal/home.html")


@resident
def promises(request: Request) -> HttpResponse:
    """Tell what happens to a report, who is told what, and how long each stage may take."""
    on = timezone.localdate(request.now)
    limits = [
        (stage, [calendars.limit(stage, urgency, on=on) for urgency in Urgency]) for stage in Stage
    ]
    context = {"urgencies": Urgency, "limits": limits}
    return render(request, "portal/promises.html", context)
