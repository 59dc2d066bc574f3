"""The check itself must be able to fail."""

from collections.abc import Callable

from playwright.sync_api import Page

PAGE = '<!doctype html><html lang="en"><title>t</title><main><h1>h</h1>{}</main></html>'


def test_a_planted_fault_is_found(
    page: Page, accessibility_faults: Callable[[Page], list[str]]
) -> None:
    page.set_content(PAGE.format('<img src="data:,">'))
    assert [fault.split(":")[0] for fault in accessibility_faults(page)] == ["image-alt"]


def test_a_sound_page_has_no_fault(
    page: Page, accessibility_faults: Callable[[Page], list[str]]
) -> None:
    page.set_content(PAGE.format('<img src="data:," alt="a street lamp">'))
    assert accessibility_faults(page) == []
