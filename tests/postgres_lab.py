"""A real PostgreSQL for tests: one server a session, a database a test."""

from __future__ import annotations

import atexit
import functools
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from kafka_lab import ROOT, free_port

_NUMBERS = itertools.count(1)


class Server:
    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port

    def start(self) -> None:
        self._call("start")

    def stop(self) -> None:
        self._call("stop")

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"test{next(_NUMBERS)}"
        with psycopg.connect(self.address("tocsin"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)

    def database_on(self, folder: Path) -> str:
        """The address of a new database whose files lie in `folder`; `drop` it before the folder goes."""
        name = f"test{next(_NUMBERS)}"
        with psycopg.connect(self.address("tocsin"), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE {name} LOCATION '{folder}'".encode())
            connection.execute(f"CREATE DATABASE {name} TABLESPACE {name}".encode())
        return self.address(name)

    def drop(self, dsn: str) -> None:
        """Of `database_on`."""
        name = dsn.rpartition("/")[2]
        with psycopg.connect(self.address("tocsin"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            connection.execute(f"DROP TABLESPACE {name}".encode())

    def address(self, database: str) -> str:
        return f"postgresql://tocsin@127.0.0.1:{self.port}/{database}"

    def _call(self, what: str) -> None:
        environment = {
            **os.environ,
            "POSTGRES_HOME": str(self.folder),
            "POSTGRES_PORT": str(self.port),
            "POSTGRES_OPTIONS": "-c fsync=off",
        }
        program = ROOT / "deploy" / "postgres" / "server"
        done = subprocess.run([program, what], env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"postgres {what}: {done.stdout}{done.stderr}")


@functools.cache
def server() -> Server:
    """The session's server; skips the test where PostgreSQL is absent."""
    if not list(Path("/usr/lib/postgresql").glob("*/bin/postgres")):
        pytest.skip("no PostgreSQL server: `make system-packages` installs it")
    folder = Path(tempfile.mkdtemp(prefix="tocsin-postgres-"))
    folder.chmod(0o755)  # the server runs as another user
    made = Server(folder, free_port())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(made.stop)
    made.start()
    return made


@functools.cache
def database_of(_folder: Path) -> str:
    """The same database at each call with one folder."""
    return server().database()


def rows(dsn: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query.encode()).fetchall()


class SmallDisk:
    """A database whose tables lie on a file system of a few megabytes."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.dsn, self._ballast = dsn, folder / "ballast"

    def fill(self) -> None:
        """Writes zeros until the disk takes no more."""
        with self._ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        assert os.statvfs(self._ballast.parent).f_bavail == 0

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(megabytes: int = 48) -> Iterator[SmallDisk]:
    """Needs the right to mount a file system, which root has on most machines; skips the test where it has not."""
    made = server()
    folder = made.folder / f"disk{next(_NUMBERS)}"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system, on which a disk can be full")
    try:
        place = folder / "tables"
        place.mkdir(mode=0o700)
        shutil.chown(place, "postgres")
        disk = SmallDisk(folder, made.database_on(place))
        try:
            yield disk
        finally:  # whatever failed: tables without their disk would fail each later checkpoint of the server
            disk.empty()
            made.drop(disk.dsn)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
