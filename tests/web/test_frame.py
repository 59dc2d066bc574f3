"""What holds for every page, seen on those that need no data."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from jiesu.web import errors

LOGIN = "/accounts/login/"


def test_a_page_that_is_not_there_says_so_in_the_readers_language(client: Client) -> None:
    chinese = client.get("/nowhere/")
    english = client.get("/nowhere/", headers={"Accept-Language": "en"})
    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "这里没有内容" in chinese.text
    assert "There is nothing here" in english.text


def test_the_language_is_kept_once_chosen(client: Client) -> None:
    answer = client.post("/language/setlang/", {"language": "en", "next": LOGIN})
    assert answer.headers["Location"] == LOGIN
    assert 'lang="en"' in client.get(LOGIN).text


def test_the_theme_is_kept_once_chosen_and_works_without_a_script(client: Client) -> None:
    assert 'media="(prefers-color-scheme: dark)"' in client.get(LOGIN).text
    client.post("/theme/", {"theme": "dark", "next": LOGIN})
    assert 'media="all"' in client.get(LOGIN).text


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_choosing_a_theme_leads_nowhere_else(client: Client, back: str) -> None:
    answer = client.post("/theme/", {"theme": "purple", "next": back})
    assert answer.headers["Location"] == "/"
    assert not answer.cookies


def test_pages_forbid_inline_scripts_and_frames(client: Client) -> None:
    headers = client.get(LOGIN).headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post(LOGIN, {"login": "x"}, headers={"Content-Length": str(10**9)})
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_a_form_without_its_secret_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x"})
    assert answer.status_code == 403
    assert "表单已过期" in answer.text


def test_the_demonstration_says_so(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.DEMO = True
    assert "演示环境" in client.get(LOGIN).text
    settings.DEMO = False
    assert "演示环境" not in client.get(LOGIN).text


def test_a_fault_of_ours_says_so_even_without_a_database(rf: RequestFactory) -> None:
    answer = errors.broken(rf.get("/"))
    assert answer.status_code == 500
    assert "系统出错了" in answer.text


def test_pages_about_people_stay_out_of_shared_caches(signed_in: Callable[..., Client]) -> None:
    headers = signed_in("lin").get("/accounts/").headers
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_operator_names_the_place_the_hotline_and_the_base_map(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.PLACE, settings.HOTLINE = "Yunjiang", "311"
    settings.TILES = "https://tiles.example/{z}/{x}/{y}.png"
    page = client.get("/follow/", headers={"Accept-Language": "en"}).text
    assert "Yunjiang" in page
    assert "hotline 311" in page
    assert 'content="https://tiles.example/{z}/{x}/{y}.png"' in page
