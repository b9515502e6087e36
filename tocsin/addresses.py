"""Which IP addresses a producer or a webhook must never connect to. Pure.

`ipaddress.is_global` alone does not do: Python 3.11 calls 64:ff9b::7f00:1 (NAT64 of 127.0.0.1), 2002:7f00:1::
(6to4 of it) and 224.0.0.1 global. So the special blocks of IANA's two registries are listed, and everything that
can hide an IPv4 address is refused whole.
https://www.iana.org/assignments/iana-ipv4-special-registry/ and .../iana-ipv6-special-registry/
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_BLOCKS: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"),
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "AS112"),
    ("192.52.193.0/24", "AMT"),
    ("192.88.99.0/24", "6to4 relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "AS112"),
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved"),
    ("::1/128", "loopback"),
    ("::/96", "IPv4-compatible"),
    ("::ffff:0:0/96", "IPv4-mapped"),
    ("::ffff:0:0:0/96", "IPv4-translated"),
    ("64:ff9b::/96", "NAT64"),
    ("64:ff9b:1::/48", "local NAT64"),
    ("100::/64", "discard"),
    ("2001::/23", "protocol assignments, Teredo"),
    ("2001:db8::/32", "documentation"),
    ("2002::/16", "6to4"),
    ("3fff::/20", "documentation"),
    ("5f00::/16", "segment routing"),
    ("fc00::/7", "unique local"),
    ("fe80::/10", "link-local"),
    ("fec0::/10", "site-local"),
    ("ff00::/8", "multicast"),
)


def _tables() -> tuple[tuple[tuple[IPv4Network, str], ...], tuple[tuple[IPv6Network, str], ...]]:
    networks = [(ip_network(block), why) for block, why in _BLOCKS]
    v4 = tuple((n, why) for n, why in networks if isinstance(n, IPv4Network))
    v6 = tuple((n, why) for n, why in networks if isinstance(n, IPv6Network))
    return v4, v6


_V4, _V6 = _tables()
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def forbidden(address: str, *, allow_loopback: bool = False) -> str | None:
    """Why `address` (a numeric IPv4 or IPv6 address) must not be connected to; None if it may.

    `allow_loopback` opens 127.0.0.0/8 and ::1 as written so, never an address that hides one of them.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "no numeric address"
    if allow_loopback and any(ip in network for network in _LOOPBACK):
        return None
    return _why(ip)


def _why(ip: IPv4Address | IPv6Address) -> str | None:
    table = _V4 if isinstance(ip, IPv4Address) else _V6
    for network, why in table:
        if ip in network:
            return why
    return None if ip.is_global else "not global"
