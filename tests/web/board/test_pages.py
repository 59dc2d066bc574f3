"""The board through its pages: who may read, what is shown, where numbers lead."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiesu.casework.models import Appeal
from jiesu.directory.people import Actor
from jiesu.insight import progress
from jiesu.insight.analyses import surges
from jiesu.insight.progress import Progress
from jiesu.insight.reporting import figures as kept
from jiesu.insight.reporting.figures import GroupFilter
from jiesu.insight.storage import results
from jiesu.rules.roles import Role

PAGES = (
    "board",
    "board_hot",
    "board_trend",
    "board_forecast",
    "board_map",
    "board_rates",
    "board_times",
    "board_warnings",
    "board_proposals",
)
Figures = Callable[..., None]

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


SURGE = {
    "expected": 1.5, "low": 0, "high": 4, "score": 9.0, "p": 0.001, "alarm": False, "since": None,
    "because": None, "service": "road", "area": "",
}  # fmt: skip


def warn(store: Path, came: dict[date, int], since: date) -> None:
    """Keep a result of `surges` in which one stream is in alarm from `since` on."""
    alarm = {"alarm": True, "since": since}
    rows = [
        SURGE | {"day": day, "came": count} | (alarm if day >= since else {})
        for day, count in came.items()
    ]
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=surges.SCHEMA))
    results.keep(store, "surges", table, now=timezone.now(), days=(min(came), max(came)))


def the_lamp() -> int:
    return kept.hot(GroupFilter(0))[0].group


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_figures_says_how_they_are_made(
    name: str, analyst: Client, settings: Any, tmp_path: Path
) -> None:
    settings.STORE = tmp_path / "empty"
    assert "jiesu work" in text(analyst, reverse(name))


@pytest.mark.parametrize("name", [*PAGES, "board_appeals"])
def test_only_those_who_may_read_the_board_see_it(
    name: str, signed_in: Callable[..., Client], client: Client
) -> None:
    assert client.get(reverse(name)).status_code == 302
    assert signed_in("op", Role.OPERATOR).get(reverse(name)).status_code == 403


def test_today_says_what_came_and_what_is_owed(
    analyst: Client, figures: Figures, now: datetime
) -> None:
    figures("today", "standing")
    came = timezone.localdate(now)  # yesterday, where the night is young
    page = text(analyst, reverse("board") + f"?on={came}")
    assert re.search(r'class="figure-large" href="[^"]*">4</a>', page)
    assert "路灯" in page


def test_a_day_that_is_over_is_computed_when_asked(analyst: Client, figures: Figures) -> None:
    figures("today")
    assert "2020-01-01" in text(analyst, reverse("board") + "?on=2020-01-01")
    assert text(analyst, reverse("board") + "?on=nonsense")


def test_appeals_about_one_lamp_are_one_hot_issue(analyst: Client, figures: Figures) -> None:
    figures("hot")
    page = text(analyst, reverse("board_hot"))
    assert page.count("hot-item") == 1
    assert "3 人反映" in page
    assert "滨江路三号桥" in page


def test_a_group_shows_words_without_identity_and_the_reply(
    analyst: Client, figures: Figures
) -> None:
    figures("hot", "alike")
    page = text(analyst, reverse("board_group", args=[the_lamp()]))
    assert page.count("voice-head") == 3
    assert "已于当晚更换灯具" in page
    assert "[phone]" in page
    assert "13912345678" not in page
    assert "都提到" in page or "都反映" in page


def test_the_address_of_a_renumbered_group_leads_to_where_its_appeal_is(
    analyst: Client, figures: Figures
) -> None:
    figures("hot")
    group = the_lamp()
    members = kept.members(group, actor=Actor.system())
    other = next(one.appeal_id for one in members if one.appeal_id != group)
    answer = analyst.get(reverse("board_group", args=[other]))
    assert answer["Location"] == reverse("board_group", args=[group])
    assert analyst.get(reverse("board_group", args=[999_999])).status_code == 404


def test_places_of_a_group_are_points(analyst: Client, figures: Figures) -> None:
    figures("hot")
    found = analyst.get(reverse("board_group_points", args=[the_lamp()])).json()
    assert [f["geometry"]["coordinates"] for f in found["features"]] == [[110.1, 30.1]] * 3


def test_rates_show_both_counts_and_open_down_to_the_appeals(
    analyst: Client, figures: Figures
) -> None:
    figures("rates")
    page = text(analyst, reverse("board_rates"))
    links = re.findall(r'href="([^"]*measure=resolution_rate[^"]*)">(\d+)</a>', page)
    assert {count for _href, count in links} == {"1"}
    for href, count in links:
        assert f"{count} 件诉求" in text(analyst, href)


def test_the_table_of_the_trend_leads_to_its_appeals(analyst: Client, figures: Figures) -> None:
    figures("volumes")
    page = text(analyst, reverse("board_trend"))
    counts = re.findall(r'href="([^"]*board/appeals/[^"]*)">(\d+)</a>', page)
    href = next(href for href, count in counts if count == "4")
    assert "4 件诉求" in text(analyst, href)


def test_areas_are_shaded_by_their_share(analyst: Client, figures: Figures) -> None:
    figures("places")
    found = analyst.get(reverse("board_areas", args=["street"])).json()
    shares = [(f["properties"]["code"], f["properties"]["share"]) for f in found["features"]]
    assert shares == [("s1", 1.0)]
    cells = analyst.get(reverse("board_cells")).json()
    assert [f["properties"]["weight"] for f in cells["features"]] == [1.0]
    assert analyst.get(reverse("board_areas", args=["planet"])).status_code == 404
    page = text(analyst, reverse("board_map"))
    href, count = re.findall(r'href="([^"]*dimension=street[^"]*)">(\d+)</a>', page)[0]
    assert "江边街道" in page
    assert f"{count} 件诉求" in text(analyst, href)


@pytest.mark.parametrize(
    ("query", "analysis"),
    [
        ("board_hot?days=x&page=-1&service_1=none", "hot"),
        ("board_trend?by=height&weeks=-3", "volumes"),
        ("board_map?level=planet&days=1e9&show=x", "places"),
        ("board_rates?months=²&measure=luck", "rates"),
        ("board_times?by=moon", "durations"),
        ("board_appeals?first=32&last=2026-13-01&page=0", "today"),
    ],
)
def test_nonsense_in_an_address_is_passed_over(
    query: str, analysis: str, analyst: Client, figures: Figures
) -> None:
    figures(analysis)
    name, _, asked = query.partition("?")
    assert text(analyst, f"{reverse(name)}?{asked}")


@pytest.mark.parametrize("query", ["dimension=height", "measure=luck"])
def test_a_figure_that_is_none_is_not_found(query: str, analyst: Client, figures: Figures) -> None:
    figures()
    assert analyst.get(f"{reverse('board_appeals')}?{query}").status_code == 404


def test_everybody_sees_figures_and_nobodys_words(client: Client, figures: Figures) -> None:
    figures("volumes", "rates")
    page = text(client, reverse("board_public"))
    assert "滨江路" not in page
    assert "路灯" in page
    assert "< 5" in page
    assert all(appeal.code not in page for appeal in Appeal.objects.all())


def test_the_board_speaks_english_too(analyst: Client, figures: Figures) -> None:
    figures("hot")
    analyst.cookies["django_language"] = "en"
    assert "3 voices" in text(analyst, reverse("board_hot"))


def test_a_young_city_has_no_forecast_yet(analyst: Client, figures: Figures) -> None:
    figures("forecast")
    page = text(analyst, reverse("board_forecast"))
    assert "too few appeals yet" in page or "诉求还太少" in page


def test_the_forecast_shows_days_hours_and_matters(
    analyst: Client, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures("forecast")
    start = datetime(2026, 3, 2)  # noqa: DTZ001  (columns hold local time without a zone)
    past = [
        kept.Ahead("lights", start - timedelta(days=n), n, None, None, None)
        for n in range(8, 0, -1)
    ]
    ahead = [kept.Ahead("lights", start + timedelta(days=n), None, 2.5, 1, 6) for n in range(8)]
    monkeypatch.setattr(kept, "ahead", lambda *_asked: past + ahead)
    page = text(analyst, reverse("board_forecast") + "?by=district")
    assert 'data-chart="days"' in page
    assert 'data-chart="hours"' in page
    rows = re.findall(r'<td class="number">(\d+)</td><td class="number">(\d+)</td></tr>', page)
    assert rows[-1] == ("18", "28")
    assert "begins on 2026-03-02" in page or "2026-03-02 开始" in page


def test_a_warning_says_since_when_and_opens_down_to_the_appeals(
    analyst: Client, settings: Any, tmp_path: Path, figures: Figures
) -> None:
    figures("today")
    today = timezone.localdate()
    warn(settings.STORE, {today: 7}, since=today)
    page = text(analyst, reverse("board_warnings"))
    assert f"{today}" in page
    assert "7" in page
    assert "1.5" in page
    (link, *_) = re.findall(r'href="([^"]*/appeals/[^"]*)"', page)
    assert f"first={today}" in link
    assert analyst.get(link).status_code == 200


def test_an_alarm_about_two_appeals_is_no_news(
    analyst: Client, settings: Any, figures: Figures
) -> None:
    figures("today")
    warn(settings.STORE, {timezone.localdate(): 2}, since=timezone.localdate())
    assert 'class="empty"' in text(analyst, reverse("board_warnings"))


def test_no_warning_is_said_so(analyst: Client, settings: Any, tmp_path: Path) -> None:
    settings.STORE = tmp_path
    empty = ibis.memtable(surges.SCHEMA.empty_table())
    results.keep(tmp_path, "surges", empty, now=timezone.now(), days=(None, None))
    assert 'class="empty"' in text(analyst, reverse("board_warnings"))


def test_a_district_narrows_the_appeals(analyst: Client, figures: Figures) -> None:
    figures("today")
    whole = text(analyst, reverse("board_appeals"))
    none = text(analyst, reverse("board_appeals") + "?district=nowhere")
    assert "路灯" in whole
    assert "路灯" not in none


def test_every_page_says_how_far_the_think_tank_is_until_it_is_done(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    far = Progress(appeals=40_000, read=12_300, analyses=14, done=4)
    monkeypatch.setattr(progress, "to_wait_for", lambda: far)
    for name in (*PAGES, "board_projects"):
        assert "read 12,300 of 40,000 appeals; 4 of 14 analyses" in text(analyst, reverse(name))
    monkeypatch.setattr(progress, "to_wait_for", lambda: None)
    assert "think tank" not in text(analyst, reverse("board"))
    assert "done all its analyses" in text(analyst, reverse("board_progress"))
