"""One feed as its list describes it, and the rules its fields keep. Pure."""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, cast, get_args
from urllib.parse import unquote, urlsplit, urlunsplit

from tocsin.contract.article import Feed, Publisher
from tocsin.contract.identity import digest

FullText = Literal["always", "candidates", "never"]
PublisherKind = Literal["agency", "outlet", "official", "aggregator"]

FIELDS = (
    "url",
    "id",
    "title",
    "publisher",
    "domain",
    "country",
    "timezone",
    "kind",
    "language",
    "interval",
    "full_text",
)
"""The fields of a feed in every list format, in the order in which they are written."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_INTERVAL = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """`url` may hold credentials: it goes to the server and nowhere else; show `public_url`.

    `interval_s` is the wished time between polls (None: from the feed's own pace). `full_text` says when the page
    may be fetched for an entry whose own text is short: for every one, for those that may tell of an incident, never.
    """

    id: str
    url: str
    title: str | None = None
    publisher: Publisher
    language: str | None = None
    interval_s: float | None = None
    full_text: FullText = "candidates"

    @property
    def public_url(self) -> str:
        return without_credentials(self.url)

    @property
    def feed(self) -> Feed:
        """As the messages carry it."""
        return Feed(id=self.id, url=self.public_url, title=self.title)


class FieldError(ValueError):
    """A field that does not keep its rule; the list readers add file and line."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{field}: {problem}; {remedy}")
        self.field, self.problem, self.remedy = field, problem, remedy


def make_spec(fields: Mapping[str, object]) -> FeedSpec:
    """The feed that `fields` (keys of `FIELDS`) describe. Raises `FieldError` for the first bad one."""
    texts = {name: _text(fields, name) for name in FIELDS}
    url = check_url(texts["url"])
    publisher = Publisher(
        name=texts["publisher"],
        domain=(texts["domain"] or "").lower() or None,
        country=_country(texts["country"]),
        timezone=_timezone(texts["timezone"]),
        kind=_one_of("kind", texts["kind"], get_args(PublisherKind)),
    )
    full_text = _one_of("full_text", texts["full_text"], get_args(FullText)) or "candidates"
    return FeedSpec(
        id=_id(texts["id"]) or digest("feed", _without_user(url)),
        url=url,
        title=texts["title"],
        publisher=publisher,
        language=_language(texts["language"]),
        interval_s=parse_interval(texts["interval"]),
        full_text=cast(FullText, full_text),
    )


def as_fields(spec: FeedSpec) -> dict[str, str]:
    """`make_spec` backwards; only what is set."""
    interval = None if spec.interval_s is None else f"{spec.interval_s:g}s"
    publisher = spec.publisher
    values = (
        spec.url,
        spec.id,
        spec.title,
        publisher.name,
        publisher.domain,
        publisher.country,
        publisher.timezone,
        publisher.kind,
        spec.language,
        interval,
        spec.full_text,
    )
    return {name: value for name, value in zip(FIELDS, values, strict=True) if value}


def without_credentials(url: str) -> str:
    """`https://host/feed?a=1` of `https://user:secret@host/feed?a=1&token=secret`.

    The parameters are those of `producers/data/credentials.toml`.
    """
    parts = urlsplit(_without_user(url))
    if not parts.query:
        return urlunsplit(parts)
    kept = (pair for pair in parts.query.split("&") if unquote(pair.partition("=")[0]).lower() not in _keys())
    return urlunsplit(parts._replace(query="&".join(kept)))


def _without_user(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@cache
def _keys() -> frozenset[str]:
    text = resources.files("producers").joinpath("data/credentials.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["parameters"])


def check_url(url: str | None) -> str:
    """An absolute http or https URL; `feed:` prefixes of other readers are translated."""
    if not url:
        raise FieldError("url", "is missing", "give the address of the feed")
    for prefix, scheme in (("feed://", "http://"), ("feed:http", "http")):
        if url.startswith(prefix):
            url = scheme + url.removeprefix(prefix)
    shown = _shown(url)
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FieldError("url", f"{shown!r} is not a URL ({error})", "give an http or https address") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FieldError("url", f"{shown!r} is not an http or https address", "write https://host/path")
    if any(c.isspace() or ord(c) < 32 for c in url):
        raise FieldError("url", f"{shown!r} holds a space or control character", "percent-encode it")
    return url


def _shown(url: str) -> str:
    """For messages about an address that may be no URL."""
    return re.sub(r"([?&][^=&]*)=[^&#]*", r"\1=...", re.sub(r"//[^/@]*@", "//", url))[:120]


def parse_interval(value: str | None) -> float | None:
    """Seconds of `90`, `90s`, `15m`, `2h`, `1d`. Raises `FieldError`."""
    if value is None:
        return None
    found = _INTERVAL.match(value.strip())
    seconds = float(found[1]) * _UNITS[found[2] or "s"] if found else 0.0
    if not 0 < seconds <= 7 * 86400:
        raise FieldError("interval", f"{value!r} is no time between polls", "write for example 90s, 15m or 2h")
    return seconds


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if name == "interval" and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    if not isinstance(value, str):
        raise FieldError(name, "must be text", f'write {name} = "..."')
    return value.strip() or None


def _one_of(field: str, value: str | None, allowed: tuple[str, ...]) -> str | None:
    if value is None or value in allowed:
        return value
    raise FieldError(field, f"{value!r} is not known", f"use one of {', '.join(allowed)}")


def _id(value: str | None) -> str | None:
    if value is not None and not _ID.match(value):
        raise FieldError("id", f"{value!r} is no id", "use at most 80 letters, digits, '.', '_' or '-'")
    return value


def _country(value: str | None) -> str | None:
    if value is not None and not re.match(r"[A-Z]{2}\Z", value):
        raise FieldError("country", f"{value!r} is no country code", "use ISO 3166-1 alpha-2, for example IQ")
    return value


def _language(value: str | None) -> str | None:
    if value is not None and not _LANGUAGE.match(value):
        raise FieldError("language", f"{value!r} is no language tag", "use for example en or en-GB")
    return value


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _timezone(value: str | None) -> str | None:
    if value is not None and value not in _zones():
        raise FieldError("timezone", f"{value!r} is no time zone", "use an IANA name, for example Asia/Baghdad")
    return value
