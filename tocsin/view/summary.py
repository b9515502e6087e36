"""The end of a run: counts, incidents, where the data lies, what to do next."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from tocsin.embedded.lock import DataDirectory
from tocsin.view.board import Board
from tocsin.view.screen import incidents_table

_ROWS = 40


def print_summary(console: Console, board: Board, directory: DataDirectory, seconds: float) -> None:
    console.print()
    console.print(_counts(board, seconds))
    if board.open_incidents():
        console.print()
        console.print(incidents_table(board, _ROWS, console.width, title="Incidents of this run, the gravest first"))
        if len(board.open_incidents()) > _ROWS:
            console.print(f"... and {len(board.open_incidents()) - _ROWS} more")
    console.print()
    console.print("Where it lies")
    console.print(f"  {directory.store}", style="bold", soft_wrap=True)
    console.print("      incidents, revisions, reports, claims, sources (SQLite)")
    console.print(f"  {directory.log}", style="bold", soft_wrap=True)
    console.print("      the topics, every message (SQLite)")
    console.print("What to do next")
    for command, meaning in _next_steps(board, directory):
        console.print(f"  {command}", soft_wrap=True, style="bold")
        console.print(f"      {meaning}")


def _counts(board: Board, seconds: float) -> Table:
    table = Table.grid(padding=(0, 2))
    reasons = ", ".join(f"{count} {reason}" for reason, count in board.reasons.most_common()) or "none"
    changes = ", ".join(f"{count} {kind}" for kind, count in board.changes.most_common()) or "none"
    polled = sum(1 for line in board.feeds.values() if line.polls)
    failing = sorted(line.title for line in board.feeds.values() if line.problem)
    table.add_row("feeds", f"{polled} polled, {board.polls} times in {seconds:.0f} s")
    if failing:
        table.add_row("failing", ", ".join(failing[:10]) + (" ..." if len(failing) > 10 else ""))
    table.add_row("articles", f"{board.articles} new, {board.edits} edited")
    table.add_row("reports", str(board.reports))
    table.add_row("rejections", f"{sum(board.reasons.values())}: {reasons}")
    table.add_row("incidents", f"{len(board.open_incidents())} in force; revisions: {changes}")
    for trouble in sorted(board.troubles):
        table.add_row("trouble", f"{trouble}. What was not done is in the log: the next run goes on from here")
    if board.dead_letters:
        table.add_row("dead letters", f"{board.dead_letters}: messages a stage could not handle, kept in the log")
    return table


def _next_steps(board: Board, directory: DataDirectory) -> list[tuple[str, str]]:
    steps = [
        (f"{_program()} serve --store {directory.store}", "look at them: the map, the stream, every value's witnesses"),
        (f"{_program()} watch --data {directory.path}", "the incidents again, as a table, json lines or one line each"),
        (
            f"python3 -c \"import sqlite3; [print(*r, sep=' | ') for r in sqlite3.connect('{directory.store}')"
            ".execute('SELECT date, country, headline, articles FROM incidents ORDER BY severity DESC')]\"",
            "ask the store anything; docs/architecture.md names its tables",
        ),
    ]
    if board.sample:
        steps.append(("make run FEEDS=my.opml", "your own feeds (.opml or .toml), until Ctrl-C"))
    return steps


def _program() -> str:
    """How this very program was called, so that the line can be copied."""
    return sys.argv[0] if sys.argv[0].endswith("tocsin") else "tocsin"
