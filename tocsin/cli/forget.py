"""`tocsin forget`: an article's words go, the numbers stay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sinks.forget import Forgetting
    from tocsin.settings import Settings

_KAFKA = """What remains elsewhere:
  Kafka `articles` (7 days), `reports` (30 days), `rejections` (3 days), `dead-letters` (30 days): the article's
  records, until their retention ends. `incidents` keeps an incident's last revision for as long as the topic stands:
  its quotations go when a new revision replaces it and the topic is compacted. A sink that reads these records again
  stores them without the words; other subscribers see them.
  The deduplicator's state on Kafka: until the article's account is dropped with its incident.
  Webhooks: what was sent is with the receivers. Backups and replicas: as their keepers keep them."""


def command(
    article: Annotated[str, typer.Argument(metavar="ARTICLE|URL", help="The article's id or address.")],
    data: Annotated[Path | None, typer.Option(help="Folder of the run.  [default: data]")] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Remove an article's text and quotations from stores, files and state for good; numbers and links stay.

    The run of that folder must be stopped. Stores: the folder's own and, if postgres.dsn is set, the database.
    """
    from tocsin.settings_load import load

    settings = load(config, overrides={"data": data})
    identity = _identity(article, settings)
    for place, count in _everywhere(settings, identity):
        typer.echo(f"{place}: {count} rewritten")
    typer.echo(f"article {identity} is forgotten.\n{_KAFKA}")


def _everywhere(settings: Settings, identity: str) -> Iterator[tuple[Path | str, int]]:
    from dataclasses import replace
    from datetime import UTC, datetime

    from producers import forget as producers
    from sinks import forget as stores
    from sinks.forget import Forgetting
    from tocsin.embedded.lock import DataDirectory
    from tocsin.errors import UserError
    from tocsin.log import sqlite_forget

    forgetting, dsn = Forgetting(identity, datetime.now(UTC)), settings.postgres.dsn
    if not settings.data.is_dir() and dsn is None:
        raise UserError(
            f"there is nothing in {settings.data}, and postgres.dsn is not set", "name a folder with --data"
        )
    if settings.data.is_dir():
        directory = DataDirectory(settings.data)
        try:
            if directory.log.is_file():
                count, reports, words = sqlite_forget.forget(directory.log, identity)
                forgetting = replace(forgetting, reports=frozenset(reports), words=frozenset(words))
                yield directory.log, count
            if directory.producer_state.is_file():
                yield directory.producer_state, producers.forget(directory.producer_state, identity)
            if directory.store.is_file():
                count, forgetting = stores.in_sqlite(directory.store, forgetting)
                yield directory.store, count
        finally:
            directory.release()
    if dsn is not None:
        count, forgetting = stores.in_postgres(dsn.get_secret_value(), forgetting)
        yield "PostgreSQL", count
    files = settings.sink.parquet or settings.data / "parquet"
    if files.is_dir():
        yield files, _parquet(files, forgetting)


def _parquet(files: Path, forgetting: Forgetting) -> int:
    from sinks.parquet.forget import forget

    return forget(files, forgetting.article, forgetting.reports, forgetting.words)


def _identity(article: str, settings: Settings) -> str:
    """An address becomes the id of its normalised form, or of what a store has under it."""
    import re

    from producers.links import normalise
    from sinks.forget import under_address
    from tocsin.contract.identity import article_id
    from tocsin.errors import UserError

    if re.fullmatch(r"[0-9a-f]{24}", article):
        return article
    link = normalise(article)
    if link is None:
        raise UserError(f"{article!r} is neither an article's id nor an address", "copy it from the incident's sources")
    dsn = settings.postgres.dsn
    held = under_address(article, settings.data / "incidents.sqlite", dsn.get_secret_value() if dsn else None)
    return held or article_id(link, "", "")
