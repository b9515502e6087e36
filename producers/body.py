"""A response body as it arrives: decompressed within bounds. Pure: chunks in, bytes out.

BodyError          the body is not taken
 +- BodyTooLarge   more bytes than allowed
 +- BodyBomb       it grows more than any honest text does
 +- BodyCorrupt    it is not what Content-Encoding says, or ends early
"""

from __future__ import annotations

import zlib

_RATIO_FROM = 1024 * 1024  # below this a high ratio harms nobody
_AUTO = 32 + zlib.MAX_WBITS  # zlib or gzip, by its header


class BodyError(Exception):
    """The body is not taken."""


class BodyTooLarge(BodyError):  # noqa: N818 - as in the tree above
    """More bytes than allowed."""


class BodyBomb(BodyError):  # noqa: N818
    """It grows more than any honest text does."""


class BodyCorrupt(BodyError):  # noqa: N818
    """It is not what Content-Encoding says."""


class Body:
    """Collects one body. `encoding` is Content-Encoding; raises `BodyCorrupt` for one that was not asked for."""

    def __init__(self, encoding: str, max_bytes: int, max_ratio: float) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BodyCorrupt(f"content-encoding {encoding[:40]!r} was not asked for")
        self._decoder = None if encoding in ("", "identity") else zlib.decompressobj(_AUTO)
        self._deflate = encoding == "deflate"
        self._max_bytes, self._max_ratio = max_bytes, max_ratio
        self._parts: list[bytes] = []
        self.wire_bytes = self.size = 0

    def add(self, chunk: bytes) -> None:
        """Raises a `BodyError` as soon as a bound is passed."""
        first = self.wire_bytes == 0
        self.wire_bytes += len(chunk)
        if self._decoder is None:
            self._keep(chunk)
            return
        try:
            self._decompress(chunk)
        except zlib.error as error:
            if not (first and self._deflate):
                raise BodyCorrupt(f"not {'deflate' if self._deflate else 'gzip'}: {error}") from error
            self._decoder = zlib.decompressobj(-zlib.MAX_WBITS)  # "deflate" without the zlib header, as some send it
            try:
                self._decompress(chunk)
            except zlib.error as again:
                raise BodyCorrupt(f"not deflate: {again}") from again

    def finish(self) -> bytes:
        """The whole body. Raises `BodyCorrupt` if the compressed stream ended early."""
        if self._decoder is not None and self.wire_bytes and not self._decoder.eof:
            raise BodyCorrupt("the compressed body ends early")
        return b"".join(self._parts)

    def _decompress(self, data: bytes) -> None:
        while data and self._decoder is not None:
            if self._decoder.eof:
                if data[:2] != b"\x1f\x8b":
                    return  # padding after the stream, as some servers send it
                self._decoder = zlib.decompressobj(_AUTO)  # a further gzip member
            self._keep(self._decoder.decompress(data, self._max_bytes - self.size + 1))
            data = self._decoder.unconsumed_tail or self._decoder.unused_data

    def _keep(self, data: bytes) -> None:
        self.size += len(data)
        if self._decoder is not None and self.size > max(_RATIO_FROM, self.wire_bytes * self._max_ratio):
            raise BodyBomb(f"{self.wire_bytes} bytes grew to more than {self.size}")
        if self.size > self._max_bytes:
            raise BodyTooLarge(f"more than {self._max_bytes} bytes")
        self._parts.append(data)
