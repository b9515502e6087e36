"""robots.txt by RFC 9309."""

from __future__ import annotations

import pytest

from producers.robots import ALL, NONE, of_status, parse
from tests.pace import seconds

AGENT = "Tocsin/0.1 (news incident monitor; +https://tocsin.invalid/bot)"
FILE = b"""\xef\xbb\xbf# a comment
User-agent: *
Disallow: /

User-Agent: OtherBot
User-agent: tocsin
Disallow: /private/   # not for machines
Allow: /private/press/
Disallow: /*?print=
Disallow: /*.pdf$
Disallow: /same
Allow: /same
Disallow: /caf%C3%A9
Crawl-delay: 5

User-agent: tocsin
Disallow: /more
"""
CASES = [
    ("/", True),
    ("/private/1", False),
    ("/private/press/1", True),  # the longer rule
    ("/story?print=1", False),
    ("/story?printed=1", True),
    ("/paper.pdf", False),
    ("/paper.pdf?x=1", True),  # `$` is the end of path and query
    ("/same", True),  # allow wins a tie
    ("/caf\u00e9/1", False),
    ("/more/1", False),  # groups of one name are one group
    ("/robots.txt", True),
]


@pytest.mark.parametrize(("path", "allowed"), CASES)
def test_rules(path: str, allowed: bool) -> None:
    assert parse(FILE, AGENT).allows(f"https://paper.example{path}") is allowed


def test_without_a_group_of_its_own_the_general_one_counts() -> None:
    assert not parse(b"User-agent: *\nDisallow: /a\n", AGENT).allows("https://paper.example/a")
    assert parse(b"User-agent: *\nDisallow: /a\nUser-agent: Tocsin\nDisallow:\n", AGENT).allows("https://p.example/a")


@pytest.mark.parametrize(("status", "body", "expected"), [(404, None, ALL), (503, None, NONE), (429, None, NONE)])
def test_by_status(status: int, body: bytes | None, expected: object) -> None:
    assert of_status(status, body, AGENT) == expected
    assert of_status(200, b"", AGENT) == ALL


def test_noise_is_no_rule() -> None:
    assert parse(bytes(range(256)) * 40, AGENT).allows("https://paper.example/a")


def test_many_stars_cost_no_time() -> None:
    robots = parse(b"User-agent: *\nDisallow: /" + b"*a" * 60 + b"b$\n", AGENT)
    assert robots.allows("https://paper.example/" + "a" * 3_000)
    assert seconds(lambda: robots.allows("https://paper.example/" + "a" * 3_000)) < 1.0
