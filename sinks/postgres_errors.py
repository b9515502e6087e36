"""psycopg's errors as the sink port's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors

from sinks.port import StoreError, StoreMisconfigured, StoreUnavailable
from tocsin.logging import clean_text

_OURS_TO_MEND = ("password", "authentication", "does not exist", "no pg_hba.conf entry", "certificate")
"""A refused connection has no SQLSTATE in libpq; these words of the server's tell it from one that is away."""

OF_A_RECORD = (errors.DataError, errors.IntegrityError, errors.ProgramLimitExceeded)
"""A number out of range, a value the type cannot hold: no wait would mend them."""


@contextmanager
def typed_errors() -> Iterator[None]:
    """Raise what psycopg says as a `StoreError`."""
    try:
        yield
    except OF_A_RECORD as error:
        raise StoreError(_told(error)) from error
    except (errors.InvalidAuthorizationSpecification, errors.InsufficientPrivilege, psycopg.ProgrammingError) as error:
        raise StoreMisconfigured(_told(error), "check postgres.dsn and the user's rights") from error
    except psycopg.OperationalError as error:  # lost, refused, shutting down, out of disk, out of connections
        if error.sqlstate is None and any(words in str(error) for words in _OURS_TO_MEND):
            raise StoreMisconfigured(_told(error), "check postgres.dsn") from error
        raise StoreUnavailable(_told(error)) from error
    except psycopg.Error as error:
        raise StoreError(_told(error)) from error


def _told(error: Exception) -> str:
    return f"PostgreSQL: {clean_text(' '.join(str(error).split()))}"
