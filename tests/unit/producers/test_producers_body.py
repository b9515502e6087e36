"""Bodies: decompressed within bounds."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.body import Body, BodyBomb, BodyCorrupt, BodyError, BodyTooLarge

TEXT = b"<rss>" + bytes(range(256)) * 40 + b"</rss>"


def read(encoding: str, data: bytes, chunk: int = 1_000, max_bytes: int = 10_000_000) -> bytes:
    body = Body(encoding, max_bytes, 100.0)
    for start in range(0, len(data), chunk):
        body.add(data[start : start + chunk])
    return body.finish()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


ENCODED = [
    ("", TEXT),
    ("identity", TEXT),
    ("gzip", gzip.compress(TEXT)),
    (" GZIP ", gzip.compress(TEXT)),
    ("x-gzip", gzip.compress(TEXT)),
    ("deflate", zlib.compress(TEXT)),
    ("deflate", raw_deflate(TEXT)),
    ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
    ("gzip", gzip.compress(TEXT) + b"\x00" * 300),
]


@pytest.mark.parametrize(("encoding", "data"), ENCODED)
@pytest.mark.parametrize("chunk", [7, 100_000])
def test_read(encoding: str, data: bytes, chunk: int) -> None:
    assert read(encoding, data, chunk) == TEXT


REFUSED = [
    ("gzip", gzip.compress(b"\x00" * 9_000_000), BodyBomb),
    ("gzip", gzip.compress(gzip.compress(b"\x00" * 5_000_000)), None),  # a bomb in a bomb is opened once only
    ("", b"x" * 2_000_001, BodyTooLarge),
    ("gzip", b"not gzip at all", BodyCorrupt),
    ("gzip", gzip.compress(TEXT)[:-20], BodyCorrupt),
    ("deflate", b"\xff" * 100, BodyCorrupt),
    ("br", b"x", BodyCorrupt),
    ("gzip, gzip", b"x", BodyCorrupt),
]


@pytest.mark.parametrize(("encoding", "data", "error"), REFUSED)
def test_bounds(encoding: str, data: bytes, error: type[BodyError] | None) -> None:
    if error is None:
        assert len(read(encoding, data, 65_536, 2_000_000)) < 2_000_000
        return
    with pytest.raises(error):
        read(encoding, data, 65_536, 2_000_000)


def test_an_empty_body_is_empty() -> None:
    assert read("gzip", b"") == b""


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", ""]))
def test_any_bytes_are_read_or_refused(data: bytes, encoding: str) -> None:
    with contextlib.suppress(BodyError):
        read(encoding, data, 50)
