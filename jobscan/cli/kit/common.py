"""What most commands begin with: the configuration, and a place for asynchronous work."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jobscan.cli.kit.lazy import get_globals
from jobscan.clock import utc_now

if TYPE_CHECKING:
    from jobscan.bootstrap.reading import Database
    from jobscan.config import Config

_T = TypeVar("_T")
#: Seconds after which a command is not starting any more.
_START_S = 1.0


def read_config(context: click.Context) -> Config:
    """Return the configuration that this command line names. Raises `ConfigError`."""
    from jobscan.config import load_config

    return load_config(get_globals(context).config, os.environ)


def run_async(work: Coroutine[Any, Any, _T]) -> _T:
    """Run asynchronous work to its end."""
    with asyncio.Runner() as runner:
        runner.get_loop().call_later(_START_S, collect_garbage)
        return runner.run(work)


def iterate_async(parts: AsyncGenerator[list[_T], None]) -> Iterator[_T]:
    """Yield the items that asynchronous work gives in parts, one by one; it rests until the next part is wanted."""

    async def following() -> list[_T] | None:
        return await anext(parts, None)

    with asyncio.Runner() as runner:
        runner.get_loop().call_later(_START_S, collect_garbage)
        try:
            while (part := runner.run(following())) is not None:
                yield from part
        finally:
            runner.run(parts.aclose())


def collect_garbage() -> None:
    """Let the collector work, which `jobscan.__main__` has stopped for the start, on what comes from now on."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


@asynccontextmanager
async def open_existing(config: Config) -> AsyncIterator[Database]:
    """Open the database whatever its schema, but do not make one. Raises `SchemaError` when there is none."""
    from jobscan.bootstrap.reading import database_settings, open_unchecked
    from jobscan.services.presence import require_existing

    require_existing(database_settings(config))
    async with open_unchecked(config) as database:
        yield database


@asynccontextmanager
async def open_with_owner(config: Config) -> AsyncIterator[Database]:
    """Open the database for whoever adds to it: made when there is none, the owner as the configuration has them.

    A daemon may be at work on it. Raises `SchemaError` when its schema is another version's.
    """
    from jobscan.bootstrap.reading import open_unchecked
    from jobscan.services.health import prepare_schema
    from jobscan.services.users import ensure_owner

    async with open_unchecked(config) as database:
        await prepare_schema(database)
        await ensure_owner(database, config.to_owner(), now=utc_now())
        yield database


def read_since(text: str | None, option: str = "--since") -> datetime | None:
    """Read the value of such an option: a length of time until now, or a date. Raises `click.BadParameter`."""
    from jobscan.utils.time import parse_duration, parse_iso

    if text is None:
        return None
    moment = parse_iso(text)
    if moment is not None:
        return moment
    try:
        return utc_now() - parse_duration(text)
    except ValueError as exc:
        raise click.BadParameter(f"{exc}, or as a date like 2026-11-20", param_hint=option) from exc
