"""People in front of their browsers: a resident on a phone, staff at their desks."""

import base64
import hmac
import struct
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.journeys.program import PASSWORD, Program


def six_digits(secret: str) -> str:
    """Do what an authenticator app does (RFC 6238)."""
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), moment, "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


@dataclass
class Words:
    """What somebody reads on the buttons, in one language."""

    locale: str
    report: str
    send: str
    what: str
    where: str
    phone: str
    accept: str
    dispatch: str
    sign: str
    start: str
    reply: str
    resolved: str
    call: str
    reached: str
    handling: str
    write_down: str
    solved: str
    send_view: str
    completed: str


CHINESE = Words(
    locale="zh-CN",
    report="反映诉求",
    send="提交",
    what="发生了什么？",
    where="在哪里？",
    phone="电话",
    accept="受理",
    dispatch="派单",
    sign="签收",
    start="开始办理",
    reply="答复",
    resolved="已解决",
    call="电话回访",
    reached="已接通",
    handling="办理中",
    write_down="记录本次回访",
    solved="已解决",
    send_view="提交意见",
    completed="已办结",
)
ENGLISH = Words(
    locale="en-US",
    report="Report",
    send="Send",
    what="What happened?",
    where="Where?",
    phone="Phone",
    accept="Accept",
    dispatch="Dispatch",
    sign="Sign for it",
    start="Start work",
    reply="Reply",
    resolved="resolved",
    call="Follow-up call",
    reached="reached",
    handling="being handled",
    write_down="Write the call down",
    solved="Yes, it is solved",
    send_view="Send my view",
    completed="completed",
)


class Office:
    """The staff of the city, each signed in once with password and second factor."""

    def __init__(self, browser: Browser, program: Program) -> None:
        self.browser, self.program = browser, program
        self._secrets: dict[str, str] = {}
        self._used: dict[str, str] = {}

    def sit(self, username: str, locale: str, *, width: int = 1280) -> Page:
        """Sign somebody in; at the first time he sets his authenticator up."""
        page = self.open(locale, width)
        page.goto("/accounts/login/")
        page.locator("[name=login]").fill(username)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form button.primary, form button[type=submit]").last.click()
        page.wait_for_url("**/accounts/**")
        if username not in self._secrets:
            self._secrets[username] = page.locator("p.code").inner_text().strip()
        page.locator("[name=code]").fill(self._fresh_code(username))
        page.locator("[name=code]").press("Enter")
        page.wait_for_load_state()
        return page

    def _fresh_code(self, username: str) -> str:
        """Wait for the next code where this one was used: it opens the door once only."""
        code = six_digits(self._secrets[username])
        while code == self._used.get(username):
            time.sleep(0.5)
            code = six_digits(self._secrets[username])
        self._used[username] = code
        return code

    def open(self, locale: str, width: int) -> Page:
        """Open a browser of somebody who is not signed in."""
        context = self.browser.new_context(
            base_url=self.program.url,
            locale=locale,
            viewport={"width": width, "height": 800},
        )
        return context.new_page()
