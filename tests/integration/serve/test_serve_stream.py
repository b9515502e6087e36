"""Revisions as Server-Sent Events: in order, none missed, none twice, over disconnections and restarts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from invented import incident
from serving import Growing, served

pytestmark = pytest.mark.integration


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Growing]:
    made = Growing(tmp_path / "store.sqlite")
    yield made
    made.close()


class Stream:
    """`read(n)` gives the next n events as (id, name, data)."""

    def __init__(self, url: str, **headers: str) -> None:
        self._context = httpx.stream("GET", url, headers=headers, timeout=20)
        self.response = self._context.__enter__()
        self._lines = self.response.iter_lines() if self.response.status_code == 200 else iter(())

    def read(self, count: int) -> list[tuple[str, str, object]]:
        found, fields = [], dict[str, str]()
        for line in self._lines:
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                found.append((fields.get("id", ""), fields["event"], orjson.loads(fields["data"])))
                fields = {}
                if len(found) == count:
                    break
            else:
                fields = {}
        return found

    def close(self) -> None:
        self._context.__exit__(None, None, None)


def told(events: list[tuple[str, str, object]]) -> list[tuple[str, int]]:
    return [(data["id"], data["revision"]) for _, _, data in events]  # type: ignore[index]


def test_from_the_first_revision_and_then_live(store: Growing) -> None:
    store.store(incident(1), incident(2))
    with served(store.path) as server:
        stream = Stream(f"{server.url}api/v1/stream")
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        first = stream.read(2)
        assert sorted(told(first)) == [("i1", 1), ("i2", 1)]
        store.store(incident(1, revision=2))
        ((identity, name, _),) = third = stream.read(1)
        assert (told(third), name) == ([("i1", 2)], "revision")
        assert identity.endswith("-3")
        stream.close()


def test_a_client_that_comes_back_gets_exactly_what_it_missed(store: Growing) -> None:
    store.store(*(incident(n) for n in range(1, 6)))
    with served(store.path) as server:
        stream = Stream(f"{server.url}api/v1/stream")
        seen = stream.read(3)
        stream.close()
        store.store(*(incident(n) for n in range(6, 9)))
        again = Stream(f"{server.url}api/v1/stream", **{"Last-Event-ID": seen[-1][0]})
        rest = again.read(5)
        again.close()
        port = int(server.url.rsplit(":", 1)[1].strip("/"))
    store.store(incident(9))  # while no server runs
    with served(store.path, port) as server:
        after = Stream(f"{server.url}api/v1/stream?after={rest[-1][0]}")
        rest += after.read(1)
        after.close()
    assert [identity.rpartition("-")[2] for identity, _, _ in seen + rest] == [str(n) for n in range(1, 10)]
    assert {name for name, _ in told(seen + rest)} == {f"i{n}" for n in range(1, 10)}


def test_a_position_of_another_store_begins_anew_and_says_so(store: Growing) -> None:
    store.store(incident(1))
    with served(store.path) as server:
        for foreign in ("0000-1", "0000-99"):
            stream = Stream(f"{server.url}api/v1/stream", **{"Last-Event-ID": foreign})
            (_, reset, _), (_, name, _) = stream.read(2)
            stream.close()
            assert (reset, name) == ("reset", "revision")
        assert httpx.get(f"{server.url}api/v1/stream?after=nonsense").status_code == 400


def test_one_far_behind_reads_the_store_and_catches_up(store: Growing, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the ring holds comes while it is away; its place in the order is kept."""
    monkeypatch.setattr("tocsin.serve.tail._RING", 10)
    with served(store.path) as server:
        live = Stream(f"{server.url}api/v1/stream?form=brief")
        for start in range(1, 301, 100):
            store.store(*(incident(n) for n in range(start, start + 100)))
        numbers = [data["seq"] for _, _, data in live.read(300)]  # type: ignore[index]
        late = Stream(f"{server.url}api/v1/stream?form=brief")
        assert [data["seq"] for _, _, data in late.read(300)] == numbers == list(range(1, 301))  # type: ignore[index]
        live.close()
        late.close()


def test_the_server_ends_though_somebody_listens(store: Growing) -> None:
    store.store(incident(1))
    with served(store.path) as server:
        stream = Stream(f"{server.url}api/v1/stream")
        stream.read(1)
    assert stream.read(1) == []
    stream.close()
