"""A process that parses feeds and pages until its input ends: a request in, a result out, each a length
and a msgpack value.

It may be killed at any time. Its memory is limited, it ignores Ctrl-C (its parent ends it by closing the pipe), and
it dies with its parent, since then its input ends.
"""

from __future__ import annotations

import resource
import signal
import struct
import sys
from typing import BinaryIO

import msgspec

from producers.entry import ParsedFeed
from producers.page_text import PageText, read_page
from producers.parse import parse_feed

LENGTH = struct.Struct(">I")


class Request(msgspec.Struct, frozen=True, array_like=True):
    """`page`: the article's page, to be answered by a `PageText`; else a feed, by a `ParsedFeed`."""

    body: bytes
    content_type: str | None
    page: bool = False


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, results: BinaryIO) -> None:
    """Until `requests` ends."""
    while len(prefix := requests.read(LENGTH.size)) == LENGTH.size:
        request = msgspec.msgpack.decode(requests.read(LENGTH.unpack(prefix)[0]), type=Request)
        try:
            read = read_page if request.page else parse_feed
            encoded = msgspec.msgpack.encode(read(request.body, request.content_type))
        except MemoryError:
            encoded = _unread("needs too much memory", request)
        except UnicodeEncodeError:
            encoded = _unread("holds characters that no text may hold", request)
        results.write(LENGTH.pack(len(encoded)) + encoded)
        results.flush()


def _unread(problem: str, request: Request) -> bytes:
    if request.page:
        return msgspec.msgpack.encode(PageText(problem=problem))
    return msgspec.msgpack.encode(ParsedFeed(format="", entries=(), problem=problem))


if __name__ == "__main__":
    main()
