"""`python -m evaluation.bench.sinks [RECORDS]`: sinks and plain clients turn about, medians of the rounds.

A sink's time is from the message's bytes to the store's commit (`add`, `flush`); the plain client's rows are ready
before its clock starts. Batches of 500 as by default. PostgreSQL runs beside, from a folder of its own, with its
defaults.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import aiohttp

from evaluation.bench.sinks import material, plain
from sinks.parquet import columns
from sinks.parquet.sink import ParquetSink
from sinks.port import Sink
from sinks.postgres_store import PostgresStore
from sinks.sqlite_store import SqliteStore
from sinks.webhook.sink import WebhookSink
from sinks.webhook.targets import Target
from tocsin.log.port import Delivered

ROOT = Path(__file__).parents[3]
BATCH, ROUNDS = 500, 3
_NUMBERS = count(1)


class Bench:
    """`folder` is new and empty; `dsn` of a server's database `tocsin`, where databases may be made."""

    def __init__(self, folder: Path, dsn: str, records: list[Delivered], port: int) -> None:
        self.folder, self.dsn, self.url = folder, dsn, f"http://127.0.0.1:{port}/"
        self.batches = [records[n : n + BATCH] for n in range(0, len(records), BATCH)]
        self.total = len(records)

    def pairs(self) -> dict[str, tuple[Callable[[], float], Callable[[], float]]]:
        return {
            "SQLite; executemany": (self.sqlite, self.plain_sqlite),
            "PostgreSQL; COPY": (self.postgres, self.plain_postgres),
            "Parquet; pyarrow": (self.parquet, self.plain_parquet),
            "webhook; aiohttp": (self.webhook, self.plain_webhook),
        }

    def sqlite(self) -> float:
        return self._sink(SqliteStore(self._file()))

    def plain_sqlite(self) -> float:
        path, ready = self._file(), [material.rows(batch) for batch in self.batches]
        SqliteStore(path).close()
        return _seconds(lambda: plain.sqlite(path, ready))

    def postgres(self) -> float:
        return self._sink(PostgresStore(self._database()))

    def plain_postgres(self) -> float:
        dsn, ready = self._database(), [material.rows(batch) for batch in self.batches]
        PostgresStore(dsn).close()
        newest: set[object] = set()
        for change in reversed(ready):  # COPY cannot replace: it writes an incident once, and so less than the sink
            for table, key in (("incidents", "id"), ("incident_reports", "incident_id")):
                change.upserts[table] = [row for row in change.upserts[table] if row[key] not in newest]
            newest |= {row["id"] for row in change.upserts["incidents"]}
        return _seconds(lambda: plain.postgres(dsn, ready))

    def parquet(self) -> float:
        return self._sink(ParquetSink(self._file()))

    def plain_parquet(self) -> float:
        path = self._file()
        ready = [columns.table([columns.row(record) for record in batch]) for batch in self.batches]
        return _seconds(lambda: plain.parquet(path, ready))

    def webhook(self) -> float:
        target = {"name": "bench", "url": self.url, "allow_private": True, "secret": "whsec_" + "A" * 32}
        return self._sink(WebhookSink(Target.model_validate(target)))

    def plain_webhook(self) -> float:
        import asyncio

        async def post() -> None:
            headers = {"Content-Type": "application/json"}
            async with aiohttp.ClientSession() as session:
                for record in (record for batch in self.batches for record in batch):
                    async with session.post(self.url, data=record.message.value, headers=headers) as response:
                        await response.read()

        return _seconds(lambda: asyncio.run(post()))

    def _sink(self, sink: Sink) -> float:
        def work() -> None:
            for batch in self.batches:
                for record in batch:
                    sink.add(record)
                sink.flush()

        spent = _seconds(work)
        sink.close()
        return spent

    def _file(self) -> Path:
        return self.folder / f"store{next(_NUMBERS)}"

    def _database(self) -> str:
        import psycopg

        name = f"bench{next(_NUMBERS)}"
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.dsn.removesuffix("tocsin") + name


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main(number: int, port: int) -> None:
    records = material.records(number)
    size = sum(len(record.message.value) for record in records) / len(records)
    sys.stdout.write(f"{number} revisions of {size:,.0f} bytes in batches of {BATCH}; medians of {ROUNDS} rounds\n\n")
    sys.stdout.write("| sink; plain client | sink, records/s | plain, records/s | ratio |\n|---|--:|--:|--:|\n")
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder:
        home = Path(folder) / "postgres"
        home.mkdir()
        Path(folder).chmod(0o755)
        environment = {**os.environ, "POSTGRES_HOME": str(home), "POSTGRES_PORT": str(port)}
        server = [ROOT / "deploy" / "postgres" / "server"]
        subprocess.run([*server, "start"], env=environment, check=True, stdout=subprocess.DEVNULL)
        receiver = subprocess.Popen([sys.executable, "-m", "evaluation.bench.sinks.receiver"], stdout=subprocess.PIPE)
        try:
            assert receiver.stdout is not None
            hook = int(receiver.stdout.readline())
            bench = Bench(Path(folder), f"postgresql://tocsin@127.0.0.1:{port}/tocsin", records, hook)
            for name, (ours, theirs) in bench.pairs().items():
                rounds = [(ours(), theirs()) for _ in range(ROUNDS)]
                us, them = (statistics.median(times) for times in zip(*rounds, strict=True))
                sys.stdout.write(f"| {name} | {number / us:,.0f} | {number / them:,.0f} | {them / us:.2f} |\n")
                sys.stdout.flush()
        finally:
            receiver.kill()
            receiver.wait()
            subprocess.run([*server, "stop"], env=environment, check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, int(os.environ.get("POSTGRES_PORT", "19355")))
