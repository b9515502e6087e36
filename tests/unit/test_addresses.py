"""Which addresses are never connected to."""

from __future__ import annotations

import pytest

from tocsin.addresses import forbidden

FORBIDDEN = [
    ("0.0.0.0", "this network"),
    ("10.1.2.3", "private"),
    ("100.64.0.1", "carrier-grade NAT"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("169.254.169.254", "link-local"),
    ("172.31.0.1", "private"),
    ("192.0.0.8", "protocol assignments"),
    ("192.168.1.1", "private"),
    ("198.18.0.1", "benchmarking"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("255.255.255.255", "reserved"),
    ("::", "IPv4-compatible"),
    ("::1", "loopback"),
    ("::7f00:1", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b:1::1", "local NAT64"),
    ("2001::1", "protocol assignments, Teredo"),
    ("2002:7f00:1::", "6to4"),
    ("fc00::1", "unique local"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("localhost", "no numeric address"),
    ("", "no numeric address"),
]


@pytest.mark.parametrize(("address", "why"), FORBIDDEN)
def test_forbidden(address: str, why: str) -> None:
    assert forbidden(address) == why


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public(address: str) -> None:
    assert forbidden(address) is None


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1"])
def test_loopback_by_opt_in(address: str) -> None:
    assert forbidden(address, allow_loopback=True) is None


@pytest.mark.parametrize("address", ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "10.0.0.1", "0.0.0.0"])
def test_the_opt_in_opens_nothing_else(address: str) -> None:
    assert forbidden(address, allow_loopback=True) is not None
