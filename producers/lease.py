"""Room for large bodies: a few at once, whatever a thousand hosts send."""

from __future__ import annotations

import asyncio


class Lease:
    """One place of `slots`, if it is taken; given back when nobody holds the lease any more."""

    def __init__(self, slots: asyncio.Semaphore) -> None:
        self._slots, self._taken = slots, False

    @property
    def taken(self) -> bool:
        return self._taken

    async def take(self) -> None:
        await self._slots.acquire()
        self._taken = True

    def give(self) -> None:
        if self._taken:
            self._taken = False
            self._slots.release()

    __del__ = give
