"""The classify core over messages: an article in, its account and rejections out. No state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin import topics
from tocsin.contract.article import Article
from tocsin.contract.envelope import account_message, open_message, rejections_message
from tocsin.embedded.count import begin_regions
from tocsin.embedded.events import Read
from tocsin.embedded.stage import Effects
from tocsin.log.port import Message

if TYPE_CHECKING:
    from processors.classify.core import Knowledge


class ClassifyCore:
    name = "classify"
    topic = topics.ARTICLES.name
    batch = 16  # some tenths of a second: what is found shows soon, and a stop is quick

    def __init__(self) -> None:
        self._knowledge: Knowledge | None = None

    def prepare(self, state: list[tuple[str, bytes]]) -> None:  # noqa: ARG002 - it keeps none
        """Loads the gazetteer, in the thread that will use it. Raises `GazetteerError`."""
        from processors.classify.core import Knowledge

        begin_regions()
        if self._knowledge is None:
            self._knowledge = Knowledge.load()

    def handle(self, message: Message) -> Effects:
        """Raises `ContractError` for a malformed article."""
        from processors.classify.core import classify

        assert self._knowledge is not None
        article = open_message(Article, message)
        read = classify(article, self._knowledge)
        outputs = []
        if read.account is not None:
            outputs.append(account_message(read.account))
        if read.rejections is not None:
            outputs.append(rejections_message(read.rejections))
        return Effects(tuple(outputs), events=(Read(article, read.account, read.rejections, read.language),))
