"""What an analyst decides on the page of a group, and what the next run makes of it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jiesu.casework.models import GroupDecision, Issue, WorkOrder
from jiesu.directory.people import Actor
from jiesu.insight.reporting import figures as kept
from jiesu.insight.reporting.figures import GroupFilter
from jiesu.rules.roles import Role

Figures = Callable[..., None]

pytestmark = pytest.mark.django_db


def decide(client: Client, group: int, step: str, **fields: object) -> str:
    path = reverse("board_decide", args=[group])
    answer = client.post(path, {"step": step, **fields}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def the_lamp() -> int:
    return kept.hot(GroupFilter(0))[0].group


def members(group: int) -> set[int]:
    return {member.appeal_id for member in kept.members(group, actor=Actor.system())}


def test_a_confirmed_group_is_an_issue_that_its_work_orders_carry(
    analyst: Client, figures: Figures
) -> None:
    figures("hot")
    group = the_lamp()
    page = decide(analyst, group, "confirm", title="三号桥路灯")
    issue = Issue.objects.get()
    assert issue.title == "三号桥路灯"
    assert WorkOrder.objects.filter(issue=issue).count() == 3
    assert "三号桥路灯" in page
    figures("hot")
    assert kept.hot(GroupFilter(0))[0].issue_id == issue.pk
    assert "已确认为一类事" in analyst.get(reverse("board_hot")).content.decode()


def test_a_title_is_wanted(analyst: Client, figures: Figures) -> None:
    figures("hot")
    assert "message error" in decide(analyst, the_lamp(), "confirm", title=" ")
    assert not Issue.objects.exists()


def test_a_dismissed_group_is_put_aside_and_can_be_shown(analyst: Client, figures: Figures) -> None:
    figures("hot")
    decide(analyst, the_lamp(), "dismiss", reason="测试")
    figures("hot")
    assert kept.hot(GroupFilter(0)) == []
    page = analyst.get(reverse("board_hot"), {"dismissed": "1", "days": "0"}).content.decode()
    assert "已搁置" in page


def test_what_is_split_off_stays_off(analyst: Client, figures: Figures) -> None:
    figures("hot")
    group = the_lamp()
    off = max(members(group))
    decide(analyst, group, "split", appeal=[off])
    figures("hot")
    assert len(members(the_lamp())) == 2
    assert off not in members(the_lamp())


@pytest.mark.parametrize("appeals", [[], ["x"]])
def test_a_split_needs_marks(analyst: Client, figures: Figures, appeals: list[str]) -> None:
    figures("hot")
    assert "message error" in decide(analyst, the_lamp(), "split", appeal=appeals)
    assert not GroupDecision.objects.exists()


def test_merging_needs_another_group(analyst: Client, figures: Figures) -> None:
    figures("hot")
    assert "message error" in decide(analyst, the_lamp(), "merge")
    assert "message error" in decide(analyst, the_lamp(), "nonsense")
    assert not GroupDecision.objects.exists()


def test_a_leader_reads_and_does_not_decide(
    signed_in: Callable[..., Client], figures: Figures
) -> None:
    figures("hot")
    leader = signed_in("leader", Role.LEADER)
    page = leader.get(reverse("board_group", args=[the_lamp()])).content.decode()
    assert 'value="confirm"' not in page
    answer = leader.post(reverse("board_decide", args=[the_lamp()]), {"step": "dismiss"})
    assert answer.status_code == 403
    assert not GroupDecision.objects.exists()
