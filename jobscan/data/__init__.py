"""Tables that jobscan ships, each read when it is first needed; NOTICE.md beside this file names their sources."""

from __future__ import annotations

import lzma
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_table(name: str) -> Iterator[list[str]]:
    """Yield the rows of a shipped table, such as "countries.tsv": their fields as written, none missing.

    A file that ends in ".xz" is unpacked. Empty lines and those that begin with "#" are comments. Nothing is kept: who
    needs a table more than once keeps what it makes of it.

    Raises:
        FileNotFoundError: there is no such table; jobscan is not installed whole.
    """
    raw = files(__name__).joinpath(name).read_bytes()
    text = (lzma.decompress(raw) if name.endswith(".xz") else raw).decode()
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")
