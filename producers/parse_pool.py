"""Worker processes that parse, and are killed if they take too long: no document can hold up the others."""

from __future__ import annotations

import asyncio
import sys
from types import TracebackType

import msgspec

from producers.entry import ParsedFeed
from producers.page_text import PageText
from producers.parse_worker import LENGTH, Request
from producers.parser import ParseKilledError


class ParsePool:
    """At most `workers` processes, started when first needed. One event loop.

    A parse longer than `timeout_s`, or beyond `memory` bytes of address space, ends the worker.
    """

    def __init__(self, workers: int, timeout_s: float, memory: int) -> None:
        self._timeout_s, self._memory = timeout_s, memory
        self._idle: asyncio.LifoQueue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()
        for _ in range(workers):
            self._idle.put_nowait(None)  # None: a place for a worker not yet started
        self._all: set[asyncio.subprocess.Process] = set()

    async def __aenter__(self) -> ParsePool:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._all):
            await self._end(worker)

    async def parse(self, body: bytes, content_type: str | None) -> ParsedFeed:
        """Raises `ParseKilledError`."""
        return msgspec.msgpack.decode(await self._answer(Request(body, content_type)), type=ParsedFeed)

    async def read_page(self, body: bytes, content_type: str | None) -> PageText:
        """Raises `ParseKilledError`."""
        return msgspec.msgpack.decode(await self._answer(Request(body, content_type, page=True)), type=PageText)

    async def _answer(self, request: Request) -> bytes:
        worker = await self._idle.get()
        try:
            if worker is None:
                worker = await self._begin()
            async with asyncio.timeout(self._timeout_s):
                answer = await _ask(worker, msgspec.msgpack.encode(request))
        except TimeoutError as error:
            await self._end(worker)
            worker = None
            raise ParseKilledError(f"parsing took longer than {self._timeout_s:g} s") from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            await self._end(worker)
            worker = None
            raise ParseKilledError("parsing ended the parser") from error
        except asyncio.CancelledError:
            await self._end(worker)
            worker = None
            raise
        finally:
            self._idle.put_nowait(worker)
        return answer

    async def _begin(self) -> asyncio.subprocess.Process:
        worker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "producers.parse_worker",
            str(self._memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        self._all.add(worker)
        return worker

    async def _end(self, worker: asyncio.subprocess.Process | None) -> None:
        """Kill it; its place in the pool is then empty."""
        if worker is None:
            return
        self._all.discard(worker)
        if worker.returncode is None:
            worker.kill()
        await worker.wait()


async def _ask(worker: asyncio.subprocess.Process, request: bytes) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(LENGTH.pack(len(request)) + request)
    await worker.stdin.drain()
    prefix = await worker.stdout.readexactly(LENGTH.size)
    return await worker.stdout.readexactly(LENGTH.unpack(prefix)[0])
