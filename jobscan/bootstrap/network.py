"""Used by commands that use the network once: preview a board without storing anything, or try a channel."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jobscan.bootstrap.settings import fetch_settings
from jobscan.engine.scan.discovery import Discovery, boards_named_by, find_source, name_candidates
from jobscan.engine.scan.preview import Preview, preview
from jobscan.fetch import Fetcher, usable_browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from jobscan.config import Config


@asynccontextmanager
async def open_fetcher(config: Config) -> AsyncIterator[Fetcher]:
    """Open the network, within the limits of the configuration."""
    async with Fetcher(fetch_settings(config)) as fetcher:
        yield fetcher


def browser_for(config: Config) -> str | None:
    """Return the program that renders pages of the configuration; None when there are none.

    Raises `ConfigError` when it is missing, or what drives it.
    """
    needs_it = any(source.render and source.enabled for source in config.sources)
    return usable_browser(fetch_settings(config).browser) if needs_it else None


__all__ = [
    "Discovery",
    "Fetcher",
    "Preview",
    "boards_named_by",
    "browser_for",
    "find_source",
    "name_candidates",
    "open_fetcher",
    "preview",
]
