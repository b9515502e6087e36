"""The sample newsroom from first flash to last correction, seen on the page."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from embedded_process import run, running
from kafka_lab import free_port
from playwright.sync_api import Page, expect
from visiting import Visiting

pytestmark = [pytest.mark.integration, pytest.mark.timeout(280)]


def numbers_of(page: Page) -> list[int]:
    """The revisions in the stream, as it shows them, the newest first."""
    return [int(n) for n in page.eval_on_selector_all("[data-seq]", "items => items.map(item => item.dataset.seq)")]


def test_from_first_flash_to_last_correction(visit: Visiting, tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    serving = {"TOCSIN_SERVE__PAGE": "true", "TOCSIN_SERVE__PORT": str(port)}
    visited = visit()
    page, address = visited.page, f"http://127.0.0.1:{port}/"
    with running("run", "--newsroom", "--data", data, environment=serving) as show:
        assert address in show.wait_for("look at it: ")
        visited.open(address)
        expect(page.locator(".revision.opened").first).to_be_visible()  # an incident appears
        expect(page.locator(".stream .change", has_text=re.compile(r"(killed|injured) .+ → \d"))).not_to_have_count(0)
        expect(page.locator(".figures div", has_text="feeds").locator("dd")).to_have_text("12")
        assert visited.complaints == [], "before any restart"
        assert show.wait() == 0, show.err
    expect(page.locator(".connection.away")).to_be_visible()
    gravest = (
        "FROM incidents WHERE status = 'open' ORDER BY country = 'IQ' AND killed_best IS NOT NULL DESC, articles DESC"
    )
    (into,), (away,), *_ = query(data, f"SELECT id {gravest}")
    corrected = run(
        "correct", str(away), "merge", "--into", str(into), "--author", "desk", "--reason", "one", "--data", data
    )
    assert corrected.process.returncode == 0, corrected.err
    with running("run", "--newsroom", "--data", data, environment=serving) as again:  # the page waits for it
        again.wait_for("look at it: ")
        expect(page.locator(".connection.live")).to_be_visible()
        merged = page.locator(".revision.merged", has_text="now part of")  # two merge
        expect(merged).to_have_count(1)
        assert_nothing_missed(page, data)
        assert again.stop() == 0, again.err
    expect(page.locator(".connection.away")).to_be_visible()
    with running("serve", "--store", data, "--port", str(port)) as server:
        server.wait_for("serving")
        expect(page.locator(".connection.live")).to_be_visible()
        (headline,) = next(iter(query(data, f"SELECT headline FROM incidents WHERE id = '{into}'")))
        witnesses(page, str(headline))
        filter_link(visit, page)
        assert server.stop() == 0, server.err
    unexpected = [c for c in visited.complaints if "ERR_CONNECTION_REFUSED" not in c and "ERR_INCOMPLETE" not in c]
    assert unexpected == []


def assert_nothing_missed(page: Page, data: Path) -> None:
    """What the page shows is what is stored, each once: soon after, since the stream is read four times a second."""
    deadline = time.monotonic() + 30
    while True:
        stored, shown = [n for (n,) in query(data, "SELECT seq FROM revisions ORDER BY seq DESC")], numbers_of(page)
        if shown == stored or time.monotonic() > deadline:
            assert shown == stored, "missed or doubled over the restart"
            return
        page.wait_for_timeout(200)


def query(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "incidents.sqlite")) as store:
        return store.execute(sql).fetchall()


def witnesses(page: Page, headline: str) -> None:
    """A value shows the sentence it came from, its words marked, with outlet and time; so do claims and rejections."""
    page.get_by_role("tab", name="Incidents").click()
    page.locator(".revision button", has_text=headline).first.click()
    expect(page.locator(".incident h2")).to_have_text(headline)
    expect(page.locator(".notice", has_text="It took in")).to_be_visible()
    page.locator(".toll.killed .witnessed > button").click()
    standing = page.locator(".toll.killed .witness.stands")
    words = standing.locator("mark").inner_text()
    assert words
    assert words in standing.locator("q").inner_text()
    expect(standing.locator(".by")).to_contain_text(re.compile(r".+, Mar \d+, \d\d:\d\d UTC"))
    page.keyboard.press("Escape")
    expect(page.locator(".claim q")).not_to_have_count(0)
    expect(page.locator(".diff").first).to_be_visible()
    expect(page.locator(".origin")).not_to_have_count(0)
    mentions = page.locator(".rejected summary")
    for n in range(mentions.count()):
        mentions.nth(n).evaluate("item => item.click()")
    expect(page.locator(".rejected .reason")).not_to_have_count(0)
    page.get_by_role("button", name="Back to the stream").click()


def filter_link(visit: Visiting, page: Page) -> None:
    """The address reproduces the view."""
    page.locator(".choice", has_text="Iraq").locator("input").check()
    page.locator(".legend button", has_text="Explosion").click()
    assert "country=IQ" in page.url
    assert "type=explosion" in page.url
    page.get_by_role("tab", name="Incidents").click()
    places = page.locator(".revision .place").all_text_contents()
    assert places
    assert all(place.endswith("Iraq") for place in places), places
    headlines = page.locator(".headline").all_text_contents()
    other = visit().open(page.url)
    expect(other.locator(".choice", has_text="Iraq").locator("input")).to_be_checked()
    other.get_by_role("tab", name="Incidents").click()
    expect(other.locator(".headline")).to_have_text(headlines)
