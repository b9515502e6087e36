"""The pictures of the live page in docs/: of a server over a show's store, and of one over 10,000 invented incidents.

python -m evaluation.bench.pictures http://127.0.0.1:8710/ http://127.0.0.1:8711/ docs
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DESKTOP, PHONE = (1440, 900), (390, 844)


def picture(
    browser: Browser, url: str, size: tuple[int, int], target: Path, *, dark: bool = False, story: str = ""
) -> None:
    """Of the page as it opens; with `story`, of the incident whose headline has these words, a witness shown."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".connection.live", timeout=60_000)
    page.wait_for_selector(".revision", timeout=60_000)
    if story:
        _witness(page, story)
    page.wait_for_timeout(4000)  # outlines and cities are loaded
    page.screenshot(path=target, type="jpeg", quality=82)
    context.close()


def _witness(page: Page, story: str) -> None:
    page.get_by_role("tab", name="Incidents").click()
    page.locator(".revision button", has_text=story).first.click()
    page.locator(".toll.injured .witnessed > button").click()


def main(show: str, world: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        picture(browser, show, DESKTOP, folder / "page-desktop.jpg")
        picture(browser, show, DESKTOP, folder / "page-incident.jpg", story="hit Jadiriya")
        picture(browser, show, PHONE, folder / "page-phone.jpg")
        picture(browser, world, DESKTOP, folder / "page-dark.jpg", dark=True)
        picture(browser, world, DESKTOP, folder / "page-10000.jpg")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
