"""Bodies that are much larger than they look."""

from __future__ import annotations

import zlib
from functools import cache

_MIB = 1024 * 1024


@cache
def bomb(mebibytes: int = 1024) -> bytes:
    """Return gzip of so many MiB of zeros, a thousandth of them on the wire.

    One segment is repeated, so that making it is quick; the checksum at its end is wrong, but no client should read
    that far.
    """
    deflate = zlib.compressobj(9, wbits=31)
    start = deflate.compress(b"") + deflate.flush(zlib.Z_FULL_FLUSH)
    segment = deflate.compress(bytes(_MIB)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return start + segment * mebibytes + deflate.flush()
