"""Debian's Chromium, driven by Playwright. What its console says is kept; the tests say what of it was expected."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from visiting import PATIENCE_MS, Visit, Visiting

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")  # while it runs, this thread has an event loop, which others' tests must not meet
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium: `make system-packages` installs it")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visiting]:
    made: list[Visit] = []

    def make(**context: Any) -> Visit:
        made.append(Visit(browser, **context))
        return made[-1]

    yield make
    for each in made:
        each.close()
