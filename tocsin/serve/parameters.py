"""A request's filters as a `Query`; what is malformed is answered with 422."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, get_args

from fastapi import HTTPException
from fastapi import Query as Parameter

from tocsin.contract.codec import rfc3339
from tocsin.contract.vocabulary import EVENT_TYPES, Confirmation, EventType, Status, level_one
from tocsin.serve.query import IN_FORCE, Query, parse_box

_TYPES = {*get_args(EventType), *(level_one(t) for t in EVENT_TYPES)}
_MOST = 50


def query_of(
    since: Annotated[datetime | None, Parameter(description="Moment at or after this, RFC 3339.")] = None,
    until: Annotated[datetime | None, Parameter(description="Moment before this.")] = None,
    country: Annotated[list[str], Parameter(description="ISO 3166-1 alpha-2; may repeat.", max_length=_MOST)] = [],  # noqa: B006
    type: Annotated[
        list[str], Parameter(description="`explosion`, or a whole type; may repeat.", max_length=_MOST)
    ] = [],  # noqa: B006
    confirmation: Annotated[list[Confirmation], Parameter(description="May repeat.", max_length=_MOST)] = [],  # noqa: B006
    status: Annotated[
        list[Status],
        Parameter(description="May repeat. Without it, what is in force: open or closed.", max_length=_MOST),
    ] = [],  # noqa: B006
    severity: Annotated[int, Parameter(description="This severity or a graver one.", ge=0, le=4)] = 0,
    killed: Annotated[int, Parameter(description="So many killed, or more.", ge=0, le=1_000_000)] = 0,
    bbox: Annotated[str | None, Parameter(description="`west,south,east,north` in degrees.", max_length=200)] = None,
    text: Annotated[
        str | None, Parameter(description="Words in headline or place.", max_length=200, pattern=r"^[^\x00]*$")
    ] = None,
) -> Query:
    for code in country:
        if len(code) != 2 or not (code.isascii() and code.isalpha()):
            raise HTTPException(422, f"country: {code!r} is no ISO 3166 code of two letters")
    for name in type:
        if name not in _TYPES:
            raise HTTPException(422, f"type: no type {name!r}")
    try:
        box = parse_box(bbox) if bbox else None
    except ValueError as error:
        raise HTTPException(422, f"bbox: {error}") from error
    return Query(
        since=_utc("since", since),
        until=_utc("until", until),
        countries=tuple(dict.fromkeys(code.upper() for code in country)),
        types=tuple(dict.fromkeys(type)),
        confirmations=tuple(dict.fromkeys(confirmation)),
        statuses=tuple(dict.fromkeys(status)) or IN_FORCE,
        severity=severity,
        killed=killed,
        box=box,
        text=text or None,
    )


def _utc(name: str, moment: datetime | None) -> str | None:
    """A time without a zone is UTC."""
    if moment is None:
        return None
    try:
        return rfc3339((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0))
    except (OverflowError, ValueError) as error:
        raise HTTPException(422, f"{name}: out of the calendar's range") from error
