"""Ways to write and read one article message: `python -m evaluation.bench.codec`. Best of five, as ratios to ours."""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import orjson
import pydantic

from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.codec import decode, encode

_RUNS = 5_000


def article() -> Article:
    """Some 2.5 KB of text, a usual news article."""
    return Article(
        id="0" * 24,
        version=1,
        content_hash="0" * 24,
        url="https://north-post.example/1",
        feed=Feed(id="f", url="https://north-post.example/feed"),
        publisher=Publisher(name="North Post", country="NG"),
        title="Market fire put out in Kagara",
        text="Some words of a report. " * 105,
        fetched_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        rules_version="0",
    )


def seconds(call: Callable[[], object]) -> float:
    """Best of five, a call."""
    return min(timeit.repeat(call, number=_RUNS, repeat=5)) / _RUNS


def main() -> None:
    value = article()
    raw = encode(value)
    adapter = pydantic.TypeAdapter(Article)
    rows: dict[str, dict[str, Callable[[], object]]] = {
        "write": {
            "orjson (ours)": lambda: encode(value),
            "msgspec.json": lambda: msgspec.json.encode(value),
            "pydantic": lambda: adapter.dump_json(value),
        },
        "read": {
            "orjson + msgspec.convert (ours)": lambda: decode(Article, raw),
            "msgspec.json": lambda: msgspec.json.decode(raw, type=Article),
            "pydantic": lambda: adapter.validate_json(raw),
            "orjson without a check": lambda: orjson.loads(raw),
        },
    }
    for what, ways in rows.items():
        times = {name: seconds(call) for name, call in ways.items()}
        ours = next(iter(times.values()))
        for name, time in times.items():
            sys.stdout.write(f"{what}\t{name}\t{time / ours:.2f}\n")


if __name__ == "__main__":
    main()
