"""One settings block for TLS and SASL, in the words of each client. Passwords leave `SecretStr` only here."""

from __future__ import annotations

import ssl
from typing import Any

from tocsin.errors import UserError
from tocsin.log.kafka import KafkaAddress
from tocsin.settings_services import KafkaSettings


def ssl_context(kafka: KafkaSettings) -> ssl.SSLContext | None:
    """Verifies the broker's certificate and name. Raises `UserError` for a `ca` that cannot be read."""
    if not kafka.tls:
        return None
    try:
        return ssl.create_default_context(cafile=str(kafka.ca) if kafka.ca else None)
    except (OSError, ssl.SSLError) as error:
        raise UserError(f"kafka.ca: {kafka.ca}: {error}", "give a PEM file of the authority") from error


def protocol(kafka: KafkaSettings) -> str:
    return ("SASL_" if kafka.username else "") + ("SSL" if kafka.tls else "PLAINTEXT")


def security_options(kafka: KafkaSettings) -> dict[str, Any]:
    """For kafka-python and aiokafka, which share these names."""
    options: dict[str, Any] = {"security_protocol": protocol(kafka)}
    if kafka.tls:
        options["ssl_context"] = ssl_context(kafka)
    if kafka.username is not None and kafka.password is not None:
        options["sasl_mechanism"] = kafka.mechanism
        options["sasl_plain_username"] = kafka.username
        options["sasl_plain_password"] = kafka.password.get_secret_value()
    return options


def address(kafka: KafkaSettings, client_id: str = "tocsin") -> KafkaAddress:
    return KafkaAddress(kafka.bootstrap, security_options(kafka), client_id, int(kafka.session_timeout_s * 1000))
