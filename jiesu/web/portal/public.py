"""The front page and what everybody may know."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiesu.directory.models import Stage, Urgency
from jiesu.directory.policy import policy
from jiesu.rules.policy import Matter
from jiesu.web.actors import Request, resident
from jiesu.web.portal import figures


@resident
def home(request: Request) -> HttpResponse:
    """Offer the two things a resident comes for: report, and follow."""
    return render(request, "portal/home.html")


@resident
def promises(request: Request) -> HttpResponse:
    """Tell how long each stage may take, who learns what, and what came of all reports so far."""
    ours = policy(on=timezone.localdate(request.now))
    matters = [Matter(urgency) for urgency in Urgency]
    limits = [(stage, [ours.limits.of(stage, one).time for one in matters]) for stage in Stage]
    context = {
        "urgencies": Urgency,
        "limits": limits,
        "figures": figures.published(settings.STORE, ours.samples),
    }
    return render(request, "portal/promises.html", context)
