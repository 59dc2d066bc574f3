"""What an analyst decides about a group: an issue, none, one with another, or several."""

from statistics import fmean
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.casework.errors import InvalidError
from jiesu.casework.issues import decisions
from jiesu.casework.issues.decisions import Mined
from jiesu.insight import registry
from jiesu.insight.reporting import figures
from jiesu.rules.numbers import row_id
from jiesu.rules.roles import Permission
from jiesu.web.actors import Request, requires


@require_POST
@requires(Permission.GROUP_DECIDE)
def decide(request: Request, number: int) -> HttpResponse:
    """Take a decision; the list follows within a minute."""
    steps = {"confirm": _confirm, "dismiss": _dismiss, "merge": _merge, "split": _split}
    try:
        steps.get(request.POST.get("step", ""), _nothing)(request, number)
    except InvalidError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Decided. The list is made anew within a minute."))
    return redirect("board_group", number)


def _nothing(_request: Request, _number: int) -> None:
    raise InvalidError({"step": _("Choose what to do with the group.")})


def _confirm(request: Request, number: int) -> None:
    title = request.POST.get("title", "")
    decisions.confirm(
        title, _members(request, number), mined=_mined(request, number), **_edge(request)
    )


def _dismiss(request: Request, number: int) -> None:
    reason = request.POST.get("reason", "")
    decisions.dismiss(
        _members(request, number), reason=reason, mined=_mined(request, number), **_edge(request)
    )


def _merge(request: Request, number: int) -> None:
    others = [found for one in request.POST.getlist("group") if (found := row_id(one))]
    groups = [_members(request, one) for one in (number, *others)]
    if len(groups) < 2 or not all(groups):  # noqa: PLR2004  (one alone is merged with nothing)
        raise InvalidError({"group": _("Choose at least one other group to merge with.")})
    reason = request.POST.get("reason", "")
    decisions.merge(groups, reason=reason, mined=_mined(request, number), **_edge(request))


def _split(request: Request, number: int) -> None:
    members = _members(request, number)
    chosen = set(map(row_id, request.POST.getlist("appeal")))
    apart = [one for one in members if one in chosen]
    if not apart or len(apart) == len(members):
        raise InvalidError({"appeal": _("Mark the appeals that do not belong here, but not all.")})
    reason = request.POST.get("reason", "")
    decisions.split(members, apart, reason=reason, mined=_mined(request, number), **_edge(request))


def _edge(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}


def _mined(request: Request, number: int) -> Mined:
    """Tell how sure the machine was of the group, as a mean over its members' ties."""
    scores = [member.score for member in figures.members(number, actor=request.actor)]
    version = next(f"groups-{one.version}" for one in registry.analyses() if one.name == "groups")
    return Mined(fmean(scores), version) if scores else Mined()


def _members(request: Request, number: int) -> list[int]:
    return [member.appeal_id for member in figures.members(number, actor=request.actor)]
