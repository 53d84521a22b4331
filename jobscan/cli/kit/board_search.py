"""The board behind an address, for commands that write it down."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.bootstrap.network import find_source, preview
from jobscan.cli.kit.board_notes import note_others
from jobscan.config import require_unlisted
from jobscan.exceptions import BoardError

if TYPE_CHECKING:
    from pathlib import Path

    from jobscan.bootstrap.network import Fetcher, Preview
    from jobscan.domain.source import Source


async def find_unlisted(path: Path, url: str, base_url: str | None, fetcher: Fetcher) -> tuple[Source, Preview]:
    """Return the board and what it says. Raises `BoardError`, `FetchError`, `ConfigError` when it is listed already."""
    discovery = await find_source(url, fetcher)
    note_others(discovery)
    source = replace(discovery.source, base_url=base_url)
    # Before it is asked: in another spelling it may answer with an error that says nothing of the first.
    require_unlisted(path, source)
    if source.token is not None:
        # A token can rotate: one that a scan finds by itself is better not written down.
        with suppress(BoardError):
            bare = replace(source, token=None)
            return bare, await preview(bare, fetcher, limit=1)
    return source, await preview(source, fetcher, limit=1)
