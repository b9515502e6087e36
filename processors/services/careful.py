"""Faust's consumer, made careful: only what a stage has finished is acknowledged.

Faust acknowledges an event in a `finally`, and whatever it skips around a rebalance, too; its compiled stream does so
without asking the consumer. Either would commit past a message that was never handled. So a message comes into the
world as if it were acknowledged, which disarms all of that, and `finish` acknowledges it in truth.
"""

from __future__ import annotations

from typing import Any

import faust
from faust.transport.drivers import aiokafka


class CarefulConsumer(aiokafka.Consumer):
    def _to_message(self, tp: Any, record: Any) -> Any:
        message = super()._to_message(tp, record)
        message.acked = True
        return message

    def finish(self, message: Any) -> bool:
        """The message's offset may be committed, unless the group has since been dealt anew."""
        if message.generation_id != self.app.consumer_generation_id:
            return False
        message.acked = False
        return self.ack(message)


class CarefulTransport(aiokafka.Transport):
    Consumer = CarefulConsumer


class CarefulApp(faust.App):
    def finish(self, message: Any) -> bool:
        """See `CarefulConsumer.finish`."""
        consumer = self.consumer
        assert isinstance(consumer, CarefulConsumer)
        return consumer.finish(message)

    def _new_transport(self) -> Any:
        return CarefulTransport(self.conf.broker_consumer, self, loop=self.loop)
