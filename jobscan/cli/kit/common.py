"""What most commands start with: the configuration, and running asynchronous work."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncGenerator, Coroutine, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jobscan.cli.kit.lazy import get_globals
from jobscan.clock import utc_now
from jobscan.config import load_config
from jobscan.utils.time import parse_duration, parse_iso

if TYPE_CHECKING:
    from jobscan.config import Config

_T = TypeVar("_T")
#: Seconds after which a command counts as started.
_START_S = 1.0


def read_config(context: click.Context) -> Config:
    """Return the configuration for this command line. Raises `ConfigError`."""
    return load_config(get_globals(context).config, os.environ)


def run_async(work: Coroutine[Any, Any, _T]) -> _T:
    """Run asynchronous work to its end."""
    with asyncio.Runner() as runner:
        runner.get_loop().call_later(_START_S, collect_garbage)
        return runner.run(work)


def iterate_async(parts: AsyncGenerator[list[_T], None]) -> Iterator[_T]:
    """Yield, one by one, the items that asynchronous work gives in parts; it pauses until the next part is needed."""

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
    """Restart the collector, which `jobscan.__main__` stopped for the start, for objects made from now on."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def read_since(text: str | None, option: str = "--since") -> datetime | None:
    """Read the value of such an option: a duration until now, or a date. Raises `click.BadParameter`."""
    if text is None:
        return None
    moment = parse_iso(text)
    if moment is not None:
        return moment
    try:
        return utc_now() - parse_duration(text)
    except ValueError as exc:
        raise click.BadParameter(f"{exc}, or as a date like 2026-11-20", param_hint=option) from exc
