"""What every page of the console shows: the tabs open to this reader."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from jiesu.rules.roles import Permission
from jiesu.web.actors import Request
from jiesu.web.console import words


def page(
    request: Request, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show a page of the console within its tabs."""
    may = {
        "directory": request.actor.may(Permission.DIRECTORY_EDIT),
        "people": request.actor.may(Permission.PEOPLE_EDIT),
        "log": request.actor.may(Permission.LOG_READ),
    }
    frame = {"may": may, "kinds": words.KINDS, "current_kind": context.get("kind", "")}
    return render(request, f"console/{template}.html", frame | context, status=status)
