"""How right the machine is, through its page: every count leads to as many appeals."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiesu.casework.assist import guesses, suggestions, triage
from jiesu.casework.assist.showing import ids
from jiesu.casework.assist.suggestions import Guess
from jiesu.casework.models import Appeal
from jiesu.casework.stages import intake
from jiesu.rules.roles import Role
from tests.casework.conftest import City

pytestmark = pytest.mark.django_db
Figures = Callable[..., None]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.fixture
def decided(
    city: City,
    receive: Callable[..., Appeal],
    later: Callable[[float], datetime],
    figures: Figures,
) -> None:
    """Three appeals accepted: the first proposal taken once, the second once, none once."""
    told = ((("lights", 0.95),), (("road", 0.62), ("lights", 0.3)), (("road", 0.65),))
    for services in told:
        appeal = receive("别的事情")
        made = {
            "service": [Guess(value, sure, "classify-9", {}) for value, sure in services],
            "urgency": guesses.urgency(triage.of_appeal(appeal)),
        }
        edge: dict[str, Any] = {"actor": city.staff(Role.OPERATOR), "now": later(1)}
        edge["shown"] = ids(suggestions.show(appeal.work_order, made, now=later(1)))
        intake.accept(appeal.work_order, service=city.lights, urgency="general", **edge)
    figures("accuracy")


def test_every_count_leads_to_as_many_appeals(analyst: Client, decided: None) -> None:
    page = text(analyst, reverse("board_proposals") + "?subject=service")
    links = re.findall(r'href="([^"]*subject=service[^"]*)">(\d+)</a>', page)
    assert len(links) == 4 + 4 + 2 * 2 + 3  # a line of the table, of the version, bins, month
    assert {count for _href, count in links} == {"0", "1", "2", "3"}
    for href, count in links:
        assert f"{count} 件诉求" in text(analyst, href), href


def test_the_page_says_how_sure_and_how_right_it_was(analyst: Client, decided: None) -> None:
    page = text(analyst, reverse("board_proposals") + "?subject=service")
    assert "33.3%" in page
    assert "66.7%" in page
    assert "classify-9" in page
    apart = (abs(1 - 0.95) + abs(0 - 0.62 - 0.65)) / 3
    assert f"{100 * apart:.1f}%" in page
    assert 'data-chart="by-confidence"' in page
    assert 'data-chart="by-month"' in page


def test_what_a_rule_says_is_not_called_badly_calibrated(analyst: Client, decided: None) -> None:
    page = text(analyst, reverse("board_proposals") + "?subject=urgency")
    assert "并非概率" in page


def test_without_decisions_it_says_so(analyst: Client, figures: Figures) -> None:
    figures("accuracy")
    assert "classify" not in text(analyst, reverse("board_proposals"))


@pytest.mark.parametrize("query", ["subject=luck", "subject=service&bin=x"])
def test_a_proposal_that_is_none_is_not_found(
    query: str, analyst: Client, figures: Figures
) -> None:
    figures()
    assert analyst.get(f"{reverse('board_appeals')}?{query}").status_code == 404


def test_nonsense_in_its_address_is_passed_over(analyst: Client, decided: None) -> None:
    assert text(analyst, reverse("board_proposals") + "?months=-1&subject=luck")
