"""Accounts and duties."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiesu.casework.texts import one_line
from jiesu.directory import editing, staff
from jiesu.directory.lookup import choices
from jiesu.directory.models import Person
from jiesu.directory.people import grants_of
from jiesu.rules.roles import Permission, Role
from jiesu.web.accounts import second_factor
from jiesu.web.actors import Request, requires
from jiesu.web.console.forms import GrantForm, PersonForm
from jiesu.web.console.frame import page

_PAGE = 50


@require_GET
@requires(Permission.PEOPLE_EDIT)
def people(request: Request) -> HttpResponse:
    """List the accounts."""
    asked = one_line(request.GET.get("q", ""))[:100]
    found = Paginator(staff.everybody(asked), _PAGE).get_page(request.GET.get("page"))
    return page(request, "people", {"page": found, "asked": asked})


@requires(Permission.PEOPLE_EDIT)
def new_person(request: Request) -> HttpResponse:
    """Make an account."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = staff.engage(**form.cleaned_data)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            _write_down(request, person, {"account": "opened"})
            return redirect("console_person", pk=person.pk)
    status = 422 if form.errors else 200
    return page(request, "new_person", {"form": form}, status=status)


def _write_down(request: Request, person: Person, after: dict[str, str]) -> None:
    by_id, now = request.actor.person_id, request.now
    editing.write_down("people", person.username, before={}, after=after, by_id=by_id, now=now)


def _person(pk: int) -> Person:
    found = staff.everybody().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(Permission.PEOPLE_EDIT)
def person(request: Request, pk: int) -> HttpResponse:
    """Show one account and its duties; give one more duty."""
    found, form = _person(pk), GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _granted(found, form):
        _write_down(request, found, {"granted": form.cleaned_data["role"]})
        return redirect("console_person", pk=pk)
    context: dict[str, Any] = {"person": found, "form": form, "grants": _grants(found)}
    status = 422 if form.errors else 200
    return page(request, "person", context, status=status)


def _grants(person: Person) -> list[Any]:
    return grants_of(person, on=timezone.localdate())


def _granted(person: Person, form: GrantForm) -> bool:
    unit = choices.units().filter(code=form.cleaned_data["unit"]).first()
    role = Role(form.cleaned_data["role"])
    try:
        staff.grant(person, role, unit=unit, on=timezone.localdate())
    except staff.StaffError as error:
        form.add_error("role", str(error))
        return False
    return True


@require_POST
@requires(Permission.PEOPLE_EDIT)
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a duty today."""
    found = _person(pk)
    asked = request.POST.get("role", ""), request.POST.get("unit", "")
    duties = (
        one for one in _grants(found) if asked == (one.role, one.unit.code if one.unit else "")
    )
    duty = next(duties, None)
    if duty is None:  # ended already, or never given; no other duty is meant
        raise Http404
    role = Role(duty.role)
    staff.revoke(found, role, unit=duty.unit, on=timezone.localdate())
    _write_down(request, found, {"revoked": role})
    messages.success(request, _("The duty has ended."))
    return redirect("console_person", pk=pk)


@require_POST
@requires(Permission.PEOPLE_EDIT)
def activity(request: Request, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    found = _person(pk)
    if found.pk == request.actor.person_id:
        messages.error(request, _("You cannot close your own account."))
    else:
        staff.set_active(found, active=not found.is_active)
        _write_down(request, found, {"account": "opened" if found.is_active else "closed"})
    return redirect("console_person", pk=pk)


@require_POST
@requires(Permission.PEOPLE_EDIT)
def new_key(request: Request, pk: int) -> HttpResponse:
    """Set a new password, or let the second factor be set up anew: for who lost one of them."""
    found, password = _person(pk), request.POST.get("password", "")
    try:
        if password:
            staff.set_password(found, password)
        else:
            second_factor.forget(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _write_down(request, found, {"renewed": "password" if password else "second factor"})
        messages.success(request, _("It is done; tell the person at once."))
    return redirect("console_person", pk=pk)
