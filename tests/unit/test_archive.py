from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.archive import ArchiveError, parse_published, read_archive


def test_articles_come_in_publication_order_and_undated_ones_last(tmp_path: Path) -> None:
    archive = tmp_path / "a.jsonl"
    archive.write_text(
        '{"id": "u", "text": "undated"}\n'
        '{"id": "b", "text": "later", "published": "2020-10-05T08:00:00+03:00"}\n\n'
        '{"id": "a", "text": "earlier", "published": "2020-10-05"}\n'
    )
    first, second, last = read_archive(archive)
    assert [first.id, second.id, last.id] == ["a", "b", "u"]
    assert first.published_day_only
    assert second.published_at == datetime(2020, 10, 5, 5, tzinfo=UTC)
    assert last.flags == ("no_published_date",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no article"),
        ('{"id": "a"}', "a.jsonl:1: text: must be a string"),
        ('{"id": "a", "text": "x"}\n[1]', "a.jsonl:2: a line must be a JSON object"),
        ('{"id": "a", "text": "x"}\n{', "a.jsonl:2: not JSON"),
        ('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}', "a.jsonl:2: id: 'a' stands already in line 1"),
        ('{"id": "a", "text": "x", "published": "5 October"}', "a.jsonl:1: published"),
        ('{"id": "a", "text": "x", "content_hash": "c"}', "a.jsonl:1: .*missing required field"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, told: str) -> None:
    archive = tmp_path / "a.jsonl"
    archive.write_text(text)
    with pytest.raises(ArchiveError, match=told):
        read_archive(archive)


def test_a_file_that_cannot_be_read_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none\.jsonl: cannot be read \(No such file.*; check the path"):
        read_archive(tmp_path / "none.jsonl")


def test_published() -> None:
    assert parse_published(None).at is None
    assert parse_published("2020-10-05T08:00:00").at == datetime(2020, 10, 5, 8, tzinfo=UTC)
