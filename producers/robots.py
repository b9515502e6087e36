"""robots.txt as RFC 9309 reads it: groups by product token, the longest rule decides, allow wins a tie. Pure.

Not `urllib.robotparser`: it takes the first rule that matches and knows no `*` or `$`, so it would fetch what
publishers forbid with `Disallow: /*?print=`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

MAX_BYTES = 512 * 1024
"""RFC 9309, 2.5: at least 500 KiB are read."""
_MAX_RULES = 5_000
_SAFE = "/?=&*$:@!'()+,;~%"


@dataclass(frozen=True, slots=True)
class Robots:
    """`rules`: (length of the path pattern, allowed, pattern), the deciding one first."""

    rules: tuple[tuple[int, bool, re.Pattern[str]], ...] = ()

    def allows(self, url: str) -> bool:
        parts = urlsplit(url)
        path = _form(parts.path or "/") + (f"?{_form(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        return next((allowed for _, allowed, pattern in self.rules if pattern.match(path)), True)


ALL, NONE = Robots(), Robots(((0, False, re.compile("")),))


def of_status(status: int, body: bytes | None, agent: str) -> Robots:
    """RFC 9309, 2.3.1: no file means no rules, a server in trouble means keep out."""
    if body is not None:
        return parse(body, agent)
    return NONE if status >= 500 or status == 429 else ALL


def parse(body: bytes, agent: str) -> Robots:
    """The rules for `agent` ("Tocsin/0.1 (...)" is known as "tocsin"), else those for "*"."""
    token = re.split(r"[/\s(]", agent.strip(), maxsplit=1)[0].lower()
    own: list[tuple[bool, str]] = []
    general: list[tuple[bool, str]] = []
    named, agents, heading = False, set[str](), False
    for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "user-agent":
            agents = (agents if heading else set()) | {value.lower()}
            named, heading = named or value.lower() == token, True
        elif name in ("allow", "disallow"):
            heading = False
            if value:
                for group, wanted in ((own, token), (general, "*")):
                    if wanted in agents:
                        group.append((name == "allow", value))
    rules = [(len(path), allowed, _pattern(path)) for allowed, path in (own if named else general)[:_MAX_RULES]]
    return Robots(tuple(sorted(rules, key=lambda rule: (-rule[0], not rule[1]))))


def _pattern(path: str) -> re.Pattern[str]:
    ends = path.endswith("$")
    pieces = _form(path.rstrip("$") if ends else path).split("*")
    # Each piece as early as it comes: possessive, so that many stars cost no backtracking.
    middle = "".join(f"(?>.*?{re.escape(piece)})" for piece in pieces[1:-1])
    if len(pieces) == 1:
        return re.compile(re.escape(pieces[0]) + ("$" if ends else ""))
    last = f".*{re.escape(pieces[-1])}$" if ends else f"(?>.*?{re.escape(pieces[-1])})"
    return re.compile(re.escape(pieces[0]) + middle + last, re.DOTALL)


def _form(path: str) -> str:
    """Percent-encoding in one form, so that `%7E` and `~` are equal."""
    return quote(unquote(path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")
