"""The board in a real browser: on a phone and at a desk, in both languages, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from jiesu.insight.reporting import figures as kept
from jiesu.insight.reporting.figures import GroupFilter
from tests.web.conftest import READERS, reader_name

pytestmark = pytest.mark.django_db(transaction=True)

ALL = ("today", "standing", "volumes", "rates", "durations", "hot", "alike", "accuracy")


def settled(page: Page) -> None:
    """Wait until charts and maps are drawn."""
    expect(page.locator("[data-chart]:not(:has(svg))")).to_have_count(0)
    expect(page.locator("[data-map]:not([data-drawn])")).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("reader", READERS, ids=reader_name)
def test_every_page_of_the_board_can_be_read_by_everybody(
    visit: Callable[..., Page],
    readable: Callable[[Page], None],
    figures: Callable[..., None],
    analyst: Client,
    reader: dict[str, Any],
) -> None:
    figures(*ALL)
    group = reverse("board_group", args=[kept.hot(GroupFilter(0))[0].group])
    names = (
        "",
        "_hot",
        "_trend",
        "_forecast",
        "_map",
        "_rates",
        "_times",
        "_appeals",
        "_public",
        "_proposals",
        "_projects",
        "_what_if",
    )
    page = visit("/", who=analyst, **reader)
    for path in (*(reverse(f"board{name}") for name in names), group):
        page.goto(path)
        settled(page)
        for folded in page.locator("details").all():
            folded.evaluate("one => { one.open = true }")
        readable(page)
