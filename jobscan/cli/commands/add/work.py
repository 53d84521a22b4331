"""What ``jobscan add`` does: finds boards and writes them down."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

import click

from jobscan.bootstrap.network import open_fetcher
from jobscan.cli.kit.board_notes import count_postings, note_empty
from jobscan.cli.kit.board_search import Wish, find_unlisted
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import write_json
from jobscan.config import LogConfig, append_source, load_config, resolve_path, write_initial
from jobscan.exceptions import BoardError, ConfigError, FetchError
from jobscan.services.address_list import AddressListError, ListedAddress, read_addresses
from jobscan.services.records.preview import AddedSourceRecord, RefusedAddressRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jobscan.bootstrap.network import Fetcher


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What is to be added, and how."""

    path: Path
    addresses: Sequence[ListedAddress]
    every: str | None
    base_url: str | None
    select: str | None
    render: bool
    yes: bool
    as_json: bool


def command(context: click.Context, urls: tuple[str, ...], file: IO[bytes] | None, **options: Any) -> int:
    """Find the boards behind careers pages, check that they answer, and add them to the configuration."""
    # What a command has to say is its answer or its error; lines about attempts come with -v.
    set_up_logging(LogConfig(level="error"), get_globals(context).verbosity)
    name = options.pop("name")
    addresses = [*(ListedAddress(url, name) for url in urls), *(_read_list(file) if file is not None else [])]
    if not addresses:
        raise click.UsageError("give the URL of a careers page, or a list of them with --file")
    if name is not None and len(addresses) > 1:
        raise click.UsageError("--name is the name of one company; give one URL with it")
    for option in ("select", "render"):
        if options[option] and len(addresses) > 1:
            raise click.UsageError(f"--{option} is for one page; give one URL with it")
    path = resolve_path(get_globals(context).config, os.environ)
    wanted = _Wanted(path=path, addresses=addresses, **options)
    return run_async(_add_one(wanted) if len(addresses) == 1 else _add_all(wanted))


def _read_list(file: IO[bytes]) -> list[ListedAddress]:
    """Return the addresses of a list. Raises `click.BadParameter`."""
    name = getattr(file, "name", "-")
    try:
        return read_addresses(file.read().decode("utf-8-sig"), name)
    except UnicodeDecodeError as exc:
        raise click.BadParameter(f"{name}: is not UTF-8 text", param_hint="--file") from exc
    except AddressListError as exc:
        raise click.BadParameter(str(exc), param_hint="--file") from exc


async def _add_one(wanted: _Wanted) -> int:
    """Add a board. Raises `BoardError`, `FetchError`, `ConfigError`."""
    async with open_fetcher(load_config(wanted.path, os.environ, missing_ok=True)) as fetcher:
        record = await _add(wanted, wanted.addresses[0], fetcher)
    if wanted.as_json:
        write_json(record)
    else:
        click.echo("`jobscan scan` reads it now; a running daemon loads it on SIGHUP.")
    return ExitCode.OK


async def _add_all(wanted: _Wanted) -> int:
    """Add several boards, one after the other; what cannot be added is named and costs no other."""
    records: list[AddedSourceRecord | RefusedAddressRecord] = []
    async with open_fetcher(load_config(wanted.path, os.environ, missing_ok=True)) as fetcher:
        for address in wanted.addresses:
            try:
                records.append(await _add(wanted, address, fetcher))
            except (BoardError, FetchError, ConfigError) as exc:
                records.append(RefusedAddressRecord(url=address.url, error=str(exc)))
                click.echo(f"jobscan: {address.url}: {exc}", err=True)
    refused = sum(isinstance(record, RefusedAddressRecord) for record in records)
    if wanted.as_json:
        write_json(records)
    else:
        left = f"; {refused:,} could not be added" if refused else ""
        click.echo(f"{len(records) - refused:,} of {len(records):,} added{left}.")
    return ExitCode.PARTIAL if refused else ExitCode.OK


async def _add(wanted: _Wanted, address: ListedAddress, fetcher: Fetcher) -> AddedSourceRecord:
    """Find a board, write it down and say so. Raises `BoardError`, `FetchError`, `ConfigError`."""
    wish = Wish(wanted.base_url, wanted.select, wanted.yes, wanted.render)
    source, found = await find_unlisted(wanted.path, address.url, wish, fetcher)
    if not wanted.path.exists():
        write_initial(wanted.path)
        click.echo(f"jobscan: wrote {wanted.path}", err=True)
    name = address.name or found.company or source.name
    source = replace(source, name=name, every=wanted.every, base_url=wanted.base_url)
    append_source(wanted.path, source)
    note_empty(source, found)
    if not wanted.as_json:
        click.echo(f"Added {source.name} ({source.key}) to {wanted.path}: {count_postings(found)}.")
    return AddedSourceRecord.of(source, found, wanted.path)
