"""How quick the page is: first view with 10,000 incidents, panning with 5,000. Prints the table of docs/performance.md.

    python -m evaluation.bench.page            (needs the development installation and Chromium)

Times are the browser's own, over loopback, without a graphics card. On a machine that is busy with other things only
the CPU times mean anything.
"""

from __future__ import annotations

import contextlib
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from evaluation.bench.invented_world import fill
from tocsin.serve.figures import Figures
from tocsin.serve.server import PageServer
from tocsin.serve.sql_reader import SqlReader
from tocsin.serve.sqlite_database import SqliteDatabase

RUNS = 3
_DRAG = """
async () => {
  const frames = [], drawn = [];
  let last = performance.now(), going = true;
  const step = (now) => {
    frames.push(now - last);
    drawn.push(tocsinChart.drawn);
    last = now;
    if (going) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  for (let n = 0; n < 90; n++) {
    tocsinChart.panBy(n % 30 < 15 ? 14 : -14, n % 20 < 10 ? 6 : -6);
    await new Promise(requestAnimationFrame);
  }
  going = false;
  return { frames: frames.slice(3), drawn: drawn.slice(3), marks: tocsinChart.placed().drawn };
}
"""


@contextlib.contextmanager
def served(count: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="tocsin-page-") as folder:
        store = Path(folder) / "store.sqlite"
        fill(store, count)
        reader = SqlReader(SqliteDatabase(store))
        server = PageServer(reader, Figures(dict), host="127.0.0.1", port=0, next_port=False)
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


def opened(browser: Browser, url: str) -> tuple[Page, CDPSession]:
    """With all incidents drawn."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(url)
    while not page.evaluate(
        "performance.getEntriesByName('tocsin-drawn').length"
    ):  # its policy forbids waiting by eval
        page.wait_for_timeout(50)
    return page, session


def first_view(browser: Browser, url: str) -> tuple[float, ...]:
    """Milliseconds from navigation: all incidents loaded; all drawn; CPU of the page's main thread; of the server."""
    begun = time.process_time()
    page, session = opened(browser, url)
    server_ms = 1000 * (time.process_time() - begun)
    names = ("tocsin-loaded", "tocsin-drawn")
    loaded, drawn = (float(page.evaluate(f"performance.getEntriesByName('{name}')[0].startTime")) for name in names)
    found = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    page.context.close()
    return loaded, drawn, 1000 * found["ThreadTime"], server_ms


def panning(browser: Browser, url: str, zooms: int) -> tuple[float, float, float, int]:
    """Median and 95th percentile between frames, median of drawing, in ms; and what there was to draw."""
    page, _ = opened(browser, url)
    for _step in range(zooms):
        page.evaluate("tocsinChart.zoomBy(2)")
        page.wait_for_timeout(300)
    page.wait_for_timeout(700)
    found = page.evaluate(_DRAG)
    page.context.close()
    frames = sorted(found["frames"])
    tail = frames[int(len(frames) * 0.95)]
    return statistics.median(frames), tail, statistics.median(found["drawn"]), int(found["marks"])


def main() -> None:
    lines = ["| what | median | worst |", "|---|--:|--:|"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with served(10_000) as url:
            first_view(browser, url)  # the first one fills caches
            found = [first_view(browser, url) for _ in range(RUNS)]
            names = ("loaded", "drawn", "CPU of the page's main thread", "CPU of the server and this script")
            for name, times in zip(names, zip(*found, strict=True), strict=True):
                told = f"{_ms(statistics.median(times))} | {_ms(max(times))}"
                lines.append(f"| first view, 10,000 incidents: {name} | {told} |")
        with served(5_000) as url:
            for zooms, name in ((0, "the world"), (2, "a continent"), (4, "a country")):
                median, tail, drawing, marks = panning(browser, url, zooms)
                lines.append(
                    f"| panning, 5,000 incidents, {name} ({marks} marks and clusters in view): a frame"
                    f" | {_ms(median)} | {_ms(tail)} (95th percentile) |"
                )
                lines.append(f"| … of which drawing | {drawing:.1f} ms | |")
        browser.close()
    sys.stdout.write("\n".join(lines) + "\n")


def _ms(value: float) -> str:
    return f"{value:.0f} ms"


if __name__ == "__main__":
    main()
