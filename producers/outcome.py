"""What one poll came to, in one word. Pure."""

from __future__ import annotations

from typing import Literal

ErrorKind = Literal[
    "dns",
    "connect",
    "tls",
    "timeout",
    "protocol",
    "too_large",
    "bomb",
    "corrupt",
    "redirects",
    "forbidden_address",
    "forbidden_scheme",
]
"""Why there was no response to use."""

Outcome = (
    Literal[
        "fetched",  # a new document
        "not_modified",  # 304
        "same_body",  # 200 with the bytes of last time
        "gone",  # 410: the feed stops
        "not_found",
        "refused",  # 401, 402, 403, 451
        "throttled",  # 429, and 503 with Retry-After
        "server_error",
        "client_error",  # other 4xx, and statuses that make no sense
        "unreadable",  # not a feed
        "parse_killed",  # the parser took too long or too much memory
        "defect",  # an error of ours; the log has its trace
    ]
    | ErrorKind
)

GOOD: frozenset[str] = frozenset({"fetched", "not_modified", "same_body"})


def of_status(status: int, retry_after: bool) -> Outcome:
    """The outcome of an HTTP status; 200 still has to be read."""
    known: dict[int, Outcome] = {200: "fetched", 304: "not_modified", 404: "not_found", 410: "gone", 429: "throttled"}
    if status in known:
        return known[status]
    if status in (401, 402, 403, 451):
        return "refused"
    if status == 503 and retry_after:
        return "throttled"
    return "server_error" if 500 <= status < 600 else "client_error"
