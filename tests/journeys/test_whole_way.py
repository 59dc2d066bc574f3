"""From a resident's phone to a rated reply, through every door, in Chinese and in English."""

import re

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys.people import CHINESE, ENGLISH, Office, Words
from tests.journeys.program import Program

FIRST = "已派人到现场查看，灯杆线路老化，已更换灯具。"
SECOND = "已重新接线并更换开关，连续两晚观察照明正常。"


@pytest.fixture(scope="session")
def office(browser: Browser, program: Program) -> Office:
    return Office(browser, program)


def do(page: Page, step: str) -> None:
    """Open a step of the work order and send its form."""
    open_step(page, step)
    page.get_by_role("button", name=step, exact=True).click()
    page.wait_for_load_state()


def open_step(page: Page, step: str) -> None:
    page.locator("details[data-step] summary", has_text=step).first.click()


def report(page: Page, words: Words, text: str) -> str:
    page.goto("/report/")
    page.get_by_label(words.what).fill(text)
    page.locator("[data-map][data-drawn]").wait_for()
    page.locator("[data-map]").click(position={"x": 120, "y": 160})
    page.get_by_label(words.phone).fill("13900000001")
    page.get_by_role("button", name=words.send).click()
    page.wait_for_url("**/received/")
    return page.locator("#code").inner_text().strip()


def find(page: Page, code: str) -> None:
    """Find the work order of a tracking code by the search of the desk."""
    page.goto(f"/desk/search/?q={code}")
    if "/orders/" not in page.url:
        page.locator("a[href*='/desk/orders/']").first.click()
        page.wait_for_load_state()


def walk_to_reply(office: Office, words: Words, code: str) -> Page:
    """Accept, dispatch, sign, start and reply; give the page of the unit."""
    operator = office.sit("operator", words.locale)
    find(operator, code)
    open_step(operator, words.accept)
    service = operator.locator("[name=service]")
    if not service.input_value():
        service.fill("lights")
    operator.get_by_role("button", name=words.accept, exact=True).click()
    operator.wait_for_load_state()
    operator.context.close()
    dispatcher = office.sit("dispatcher", words.locale)
    find(dispatcher, code)
    open_step(dispatcher, words.dispatch)
    dispatcher.get_by_role("radio").first.check()
    dispatcher.get_by_role("button", name=words.dispatch, exact=True).click()
    dispatcher.wait_for_load_state()
    dispatcher.context.close()
    unit = office.sit("handler", words.locale, width=360)
    unit.goto("/unit/inbox/all/")
    unit.locator("a[href*='/unit/orders/']").first.click()
    do(unit, words.sign)
    do(unit, words.start)
    answer(unit, words, FIRST)
    return unit


def answer(unit: Page, words: Words, text: str) -> None:
    open_step(unit, words.reply)
    unit.get_by_label(words.resolved, exact=True).check()
    unit.locator("details[open] textarea[name=text]").fill(text)
    unit.get_by_role("button", name=words.reply, exact=True).click()
    expect(unit.get_by_text(text)).to_be_visible()


def call_and_hear_no(office: Office, words: Words, code: str) -> None:
    caller = office.sit("follow_up", words.locale)
    find(caller, code)
    open_step(caller, words.call)
    caller.get_by_label(words.reached, exact=True).check()
    caller.locator("details[open] [name=contacted][value=yes]").check()
    caller.locator("details[open] [name=solved][value=no]").check()
    caller.locator("details[open] textarea[name=reason]").fill("第二天晚上又灭了")
    caller.get_by_role("button", name=words.write_down).click()
    caller.wait_for_load_state()
    find(caller, code)
    expect(caller.get_by_text(words.handling).first).to_be_visible()
    caller.context.close()


def rate(resident: Page, words: Words, code: str) -> None:
    resident.goto(f"/appeals/{code.replace('-', '')}/")
    expect(resident.get_by_text(SECOND)).to_be_visible()
    resident.get_by_label(words.solved).check()
    resident.locator("[name=contacted][value=yes]").check()
    resident.locator("[name=result_rating][value='5']").check()
    resident.get_by_role("button", name=words.send_view).click()
    resident.wait_for_load_state()
    expect(resident.get_by_text(words.completed).first).to_be_visible()
    expect(resident.get_by_text("5/5")).to_be_visible()


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=lambda words: words.locale)
def test_from_a_phone_to_a_rated_reply(office: Office, words: Words) -> None:
    resident = office.open(words.locale, 360)
    code = report(resident, words, f"Riverside 滨江路的路灯坏了三天 {words.locale}")
    unit = walk_to_reply(office, words, code)
    call_and_hear_no(office, words, code)
    unit.reload()
    answer(unit, words, SECOND)
    unit.context.close()
    rate(resident, words, code)
    resident.context.close()


def test_an_open311_client_sees_its_report_through(
    office: Office, program: Program, playwright: Playwright
) -> None:
    client = playwright.request.new_context(base_url=program.url)
    key = re.findall(r"\S{20,}", program.run("key", "new", "test app", "--channel", "open311"))[-1]
    sent = client.post(
        "/open311/v2/requests.json",
        form={
            "api_key": key,
            "service_code": "lights",
            "lat": "30.12",
            "long": "110.12",
            "description": "路灯不亮，由手机应用上报",
            "phone": "13900000002",
        },
    )
    assert sent.ok, sent.text()
    number, code = (sent.json()[0][name] for name in ("service_request_id", "tracking_code"))

    def seen() -> dict[str, str]:
        status: dict[str, str] = client.get(f"/open311/v2/requests/{number}.json").json()[0]
        return status

    assert seen()["status"] == "open"
    unit = walk_to_reply(office, CHINESE, code)
    call_and_hear_no(office, CHINESE, code)
    assert seen()["status"] == "open"
    unit.reload()
    answer(unit, CHINESE, SECOND)
    unit.context.close()
    resident = office.open(CHINESE.locale, 360)
    rate(resident, CHINESE, code)
    resident.context.close()
    last = seen()
    client.dispose()
    assert last["status"] == "closed"
    assert last["status_notes"]


def test_the_log_holds_after_all_that(program: Program) -> None:
    assert "The log holds" in program.run("verify")
