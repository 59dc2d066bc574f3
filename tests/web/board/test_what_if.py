"""Ranks under other weights: on the server, and live in a browser; nothing is stored."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from jiesu.insight.reporting.figures import Hot
from jiesu.insight.storage import results
from jiesu.mining.heat.api import PARTS, WEIGHTS, weighed

pytestmark = pytest.mark.django_db(transaction=True)


def hot(number: int, **parts: float) -> dict[str, Any]:
    full = dict.fromkeys(PARTS, 0.0) | parts
    row = dict.fromkeys(Hot.__dataclass_fields__) | {"group": number, "speaker": number, "span": 0}
    del row["parts"]
    row |= {"heat": weighed(full, WEIGHTS), "appeals": 5, "voices": 5.0, "open": 1, "units": 1}
    return row | {"dismissed": False, "first": timezone.now(), "last": timezone.now()} | full


@pytest.fixture
def three(settings: Any, tmp_path: Path) -> None:
    """Keep three groups: one of many people, one that grows, one that is wide."""
    settings.STORE = tmp_path
    rows = [
        hot(1, people=0.6, growth=0.0),
        hot(2, people=0.4, growth=0.9),
        hot(3, people=0.3, spread=1.0),
    ]
    rows.sort(key=lambda row: -row["heat"])
    table = ibis.memtable(pa.Table.from_pylist(rows))
    results.keep(tmp_path, "hot", table, now=timezone.now(), days=(None, None))


def ranked(client: Client, query: str = "") -> list[int]:
    page = unescape(client.get(reverse("board_what_if") + query).content.decode())
    return [int(one) for one in re.findall(r"<th scope=\"row\"><a href=\"[^\"]*/(\d+)/\"", page)]


def test_the_weights_in_use_give_the_ranks_in_use(analyst: Client, three: None) -> None:
    assert ranked(analyst) == [1, 2, 3]


def test_other_weights_give_other_ranks(analyst: Client, three: None) -> None:
    assert ranked(analyst, "?people=20&growth=60") == [2, 1, 3]
    assert ranked(analyst, "?people=0&growth=0&spread=60") == [3, 1, 2]


@pytest.mark.parametrize(
    "query", ["?people=x", "?people=nan", "?people=-3&days=1e9", "?growth=inf"]
)
def test_nonsense_is_passed_over(query: str, analyst: Client, three: None) -> None:
    assert sorted(ranked(analyst, query)) == [1, 2, 3]


@pytest.mark.browser
def test_ranks_move_while_a_weight_is_turned(
    visit: Callable[..., Page], readable: Callable[[Page], None], analyst: Client, three: None
) -> None:
    page = visit(reverse("board_what_if"), who=analyst, width=360, dark=True)
    readable(page)
    first = page.locator("#ranking tbody tr").first
    expect(first.locator("[data-heat]")).to_have_text(re.compile(r"\d"))
    page.locator("[name=spread]").fill("60")
    page.locator("[name=growth]").fill("0")
    expect(first.locator("a")).to_have_attribute("href", re.compile("/3/$"))
    expect(first.locator("[data-moves]")).to_have_text("+2")
    page.locator("[data-reset]").click()
    expect(first.locator("a")).to_have_attribute("href", re.compile("/1/$"))
    readable(page)
