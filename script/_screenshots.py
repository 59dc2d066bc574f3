"""Take the pictures of the docs from a running demonstration: URL FOLDER HEAD-OF-A-BUSY-UNIT."""

import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

PASSWORD = "jiesu-demo-2026"  # noqa: S105  (of the demonstration, which prints it)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HEAD = "head"  # of the unit with most to do, another in each demonstration
PHONE, DESK = (390, 844), (1280, 800)


class Picture(NamedTuple):
    """One picture: whose page, how wide, in which language, light or dark."""

    name: str
    who: str
    address: str
    size: tuple[int, int]
    language: str
    dark: bool


PICTURES = [
    Picture("portal-phone-zh-light", "", "/report/", PHONE, "zh-CN", False),
    Picture("portal-phone-en-dark", "", "/", PHONE, "en-US", True),
    Picture("portal-desk-en-light", "", "/report/", DESK, "en-US", False),
    Picture("desk-desk-zh-light", "operator1", "order", DESK, "zh-CN", False),
    Picture("desk-desk-en-dark", "dispatcher1", "/desk/queues/dispatch/", DESK, "en-US", True),
    Picture("unit-phone-zh-light", HEAD, "/unit/inbox/all/", PHONE, "zh-CN", False),
    Picture("unit-phone-en-dark", HEAD, "unit-order", PHONE, "en-US", True),
    Picture("board-desk-zh-light", "analyst1", "/board/", DESK, "zh-CN", False),
    Picture("board-desk-en-dark", "analyst1", "/board/map/", DESK, "en-US", True),
    Picture("board-hot-desk-zh-light", "analyst1", "hot", DESK, "zh-CN", False),
    Picture("board-phone-zh-dark", "leader1", "/board/rates/", PHONE, "zh-CN", True),
    Picture("console-desk-zh-light", "admin1", "/console/directory/duties/", DESK, "zh-CN", False),
    Picture("console-phone-en-dark", "admin1", "/console/", PHONE, "en-US", True),
]

# Where an address is not known before the page that leads to it is seen.
FIRST_LINK = {
    "order": ("/desk/queues/acceptance/", "a[href*='/desk/orders/']"),
    "unit-order": ("/unit/inbox/all/", "a[href*='/unit/orders/']"),
    "hot": ("/board/hot/", "a[href*='/board/hot/']:not([href$='/hot/'])"),
}


def wait_for(url: str) -> None:
    """Wait until the pages answer."""
    for _try in range(300):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()  # noqa: S310  (own address)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    sys.exit(f"Nothing answers at {url}.")


def take(browser: Browser, url: str, picture: Picture, folder: Path) -> None:
    """Take one picture."""
    width, height = picture.size
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        locale=picture.language,
        color_scheme="dark" if picture.dark else "light",
    )
    page = context.new_page()
    if picture.who:
        sign_in(page, picture.who)
    go(page, picture.address)
    page.wait_for_load_state("load")
    expect(page.locator("[data-map]:not([data-drawn])")).to_have_count(0, timeout=30_000)
    page.wait_for_timeout(3000)  # maps and charts come to rest
    page.screenshot(path=folder / f"{picture.name}.png")
    context.close()
    print(f"{picture.name}.png")


def sign_in(page: Page, who: str) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/login/" not in address)


def go(page: Page, address: str) -> None:
    if address not in FIRST_LINK:
        page.goto(address)
        return
    start, link = FIRST_LINK[address]
    page.goto(start)
    rows = page.locator("tr, li, article, .card").filter(has_text=re.compile("[\u4e00-\u9fff]{6}"))
    href = rows.locator(link).first.get_attribute("href")
    page.goto(href or start)


def main(url: str, target: str, head: str) -> None:
    """Take all pictures."""
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    wait_for(url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for picture in PICTURES:
            who = head if picture.who == HEAD else picture.who
            take(browser, url, picture._replace(who=who), folder)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
