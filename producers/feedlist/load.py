"""A feed list file to feeds."""

from __future__ import annotations

from pathlib import Path

from producers.feedlist.errors import FeedListError
from producers.feedlist.opml_list import read_opml
from producers.feedlist.spec import FeedSpec
from producers.feedlist.toml_list import read_toml

MAX_BYTES = 64 * 1024 * 1024


def load_feeds(path: Path) -> list[FeedSpec]:
    """The feeds of a `.toml`, `.opml` or `.xml` file. Raises `FeedListError`, one line naming file, line and field."""
    file = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FeedListError(file, 0, "", "is larger than 64 MiB", "split the list")
        data = path.read_bytes()
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise FeedListError(file, 0, "", problem, "check the path and its permissions") from error
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return read_toml(data, file)
    if suffix in (".opml", ".xml"):
        return read_opml(data, file)
    raise FeedListError(file, 0, "", f"a list named {suffix or 'without suffix'!r} is not known", "use .toml or .opml")
