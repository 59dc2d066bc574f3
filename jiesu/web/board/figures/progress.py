"""How far the think tank is, as a line that renews itself until there is nothing to wait for."""

from django.http import HttpResponse
from django.shortcuts import render

from jiesu.insight import progress
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires


@requires(Permission.BOARD_READ)
def line(request: Request) -> HttpResponse:
    """Give the line alone."""
    return render(request, "board/progress.html", {"progress": progress.to_wait_for()})
