"""The board behind an address, for commands that write it down."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import click

from jobscan.bootstrap.network import find_source, preview
from jobscan.cli.kit.board_notes import note_others
from jobscan.config import require_unlisted
from jobscan.exceptions import BoardError, BoardFailure

if TYPE_CHECKING:
    from pathlib import Path

    from jobscan.bootstrap.network import Fetcher, Preview
    from jobscan.domain.source import Source


class Wish(NamedTuple):
    """What a user wants of the board that is found."""

    base_url: str | None = None
    #: The selector of rows of a careers page; None: such a list is found, and a person approves of it.
    select: str | None = None
    #: Whether rows that are found need no approval.
    is_approved: bool = False
    #: Whether the page's scripts are run in a browser.
    render: bool = False


async def find_unlisted(path: Path, url: str, wish: Wish, fetcher: Fetcher) -> tuple[Source, Preview]:
    """Return the board and what it says.

    Raises `ConfigError` when it is listed already, `BoardError` also when the rows of a list for people are not
    approved, `FetchError`.
    """
    discovery = await find_source(url, fetcher, wish.select, render=wish.render)
    note_others(discovery)
    source = replace(discovery.source, base_url=wish.base_url)
    # Before it is asked: in another spelling it may answer with an error that says nothing of the first.
    require_unlisted(path, source)
    if discovery.rows and wish.select is None and not wish.is_approved:
        _ask_for_approval()
    if source.token is not None:
        # A token can rotate: one that a scan finds by itself is better not written down.
        with suppress(BoardError):
            bare = replace(source, token=None)
            return bare, await preview(bare, fetcher, limit=1)
    return source, await preview(source, fetcher, limit=1)


def _ask_for_approval() -> None:
    """Ask whether the rows that were shown are the postings. Raises `BoardError` without a yes."""
    other = "`jobscan add --select CSS` takes other rows of the page"
    if not sys.stdin.isatty():
        reason = "without a terminal, jobscan cannot ask whether these are the postings of the page"
        raise BoardError(BoardFailure.NOT_FOUND, f"{reason}: give --yes to `jobscan add`; {other}")
    if not click.confirm("Are these the postings?", err=True):
        raise BoardError(BoardFailure.NOT_FOUND, f"not added; {other}")
