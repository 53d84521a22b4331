"""What ``jobscan add`` does: finds a board and writes it down."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.network import find_source, open_fetcher, preview
from jobscan.cli.kit.board_notes import count_postings, note_empty, note_others
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import write_json
from jobscan.config import LogConfig, append_source, load_config, require_unlisted, resolve_path, write_initial
from jobscan.exceptions import BoardError
from jobscan.services.records.preview import AddedSourceRecord

if TYPE_CHECKING:
    from pathlib import Path

    from jobscan.bootstrap.network import Preview
    from jobscan.domain.source import Source


def command(
    context: click.Context, url: str, name: str | None, every: str | None, base_url: str | None, as_json: bool
) -> None:
    """Find the board behind a careers page, check that it answers, and add it to the configuration."""
    # What a command has to say is its answer or its error; lines about attempts come with -v.
    set_up_logging(LogConfig(level="error"), get_globals(context).verbosity)
    path = resolve_path(get_globals(context).config, os.environ)
    source, found = run_async(_look(path, url, base_url))
    if not path.exists():
        write_initial(path)
        click.echo(f"jobscan: wrote {path}", err=True)
    source = replace(source, name=name or found.company or source.name, every=every, base_url=base_url)
    append_source(path, source)
    note_empty(source, found)
    if as_json:
        write_json(AddedSourceRecord.of(source, found, path))
        return
    click.echo(f"Added {source.name} ({source.key}) to {path}: {count_postings(found)}.")
    click.echo("`jobscan scan` reads it now; a running daemon loads it on SIGHUP.")


async def _look(path: Path, url: str, base_url: str | None) -> tuple[Source, Preview]:
    """Return the board and what it says. Raises `BoardError`, `FetchError`, `ConfigError` when it is listed already."""
    async with open_fetcher(load_config(path, os.environ, missing_ok=True)) as fetcher:
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
