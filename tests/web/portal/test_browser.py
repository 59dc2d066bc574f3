"""The portal as people meet it: on a phone and at a desk, by thumb, key and screen reader."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from jiesu.casework.models import Appeal
from tests.web.conftest import reader_name

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Page]
READERS: list[dict[str, Any]] = [
    {"width": 360, "language": "zh-CN"},
    {"width": 360, "language": "en-US", "dark": True},
    {"width": 1280, "language": "zh-CN", "dark": True},
    {"width": 1280, "language": "en-US"},
]


def drawn(page: Page) -> None:
    page.locator("[data-map][data-drawn]").wait_for()


@pytest.mark.parametrize("reader", READERS, ids=reader_name)
def test_every_page_can_be_read_by_everybody(
    visit: Visit, readable: Callable[[Page], None], appeal: Callable[..., Appeal], reader: Any
) -> None:
    code = appeal("replied", lat=30.1, lon=110.1, text="Lamp 路灯").code
    paths = ["/", "/report/", "/follow/", "/promises/", "/accounts/login/", "/nowhere/"]
    page = visit("/", **reader)
    for path in [*paths, f"/appeals/{code}/", f"/appeals/{code}/received/"]:
        page.goto(path)
        readable(page)


@pytest.mark.usefixtures("city")
def test_a_minute_on_a_phone(visit: Visit) -> None:
    page = visit("/", width=360)
    page.get_by_role("link", name="反映诉求").last.click()
    page.get_by_label("发生了什么？").fill("湖滨路路灯三天不亮")
    drawn(page)
    page.locator("[data-map]").click(position={"x": 120, "y": 160})
    assert float(page.locator("#id_lat").input_value()) == pytest.approx(30.25, abs=0.25)
    page.get_by_text("仅热线知道我是谁").click()
    page.get_by_label("电话").fill("13900000000")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到，谢谢您。")).to_be_visible()
    made = Appeal.objects.get()
    expect(page.locator("#code")).to_have_text(made.spaced_code)
    assert (made.area.code, made.secrecy) == ("s1", "confidential")
    page.goto("/report/")
    expect(page.get_by_label("发生了什么？")).to_have_value("")


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("language", "button", "none"),
    [("zh-CN", "选择照片", "尚未选择"), ("en-US", "Choose photos", "None chosen")],
)
def test_photos_are_chosen_in_the_language_of_the_page(
    visit: Visit, language: str, button: str, none: str
) -> None:
    page = visit("/report/", language=language)
    expect(page.get_by_role("status").filter(has_text=none)).to_be_visible()
    with page.expect_file_chooser() as chooser:
        page.get_by_text(button, exact=True).click()
    photo = {"mimeType": "image/png", "buffer": b"-"}
    chooser.value.set_files([{"name": name, **photo} for name in ("a.png", "b.png")])
    expect(page.get_by_role("status").filter(has_text="a.png, b.png")).to_be_visible()


@pytest.mark.usefixtures("city")
def test_the_device_gives_the_place_when_asked(visit: Visit) -> None:
    here = {"latitude": 30.101, "longitude": 110.102}
    page = visit("/report/", geolocation=here, permissions=["geolocation"])
    assert page.locator("#id_lat").input_value() == ""
    page.get_by_role("button", name="我现在的位置").click()
    expect(page.locator("#id_lat")).to_have_value("30.101000")
    page.get_by_role("button", name="清除标记").click()
    expect(page.locator("#id_lat")).to_have_value("")


@pytest.mark.usefixtures("city")
def test_what_was_typed_survives_leaving_and_losing_the_line(visit: Visit) -> None:
    page = visit("/report/")
    page.get_by_label("发生了什么？").fill("垃圾三天没收")
    page.goto("/promises/")
    page.goto("/report/")
    expect(page.get_by_label("发生了什么？")).to_have_value("垃圾三天没收")
    page.context.set_offline(True)
    page.get_by_role("button", name="提交").click()
    page.context.set_offline(False)
    page.goto("/report/")
    expect(page.get_by_label("发生了什么？")).to_have_value("垃圾三天没收")


@pytest.mark.usefixtures("city")
def test_two_presses_send_one_report(visit: Visit) -> None:
    page = visit("/report/")
    page.get_by_label("发生了什么？").fill("井盖丢了")
    page.get_by_role("button", name="提交").dblclick()
    expect(page.get_by_role("heading", name="已收到，谢谢您。")).to_be_visible()
    assert Appeal.objects.count() == 1


@pytest.mark.usefixtures("city")
def test_it_works_without_any_script(visit: Visit) -> None:
    page = visit("/report/", java_script_enabled=False)
    expect(page.locator("[data-map]")).to_be_hidden()
    page.get_by_label("发生了什么？").fill("井盖丢了")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到，谢谢您。")).to_be_visible()


def test_hints_come_while_typing(visit: Visit, appeal: Callable[..., Appeal]) -> None:
    appeal("dispatched", lat=30.1, lon=110.1, text="湖滨路路灯三天不亮")
    page = visit("/report/", width=1280)
    page.get_by_label("发生了什么？").press_sequentially("路灯又不亮了")
    page.get_by_role("button", name="路灯").click()
    assert page.locator("#id_service").input_value() == "lights"


def test_not_solved_by_keyboard_alone(visit: Visit, appeal: Callable[..., Appeal]) -> None:
    made = appeal("replied")
    page = visit(f"/appeals/{made.code}/")
    page.get_by_label("没有解决").focus()
    page.keyboard.press("Space")
    page.get_by_label("还差什么").focus()
    page.keyboard.type("第二天又灭了")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("诉求已退回重新办理")).to_be_visible()
    made.work_order.refresh_from_db()
    assert made.work_order.state == "handling"


@pytest.mark.usefixtures("db")
def test_theme_and_language_are_switched_at_once_and_kept(visit: Visit) -> None:
    page = visit("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="深色").click()
    assert page.evaluate(paper) != light
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile("/$"))
    expect(page.get_by_role("link", name="Report a problem")).to_be_visible()
    assert page.evaluate(paper) != light


@pytest.mark.usefixtures("city")
def test_an_answer_lost_on_the_way_makes_no_second_report(visit: Visit) -> None:
    page = visit("/report/")
    page.get_by_label("发生了什么？").fill("井盖丢了")

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/report/", lose_the_answer)
    page.get_by_role("button", name="提交").click()
    page.unroute("**/report/")
    page.goto("/report/")
    assert Appeal.objects.count() == 1
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到，谢谢您。")).to_be_visible()
    assert Appeal.objects.count() == 1
