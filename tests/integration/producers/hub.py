"""A hub written for the tests: it takes subscriptions, asks whether they were meant, and signs what it pushes."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web


@dataclass
class Hub:
    """`async with Hub() as hub: hub.url`. Change its manners between calls.

    `asked` are the forms it was sent, `held` the callbacks by topic, `confirmed` what subscribers answered.
    """

    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    verifies: bool = True
    lease_s: int = 864_000
    method: str = "sha256"
    asked: list[dict[str, str]] = field(default_factory=list)
    held: dict[str, dict[str, str]] = field(default_factory=dict)
    confirmed: list[tuple[int, bool]] = field(default_factory=list)
    url: str = ""

    async def __aenter__(self) -> Hub:
        app = web.Application()
        app.router.add_post("/hub", self._take)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hub"
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._session.close()
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        if self.verifies and self.status < 300:
            await self.verify(form)
        return web.Response(status=self.status, headers=self.headers)

    async def verify(self, form: dict[str, str], **changed: str) -> int:
        """Ask the subscriber whether it meant it; what it confirms is held."""
        query = {
            "hub.mode": form["hub.mode"],
            "hub.topic": form["hub.topic"],
            "hub.challenge": "a challenge & more",
            "hub.lease_seconds": str(self.lease_s),
        } | {name.replace("_", ".", 1): value for name, value in changed.items()}
        async with self._session.get(form["hub.callback"], params=query) as answer:
            yes = answer.status == 200 and await answer.text() == query["hub.challenge"]
            self.confirmed.append((answer.status, yes))
            if yes and form["hub.mode"] == "subscribe":
                self.held[form["hub.topic"]] = form
            elif yes:
                self.held.pop(form["hub.topic"], None)
            return answer.status

    async def deny(self, form: dict[str, str]) -> int:
        query = {"hub.mode": "denied", "hub.topic": form["hub.topic"], "hub.reason": "no room"}
        async with self._session.get(form["hub.callback"], params=query) as answer:
            return answer.status

    async def push(
        self, form: dict[str, str], body: bytes, *, secret: str | None = None, headers: dict[str, str] | None = None
    ) -> int:
        """Push `body` as the publisher's news; signed with the subscription's secret, or with another."""
        key = form["hub.secret"] if secret is None else secret
        digest = hmac.new(key.encode(), body, getattr(hashlib, self.method)).hexdigest()
        signed = {"X-Hub-Signature": f"{self.method}={digest}", "Content-Type": "application/rss+xml"}
        async with self._session.post(form["hub.callback"], data=body, headers=signed | (headers or {})) as answer:
            return answer.status
