"""Issues that were confirmed, and what is done about them: one measure helped, one is still young.

That the first helped stands in the stream itself (`REMEDIES`): the think tank finds it there.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from jiesu.casework.issues import decisions, projects
from jiesu.casework.issues.projects import Plan
from jiesu.casework.models import Project, WorkOrder
from jiesu.directory.models import Area, Service
from jiesu.directory.people import Actor
from jiesu.simulate.loading.cast import Cast
from jiesu.simulate.loading.flow import LoadPlan
from jiesu.simulate.stream.remedies import Remedy

_ANALYST = "analyst1"
_LANGUAGE = "zh-hans"  # of the titles below
_FOUND = timedelta(days=7)  # before it begins
_LOOKED_AT = timedelta(days=60)  # before it was found
_MEMBERS = 30  # work orders that were confirmed as the issue, the latest ones


class Undertaken(NamedTuple):
    """What is done about a service in a district since so many days, and what share it spares."""

    service: str
    district: str
    days: int
    spared: float
    measure: str
    steps: tuple[tuple[int, str], ...]  # days after the beginning, and what is then to be reached


UNDERTAKEN = (
    Undertaken(
        "01",
        "990103",
        200,
        0.9,
        "逐个小区约谈物业，公开服务标准和收费；无人管理的小区由街道托底，先办反复投诉的点位。",
        (
            (30, "无物业小区全部落实托管单位"),
            (90, "反复投诉的点位全部办结"),
            (240, "业主满意度回访"),
        ),
    ),
    Undertaken(
        "03",
        "990106",
        45,
        0.0,
        "工地夜间施工联合巡查，许可公示到小区门口；超时施工当晚处置。",
        ((21, "夜间施工许可全部公示"), (90, "重点工地安装噪声监测")),
    ),
)


def remedies(today: date) -> tuple[Remedy, ...]:
    """Give what is done as the stream knows it."""
    return tuple(
        Remedy(one.service, one.district, today - timedelta(days=one.days), one.spared)
        for one in UNDERTAKEN
        if one.spared
    )


@transaction.atomic
def load(wanted: LoadPlan) -> None:
    """Confirm the issues and open the projects, unless some are open already."""
    if Project.objects.exists():
        return
    actor = Cast(wanted.today).staff(_ANALYST)
    for one in UNDERTAKEN:
        begun = wanted.now - timedelta(days=one.days)
        orders = list(_orders(one, begun - _FOUND))
        if orders:
            _begin(one, orders, begun, actor, wanted)


def _orders(one: Undertaken, until: datetime) -> QuerySet[WorkOrder]:
    """Give work orders of the kind that were known by then, the latest first."""
    found = WorkOrder.objects.filter(
        service__path__startswith=f"/{one.service}/",
        area__path__contains=f"/{one.district}/",
        lead_unit__isnull=False,
        created_at__range=(until - _LOOKED_AT, until),
    )
    return found.select_related("service", "area", "lead_unit").order_by("-created_at")[:_MEMBERS]


def _begin(
    one: Undertaken, orders: list[WorkOrder], begun: datetime, actor: Actor, wanted: LoadPlan
) -> None:
    what, where = Service.objects.get(code=one.service), Area.objects.get(code=one.district)
    about = f"{where.names[_LANGUAGE]}{what.names[_LANGUAGE]}"
    members = [order.first_appeal.pk for order in orders]
    issue = decisions.confirm(f"{about}问题多发", members, actor=actor, now=begun - _FOUND)
    plan = Plan(
        title=f"{about}专项治理",
        measure=one.measure,
        owner=Counter(order.lead_unit for order in orders if order.lead_unit).most_common(1)[0][0],
        service=what,
        areas=[where],
        started_on=wanted.today - timedelta(days=one.days),
    )
    opened = projects.begin(issue, plan, actor=actor, now=begun)
    for days, text in one.steps:
        due = plan.started_on + timedelta(days=days)
        step = projects.promise(opened, text, due, actor=actor, now=begun)
        if due < wanted.today:
            projects.reach(step, actor=actor, now=begun + timedelta(days=days - 2))
