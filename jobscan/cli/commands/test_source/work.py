"""What ``jobscan test-source`` does: looks at a board."""

from __future__ import annotations

import os
import re
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from jobscan.bootstrap.network import find_source, open_fetcher, preview
from jobscan.cli.kit.board_notes import count_postings, note_empty, note_others
from jobscan.cli.kit.board_search import Wish
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import make_console, show_given, wants_tables, write_json
from jobscan.config import LogConfig, load_config
from jobscan.services.records.preview import PreviewRecord
from jobscan.services.sources import UnknownSourceError, select_sources

if TYPE_CHECKING:
    from rich.console import Console

    from jobscan.bootstrap.network import Preview
    from jobscan.config import Config
    from jobscan.domain.job import Job
    from jobscan.domain.source import Source

#: Characters of a description that are shown.
_EXCERPT = 400
#: Identity and hashes: the heading says whose posting it is, and programs get all of it.
_HIDDEN = frozenset({"job_key", "fingerprint", "content_hash", "source_type", "source_identifier"})
_BLANK_LINES = re.compile(r"\n\s*\n")


def command(context: click.Context, wanted: str, limit: int, as_json: bool, **options: Any) -> None:
    """Show what a board would give, storing nothing."""
    # What a command has to say is its answer or its error; lines about attempts come with -v.
    set_up_logging(LogConfig(level="error"), get_globals(context).verbosity)
    source, found = run_async(_look(_config(context), wanted, limit, Wish(**options)))
    note_empty(source, found)
    if as_json:
        write_json(PreviewRecord.of(source, found))
        return
    console = make_console(get_globals(context))
    more = " on its first page" if found.more and not found.postings else ""
    console.print(f"{source.name} ({source.key}): {count_postings(found)}{more}", style="bold")
    for job in found.jobs:
        console.print()
        _show(job, console, wrap=wants_tables(get_globals(context)))
    for problem in found.problems:
        click.echo(f"jobscan: {problem}", err=True)


def _config(context: click.Context) -> Config:
    """Return the configuration; a URL needs none, so the file may be missing unless --config names it."""
    path = get_globals(context).config
    return load_config(path, os.environ, missing_ok=path is None)


async def _look(config: Config, wanted: str, limit: int, wish: Wish) -> tuple[Source, Preview]:
    """Return the board and what it says. Raises `BoardError`, `FetchError`."""
    async with open_fetcher(config) as fetcher:
        source = _configured(config, wanted)
        if source is None or wish.select is not None or wish.render:
            word = wanted if source is None else str(source.key)
            discovery = await find_source(word, fetcher, wish.select, render=wish.render)
            note_others(discovery)
            source = discovery.source
        if wish.base_url is not None:
            source = replace(source, base_url=wish.base_url)
        return source, await preview(source, fetcher, limit=limit)


def _configured(config: Config, wanted: str) -> Source | None:
    """Return the source that is meant; None for an address of a board that is not configured.

    Raises `UnknownSourceError` for a word that is neither, `click.UsageError` for one that means several.
    """
    sources = {source.key: source for source in config.to_sources()}
    try:
        keys = select_sources([wanted], [(source.key, source.name) for source in sources.values()])
    except UnknownSourceError:
        if "." in wanted or "/" in wanted:
            return None
        raise
    if len(keys) > 1:
        several = ", ".join(map(str, keys))
        raise click.UsageError(f'"{wanted}" means {len(keys)} sources: {several}. Choose one.')
    return sources[keys[0]]


def _show(job: Job, console: Console, *, wrap: bool) -> None:
    facts = {name: _words(name, value) for name, value in asdict(job).items() if name not in _HIDDEN}
    facts = {name: words for name, words in facts.items() if words}
    if not wrap:
        width = max(map(len, facts))
        for name, words in facts.items():
            console.print(Text(f"{name:<{width}}  {words}".replace("\n", f"\n{'':<{width}}  ")), soft_wrap=True)
        return
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    # An address is of use only whole.
    table.add_column(overflow="fold")
    for name, words in facts.items():
        table.add_row(Text(name, style="dim"), Text(words))
    console.print(table)


def _words(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return show_given(value)
    text = "" if value is None else str(value)
    if name != "description":
        return text
    excerpt = _BLANK_LINES.sub("\n", text[:_EXCERPT]).rstrip()
    return excerpt if len(text) <= _EXCERPT else f"{excerpt} … ({len(text):,} characters)"
