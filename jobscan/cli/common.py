"""What most commands begin with: the configuration, and a place for asynchronous work."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from jobscan.cli.lazy import get_globals

if TYPE_CHECKING:
    import click

    from jobscan.config import Config

T = TypeVar("T")


def read_config(context: click.Context) -> Config:
    """Return the configuration that this command line names. Raises `ConfigError`."""
    from jobscan.config import load_config

    return load_config(get_globals(context).config, os.environ)


def run_async(work: Coroutine[Any, Any, T]) -> T:
    """Run asynchronous work to its end."""
    return asyncio.run(work)


def utc_now() -> datetime:
    """Return the present moment, aware."""
    return datetime.now(UTC)
