"""What ``jobscan move`` does: lets a board's history go on at another system."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.network import open_fetcher
from jobscan.bootstrap.reading import database_settings, open_database
from jobscan.cli.kit.board_notes import count_postings, note_empty
from jobscan.cli.kit.board_search import Wish, find_unlisted
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import write_json
from jobscan.clock import utc_now
from jobscan.config import LogConfig, load_config, moving_source, resolve_path
from jobscan.exceptions import ConfigError
from jobscan.services.moves import MovedHistory, alerts_naming, move_history
from jobscan.services.presence import database_exists
from jobscan.services.records.move import MovedSourceRecord
from jobscan.services.sources import select_sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from jobscan.config import Config
    from jobscan.domain.source import Source, SourceKey
    from jobscan.services.moves import NamingAlert


def command(context: click.Context, source: str, url: str, base_url: str | None, as_json: bool) -> int:
    """Follow a board that has moved to another system."""
    set_up_logging(LogConfig(level="error"), get_globals(context).verbosity)
    path = resolve_path(get_globals(context).config, os.environ)
    config = load_config(path, os.environ)
    former = _choose(config, source)
    record, alerts = run_async(_move(path, config, former, url, base_url))
    if as_json:
        write_json(record)
    else:
        _say(record)
    for alert in alerts:
        click.echo(f"jobscan: {_advice(alert, former.key, record.key)}", err=True)
    return ExitCode.OK


def _choose(config: Config, word: str) -> Source:
    """Return the source that is meant. Raises `UnknownSourceError`, `click.UsageError` when it may be several."""
    sources = {source.key: source for source in config.to_sources()}
    keys = select_sources([word], [(source.key, source.name) for source in sources.values()])
    if len(keys) > 1:
        raise click.UsageError(f'"{word}" may be {", ".join(map(str, keys))}; give one of them')
    return sources[keys[0]]


async def _move(
    path: Path, config: Config, former: Source, url: str, base_url: str | None
) -> tuple[MovedSourceRecord, list[NamingAlert]]:
    """Find the new board, then move the history, then write the file.

    Interrupted between the two, the file names the old board and the command can be run again: the other way round
    nobody could say where the history is.
    """
    async with open_fetcher(config) as fetcher:
        board, found = await find_unlisted(path, url, Wish(base_url), fetcher)
    board = replace(board, name=former.name)
    with moving_source(path, former.key, board) as edit:
        history, alerts = await _move_stored(config, former.key, board.key)
        try:
            edit.put()
        except ConfigError as exc:
            raise ConfigError([*exc.problems, "what is stored has moved already: run the command again"]) from exc
    note_empty(board, found)
    return MovedSourceRecord.of(former, board, found, history, (path, edit.alerts)), alerts


async def _move_stored(config: Config, former: SourceKey, key: SourceKey) -> tuple[MovedHistory, list[NamingAlert]]:
    """Move what is stored, if there is a database, and return which alerts in it name the old board."""
    if not database_exists(database_settings(config)):
        return MovedHistory(), []
    async with open_database(config) as database:
        history = await move_history(database, former, key, now=utc_now())
        return history, await alerts_naming(database, former)


def _say(record: MovedSourceRecord) -> None:
    listed = count_postings(record)
    click.echo(f"Moved {record.name} from {record.moved_from} to {record.key} in {record.file}: {listed}.")
    if record.stored:
        stored = "1 posting" if record.stored == 1 else f"{record.stored:,} postings"
        waiting = "1 waits" if record.waiting == 1 else f"{record.waiting:,} wait"
        click.echo(f"The history of {stored} goes on; {waiting} to be found on the new board.")
    for name in record.alerts:
        click.echo(f'The alert "{name}" names the new board.')
    click.echo("`jobscan scan` reads it now, or start the daemon again.")


def _advice(alert: NamingAlert, former: SourceKey, key: str) -> str:
    """Say how an alert of the database can name the new board."""
    names = [key if name.casefold() == str(former).casefold() else name for name in alert.sources]
    words = ["jobscan", "alerts", "edit", alert.name, *([] if alert.is_owner else ["--user", alert.user])]
    edit = shlex.join([*words, *_options(names)])
    return f'the alert "{alert.name}" of {alert.user} names {former}, which is no longer watched: `{edit}`'


def _options(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in ("--sources", name)]
