"""The application on a port, in a thread."""

from __future__ import annotations

import socket
import threading

import uvicorn

from tocsin.embedded.worker import Worker
from tocsin.errors import UserError
from tocsin.serve.app import make_app
from tocsin.serve.figures import Figures
from tocsin.serve.guard import Guard
from tocsin.serve.port import Reader
from tocsin.serve.tail import Tail

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
_TRIES = 20


class PageServer:
    """`start`, `url`, `stop`. `port` is the wanted one; if `next_port`, a taken one gives way to the
    next free, or to any."""

    def __init__(self, reader: Reader, figures: Figures, *, host: str, port: int, next_port: bool) -> None:
        self._reader, self._tail = reader, Tail(reader)
        names = LOOPBACK if host in LOOPBACK else None
        app = Guard(make_app(reader, figures, self._tail), names)
        self._socket = _bound(host, port, _TRIES if next_port else 1)
        bound = self._socket.getsockname()[1]
        self.moved = port not in (0, bound)
        """Whether it is another port than the wanted one."""
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{bound}/"
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2, server_header=False
        )
        self._server = uvicorn.Server(config)
        self.failed = threading.Event()
        self._worker = Worker("serve", lambda: self._server.run([self._socket]), self.failed.set)

    def start(self) -> None:
        self._worker.start()

    def stop(self) -> None:
        """Ends every stream, then the server. Raises what ended it before its time."""
        self._tail.stop()
        self._server.should_exit = True
        self._worker.join()
        self._socket.close()
        self._reader.close()
        if self._worker.error is not None:
            raise self._worker.error


def _bound(host: str, port: int, tries: int) -> socket.socket:
    """Raises `UserError` if none of the ports can be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    wanted = range(port, min(port + tries, 65536)) if port else (0,)
    for each in (*wanted, 0) if tries > 1 else wanted:
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, each))
            made.listen(512)
            return made
        except OSError as error:
            made.close()
            problem = error.strerror
    raise UserError(f"the page cannot be served on {host}:{port} ({problem})", "give another --port, or 0 for any")
