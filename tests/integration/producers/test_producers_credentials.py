"""A feed's user, password and token reach its server, and nothing that anybody else can read."""

from __future__ import annotations

import asyncio
from pathlib import Path

import prometheus_client
import pytest
from bad_servers import RSS, BadServer, redirect, whole
from memory_log import MemoryLog
from typer.testing import CliRunner

from producers.events import Event
from producers.feedlist import load_feeds
from producers.poller import Poller
from producers.settings import FetchSettings, PollSettings
from producers.state import ProducerState
from tocsin import logging
from tocsin.cli.main import build
from tocsin.embedded.instrument_edges import instrument

pytestmark = pytest.mark.integration
SECRETS = ("a-user", "hunter2", "s3cret-token")
SETTINGS = PollSettings(fetch=FetchSettings(allow_loopback=True), spacing_s=0.0, start_spread_s=0.0, parse_workers=0)


def test_credentials_reach_the_server_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Over a good poll, one that fails and one that is redirected to another host."""
    log, events = MemoryLog(), list[Event]()
    lists = tmp_path / "feeds.toml"

    def with_secrets(url: str) -> str:
        return url.replace("http://", "http://a-user:hunter2@") + "?edition=1&Token=s3cret-token"

    async def run() -> tuple[str, str]:
        short = RSS.replace(b"</title><guid>", b"</title><link>story</link><guid>")
        async with (
            BadServer(whole("200 OK", short)) as good, BadServer(whole("500 Internal Server Error")) as bad,
            BadServer(redirect(good.url)) as moved,
        ):  # fmt: skip
            urls = [with_secrets(server.url) for server in (good, bad, moved)] + ["http://a-user:hunter2@127.0.0.1:9/"]
            lists.write_text("".join(f'[[feed]]\nurl = "{url}"\nfull_text = "always"\n' for url in urls), "utf-8")
            with ProducerState(tmp_path / "producer.sqlite") as state:
                poller = Poller(load_feeds(lists), state, log, SETTINGS, listener=listen)
                poller.request_last_round()
                await asyncio.wait_for(poller.run(), 20)
            command = ["feeds", "check", str(lists), "--spacing", "0", "--allow-loopback"]
            checked = await asyncio.to_thread(CliRunner().invoke, build(), command)
            return "".join(good.requests), checked.output

    def listen(event: Event) -> None:
        events.append(event)
        instrument(event)

    logging.configure("debug", "json")
    try:
        requests, checked = asyncio.run(run())
    finally:
        logging.configure("warning", "json")
    assert "GET /a?edition=1&Token=s3cret-token" in requests  # the server was given them
    assert requests.count("Authorization: Basic") >= 1
    shown = {
        "messages and their headers": repr(log.messages),
        "events": repr(events),
        "logs": "".join(capsys.readouterr()),
        "metrics": prometheus_client.generate_latest().decode(),
        "feeds check": checked,
        "feeds list": CliRunner().invoke(build(), ["feeds", "list", str(lists)]).output,
        "feeds report": CliRunner().invoke(build(), ["feeds", "report", str(lists), "--data", str(tmp_path)]).output,
        "requests to others": "".join(line for line in requests.splitlines() if line.startswith("Referer")),
    }
    assert [(a.feed.url or "").rpartition("/")[2] for a in log.articles][:1] == ["a?edition=1"]
    assert all(shown[name] for name in ("messages and their headers", "events", "logs", "metrics", "feeds check"))
    assert {(name, secret) for name, text in shown.items() for secret in SECRETS if secret in text} == set()
