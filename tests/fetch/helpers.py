"""A fetcher that may reach loopback and waits for nothing long."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from typing import Any

import pytest

from jobscan.clock import utc_now
from jobscan.domain.page import HostLimit, Request
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.fetch.net.resolver import Lookup, system_lookup
from tests.fixtures.stalls import StallMeter

LOOPBACK = (ip_network("127.0.0.0/8"),)
LIMIT = HostLimit(name="test", concurrency=4)


def make_fetcher(
    *, lookup: Lookup = system_lookup, clock: Callable[[], datetime] = utc_now, **settings: Any
) -> Fetcher:
    """Return a fetcher with short limits and no retries unless asked for."""
    quick = FetchSettings(allow_networks=LOOPBACK, retries=0, retry_wait_s=0.01, retry_wait_max_s=1.0)
    return Fetcher(replace(quick, **settings), lookup=lookup, clock=clock)


def get(url: str, **fields: Any) -> Request:
    """Return a GET request."""
    return replace(Request(url=url, limit=LIMIT), **fields)


async def failure_of(fetcher: Fetcher, request: Request, **arguments: Any) -> FetchError:
    """Return the error that a request ends in."""
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(request, **arguments)
    return caught.value


async def fails(url: str, kind: FetchFailure, reason: str, **settings: Any) -> FetchError:
    """Fetch one URL with a fetcher of its own; check kind and reason of the error; return it."""
    async with make_fetcher(**settings) as fetcher:
        error = await failure_of(fetcher, get(url))
    assert (error.kind, reason in error.reason) == (kind, True), error
    return error


@asynccontextmanager
async def stalls_under(seconds: float) -> AsyncIterator[None]:
    """Check that the event loop never stood still for longer."""
    async with StallMeter() as meter:
        yield
    assert meter.longest_s < seconds


@contextmanager
def accepts_nobody() -> Iterator[str]:
    """Listen, but with a full queue: the kernel drops further SYNs, as a firewall would. Gives the URL."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        host, port = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex((host, port))
            yield f"http://{host}:{port}/"
        finally:
            for each in waiting:
                each.close()
