"""Giving people accounts and duties; duties that must stay apart are refused to one person."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiesu.directory.models import Person, RoleGrant, Unit
from jiesu.directory.people import grants_of
from jiesu.rules.roles import Role, clashes


class StaffError(Exception):
    """What cannot be granted, in a sentence."""


@transaction.atomic
def grant(person: Person, role: Role, *, unit: Unit | None, on: date) -> RoleGrant:
    """Give a duty from a day on; raises `StaffError` where another one forbids it (F9.15)."""
    held = frozenset(Role(one.role) for one in grants_of(person, on=on)) | {role}
    for one, other in clashes(held):
        sentence = _("{one} and {other} must be held by different people.")
        raise StaffError(sentence.format(one=one, other=other))
    running = RoleGrant.objects.filter(person=person, role=role, unit=unit, valid_to=None).first()
    if running:
        return running
    # What ended today begins again: nobody holds a duty twice from one day.
    made, _created = RoleGrant.objects.update_or_create(
        person=person, role=role, unit=unit, valid_from=on, defaults={"valid_to": None}
    )
    return made


def revoke(person: Person, role: Role, *, unit: Unit | None, on: date) -> int:
    """End a duty: `on` is the first day without it. Give how many grants ended."""
    running = person.grants.filter(role=role, unit=unit).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )
    return running.update(valid_to=date.fromordinal(on.toordinal() - 1))


def is_taken(username: str) -> bool:
    """Tell whether somebody signs in by this name, or did."""
    return Person.objects.filter(username=username).exists()


def everybody(words: str = "") -> QuerySet[Person]:
    """Give all accounts, those in use first, narrowed by words."""
    found = Person.objects.prefetch_related("grants__unit").order_by("-is_active", "username")
    return found.filter(Q(username__icontains=words) | Q(name__icontains=words)) if words else found


@transaction.atomic
def engage(username: str, name: str, email: str, password: str) -> Person:
    """Make an account; raises Django's `ValidationError` for a weak password."""
    person = Person(username=username, name=name, email=email)
    set_password(person, password)
    return person


def set_active(person: Person, *, active: bool) -> None:
    """Close an account, or open it again; what the person did stays on record."""
    person.is_active = active
    person.save(update_fields=["is_active"])


def set_password(person: Person, password: str) -> None:
    """Give a person a password; raises Django's `ValidationError` for a weak one."""
    validate_password(password, person)
    person.set_password(password)
    person.save()
