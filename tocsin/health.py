"""`/live`, `/ready` and `/metrics` of a process, on `metrics.port`; and systemd's watchdog, where systemd asks for it.

Alive is a loop that goes round: an outage of a broker or store must not have a process killed. Ready is the rest.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import REGISTRY, make_wsgi_app

from tocsin import __version__, metrics
from tocsin.errors import UserError
from tocsin.rules import RULES_VERSION
from tocsin.settings import Settings

STUCK_S = 60.0
"""A loop that has not gone round for so long hangs."""


def tell_build() -> None:
    metrics.BUILD.labels(__version__, RULES_VERSION).set(1)


def alive(part: str, now: Callable[[], float] = time.time) -> bool:
    """A part that has not yet begun is alive."""
    beat = REGISTRY.get_sample_value("tocsin_loop_beat_timestamp_seconds", {"part": part})
    return not beat or now() - beat < STUCK_S


def ready(part: str) -> bool:
    return REGISTRY.get_sample_value("tocsin_ready", {"part": part}) == 1


def serve_health(settings: Settings, part: str) -> None:
    """Serves from a thread of its own until the process ends. Raises `UserError` if the port is taken."""
    tell_build()
    start_watchdog(lambda: alive(part))
    if settings.metrics.port is None:
        return
    figures = make_wsgi_app()

    def application(environment: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        path = environment.get("PATH_INFO")
        if path == "/metrics":
            return figures(environment, start)  # type: ignore[no-any-return]
        good = {"/live": lambda: alive(part), "/ready": lambda: ready(part)}.get(str(path))
        if good is None:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"/live, /ready, /metrics\n"]
        yes = good()
        start("200 OK" if yes else "503 Service Unavailable", [("Content-Type", "text/plain")])
        return [b"yes\n" if yes else b"no\n"]

    host, port = settings.metrics.host, settings.metrics.port
    try:
        server = make_server(host, port, application, handler_class=_Silent)
    except OSError as error:
        problem = f"metrics cannot be served on {host}:{port} ({error.strerror})"
        raise UserError(problem, "set another metrics.port") from error
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()


class _Silent(WSGIRequestHandler):
    timeout = 10  # a client that connects and says nothing

    def log_message(self, format: str, *args: object) -> None:
        """Each scrape would be a line."""


def start_watchdog(good: Callable[[], bool]) -> None:
    """Tells systemd `READY=1`, and `WATCHDOG=1` twice in the interval that it asks for, while `good`.

    See sd_notify(3), sd_watchdog_enabled(3). Nothing outside systemd.
    """
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    _notify(address, "READY=1")
    interval_us = int(os.environ.get("WATCHDOG_USEC", "0"))
    if interval_us:
        watch = threading.Thread(target=_watch, args=(address, interval_us / 2e6, good), name="watchdog", daemon=True)
        watch.start()


def _watch(address: str, every_s: float, good: Callable[[], bool]) -> None:
    while True:
        if good():
            _notify(address, "WATCHDOG=1")
        time.sleep(every_s)


def _notify(address: str, state: str) -> None:
    name = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect(name)
        sender.sendall(state.encode())
