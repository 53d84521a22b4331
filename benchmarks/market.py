"""How many answers a core serves from the simulated market: it must never be what a benchmark waits for."""

from __future__ import annotations

import http.client
import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.harness import Options, Report, Table, in_turns, spread
from benchmarks.scans import market_settings
from jobscan.simulator.server.process import Remote, market_process
from jobscan.sources import ADAPTERS
from jobscan.utils.urls import rebase_url

BOARDS = 40
ANSWERS = 4_000


def measure(options: Options) -> Report:
    """Ask one by one over one connection; count the processor time of the serving process."""
    with market_process(market_settings(BOARDS)) as market:
        market.warm()
        paths = [
            rebase_url(ADAPTERS[source.type].first_request(source).url, source.base_url) for source in market.sources()
        ]
        found = in_turns(_variants(market, paths), options.rounds)
    rows = tuple(
        (name, spread([1 / wall for wall, _ in times], "{:,.0f}"), spread([1 / cpu for _, cpu in times], "{:,.0f}"))
        for name, times in found.items()
    )
    table = Table(
        title=f"Answers of the simulated market: boards of 100 postings, {ANSWERS:,} in a row",
        columns=("answer", "answers/s, one client", "answers/s of a core"),
        rows=rows,
    )
    figures = {f"{name}, answers/s of a core": min(1 / cpu for _, cpu in times) for name, times in found.items()}
    return Report(tables=(table,), figures=figures)


def _variants(market: Remote, urls: list[str]) -> dict[str, Callable[[int], tuple[float, float]]]:
    gzip = {"Accept-Encoding": "gzip"}
    tags = {url: _ask(_connect(market), url, gzip)[1] for url in urls}
    return {
        "compressed": lambda _: _run(market, urls, lambda _url: gzip),
        "not compressed": lambda _: _run(market, urls, lambda _url: {}),
        "304": lambda _: _run(market, urls, lambda url: gzip | {"If-None-Match": tags[url]}),
    }


def _run(market: Remote, urls: list[str], headers: Callable[[str], dict[str, str]]) -> tuple[float, float]:
    """Return the seconds of an answer: as waited for, and as the server's processor time."""
    connection, server = _connect(market), _server()
    _ask(connection, urls[0], headers(urls[0]))
    wall, cpu = time.perf_counter(), _cpu_s(server)
    for number in range(ANSWERS):
        url = urls[number % len(urls)]
        _ask(connection, url, headers(url))
    return (time.perf_counter() - wall) / ANSWERS, (_cpu_s(server) - cpu) / ANSWERS


def _connect(market: Remote) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(market.url).netloc)


def _ask(connection: http.client.HTTPConnection, url: str, headers: dict[str, str]) -> tuple[int, str]:
    parts = urlsplit(url)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status, response.headers["ETag"] or ""


def _server() -> int:
    """Return the process that serves: the only child that runs Python."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return next(int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes())


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
