"""One connection to a broker before a client is made, to tell what the user must mend from a broker that is away.

The clients cannot: both take a refused certificate, and a refused password, for a broker that does not answer, and
try again without end.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from typing import Any

from aiokafka import errors as kafka_errors
from aiokafka.conn import create_conn

from tocsin.log.port import LogError, LogMisconfigured, LogUnavailable

_TIMEOUT_MS = 10_000
_NAME_MISMATCH = (62, 64)  # OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH and _IP_ADDRESS_MISMATCH
_REFUSED = (
    kafka_errors.SaslAuthenticationFailed,
    kafka_errors.AuthenticationFailedError,
    kafka_errors.UnsupportedSaslMechanismError,
    kafka_errors.IllegalSaslStateError,
)


def greet(bootstrap: str, security: Mapping[str, Any]) -> None:
    """Returns when one of the brokers has let us in. Not for a thread that runs an event loop: see `greet_all`.

    Raises `LogMisconfigured` for a certificate or a user that is refused, `LogUnavailable` if none answers.
    """
    asyncio.run(greet_all(bootstrap, security))


async def greet_all(bootstrap: str, security: Mapping[str, Any]) -> None:
    """As `greet`."""
    problem: LogError = LogUnavailable(f"no broker at {bootstrap!r}")
    for place in bootstrap.split(","):
        try:
            await _greet(place.strip(), security)
        except LogError as error:
            # a cluster may have one broker down, and that says nothing of the others' certificates
            problem = error if not isinstance(problem, LogMisconfigured) else problem
        else:
            return
    raise problem


async def _greet(place: str, security: Mapping[str, Any]) -> None:
    host, _, port = place.rpartition(":")
    if not host or not port.isdecimal():
        raise LogMisconfigured(f"kafka.bootstrap: {place!r} is no address", "give host:port")
    try:
        connection = await create_conn(host, int(port), request_timeout_ms=_TIMEOUT_MS, **security)
    except (ssl.SSLError, *_REFUSED) as error:
        raise refusal(place, error, security) from error
    except (OSError, TimeoutError, kafka_errors.KafkaError) as error:
        raise LogUnavailable(f"{place}: {type(error).__name__}: {error}") from error
    connection.close()


def refusal(place: str, error: Exception, security: Mapping[str, Any]) -> LogMisconfigured:
    """In the words of the settings. Pure."""
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _NAME_MISMATCH:
            return LogMisconfigured(
                f"the certificate of {place} is for another host name ({error.verify_message})",
                "name the broker in kafka.bootstrap as its certificate does",
            )
        return LogMisconfigured(
            f"the certificate of {place} is not of an authority we trust ({error.verify_message})",
            "give its authority as kafka.ca",
        )
    if isinstance(error, ssl.SSLError):
        return LogMisconfigured(
            f"{place} does not speak TLS as we do ({error.reason})", "check kafka.tls and the port in kafka.bootstrap"
        )
    if isinstance(error, kafka_errors.UnsupportedSaslMechanismError | kafka_errors.IllegalSaslStateError):
        return LogMisconfigured(
            f"{place} does not take {security.get('sasl_mechanism')}", "check kafka.mechanism and the port's protocol"
        )
    return LogMisconfigured(
        f"{place} refuses the user {security.get('sasl_plain_username')!r} or its password",
        "check kafka.username and kafka.password",
    )
