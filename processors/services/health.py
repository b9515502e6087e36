"""`/live`, `/ready` and `/metrics` of a service, over HTTP.

Liveness is progress of the loop: an outage of the broker must not have us killed. Readiness is everything else.
"""

from __future__ import annotations

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from processors.services.status import Status
from tocsin.errors import UserError


async def serve(status: Status, host: str, port: int) -> web.AppRunner:
    """Runs until its `cleanup`. Raises `UserError` if the port is taken."""

    async def live(_: web.Request) -> web.Response:
        return web.Response(status=200 if status.alive else 503, text="alive\n" if status.alive else "stuck\n")

    async def ready(_: web.Request) -> web.Response:
        problems = status.problems
        return web.json_response({"ready": not problems, "problems": problems}, status=503 if problems else 200)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/live", live), web.get("/ready", ready), web.get("/metrics", metrics)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise UserError(f"process.health_port: {host}:{port}: {error.strerror}", "choose another port") from error
    return runner
