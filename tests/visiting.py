"""A visit to the live page in a browser; `tests/browser/conftest.py` makes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page

PATIENCE_MS = 60_000  # a busy machine is no failure
DESKTOP = {"width": 1440, "height": 900}


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
