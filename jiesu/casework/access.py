"""The only way to a work order, an appeal or an identity: guarded look-ups.

What one may not see does not exist: the answer is the same as for a number that was never given.
"""

import re
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiesu.casework import vault
from jiesu.casework.errors import InvalidError, NotFoundError, OvertakenError, RefusedError
from jiesu.casework.models import Appeal, Attachment, Kind, Secrecy, ViewLog, WorkOrder
from jiesu.directory.people import Actor
from jiesu.rules.roles import Permission, Role

_CODE_AS_TYPED = re.compile(r"[0-9A-Za-z\s-]{16,64}")
# Only these may know who asked for secrecy or reported wrongdoing.
_HOTLINE = frozenset({Role.OPERATOR, Role.FOLLOW_UP})


def visible(actor: Actor) -> QuerySet[WorkOrder]:
    """Give the work orders the actor may see; those about his own unit are not among them."""
    orders = WorkOrder.objects.select_related("service", "area", "lead_unit")
    if actor.kind == "resident":
        return orders.filter(appeals__pk=actor.appeal_id or 0)
    if actor.may(Permission.APPEAL_READ):
        seen = orders
    elif actor.may(Permission.APPEAL_READ_OWN_UNIT):
        mine = Q(lead_unit__in=actor.unit_ids) | Q(support_units__in=actor.unit_ids)
        seen = orders.filter(mine).distinct()
    else:
        return orders.none()
    return seen.exclude(accused_unit__in=actor.unit_ids) if actor.unit_ids else seen


def work_order(pk: int, *, actor: Actor, seen: int | None = None) -> WorkOrder:
    """Give one work order; with `seen`, the version a page showed, only if it has not moved on.

    Raises `NotFoundError`, `OvertakenError`.
    """
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise NotFoundError
    if seen is not None and found.version != seen:
        raise OvertakenError
    return found


def appeal(pk: int, *, actor: Actor) -> Appeal:
    """Give one appeal of a work order that the actor may see."""
    found = Appeal.objects.select_related("work_order").filter(pk=pk).first()
    if found is None or not visible(actor).filter(pk=found.work_order_id).exists():
        raise NotFoundError
    return found


def appeal_of(order: int, pk: int, *, actor: Actor) -> Appeal:
    """Give an appeal that belongs to the work order of this number, which the actor may see."""
    found = appeal(pk, actor=actor)
    if found.work_order_id != order:
        raise NotFoundError
    return found


def by_code(code: str) -> Appeal:
    """Give the appeal of a tracking code, however it was typed; the code is the key to it."""
    if not _CODE_AS_TYPED.fullmatch(code):
        raise NotFoundError
    wanted = re.sub(r"[\s-]", "", code).upper().replace("O", "0").replace("I", "1")
    found = (
        Appeal.objects.select_related("work_order", "first_work_order")
        .filter(code=wanted.replace("L", "1"))
        .first()
    )
    if found is None:
        raise NotFoundError
    return found


def photo(pk: int, *, actor: Actor) -> Attachment:
    """Give a photo of an appeal or reply that the actor may see."""
    found = Attachment.objects.select_related("appeal", "reply").filter(pk=pk).first()
    owner = found and (found.appeal or found.reply)
    if not found or not owner or not visible(actor).filter(pk=owner.work_order_id).exists():
        raise NotFoundError
    return found


def may_reveal(appeal: Appeal, *, actor: Actor) -> bool:
    """Tell whether the vault would open: units never see who asked for secrecy (F3.9)."""
    if appeal.identity_id is None or not actor.may(Permission.IDENTITY_REVEAL):
        return False
    if actor.roles & _HOTLINE:
        return True
    return (
        appeal.secrecy == Secrecy.NORMAL
        and appeal.kind != Kind.WHISTLEBLOW_REPORT
        and appeal.work_order.lead_unit_id in actor.unit_ids
    )


def identity(appeal: Appeal, *, actor: Actor, now: datetime, reason: str) -> vault.Contact:
    """Open the vault for one appeal, after the view and its reason are on record."""
    if not may_reveal(appeal, actor=actor) or appeal.identity is None:
        raise RefusedError(_("You may not see who this is. Ask the hotline to contact the person."))
    if not reason.strip():
        raise InvalidError({"reason": _("Write why you need to know; it is kept with your name.")})
    ViewLog.objects.create(
        identity_id=appeal.identity.pk,
        appeal_id=appeal.pk,
        by_id=actor.staff_id,
        reason=reason.strip()[:300],
        at=now,
    )
    return vault.unseal(appeal.identity)


def appellants(order: int, *, actor: Actor) -> list[Appeal]:
    """Give the appeals of a work order whose appellants are still to be told of it."""
    if actor.kind != "system":
        raise NotFoundError
    waiting = Appeal.objects.filter(work_order=order, withdrawn_at__isnull=True)
    return list(waiting.select_related("work_order", "first_work_order", "identity").order_by("pk"))


def contact(appeal: Appeal, *, actor: Actor) -> vault.Contact:
    """Open the vault for the worker, which writes to the appellant; no person sees it."""
    if actor.kind != "system":
        raise RefusedError(_("You may not see who this is. Ask the hotline to contact the person."))
    return vault.unseal(appeal.identity) if appeal.identity else vault.Contact()


def earlier_appeals(phone: str, *, actor: Actor) -> list[Appeal]:
    """Find what the caller said before, by the blind index of the number he calls from."""
    if not actor.may(Permission.APPEAL_RECEIVE):
        raise NotFoundError
    key = vault.index("phone", vault.phone_digits(phone))
    if not key:
        return []
    found = Appeal.objects.filter(identity__phone_index=key).select_related("work_order")
    return list(found.order_by("-received_at")[:20])
