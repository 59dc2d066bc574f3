"""The only way to a work order, an appeal or an identity: guarded look-ups.

What one may not see does not exist: the answer is the same as for a number that was never given.
"""

import re
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from jiesu.casework.errors import InvalidError, NotFoundError, OvertakenError, RefusedError
from jiesu.casework.identity import phones, vault
from jiesu.casework.kinds import Kind, Secrecy
from jiesu.casework.models import Appeal, Attachment, ViewLog, WorkOrder
from jiesu.casework.reading import gate
from jiesu.directory.people import Actor
from jiesu.rules.roles import HOTLINE_ROLES, Permission

_CODE_AS_TYPED = re.compile(r"[0-9A-Za-z\s-]{16,64}")
# Only these may know who asked for secrecy or reported wrongdoing.


def work_order(pk: int, *, actor: Actor, seen: int | None = None) -> WorkOrder:
    """Give one work order; with `seen`, the version a page showed, only if it has not moved on.

    Raises `NotFoundError`, `OvertakenError`.
    """
    found = gate.orders(actor=actor).filter(pk=pk).first()
    if found is None:
        raise NotFoundError
    if seen is not None and found.version != seen:
        raise OvertakenError
    return found


def appeal(pk: int, *, actor: Actor) -> Appeal:
    """Give one appeal of a work order that the actor may see."""
    found = gate.appeals(actor=actor).select_related("work_order").filter(pk=pk).first()
    if found is None:
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
    mine = Q(appeal__in=gate.appeals(actor=actor).values("pk"))
    answers = Q(reply__work_order__in=gate.orders(actor=actor).values("pk"))
    found = Attachment.objects.filter(mine | answers, pk=pk).first()
    if found is None:
        raise NotFoundError
    return found


def may_reveal(appeal: Appeal, *, actor: Actor) -> bool:
    """Tell whether the vault would open: units never see who asked for secrecy (F3.9)."""
    if appeal.identity_id is None or not actor.may(Permission.IDENTITY_REVEAL):
        return False
    if actor.roles & HOTLINE_ROLES:
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
        thing_id=appeal.pk,
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
    """Find what the caller said before, by the blind index of the number they call from."""
    if not actor.may(Permission.APPEAL_RECEIVE):
        raise NotFoundError
    key = vault.index("phone", phones.digits_of(phone))
    if not key:
        return []
    found = gate.appeals(actor=actor).filter(identity__phone_index=key)
    found = found.select_related("work_order")
    return list(found.order_by("-received_at")[:20])
