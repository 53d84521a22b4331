"""What a request costs, with few and with many under way: the fetch room by itself, against http.client."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import http.client
import ipaddress
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from urllib.parse import urlsplit

from benchmarks.harness import Options, Report, Table, in_child, in_turns, ratio, spread
from benchmarks.scans import market_settings
from jobscan.domain.page import HostLimit, Request, Validators
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.fetch.net.pool import POOL_SIZE
from jobscan.simulator.server.process import market_process
from jobscan.sources import ADAPTERS
from jobscan.utils.urls import rebase_url

BOARDS = 40
REQUESTS = 400
FEW, MANY = 10, 200


def measure(options: Options) -> Report:
    """Ask for boards and for "not modified", with 10 and with 200 requests in flight."""
    with market_process(market_settings(BOARDS)) as market:
        market.warm()
        sources = market.sources()
        urls = [rebase_url(ADAPTERS[source.type].first_request(source).url, source.base_url) for source in sources]
        variants: dict[str, Callable[[int], float]] = {
            f"{kind}, {in_flight} in flight": partial(_in_child, urls, in_flight, kind)
            for kind in ("bodies", "304")
            for in_flight in (FEW, MANY)
        }
        variants["bodies, http.client"] = lambda _: in_child(_plain, urls)[0]
        found = in_turns(variants, options.rounds)
    figures = {
        "bodies, 200 / 10 in flight, CPU": ratio(found["bodies, 200 in flight"], found["bodies, 10 in flight"]),
        "304, 200 / 10 in flight, CPU": ratio(found["304, 200 in flight"], found["304, 10 in flight"]),
        "bodies, ours / http.client, CPU": ratio(found["bodies, 10 in flight"], found["bodies, http.client"]),
    }
    table = Table(
        title="CPU of a request: a board of 100 postings, about 70 kB compressed and 800 kB not",
        columns=("request", "ms CPU"),
        rows=tuple((name, spread([value * 1e3 for value in values], "{:.2f}")) for name, values in found.items()),
    )
    notes = (f"Connections per client: at most {POOL_SIZE}; {MANY} in flight are {MANY // POOL_SIZE} vendors.",)
    return Report(tables=(table,), figures=figures, notes=notes)


def _in_child(urls: Sequence[str], in_flight: int, kind: str, _round: int) -> float:
    return in_child(_ours, urls, in_flight, kind)[0]


def _ours(urls: Sequence[str], in_flight: int, kind: str) -> float:
    """Return the CPU seconds of a request."""
    return asyncio.run(_ask(urls, in_flight, kind))


async def _ask(urls: Sequence[str], in_flight: int, kind: str) -> float:
    settings = FetchSettings(
        allow_networks=(ipaddress.ip_network("127.0.0.0/8"),), max_bytes_in_flight=1024 * 1024 * 1024
    )
    vendors = max(1, in_flight // POOL_SIZE)
    limits = [HostLimit(name=str(number), concurrency=min(in_flight, POOL_SIZE)) for number in range(vendors)]
    async with Fetcher(settings) as fetcher:
        pages = [await fetcher.fetch(Request(url=url, limit=limits[0])) for url in urls]
        validators = [page.validators if kind == "304" else None for page in pages]
        # Every connection is open before the clock runs.
        await _all(fetcher, urls, limits, validators, in_flight)
        started = time.process_time()
        await _all(fetcher, urls, limits, validators, REQUESTS)
        return (time.process_time() - started) / REQUESTS


async def _all(
    fetcher: Fetcher,
    urls: Sequence[str],
    limits: Sequence[HostLimit],
    validators: Sequence[Validators | None],
    count: int,
) -> None:
    turns = asyncio.Semaphore(len(limits) * limits[0].concurrency)

    async def ask(number: int) -> None:
        async with turns:
            request = Request(url=urls[number % len(urls)], limit=limits[number % len(limits)])
            await fetcher.fetch(request, validators[number % len(urls)])

    async with asyncio.TaskGroup() as group:
        for number in range(count):
            group.create_task(ask(number))


def _plain(urls: Sequence[str]) -> float:
    """Return the CPU seconds of a request with the standard library: read, inflate, hash."""
    connection = http.client.HTTPConnection(urlsplit(urls[0]).netloc)
    times = []
    for _ in range(3):
        started = time.process_time()
        for url in urls:
            parts = urlsplit(url)
            connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": "gzip"})
            hashlib.sha256(gzip.decompress(connection.getresponse().read())).hexdigest()
        times.append((time.process_time() - started) / len(urls))
    return statistics.median(times)
