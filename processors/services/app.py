"""The Faust app of one service. Every option that is not Faust's default says why."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import faust

from processors.services.careful import CarefulApp
from tocsin.log.kafka_security import ssl_context
from tocsin.settings_services import KafkaSettings


def make_app(service: str, kafka: KafkaSettings, **options: Any) -> CarefulApp:
    """`service` is the consumer group. `options` go before ours."""
    brokers = ";".join(f"aiokafka://{host}" for host in kafka.bootstrap.split(","))
    session_s = kafka.session_timeout_s
    chosen: dict[str, Any] = {
        "broker_credentials": _credentials(kafka),
        "consumer_auto_offset_reset": "earliest",
        "broker_session_timeout": session_s,
        "broker_heartbeat_interval": session_s / 4,
        "broker_request_timeout": max(40.0, session_s + 10),
        # Past this interval aiokafka leaves the group and does not join again until it is polled, and Faust does not
        # poll until it has joined: a worker that waited for a broker would stand still for good. Liveness finds a
        # handler that hangs; 23 days are the longest interval that the protocol can express.
        "broker_max_poll_interval": 2_000_000.0,
        # Faust's own 4,000 stalls for 1.3 s at each refill
        "broker_max_poll_records": 500,
        "broker_commit_interval": 1.0,
        # what waits in memory, unread: bounded, since an article may have 1 MB
        "stream_buffer_maxsize": 500,
        # an unfinished message is delivered again; waiting for it would stall a rebalance while a broker is away
        "stream_wait_empty": False,
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "web_enabled": False,
        "store": "memory://",
        # no table is kept, yet Faust wants a folder whose parent exists
        "datadir": Path(tempfile.gettempdir()) / f"tocsin-{service}",
        "worker_redirect_stdouts": False,
    }
    return CarefulApp(f"tocsin-{service}", broker=brokers, **{**chosen, **options})


def _credentials(kafka: KafkaSettings) -> Any:
    context = ssl_context(kafka)
    if kafka.username is not None and kafka.password is not None:
        return faust.SASLCredentials(
            username=kafka.username,
            password=kafka.password.get_secret_value(),
            mechanism=kafka.mechanism,
            ssl_context=context,
        )
    return faust.SSLCredentials(context=context) if context else None
