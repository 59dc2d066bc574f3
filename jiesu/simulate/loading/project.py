"""One issue of the last months, confirmed, and what is done about it since a quarter of a year."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from jiesu.casework import clock, issues, projects
from jiesu.casework.models import Project, WorkOrder
from jiesu.casework.projects import Plan
from jiesu.directory.models import Area, Service
from jiesu.simulate.loading.cast import Cast

_ANALYST = "analyst1"
_FOUND, _BEGUN = timedelta(days=98), timedelta(days=91)  # ago


@transaction.atomic
def load(*, seed: int, now: datetime) -> None:
    """Confirm what came most often in one district before, and open a project about it."""
    orders = list(_orders(seed, now - _FOUND))
    if Project.objects.exists() or not orders:
        return
    actor = Cast(clock.day_of(now)).staff(_ANALYST)
    [((service, district), _count)] = Counter(map(_kind, orders)).most_common(1)
    same = [one for one in orders if _kind(one) == (service, district)]
    what, where = Service.objects.get(code=service), Area.objects.get(code=district)
    title = f"{where.name_zh}{what.name_zh}问题多发"
    members = [one.first_appeal.pk for one in same]
    issue = issues.confirm(title, members, actor=actor, now=now - _FOUND)
    plan = Plan(
        title=f"{where.name_zh}{what.name_zh}专项治理",
        measure="逐点排查，列出清单，责任到单位；先办反复投诉的点位，再改设施、定制度。",
        owner=Counter(one.lead_unit for one in same if one.lead_unit).most_common(1)[0][0],
        service=what,
        areas=[where],
        started_on=clock.day_of(now - _BEGUN),
    )
    begun = projects.begin(issue, plan, actor=actor, now=now - _BEGUN)
    for days, text in ((30, "排查完成，清单公布"), (120, "反复投诉的点位全部办结")):
        due = begun.started_on + timedelta(days=days)
        step = projects.promise(begun, text, due, actor=actor, now=now - _BEGUN)
        if due < clock.day_of(now):
            projects.reach(step, actor=actor, now=now - _BEGUN + timedelta(days=days - 2))


def _orders(seed: int, until: datetime) -> QuerySet[WorkOrder]:
    """Give the work orders of the last months that were known by then, with what they are about."""
    key = f"simulate:{seed}:month:"
    found = WorkOrder.objects.filter(
        first_appeal__idempotency_key__startswith=key,
        created_at__lt=until,
        service__isnull=False,
        area__isnull=False,
        lead_unit__isnull=False,
    )
    return found.select_related("service", "area", "lead_unit").order_by("pk")


def _kind(order: WorkOrder) -> tuple[str, str]:
    """Give the service of the first level and the district, by which most can be told."""
    service, area = order.service, order.area
    return (service.codes[-1] if service else "", area.codes[-1] if area else "")
