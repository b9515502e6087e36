"""Debian's Chromium, driven by Playwright. What its console says is kept; the tests say what of it was expected."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE_MS = 60_000  # a busy machine is no failure
expect.set_options(timeout=PATIENCE_MS)
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")  # while it runs, this thread has an event loop, which others' tests must not meet
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium: `make system-packages` installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """A page in a context of its own, and what its console complained of."""

    def __init__(self, browser: Browser, **context: Any) -> None:
        self._context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **context})
        self._context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self._context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))

    def open(self, url: str) -> Page:
        """Loaded, with what the store holds shown."""
        self.page.goto(url)
        self.page.wait_for_selector(".connection.live")
        return self.page

    def close(self) -> None:
        self._context.close()


Visiting = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visiting]:
    made: list[Visit] = []

    def make(**context: Any) -> Visit:
        made.append(Visit(browser, **context))
        return made[-1]

    yield make
    for each in made:
        each.close()
