"""Incidents as they are revised, from the embedded log: what `tocsin watch` prints."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Literal

from rich.console import Console
from rich.live import Live

from tocsin.contract.codec import ContractError, encode
from tocsin.contract.envelope import open_message
from tocsin.contract.incident import Incident
from tocsin.log.port import Consumer, LogUnavailable
from tocsin.view import words
from tocsin.view.board import Board
from tocsin.view.screen import incidents_table
from tocsin.view.select import Selection

Format = Literal["table", "jsonl", "line"]
_BATCH = 500
_POLL_S = 0.3


class Revisions:
    """The topic's revisions from the beginning. Watching commits nothing; `close` lets go of the log.

    The end of what there is shows by silence: `first_s` before the first record, `quiet_s` after one.
    """

    def __init__(
        self,
        consumer: Consumer,
        stop: threading.Event,
        close: Callable[[], None] = lambda: None,
        *,
        first_s: float = 0.0,
        quiet_s: float = 0.0,
    ) -> None:
        self._consumer, self._stop, self.close = consumer, stop, close
        self._first_s, self._quiet_s = first_s, quiet_s

    def now(self) -> list[Incident]:
        """Everything there is up to now and not yet given."""
        found: list[Incident] = []
        patience_s = self._first_s
        while not self._stop.is_set():
            batch = self._next(patience_s)
            if not batch:
                break
            found += batch
            patience_s = self._quiet_s
        return found

    def following(self) -> Iterator[list[Incident]]:
        """From then on, as it comes, until told to stop."""
        while not self._stop.is_set():
            if batch := self._next(_POLL_S):
                yield batch

    def _next(self, timeout_s: float) -> list[Incident]:
        try:
            records = self._consumer.poll(_BATCH, timeout_s)
        except LogUnavailable:
            self._stop.wait(_POLL_S)
            return []
        found = []
        for record in records:
            try:
                found.append(open_message(Incident, record.message))
            except ContractError as error:
                sys.stderr.write(f"tocsin: incidents {record.offset}: {error}\n")
        return found


def follow(revisions: Revisions, selection: Selection, form: Format, console: Console, *, once: bool) -> None:
    """Print what there is and, unless `once`, go on until told to stop. A table needs a terminal to go on."""
    if form == "table":
        _table(revisions, selection, console, once=once or not console.is_terminal)
        return
    _lines(revisions.now(), selection, form)
    for batch in () if once else revisions.following():
        _lines(batch, selection, form)


def _lines(incidents: list[Incident], selection: Selection, form: Format) -> None:
    for incident in filter(selection.wants, incidents):
        sys.stdout.write((encode(incident).decode() if form == "jsonl" else line(incident)) + "\n")
    sys.stdout.flush()


def _table(revisions: Revisions, selection: Selection, console: Console, *, once: bool) -> None:
    board = Board()
    _keep(board, revisions.now())
    if once:
        console.print(incidents_table(_selected(board, selection), len(board.incidents) or 1, width=console.width))
        return
    with Live(console=console, auto_refresh=False, screen=True) as live:

        def refresh() -> None:
            table = incidents_table(_selected(board, selection), console.height - 3, width=console.width)
            live.update(table, refresh=True)

        refresh()
        for batch in revisions.following():
            _keep(board, batch)
            refresh()


def _keep(board: Board, incidents: list[Incident]) -> None:
    board.incidents.update((incident.id, incident) for incident in incidents)


def _selected(board: Board, selection: Selection) -> Board:
    """The newest revision decides: an incident may come into view and leave it."""
    return Board(incidents={i.id: i for i in board.incidents.values() if selection.wants(i)})


def line(incident: Incident) -> str:
    """`2026-03-08 IQ s2 opened  Two rockets hit ... | killed 3 → 4 | 3 articles, 2 origins | 1f0c... r2`"""
    changes = words.toll_changes(incident) if incident.revision > 1 else []
    parts = [
        f"{incident.when.date or '????-??-??'} {incident.where.country or '--'} s{incident.severity} "
        f"{incident.change.kind:<12} {incident.headline}",
        *changes,
        words.sources(incident),
        f"{incident.id} r{incident.revision}",
    ]
    return " | ".join(parts)
