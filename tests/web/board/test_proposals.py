"""How right the machine is, through its page: every count leads to as many appeals."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from jiesu.casework import intake, proposals
from jiesu.casework.models import Appeal
from jiesu.casework.proposals import Guess
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
    shown = ((("lights", 0.95),), (("road", 0.62), ("lights", 0.3)), (("road", 0.65),))
    for guesses in shown:
        order = receive("别的事情").work_order
        made = [Guess(value, sure, "") for value, sure in guesses]
        proposals.keep(order, "service", made, model_version="classify-9", now=later(1))
        operator = city.staff(Role.OPERATOR)
        intake.accept(order, service=city.lights, urgency="general", actor=operator, now=later(1))
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
