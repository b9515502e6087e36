"""What is wrong with a feed list, in one line a person can act on."""

from __future__ import annotations

from tocsin.errors import UserError


class FeedListError(UserError):
    """`file:line: field: problem; remedy`. `line` counts from 1, 0 if the whole file is meant; `field` may be ""."""

    def __init__(self, file: str, line: int, field: str, problem: str, remedy: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {field + ': ' if field else ''}{problem}", remedy)
        self.file, self.line, self.field = file, line, field
