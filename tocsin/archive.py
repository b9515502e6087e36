"""An article archive (`.jsonl`) as articles in publication order.

A line is a full article of the contract, or at least `id` and `text`, and where known `url`, `title`,
`publisher` (a domain), `published` (a day or a time).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.codec import ContractError, from_builtins
from tocsin.contract.identity import content_hash
from tocsin.errors import UserError
from tocsin.rules import RULES_VERSION

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ArchiveError(UserError):
    """No article, or no archive: `file`, `line` (from 1; 0 is the whole file), `field` ("" is the whole line)."""

    def __init__(self, file: str, line: int, field: str, problem: str, remedy: str = "") -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {field + ': ' if field else ''}{problem}", remedy)
        self.file, self.line, self.field = file, line, field


@dataclass(frozen=True, slots=True)
class Published:
    """A publication time as an archive gives it; `day_only` means that `at` is that day at 00:00 UTC."""

    at: datetime | None
    day_only: bool = False


def read_archive(path: Path) -> list[Article]:
    """Every article, oldest first, undated ones last, lines of equal time in file order.

    Raises `ArchiveError` for the first line that is no article, for a repeated (id, version) and for an archive
    without articles or that cannot be read.
    """
    articles: list[Article] = []
    seen: dict[tuple[str, int], int] = {}
    for number, line in _lines(path):
        article = read_line(line, str(path), number)
        first = seen.setdefault((article.id, article.version), number)
        if first != number:
            raise ArchiveError(str(path), number, "id", f"{article.id!r} stands already in line {first}")
        articles.append(article)
    if not articles:
        raise ArchiveError(str(path), 0, "", "the archive holds no article; a line needs at least `id` and `text`")
    return _in_order(articles)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, numbered from 1."""
    try:
        with path.open("rb") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise ArchiveError(str(path), 0, "", problem, "check the path and its permissions") from error


def read_line(line: bytes, file: str, number: int) -> Article:
    """The article of one line; raises `ArchiveError`."""
    try:
        raw = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ArchiveError(file, number, "", f"not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise ArchiveError(file, number, "", "a line must be a JSON object")
    if "content_hash" in raw:
        try:
            return from_builtins(Article, raw)
        except ContractError as error:
            raise ArchiveError(file, number, error.field, error.problem) from error
    return _from_plain(raw, file, number)


def _from_plain(raw: dict[str, object], file: str, number: int) -> Article:
    texts = {key: _text(raw, key, file, number, required=key in ("id", "text")) for key in _PLAIN_FIELDS}
    try:
        published = parse_published(texts["published"])
    except ValueError as error:
        raise ArchiveError(file, number, "published", str(error)) from error
    title, text, domain = texts["title"] or "", texts["text"] or "", texts["publisher"]
    return Article(
        id=texts["id"] or "",
        version=1,
        content_hash=content_hash(title, text),
        url=texts["url"],
        feed=Feed(id="archive", url="archive:"),
        publisher=Publisher(name=domain, domain=domain),
        title=title,
        text=text,
        text_source="archive",
        fetched_at=published.at or EPOCH,
        published_at=published.at,
        published_day_only=published.day_only,
        flags=() if published.at else ("no_published_date",),
        rules_version=RULES_VERSION,
    )


_PLAIN_FIELDS = ("id", "text", "url", "title", "publisher", "published")


def _text(raw: dict[str, object], key: str, file: str, number: int, *, required: bool) -> str | None:
    value = raw.get(key)
    if value is None and not required:
        return None
    if not isinstance(value, str) or (required and not value):
        raise ArchiveError(file, number, key, "must be a string" + (", and not empty" if required else ""))
    return value


def parse_published(value: str | None) -> Published:
    """`2014-01-27`, or an RFC 3339 time (UTC if it has no zone). Raises ValueError for anything else."""
    if not value:
        return Published(None)
    if len(value) == len("2014-01-27"):
        day = date.fromisoformat(value)
        return Published(datetime(day.year, day.month, day.day, tzinfo=UTC), day_only=True)
    moment = datetime.fromisoformat(value)
    return Published((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC))


def _in_order(articles: list[Article]) -> list[Article]:
    """Oldest first. An undated article of a plain line is fetched when the last dated one was."""
    dated = sorted((a for a in articles if a.published_at), key=lambda a: a.published_at or EPOCH)
    undated = [a for a in articles if not a.published_at]
    return dated + undated
