"""A log in memory that can be away, full or picky; what the poller sends ends in `articles`."""

from __future__ import annotations

from concurrent.futures import Future

from tocsin.contract.article import Article
from tocsin.contract.envelope import open_message
from tocsin.log.port import LogError, Message


class MemoryLog:
    """A `Producer`. `troubles` are raised by the next sends, one each."""

    def __init__(self, *troubles: LogError) -> None:
        self.messages: list[Message] = []
        self.troubles = list(troubles)

    def send(self, message: Message) -> Future[int]:
        future: Future[int] = Future()
        if self.troubles:
            future.set_exception(self.troubles.pop(0))
            return future
        self.messages.append(message)
        future.set_result(len(self.messages))
        return future

    def flush(self, timeout_s: float) -> None:
        pass

    def close(self) -> None:
        pass

    @property
    def articles(self) -> list[Article]:
        return [open_message(Article, message) for message in self.messages]
