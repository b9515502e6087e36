"""Where a feed says that its news are pushed: Link headers before links in the document (WebSub, 4). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from producers.entry import ParsedFeed
from producers.feedlist.spec import without_credentials

MAX_LENGTH = 2_000
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w!#$%&'*+.^`|~-]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,\"]*))?)*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]*))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hub:
    """`url` is asked to push `topic`; both absolute, without credentials."""

    url: str
    topic: str


def discover(document: ParsedFeed | None, link_header: str | None, base: str) -> Hub | None:
    """The first hub that may be used; `base` is where the document came from.

    A feed that came by TLS is not taken from a hub without: what such a hub pushes, anybody on its way may write.
    """
    told = _relations(link_header)
    hubs = told.get("hub") or (document.hubs if document else ())
    selves = told.get("self") or ([document.self_url] if document and document.self_url else [])
    topic = next(filter(None, (_absolute(link, base) for link in (*selves, base))), None)
    for hub in hubs:
        url = _absolute(hub, base)
        if url and topic and (urlsplit(url).scheme == "https" or "https" not in (_scheme(base), _scheme(topic))):
            return Hub(url, topic)
    return None


def _relations(header: str | None) -> dict[str, list[str]]:
    """Targets by relation of a Link header (RFC 8288); one link may have several relations."""
    found: dict[str, list[str]] = {}
    for link in _LINK.finditer(header or ""):
        rel = _REL.search(link[2])
        for name in (rel[1] or rel[2] or "").lower().split() if rel else ():
            found.setdefault(name, []).append(link[1].strip())
    return found


def _absolute(link: str, base: str) -> str | None:
    try:
        url = without_credentials(urljoin(base, link.strip())).partition("#")[0]
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return None
    return url if usable and len(url) <= MAX_LENGTH and url.isprintable() and " " not in url else None


def _scheme(url: str) -> str:
    return urlsplit(url).scheme
