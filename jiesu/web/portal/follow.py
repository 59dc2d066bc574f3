"""Follow it, rate it, reopen it, take it back: all by the tracking code, which is the key."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiesu.casework.assist import triage
from jiesu.casework.errors import InvalidError, NotFoundError
from jiesu.casework.reading import access, queries
from jiesu.casework.reading.rows import Appeal
from jiesu.casework.stages import follow_up, merging
from jiesu.channels import limits
from jiesu.directory.people import Actor
from jiesu.rules.lifecycle import Action
from jiesu.web.actors import Request, resident
from jiesu.web.forms import take
from jiesu.web.places import photo_response
from jiesu.web.portal import story
from jiesu.web.portal.forms import CodeForm, ContestForm, RatingForm, WithdrawForm

_RATING = {Action.CONFIRM, Action.DISPUTE, Action.NOTE_VIEW}

P = ParamSpec("P")
Page = Callable[Concatenate[Request, Appeal, P], HttpResponseBase]
Step = Callable[[Request, Appeal, dict[str, Any]], str]


def by_code(view: Page[P]) -> Callable[..., HttpResponseBase]:
    """Open the appeal of the code in the address; wrong codes are counted and then refused."""

    @wraps(view)
    @never_cache
    @resident
    def door(request: Request, /, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        limits.WRONG_CODES.check(request, now=request.now)
        try:
            appeal = access.by_code(code)
        except NotFoundError:
            limits.WRONG_CODES.count(request, now=request.now)
            return _unknown(request, code)
        request.actor = Actor.resident(appeal.pk)
        return view(request, appeal, *args, **kwargs)

    return door


def _unknown(request: Request, code: str) -> HttpResponse:
    form = CodeForm({"code": code})
    form.add_error("code", _("No report has this code. Check it letter by letter."))
    return render(request, "portal/follow.html", {"form": form}, status=404)


@never_cache
@resident
def follow(request: Request) -> HttpResponseBase:
    """Ask for the tracking code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _look_up(request, code=form.cleaned_data["code"])
    return render(request, "portal/follow.html", {"form": form})


@by_code
def _look_up(request: Request, appeal: Appeal) -> HttpResponse:  # noqa: ARG001  (a page's signature)
    return redirect("appeal", code=appeal.code)


@by_code
def received(request: Request, appeal: Appeal) -> HttpResponse:
    """Give the tracking code, large, with what happens next."""
    lines = triage.judge(appeal.text, appeal.service).lines
    return render(request, "portal/received.html", {"appeal": appeal, "lines": lines})


@by_code
def appeal_page(request: Request, appeal: Appeal) -> HttpResponse:
    """Show one appeal to the one who made it."""
    return _page(request, appeal)


def _page(request: Request, appeal: Appeal, status: int = 200, **shown: Any) -> HttpResponse:
    due = queries.reply_due(appeal.work_order, actor=request.actor)
    context = {
        "appeal": appeal,
        "order": appeal.work_order,
        "due": None if appeal.withdrawn_at else due,
        "steps": story.tell(appeal),
        "next": story.what_is_next(appeal),
        **_open_forms(request, appeal),
        **shown,
    }
    return render(request, "portal/appeal.html", context, status=status)


def _open_forms(request: Request, appeal: Appeal) -> dict[str, forms.Form]:
    """Offer what the law allows the appellant now, and nothing else."""
    open_now = set(queries.own_buttons(appeal, actor=request.actor))
    offered: dict[str, forms.Form] = {}
    if open_now & _RATING:
        offered["rating"] = _rating(appeal)
    elif Action.REOPEN in open_now:
        offered["contest"] = ContestForm()
    if Action.UNMERGE in open_now:
        offered["unmerge"] = forms.Form()
    if Action.WITHDRAW in open_now:
        offered["withdraw"] = WithdrawForm()
    return offered


def _take(
    request: Request, appeal: Appeal, name: str, form: forms.Form, step: Step
) -> HttpResponse:
    """Give a filled form to its step; where it is refused, show it again with the reason."""
    if form.is_valid():
        try:
            messages.success(request, step(request, appeal, form.cleaned_data))
            return redirect("appeal", code=appeal.code)
        except InvalidError as error:
            take(form, error, {})
    return _page(request, appeal, 422, **{name: form})


@require_POST
@by_code
def rate(request: Request, appeal: Appeal) -> HttpResponse:
    """Take the appellant's own view of the reply; "not solved" sends it back to work."""
    return _take(request, appeal, "rating", _rating(appeal, request.POST), _rate)


def _rating(appeal: Appeal, said: QueryDict | None = None) -> RatingForm:
    return RatingForm(said, by_unit=appeal.work_order.lead_unit_id is not None)


def _rate(request: Request, appeal: Appeal, said: dict[str, Any]) -> str:
    follow_up.rate(appeal, follow_up.Opinion(**said), actor=request.actor, now=request.now)
    if said["solved"] == "no":
        return _("Thank you. It goes back to work, and you will get a new reply.")
    return _("Thank you. Your view stands beside what the unit says.")


@require_POST
@by_code
def contest(request: Request, appeal: Appeal) -> HttpResponse:
    """Ask again for what was not taken up."""
    return _take(request, appeal, "contest", ContestForm(request.POST), _contest)


def _contest(request: Request, appeal: Appeal, said: dict[str, Any]) -> str:
    follow_up.contest(appeal, reason=said["reason"], actor=request.actor, now=request.now)
    return _("An operator reads it again.")


@require_POST
@by_code
def unmerge(request: Request, appeal: Appeal) -> HttpResponse:
    """Give an appeal its own way again, where its appellant says that it is another matter."""
    return _take(request, appeal, "unmerge", forms.Form(request.POST), _unmerge)


def _unmerge(request: Request, appeal: Appeal, _said: dict[str, Any]) -> str:
    merging.unmerge(appeal, actor=request.actor, now=request.now)
    return _("Your report is handled by itself again.")


@require_POST
@by_code
def withdraw(request: Request, appeal: Appeal) -> HttpResponse:
    """Take an appeal back, unless somebody presses the person to."""
    return _take(request, appeal, "withdraw", WithdrawForm(request.POST), _withdraw)


def _withdraw(request: Request, appeal: Appeal, said: dict[str, Any]) -> str:
    pressed = said["pressed"] == "yes"
    if follow_up.withdraw(appeal, pressed=pressed, actor=request.actor, now=request.now):
        return _("It is taken back.")
    return _("It stays open, the unit no longer sees who you are, and the hotline looks into it.")


@by_code
def photo(request: Request, appeal: Appeal, pk: int) -> FileResponse:
    """Show a photo of one's own appeal or of a reply to it."""
    found = access.photo(pk, actor=request.actor)
    if found.appeal_id not in {None, appeal.pk}:
        raise NotFoundError
    return photo_response(found)
