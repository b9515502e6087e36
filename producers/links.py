"""Links: made safe to publish, and normalised to tell one article behind many addresses. Pure.

The parameter and host tables are `producers/data/links.toml`.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 4096
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_PORTS = {"http": 80, "https": 443}
_KEPT = "/:@!$&'()*+,;=~-._?"  # RFC 3986: characters of a path or query that need no escape
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("producers").joinpath("data/links.toml").read_text("utf-8"))


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    table = _table()
    return frozenset(p.lower() for p in table["tracking"]), tuple(table["tracking_prefixes"])


def clean_link(link: str | None, base: str | None = None) -> str | None:
    """`link` as an absolute http(s) URL that may be published: no credentials, no tracking, no fragment.

    None for anything else: another scheme (`javascript:`, `data:`), no host, or longer than `MAX_LENGTH`.
    """
    parts = _split(link, base)
    if parts is None:
        return None
    netloc = parts.netloc.rpartition("@")[2]
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    kept = urlunsplit((parts.scheme, netloc, _escape(parts.path), _query(parts.query, order=False), ""))
    cleaned = kept + (f"#{quote(fragment, safe=_KEPT)}" if fragment else "")
    return cleaned if len(cleaned) <= MAX_LENGTH else None


def normalise(link: str | None, base: str | None = None) -> str | None:
    """The article's identity in its link: without scheme, mobile or AMP form, tracking, default port and order.

    Not an address to fetch. None where `clean_link` is None.
    """
    parts = _split(link, base)
    parts = _uncached(parts) if parts else None
    if parts is None or parts.hostname is None:
        return None
    host = _host(parts.hostname.lower().rstrip("."))
    port = parts.port
    if port and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = _path(parts.path)
    query = _query(parts.query, order=True)
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{host}{path}{'?' + query if query else ''}{fragment}"


def names_an_article(normalised: str | None) -> bool:
    """Whether a normalised link may be an article's identity: a front page is none, whatever entries link to it."""
    if normalised is None:
        return False
    path = normalised.partition("/")[2]
    return bool(path) or "?" in normalised or "#!" in normalised


def _split(link: str | None, base: str | None) -> SplitResult | None:
    if not link or len(link) > 4 * MAX_LENGTH:
        return None
    link = _CONTROLS.sub("", link).strip()  # as browsers do: "java\nscript:" is a scheme to them
    try:
        absolute = urljoin(base, link) if base else link
        if absolute.startswith("//"):
            absolute = "https:" + absolute
        parts = urlsplit(absolute)
        _ = parts.port
    except ValueError:
        return None
    parts = parts._replace(scheme=parts.scheme.lower())
    return parts if parts.scheme in _PORTS and parts.hostname and _plausible(parts.hostname) else None


def _plausible(host: str) -> bool:
    return not re.search(r"[\s<>\"'`\\^{}|]", host)


def _escape(part: str) -> str:
    """Percent-encoding in one form (RFC 3986, 6.2.2): unreserved characters decoded, the rest in upper-case escapes."""
    return quote(_ESCAPE.sub(_unescape_unreserved, part), safe=_KEPT + "%", errors="surrogatepass")


def _unescape_unreserved(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character.isascii() and (character.isalnum() or character in "-._~") else found[0].upper()


def _uncached(parts: SplitResult) -> SplitResult | None:
    host = parts.hostname or ""
    for cache_ in _table()["cache"]:
        if host == cache_["host"] or host.endswith("." + cache_["host"]):
            for prefix in cache_["prefixes"]:
                if parts.path.startswith(prefix) and "." in parts.path[len(prefix) :].partition("/")[0]:
                    return _split("https://" + parts.path[len(prefix) :], None)
    return parts


def _host(host: str) -> str:
    with contextlib.suppress(UnicodeError):
        host = host.encode("idna").decode()
    first, _, rest = host.partition(".")
    return rest if first in _table()["host_prefixes"] and "." in rest else host


def _path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", _escape(path))
    for ending in _table()["amp_endings"]:
        if path.lower().endswith(ending) and len(path) > len(ending):
            path = path[: -len(ending)] + (".html" if ending == ".amp.html" else "")
            break
    for beginning in _table()["amp_beginnings"]:
        if path.lower().startswith(beginning):
            path = path[len(beginning) - 1 :]
    return path.rstrip("/")


def _query(query: str, *, order: bool) -> str:
    names, prefixes = _tracking()
    kept = []
    for pair in query.split("&"):
        name = unquote(pair.partition("=")[0]).lower()
        if pair and name not in names and not name.startswith(prefixes):
            kept.append(_escape(pair))
    return "&".join(sorted(kept) if order else kept)
