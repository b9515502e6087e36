"""Answers with validators: JSON bytes with an ETag, 304 where the client has them already."""

from __future__ import annotations

import hashlib

import orjson
from fastapi import Request, Response


def json_answer(request: Request, value: object, status: int = 200) -> Response:
    return validated(request, orjson.dumps(value), "application/json", status)


def validated(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """RFC 9110, 13.1.2: a weak comparison, since compression may change the bytes."""
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    wanted = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
    if tag in wanted or "*" in wanted:
        return Response(status_code=304, headers=headers)
    return Response(body, status, headers, media_type)


def problem(status: int, title: str, detail: str, **headers: str) -> Response:
    """RFC 9457."""
    body = orjson.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail})
    return Response(body, status, headers, "application/problem+json")
