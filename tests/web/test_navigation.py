"""The ways through the house: an area that is not installed has none."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import path
from pytest_django import Settings

from jiesu.web.frame import navigation


def ways() -> list[str]:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return [link.href for link in navigation.entries(request)]


def test_residents_find_the_figures_where_there_are_any() -> None:
    assert "/board/public/" in ways()


def test_a_house_without_a_think_tank_shows_no_way_to_it(settings: Settings) -> None:
    names = [one.address for one in navigation.ENTRIES if not one.address.startswith("board")]
    settings.ROOT_URLCONF = tuple(
        path(f"{name}/", lambda _request: None, name=name) for name in names
    )
    assert ways() == ["/report/", "/follow/", "/promises/"]
