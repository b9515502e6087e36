"""`tocsin backtest`: an archive through the same cores as the live stages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer


def command(
    articles: Annotated[Path, typer.Option(help="The archive, a .jsonl file with an article a line.")],
    out: Annotated[Path, typer.Option(help="Folder for reports.jsonl, incidents.jsonl and rejections.jsonl.")],
    processes: Annotated[int, typer.Option(min=1, help="Processes for classify.")] = os.cpu_count() or 1,
) -> None:
    """Run an archive in publication order and write what the topics would hold, a value a line."""
    from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

    from tocsin.archive import read_archive
    from tocsin.backtest import files
    from tocsin.backtest.run import backtest
    from tocsin.errors import UserError

    archive = read_archive(articles)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{out}: cannot be made ({error.strerror})", "name another folder with --out") from error
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), TimeElapsedColumn()) as bar:
        task = bar.add_task("articles", total=len(archive))
        published = backtest(archive, processes, lambda done: bar.update(task, completed=done))
    try:
        files.write(published, out)
    except OSError as error:
        raise UserError(str(error), "make room or name another folder with --out") from error
    incidents = len({revision.id for revision in published.incidents})
    typer.echo(
        f"{len(archive)} articles, {len(published.accounts)} accounts, {incidents} incidents "
        f"in {len(published.incidents)} revisions, written to {out}"
    )
