"""Projects through their pages: opened from an issue, kept, and judged in plain sentences."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiesu.casework.models import Issue, Milestone, Project
from jiesu.insight.analyses import effects
from jiesu.insight.reporting import figures as kept
from jiesu.insight.reporting.figures import GroupFilter
from jiesu.insight.storage import results
from jiesu.rules.roles import Role

pytestmark = pytest.mark.django_db
Figures = Callable[..., None]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def issue(analyst: Client, figures: Figures) -> Issue:
    figures("hot")
    group = kept.hot(GroupFilter(0))[0].group
    path = reverse("board_decide", args=[group])
    analyst.post(path, {"step": "confirm", "title": "三号桥路灯"})
    figures("hot")
    return Issue.objects.get()


def asked(**changed: object) -> dict[str, object]:
    return {
        "title": "三号桥路灯改造",
        "measure": "更换全部线路",
        "owner": "office",
        "service": "lights",
        "areas": ["s1"],
        "started_on": timezone.localdate() - timedelta(days=60),
    } | changed


@pytest.fixture
def project(analyst: Client, issue: Issue) -> Project:
    answer = analyst.post(reverse("board_project_new", args=[issue.pk]), asked())
    made = Project.objects.get()
    assert answer["Location"] == reverse("board_project", args=[made.pk])
    return made


def told(store: Path, project: Project, **figures: Any) -> None:
    """Keep a result of `effects` with two weeks on either side of the measure."""
    whole = {
        "project": project.pk, "verdict": "fewer", "observed": 3, "expected": 20.4, "ratio": 0.61,
        "low": 0.48, "high": 0.79, "p": 0.01, "avoided": 17.4, "others": 11, "trials": 140,
        "trials_fewer": 0.043, "until": timezone.localdate(),
    } | figures  # fmt: skip
    rows = [
        whole
        | {"day": project.started_on + timedelta(days=n), "after": n >= 0, "came": 1, "usual": 1.5}
        for n in range(-14, 14)
    ]
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=effects.SCHEMA))
    results.keep(store, "effects", table, now=timezone.now(), days=(date(2026, 1, 1), None))


def test_a_project_is_opened_from_a_confirmed_issue(
    analyst: Client, issue: Issue, figures: Figures
) -> None:
    group = text(analyst, reverse("board_group", args=[kept.hot(GroupFilter(0))[0].group]))
    path = reverse("board_project_new", args=[issue.pk])
    assert path in group
    form = text(analyst, path)
    assert "三号桥路灯" in form
    assert len(re.findall(r"checked", form)) == 1  # areas of one level, as is asked for
    analyst.post(path, asked())
    page = text(analyst, reverse("board_projects"))
    assert "三号桥路灯改造" in page
    assert "尚未评估" in page


@pytest.mark.parametrize(
    "changed",
    [{"title": ""}, {"areas": []}, {"areas": ["s1", "d1"]}, {"owner": "x"}, {"started_on": "x"}],
)
def test_a_form_with_a_fault_keeps_what_was_typed(
    changed: dict[str, object], analyst: Client, issue: Issue
) -> None:
    answer = analyst.post(reverse("board_project_new", args=[issue.pk]), asked(**changed))
    assert answer.status_code == 422
    assert "更换全部线路" in answer.content.decode()
    assert not Project.objects.exists()


def test_milestones_are_promised_and_reached_and_a_project_ends(
    analyst: Client, project: Project
) -> None:
    path = reverse("board_project_keep", args=[project.pk])
    for step in ({"step": "promise"}, {"step": "promise", "text": "x"}, {"step": "dance"}):
        assert "message error" in analyst.post(path, step, follow=True).content.decode()
    analyst.post(path, {"step": "promise", "text": "一期完工", "due_on": "2026-12-31"})
    milestone = Milestone.objects.get()
    analyst.post(path, {"step": "reach", "milestone": "999"})
    analyst.post(path, {"step": "reach", "milestone": milestone.pk})
    analyst.post(path, {"step": "end"})
    milestone.refresh_from_db()
    project.refresh_from_db()
    assert milestone.reached_on == project.ended_on == timezone.localdate()
    page = text(analyst, reverse("board_project", args=[project.pk]))
    assert "一期完工" in page
    assert "<button" not in page.split("一期完工")[1].split("</section>")[0]


def test_the_page_says_in_a_sentence_whether_the_appeals_stopped(
    analyst: Client, project: Project, settings: Any
) -> None:
    told(settings.STORE, project)
    page = text(analyst, reverse("board_project", args=[project.pk]))
    assert "诉求变少了" in page
    assert "−39" in page
    assert "140 次" in page
    assert "400 件" not in page
    assert 'data-chart="effect"' in page
    assert "变少" in text(analyst, reverse("board_projects"))
    analyst.cookies["django_language"] = "en"
    english = text(analyst, reverse("board_project", args=[project.pk]))
    assert "The appeals became fewer: 3 came since, and 20 would have come" in english


@pytest.mark.parametrize("verdict", ["more", "unclear", "early", "short", "few"])
def test_every_verdict_has_its_sentence(
    verdict: str, analyst: Client, project: Project, settings: Any
) -> None:
    none = {"observed": None, "expected": None, "ratio": None, "low": None, "high": None}
    told(settings.STORE, project, verdict=verdict, **(none if verdict in {"early", "few"} else {}))
    page = text(analyst, reverse("board_project", args=[project.pk]))
    assert re.search(r'<p class="lead">\s*\S+', page)
    assert ("400 件" in page) is (verdict == "unclear")
    assert "None" not in page


def test_a_project_opens_down_to_its_appeals(
    analyst: Client, project: Project, settings: Any, figures: Figures
) -> None:
    Project.objects.update(started_on=timezone.localdate() - timedelta(days=7))
    project.refresh_from_db()
    told(settings.STORE, project)
    page = text(analyst, reverse("board_project", args=[project.pk]))
    [link, *weeks] = re.findall(r'href="([^"]*project=[^"]*)"', page)
    assert "3 件诉求" in text(analyst, link)
    assert len(weeks) == 4
    assert "0 件诉求" in text(analyst, weeks[0])


@pytest.mark.parametrize("query", ["project=x", "project=999999"])
def test_appeals_of_no_project_are_not_found(query: str, analyst: Client, figures: Figures) -> None:
    figures()
    assert analyst.get(f"{reverse('board_appeals')}?{query}").status_code == 404


def test_a_leader_reads_and_keeps_nothing(
    signed_in: Callable[..., Client], project: Project, settings: Any
) -> None:
    leader = signed_in("leader", Role.LEADER)
    page = text(leader, reverse("board_project", args=[project.pk]))
    assert 'name="step"' not in page
    path = reverse("board_project_keep", args=[project.pk])
    assert leader.post(path, {"step": "end"}).status_code == 403
    assert leader.get(reverse("board_project_new", args=[project.issue_id])).status_code == 403
