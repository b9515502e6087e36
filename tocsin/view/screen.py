"""The board as a screenful of rich text. Pure: board and size in, renderable out."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from tocsin.view import words
from tocsin.view.board import Board

COLOURS = {
    "opened": "bold red",
    "updated": "yellow",
    "corroborated": "green",
    "merged": "magenta",
    "split": "magenta",
    "retracted": "magenta",
    "rejected": "bright_black",
    "problem": "bold white on red",
    "page": "bold cyan",
}
_SEVERITY = ("white", "cyan", "yellow", "red", "bold red")


_WIDE = 120  # columns from which place and toll have room of their own


def screen(board: Board, width: int, height: int) -> RenderableType:
    """Figures on top, incidents in the middle, the newest happenings below; fits `height` lines."""
    rest = max(8, height - 9)
    rows = max(3, rest // 2 - 2)
    return Group(_figures(board), _incidents(board, rows, width), _happenings(board, max(3, rest - rows - 4), width))


def _figures(board: Board) -> RenderableType:
    table = Table.grid(padding=(0, 3), expand=False)
    polled = sum(1 for line in board.feeds.values() if line.polls)
    failing = sum(1 for line in board.feeds.values() if line.problem)
    feeds = f"{polled}/{len(board.feeds)} feeds, {board.polls} polls" + (f", {failing} failing" if failing else "")
    edits = f" (+{board.edits} edits)" if board.edits else ""
    table.add_row(
        Text(feeds),
        Text(f"{board.articles} articles{edits}", style="cyan"),
        Text(f"{board.reports} reports", style="yellow"),
        Text(f"{len(board.open_incidents())} incidents", style="bold red"),
        Text(f"{board.changes['corroborated']} corroborations", style="green"),
    )
    reasons = "  ".join(f"{reason} {count}" for reason, count in board.reasons.most_common()) or "none yet"
    lines: list[RenderableType] = [table, Text(f"rejected: {reasons}", style="bright_black")]
    if board.preparing:
        lines.append(Text(f"preparing {', '.join(sorted(board.preparing))} ...", style="cyan"))
    if board.waiting:
        lines.append(Text(f"waiting: {board.waiting}", style=COLOURS["problem"]))
    if board.page:
        lines.append(Text(f"look at it: {board.page.url}", style=COLOURS["page"]))
    title = "tocsin · the sample newsroom" if board.sample else "tocsin"
    return Panel(Group(*lines), title=title, subtitle="Ctrl-C ends it", title_align="left", subtitle_align="right")


def incidents_table(board: Board, rows: int, width: int, title: str | None = None) -> Table:
    """The gravest incidents in force, at most `rows`, a line each; a narrow one leaves out what the headline says."""
    wide = width >= _WIDE
    table = Table(title=title, title_justify="left", expand=True, box=None, pad_edge=False, header_style="bold")
    table.add_column("day", no_wrap=True, width=10)
    table.add_column("incident", ratio=3, no_wrap=True, overflow="ellipsis")
    if wide:
        table.add_column("place", ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column("toll", ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column("articles", justify="right", width=8)
    table.add_column("origins", justify="right", width=7)
    for incident in board.open_incidents()[:rows]:
        style = _SEVERITY[max(0, min(incident.severity, len(_SEVERITY) - 1))]
        extra = [words.place(incident.where), words.tolls(incident.casualties) or "?"] if wide else []
        table.add_row(
            incident.when.date.isoformat() if incident.when.date else "?",
            Text(incident.headline, style=style),
            *(Text(cell) for cell in extra),
            str(incident.sources.articles),
            str(incident.sources.independent_origins),
        )
    return table


def _incidents(board: Board, rows: int, width: int) -> RenderableType:
    more = len(board.open_incidents()) - rows
    subtitle = f"and {more} more" if more > 0 else None
    return Panel(incidents_table(board, rows, width), title="incidents", title_align="left", subtitle=subtitle)


def _happenings(board: Board, rows: int, width: int) -> RenderableType:
    lines = []
    for happening in list(board.happenings)[-rows:]:
        line = Text(f"{happening.kind:>12}  ", style=COLOURS.get(happening.kind, "cyan"))
        line.append(happening.text, style="default" if happening.kind != "rejected" else "bright_black")
        line.truncate(max(20, width - 4), overflow="ellipsis")
        lines.append(line)
    return Panel(Group(*lines) if lines else Text("nothing yet"), title="as it happens", title_align="left")
