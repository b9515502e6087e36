"""The registrable domain of a host, from the public suffix list that tldextract carries; never from the network."""

from __future__ import annotations

from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from tldextract import TLDExtract


@cache
def _extract(private: bool) -> TLDExtract:
    # No suffix_list_urls and no cache_dir: only the snapshot in the package, nothing written.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=private)


@lru_cache(maxsize=50_000)
def polite_key(url: str) -> str:
    """What shares one server's patience: the registrable domain; for a numeric or single-label host, host and port."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    if _numeric(host) or "." not in host:
        return f"{host}:{parts.port or ''}"
    return _extract(False)(host).top_domain_under_public_suffix or host


@lru_cache(maxsize=50_000)
def publisher_domain(url: str) -> str | None:
    """The registrable domain of a publisher's page; a blog on a shared host has its own. None for an address."""
    host = (urlsplit(url).hostname or "").lower().rstrip(".")
    if not host or _numeric(host):
        return None
    return _extract(True)(host).top_domain_under_public_suffix or None


def _numeric(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
