"""The console in a real browser: on a phone and at a desk, in both languages, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from jiesu.casework.models import Appeal
from jiesu.directory.models import CalendarDay, DutyItem, Person
from jiesu.rules.roles import Role
from tests.casework.conftest import City, city, now, receive
from tests.web.conftest import READERS, reader_name

__all__ = ["city", "now", "receive"]  # fixtures of the room below, found here by pytest

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
Check = Callable[[Page], None]
KINDS = ("services", "units", "duties", "calendar", "areas", "limits")


def walk(page: Page, readable: Check, paths: list[str]) -> None:
    for path in paths:
        page.goto(path)
        readable(page)


@pytest.mark.parametrize("reader", READERS, ids=reader_name)
def test_every_page_of_the_directory_can_be_read_by_everybody(
    visit: Visit,
    readable: Check,
    city: City,
    signed_in: Callable[..., Client],
    reader: dict[str, Any],
) -> None:
    CalendarDay.objects.create(date="2026-10-01", kind="holiday", names={"zh-hans": "国庆节"})
    client = signed_in("admin", Role.ADMINISTRATOR)
    duty, dispatcher = DutyItem.objects.get(), Person.objects.get(username="a-dispatcher")
    page = visit("/console/", who=client, **reader)
    readable(page)
    walk(page, readable, [f"/console/directory/{kind}/" for kind in KINDS])
    walk(page, readable, [f"/console/directory/{kind}/new/" for kind in KINDS if kind != "areas"])
    walk(page, readable, ["/console/directory/file/", f"/console/directory/duties/{duty.pk}/"])
    english = "en" in reader["language"]
    page.get_by_role("button").filter(has_text="Try" if english else "试").click()
    answer = "What it would have done" if english else "试算结果"
    expect(page.get_by_role("heading", name=answer)).to_be_visible()  # axe fails on a leaving page
    readable(page)
    people = ["/console/people/", "/console/people/new/", f"/console/people/{dispatcher.pk}/"]
    walk(page, readable, people)


@pytest.mark.parametrize("reader", READERS, ids=reader_name)
def test_every_record_can_be_read_by_everybody(
    visit: Visit,
    readable: Check,
    receive: Callable[..., Appeal],
    signed_in: Callable[..., Client],
    reader: dict[str, Any],
) -> None:
    receive()
    page = visit("/console/", who=signed_in("audit", Role.AUDITOR), **reader)
    walk(page, readable, [f"/console/{name}/" for name in ("log", "views", "dead-letters")])
