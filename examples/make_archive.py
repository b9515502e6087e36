"""Write `examples/archive.jsonl`: the sample newsroom's articles, first versions, in the plain form of an archive."""

from __future__ import annotations

from pathlib import Path

import orjson

from tocsin.newsroom.show import load_show


def lines() -> list[bytes]:
    """One JSON object a line, in the order of the show."""
    programme = load_show()
    domains = {outlet.key: outlet.domain for outlet in programme.outlets}
    rows: dict[str, bytes] = {}
    for scheduled in programme.scheduled:
        item = scheduled.item
        row = {
            "id": item.id,
            "url": item.link,
            "publisher": domains[scheduled.outlet],
            "published": item.published,
            "title": item.title,
            "text": item.text,
        }
        rows.setdefault(item.id, orjson.dumps(row) + b"\n")
    return list(rows.values())


if __name__ == "__main__":
    Path(__file__).with_name("archive.jsonl").write_bytes(b"".join(lines()))
