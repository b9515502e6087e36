"""Whether a push is from the hub that was given the secret (WebSub, 7.1). Pure."""

from __future__ import annotations

import hmac

_METHODS = ("sha256", "sha384", "sha512", "sha1")
"""Those of the specification. SHA-1 is broken for collisions, not for HMAC, and the largest hub knows no other."""


def holds(header: str | None, secret: str, body: bytes) -> bool:
    """`header` is X-Hub-Signature, `method=hex`. Takes the same time however much of it is right."""
    method, _, given = (header or "").strip().partition("=")
    if method.lower() not in _METHODS or not given.isascii():
        return False
    return hmac.compare_digest(sign(method.lower(), secret, body).lower(), given.strip().lower())


def sign(method: str, secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, method).hexdigest()
