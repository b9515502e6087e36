"""Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. Pure.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

_PREFIX = "whsec_"
_LEAST_BYTES, _MOST_BYTES = 24, 64


class SecretError(ValueError):
    """Not a key."""


def key_of(secret: str) -> bytes:
    """The key in `whsec_BASE64` (the prefix may be left out). Raises `SecretError`."""
    try:
        key = base64.b64decode(secret.strip().removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise SecretError("its secret is not base64") from error
    if not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise SecretError(f"its secret has {len(key)} bytes; {_LEAST_BYTES} to {_MOST_BYTES} are right")
    return key


def signature(key: bytes, identity: str, timestamp: int, body: bytes) -> str:
    """`v1,BASE64`. `timestamp` in Unix seconds."""
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
