"""What every test may lean on."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Page

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2_000, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

CHROMIUM = "/usr/bin/chromium"
# A root user has no sandbox, a machine without a screen no GPU, and a test no business elsewhere.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, and put it last: its event loop stays until the process ends."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            item.fixturenames.insert(0, "database_beside_a_browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Name Debian's Chromium, in place of a browser that Playwright would download."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def database_beside_a_browser() -> Iterator[None]:
    """Let browser tests use the database while Playwright's event loop runs in their thread."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
FIND_FAULTS = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
    return found.violations.flatMap((fault) =>
        fault.nodes.map((node) => `${fault.id}: ${fault.help}: ${node.html}`));
}"""


@pytest.fixture
def accessibility_faults() -> Callable[[Page], list[str]]:
    """Give a function that lists what WCAG 2.2 AA forbids on the page as it stands now."""

    def faults(page: Page) -> list[str]:
        page.evaluate(
            AXE.read_text("utf-8")
        )  # evaluated, since the page's policy refuses other scripts
        found: list[str] = page.evaluate(FIND_FAULTS)
        return found

    return faults


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Give the folder of the real data sets; where none is named, its tests are left out."""
    named = os.environ.get("JIESU_REAL_DATA", "")
    if not named:
        pytest.skip("JIESU_REAL_DATA names no folder")
    return Path(named)


@pytest.fixture(scope="session", autouse=True)
def _log_can_be_flushed() -> Iterator[None]:
    """Lift the log's guard while a transactional test's tables are emptied, and only then."""
    from django.db import connection

    from jiesu.casework.ledger import triggers

    flush = type(connection.ops).sql_flush

    def without_guard(*args: Any, **kwargs: Any) -> list[str]:
        vendor = connection.vendor
        statements = flush(*args, **kwargs)
        return [*triggers.not_append_only(vendor), *statements, *triggers.append_only(vendor)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "sql_flush", without_guard)
        yield
