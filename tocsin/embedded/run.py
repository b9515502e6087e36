"""A whole run: feeds or the show, engine, view, signals, summary."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from producers.feedlist import FeedSpec, load_feeds
from producers.settings import FetchSettings, PollSettings, WebSubSettings
from producers.shard import parse_shard
from tocsin import logging
from tocsin.embedded.engine import Engine
from tocsin.embedded.events import Event, Listener, Started
from tocsin.embedded.instrument_edges import instrument
from tocsin.embedded.lock import DataDirectory
from tocsin.embedded.newsroom import SampleNewsroom
from tocsin.embedded.page import linger, served
from tocsin.embedded.signals import stop_signals
from tocsin.errors import UserError
from tocsin.health import tell_build
from tocsin.settings import Settings
from tocsin.view.console import make_console
from tocsin.view.live import View
from tocsin.view.summary import print_summary

_TICK_S = 0.1
_SHOW_FILES = ("log.sqlite", "producer.sqlite", "incidents.sqlite")


def run(settings: Settings, feed_list: Path, seconds: float | None) -> None:
    """Poll the feeds of `feed_list` until stopped. Raises `UserError` or `LogError`, one line each."""
    feeds = load_feeds(feed_list)
    with _directory(settings.data) as directory:
        _run(settings, directory, feeds, polling_of(settings), seconds, sample=False)


def run_show(settings: Settings, data: Path | None, seconds: float | None) -> None:
    """Poll the sample newsroom until its programme is over and everything is done.

    In `data` it goes on from what is there; without, it starts afresh in a folder of its own.
    """
    with _directory(data or settings.data / "show") as directory:
        if data is None:
            _start_afresh(directory)
        newsroom = SampleNewsroom()
        newsroom.start()
        try:
            polling = polling_of(settings)
            # All its feeds share one host, which is ours: no need to be gentle.
            polling = replace(
                polling, spacing_s=0.0, start_spread_s=0.5, fetch=replace(polling.fetch, allow_loopback=True)
            )
            _run(settings, directory, newsroom.feeds, polling, seconds, sample=True, over=newsroom.finished)
        finally:
            newsroom.stop()


def _run(
    settings: Settings,
    directory: DataDirectory,
    feeds: Sequence[FeedSpec],
    polling: PollSettings,
    seconds: float | None,
    *,
    sample: bool,
    over: threading.Event | None = None,
) -> None:
    console = make_console()
    # On a terminal the view tells it all, errors included; log lines would tear it apart.
    logging.configure("critical" if console.is_terminal else settings.logging.level, settings.logging.format)
    serve_metrics(settings)
    begun = time.monotonic()
    with contextlib.ExitStack() as page:
        with stop_signals() as stop, View(console) as view:
            listener = _to_both(view.listen)
            engine = Engine(directory, feeds, polling, settings.sink, listener)
            listener(Started(directory.path, tuple(feed.title or feed.public_url for feed in feeds), sample))
            engine.start()
            try:
                url = page.enter_context(served(directory, settings, listener))
                _wait(engine, stop, begun + seconds if seconds else None, over)
            finally:
                engine.stop()
        print_summary(console, view.board, directory, time.monotonic() - begun)
        if url and sample and not stop.is_set():
            linger(console, url)


def _wait(engine: Engine, stop: threading.Event, deadline: float | None, over: threading.Event | None) -> None:
    """Until told to stop, out of time, failed, or the show is over and everything is done."""
    finishing = False
    while not stop.wait(_TICK_S) and not engine.failed.is_set():
        if deadline is not None and time.monotonic() >= deadline:
            return
        if over is not None and over.is_set() and not finishing:
            finishing = True
            engine.finish()
        if engine.poller_ended() and (not finishing or engine.lag() == 0):
            return


def _to_both(listen: Listener) -> Listener:
    def both(event: Event) -> None:
        with contextlib.suppress(OSError):  # a log line that cannot be written (its disk is full) stops no stage
            instrument(event)
        listen(event)

    return both


def polling_of(settings: Settings) -> PollSettings:
    """Raises `UserError` for a shard beyond the count."""
    ours, defaults = settings.poll, PollSettings()
    try:
        shard = parse_shard(ours.shard)
    except ValueError as error:
        raise UserError(f"poll.shard: {error}") from error
    fetch = FetchSettings(user_agent=ours.user_agent or defaults.fetch.user_agent, allow_loopback=ours.allow_loopback)
    return replace(
        defaults,
        fetch=fetch,
        pace=replace(defaults.pace, min_s=ours.min_interval_s, max_s=ours.max_interval_s),
        websub=WebSubSettings(**settings.websub.model_dump()),
        concurrency=ours.concurrency,
        domain_concurrency=ours.domain_concurrency,
        spacing_s=ours.spacing_s,
        shard=shard,
    )


def serve_metrics(settings: Settings) -> None:
    tell_build()
    if settings.metrics.port is None:
        return
    from prometheus_client import start_http_server

    try:
        start_http_server(settings.metrics.port, settings.metrics.host)
    except OSError as error:
        problem = f"metrics cannot be served on {settings.metrics.host}:{settings.metrics.port} ({error.strerror})"
        raise UserError(problem, "set another metrics.port") from error


@contextlib.contextmanager
def _directory(path: Path) -> Iterator[DataDirectory]:
    directory = DataDirectory(path)
    try:
        yield directory
    finally:
        directory.release()


def _start_afresh(directory: DataDirectory) -> None:
    """Remove what the last show left; its folder is the show's own."""
    for name in _SHOW_FILES:
        for suffix in ("", "-wal", "-shm"):
            (directory.path / (name + suffix)).unlink(missing_ok=True)
