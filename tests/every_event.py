"""A small city in which everything has happened that can happen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime

from jiesu.casework.issues import decisions, projects
from jiesu.casework.issues.projects import Plan
from jiesu.casework.models import Appeal, WorkOrder
from jiesu.casework.stages import (
    declining,
    directory_changes,
    dispatch,
    follow_up,
    handling,
    intake,
    merging,
    oversight,
    reply,
)
from jiesu.casework.stages.backfilling import backfill
from jiesu.casework.stages.backfilling.backfill import HistoryRow
from jiesu.casework.stages.follow_up import Opinion
from jiesu.directory.models import CalendarDay
from jiesu.directory.people import Actor
from jiesu.rules.roles import Role
from jiesu.rules.timing.deadlines import TimeLimit, Unit
from tests.city import City

WORDS = "已到现场核实并处理完毕，特此说明。"


@dataclass
class Walk:
    """Takes appeals of the city down every way, by whoever may take each step."""

    city: City
    staff: Callable[[Role], Actor]
    receive: Callable[..., Appeal]
    now: datetime

    def by(self, role: Role, hours: float = 0) -> dict[str, object]:
        return {"actor": self.staff(role), "now": self.now + timedelta(hours=hours)}

    def own(self, appeal: Appeal) -> dict[str, object]:
        return {"actor": Actor.resident(appeal.pk), "now": self.now}

    def order(self, appeal: Appeal) -> WorkOrder:
        return WorkOrder.objects.get(appeals=appeal)

    def again(self, appeal: Appeal) -> Appeal:
        return Appeal.objects.get(pk=appeal.pk)

    def accepted(self) -> Appeal:
        appeal = self.receive()
        intake.accept(
            self.order(appeal),
            service=self.city.lights,
            urgency="general",
            **self.by(Role.OPERATOR),
        )
        return appeal

    def dispatched(self) -> Appeal:
        appeal = self.accepted()
        dispatch.assign(self.order(appeal), unit=self.city.office, **self.by(Role.DISPATCHER))
        return appeal

    def handled(self) -> Appeal:
        appeal = self.dispatched()
        handling.sign(self.order(appeal), **self.by(Role.HANDLER))
        handling.start(self.order(appeal), contacted=True, **self.by(Role.HANDLER))
        return appeal

    def replied(self) -> Appeal:
        appeal = self.handled()
        reply.send(self.order(appeal), text=WORDS, outcome="resolved", **self.by(Role.HANDLER))
        return appeal

    def turned_away(self) -> None:
        appeal = self.receive()
        for answer in (
            lambda order: declining.refuse(order, reasons=WORDS, **self.by(Role.REVIEWER)),
            lambda order: declining.confirm(order, **self.by(Role.REVIEWER)),
        ):
            order = self.order(appeal)
            ground = {"ground": "no_duty", "explanation": WORDS}
            declining.propose(order, **ground, **self.by(Role.OPERATOR))
            answer(self.order(appeal))
        follow_up.contest(self.again(appeal), reason=WORDS, **self.own(appeal))
        intake.redirect(
            self.order(appeal), ground="petition", explanation=WORDS, **self.by(Role.OPERATOR)
        )

    def merged(self) -> None:
        first, second, third = self.receive(), self.receive(), self.receive()
        for one in (second, third):
            merging.merge(self.order(one), into=self.order(first), **self.by(Role.OPERATOR))
        merging.unmerge(self.again(second), **self.by(Role.OPERATOR))
        answered, late = self.replied(), self.receive()
        merging.merge(self.order(late), into=self.order(answered), **self.by(Role.OPERATOR))
        follow_up.withdraw(self.again(third), pressed=False, **self.own(third))

    def disputed(self) -> None:
        appeal = self.dispatched()
        for decide in (dispatch.uphold, dispatch.overrule):
            dispatch.object_to(
                self.order(appeal),
                ground="not_our_area",
                explanation=WORDS,
                **self.by(Role.UNIT_HEAD),
            )
            decide(self.order(appeal), reasons=WORDS, **self.by(Role.REVIEWER))
            if decide is dispatch.uphold:
                dispatch.assign(
                    self.order(appeal),
                    unit=self.city.office,
                    reason=WORDS,
                    **self.by(Role.DISPATCHER),
                )

    def taken_back(self) -> None:
        appeal = self.dispatched()
        by = self.by(Role.DISPATCHER)
        handling.contact(self.order(appeal), result="reached", note=WORDS, **self.by(Role.HANDLER))
        dispatch.correct(
            self.order(appeal), service=self.city.lights, urgency="urgent", reason=WORDS, **by
        )
        dispatch.take_back(self.order(appeal), reason=WORDS, **by)
        dispatch.clear(self.order(appeal), reasons=WORDS, **self.by(Role.REVIEWER))

    def extended(self) -> None:
        handling.extend(
            self.order(self.handled()),
            limit=TimeLimit(1, Unit.WORKING_DAYS),
            ground="weather_or_season",
            explanation=WORDS,
            **self.by(Role.UNIT_HEAD),
        )

    def rated(self) -> None:
        for last in ("yes", "no"):
            appeal = self.replied()
            follow_up.rate(self.again(appeal), Opinion("no"), **self.own(appeal))
            reply.send(self.order(appeal), text=WORDS, outcome="resolved", **self.by(Role.HANDLER))
            follow_up.rate(self.again(appeal), Opinion("yes"), **self.own(appeal))
            follow_up.rate(self.again(appeal), Opinion(last), **self.own(appeal))

    def not_reached(self) -> None:
        appeal = self.replied()
        follow_up.give_back(self.order(appeal), reasons=WORDS, **self.by(Role.FOLLOW_UP))
        reply.send(self.order(appeal), text=WORDS, outcome="not_found", **self.by(Role.HANDLER))
        for hours in (1, 20, 50):
            follow_up.record_call(
                self.again(appeal), result="no_answer", **self.by(Role.FOLLOW_UP, hours)
            )
        follow_up.close_unreached(self.order(appeal), **self.by(Role.FOLLOW_UP, 60))

    def withdrawn(self) -> None:
        pressed, free = self.dispatched(), self.dispatched()
        follow_up.withdraw(self.again(pressed), pressed=True, **self.own(pressed))
        follow_up.withdraw(self.again(free), pressed=False, **self.own(free))

    def answered(self) -> None:
        intake.answer(self.order(self.receive()), text=WORDS, **self.by(Role.OPERATOR))

    def of_the_past(self) -> None:
        row = HistoryRow("files", "1", WORDS, self.now - timedelta(days=90), reply=WORDS)
        backfill.receive_closed([row], now=self.now)

    def of_one_issue(self) -> None:
        members = [self.receive().pk for _ in range(3)]
        analyst = self.by(Role.ANALYST)
        issue = decisions.confirm("滨江路路灯", members, **analyst)
        decisions.split(members, members[:1], reason=WORDS, **analyst)
        plan = Plan(
            "换线", WORDS, self.city.office, self.city.lights, [self.city.street], self.now.date()
        )
        project = projects.begin(issue, plan, **analyst)
        milestone = projects.promise(project, "换完第一段", self.now.date(), **analyst)
        projects.reach(milestone, **analyst)
        projects.end(project, **analyst)

    def rescheduled(self) -> None:
        self.accepted()
        for ahead in range(10):
            day = localtime(self.now).date() + timedelta(days=ahead)
            CalendarDay.objects.create(date=day, kind="holiday")
        assert list(directory_changes.set_clocks_anew(now=self.now))

    def overdue(self) -> None:
        self.handled()
        for days in range(1, 15):
            oversight.mark_due(now=self.now + timedelta(days=days))

    def everywhere(self) -> None:
        """Go down every way there is."""
        for way in (
            self.turned_away,
            self.merged,
            self.disputed,
            self.taken_back,
            self.extended,
            self.rated,
            self.not_reached,
            self.withdrawn,
            self.answered,
            self.of_the_past,
            self.of_one_issue,
            self.rescheduled,
            self.overdue,
        ):
            way()
