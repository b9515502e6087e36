"""Clients that follow the stream while a store grows: what each received, the server's memory, and its pace.

    python -m evaluation.bench.serve --clients 200 --seconds 300

prints one line of JSON. `lost` and `doubled` count over all clients; `rss_growth` is the server's memory at the end
against a quarter of the way, when every client had been served for a while.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from evaluation.bench.invented_world import NEWEST, invented
from sinks.sqlite_store import SqliteStore
from tocsin import topics
from tocsin.contract.envelope import incident_message
from tocsin.log.port import Delivered, Partition

_PORT = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_ID = re.compile(rb"^id: [0-9a-f]+-(\d+)$", re.MULTILINE)
_BATCH_EVERY_S = 0.25


@dataclass
class Outcome:
    clients: int
    revisions: int
    lost: int
    doubled: int
    reconnections: int
    events_per_second: float
    slowest_catch_up_s: float
    rss_mb: list[float] = field(default_factory=list)
    rss_growth: float = 0.0


class Client:
    """Reads events until it has `wanted`; breaks off now and then and comes back with the last id it saw."""

    def __init__(self, port: int, store: str, break_every: int) -> None:
        self._port, self._store, self._break_every = port, store, break_every
        self.seen: list[int] = []
        self.reconnections = 0

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self._connection(stop)
            self.reconnections += not stop.is_set()

    async def _connection(self, stop: asyncio.Event) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        last = f"Last-Event-ID: {self._store}-{self.seen[-1]}\r\n" if self.seen else ""
        request = f"GET /api/v1/stream?form=brief HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{last}\r\n"
        writer.write(request.encode())
        leave_at = len(self.seen) + self._break_every
        rest = b""
        while not stop.is_set() and len(self.seen) < leave_at:
            with contextlib.suppress(TimeoutError):
                rest += await asyncio.wait_for(reader.read(65536), 0.5)
            whole, _, rest = rest.rpartition(b"\n\n")
            self.seen += [int(number) for number in _ID.findall(whole)]
        writer.close()


async def _measure(port: int, pid: int, store_path: Path, clients: int, seconds: float, per_batch: int) -> Outcome:
    sink, stop, number = SqliteStore(store_path), asyncio.Event(), 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
    store = json.loads((await reader.read()).rpartition(b"\r\n\r\n")[2])["store"]
    following = [Client(port, store, break_every=20 + 7 * n % 120) for n in range(clients)]
    tasks = [asyncio.create_task(client.run(stop)) for client in following]
    begun, memory = time.monotonic(), [_rss_mb(pid)]
    base = invented(1)[0]
    while time.monotonic() - begun < seconds:
        for _ in range(per_batch):
            number += 1
            made = replace(base, id=f"b{number % 500}", revision=1 + number // 500,
                           last_reported_at=NEWEST + timedelta(seconds=number))  # fmt: skip
            message = incident_message(made, made.last_reported_at)
            sink.add(Delivered(message, Partition(topics.INCIDENTS.name), number, 0))
        await asyncio.to_thread(sink.flush)
        await asyncio.sleep(_BATCH_EVERY_S)
        memory.append(_rss_mb(pid))
    ended, patience = time.monotonic(), time.monotonic() + 120
    while any(len(client.seen) < number for client in following) and time.monotonic() < patience:
        await asyncio.sleep(0.05)
    caught_up = time.monotonic()
    stop.set()
    await asyncio.gather(*tasks)
    sink.close()
    wanted = set(range(1, number + 1))
    settled = memory[len(memory) // 4]
    return Outcome(
        clients=clients,
        revisions=number,
        lost=sum(len(wanted - set(client.seen)) for client in following),
        doubled=sum(len(client.seen) - len(set(client.seen)) for client in following),
        reconnections=sum(client.reconnections for client in following),
        events_per_second=round(number * clients / (caught_up - begun)),
        slowest_catch_up_s=round(caught_up - ended, 2),
        rss_mb=[round(memory[0]), round(settled), round(max(memory)), round(memory[-1])],
        rss_growth=round(memory[-1] / settled, 3),
    )


def _rss_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def measure(clients: int, seconds: float, per_batch: int = 5) -> Outcome:
    """A server of its own over a new store on this machine."""
    with tempfile.TemporaryDirectory(prefix="tocsin-serve-") as folder:
        path = Path(folder) / "store.sqlite"
        SqliteStore(path).close()
        command = [sys.executable, "-m", "tocsin.cli.main", "serve", "--store", str(path), "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                found = _PORT.search(server.stdout.readline())
                assert found, "the server did not start"
                return asyncio.run(_measure(int(found.group(1)), server.pid, path, clients, seconds, per_batch))
            finally:
                server.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=300.0)
    given = parser.parse_args()
    outcome = measure(given.clients, given.seconds)
    sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
    if outcome.lost or outcome.doubled or outcome.rss_growth > 1.1:
        sys.exit(1)


if __name__ == "__main__":
    main()
