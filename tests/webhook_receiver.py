"""A real HTTP receiver on loopback that checks signatures and counts by `webhook-id`, as a careful receiver would."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = b"a key of thirty-two random bytes"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
Answer = int | tuple[int, dict[str, str]]


class Receiver:
    """`taken` maps `webhook-id` to the body it came with first; `requests` counts all, repeated ones too.

    `answer` may be replaced: from the parsed body to a status, or to a status and headers.
    """

    def __init__(self) -> None:
        self.taken: dict[str, Any] = {}
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.unsigned = 0
        self.answer: Callable[[Any], Answer] = lambda _body: 204
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?token=hush"

    def start(self) -> None:
        """On the same port as before."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._take(self)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        identity = request.headers["webhook-id"]
        self.requests.append(identity)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        signed = f"{identity}.{request.headers['webhook-timestamp']}.".encode() + body
        expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        self.unsigned += request.headers.get("webhook-signature") != expected
        told = json.loads(body)
        answer = self.answer(told)
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        if status < 300:
            self.taken.setdefault(identity, told)
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()
