"""A real Chromium: Debian's, not one that Playwright would fetch. Each test is marked `browser` by standing here."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from base import clock
from tests.browser.axe import violations
from tests.ground import SiteGround, lay_site_ground

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# Playwright keeps an event loop running in the thread of the tests, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The browser finds no host but ours: no page of any test reaches past loopback.
STAY_IN = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ["--disable-dev-shm-usage", STAY_IN]}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], live_server: Any) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
        "viewport": DESK,
    }


@pytest.fixture
def site_ground(transactional_db: None) -> SiteGround:
    """A live server reads what is committed, and its flush takes the ground away: each test lays it anew."""
    return lay_site_ground()


@pytest.fixture
def phone_page(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def page_without_scripts(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Moves the clock that the doors read, for the threads of the server too. Signing in and sessions keep the real time."""

    def move(moment: datetime) -> None:
        ahead = moment - timezone.now()
        monkeypatch.setattr(clock, "now", lambda: timezone.now() + ahead)

    return move


@pytest.fixture
def check_access() -> Callable[[Page], None]:
    """Asserts that axe finds nothing against WCAG 2.2 AA on the page as it stands now."""

    def check(page: Page) -> None:
        assert violations(page) == []

    return check


@pytest.fixture
def check_reflow() -> Callable[[Page], None]:
    """Asserts that the page can be read at 320 px without scrolling sideways."""

    def check(page: Page) -> None:
        before = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if before:
            page.set_viewport_size(before)

    return check
