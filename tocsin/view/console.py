"""The terminal. Headlines come from feeds, so nothing in a text is markup, an emoji code or to be coloured."""

from __future__ import annotations

from rich.console import Console


def make_console() -> Console:
    return Console(markup=False, emoji=False, highlight=False)
