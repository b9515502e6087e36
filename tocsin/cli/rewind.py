"""`tocsin rewind NAME`: a sink reads everything once more."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def command(
    name: Annotated[str, typer.Argument(help="Name of the sink, as in `tocsin sink NAME`.")],
    config: Annotated[Path | None, typer.Option(help="Settings file.  [default: tocsin.toml, if there]")] = None,
) -> None:
    """Set a sink's positions back to the beginning of its topics, for a store that was lost. Stop the sink first.

    Its next start writes all that the topics hold; upserts make nothing of what the store has already.
    """
    from tocsin.log.kafka_rewind import rewind
    from tocsin.log.kafka_security import address
    from tocsin.settings_load import load

    partitions = rewind(address(load(config).kafka, "tocsin-rewind"), f"tocsin-sink-{name}")
    typer.echo(f"{partitions} partitions set back; start `tocsin sink {name}`")
