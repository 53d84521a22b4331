"""From a posting that a board shows to the mail at its server: the daemon as a process, 1,000 rules, on loopback."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.databases import empty, postgres
from benchmarks.harness import Options, Report, Table

RULES = 1_000
#: Postings that each answer of the board adds; each matches a rule of its own.
NEWS = 5
POLLS = 60
#: Ids of what is news.
_FIRST = 100_000


@contextmanager
def _outside() -> Iterator[tuple[Connection, int, int]]:
    """Run the board and the mail server in another process; the value is a pipe to it and their ports."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        board, mail = ours.recv()
        yield ours, board, mail
    finally:
        process.kill()
        process.join()


def _serve(pipe: Connection) -> None:
    from aiosmtpd.smtp import SMTP

    shown: dict[int, float] = {}
    arrived: dict[int, float] = {}
    done = asyncio.Event()
    polls = 0

    class Handler:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
            number = int(re.search(rb"Subject: word(\d+)x", envelope.content)[1])  # type: ignore[index]
            arrived.setdefault(number, time.perf_counter())
            if len(arrived) >= NEWS * POLLS:
                done.set()
            return "250 queued"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal polls
        while True:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            news = range(max(0, polls - 1) * NEWS, min(polls, POLLS) * NEWS)
            body = _board(min(polls, POLLS) * NEWS)
            polls += 1
            for number in news:
                shown.setdefault(number, time.perf_counter())
            writer.write(
                f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()

    async def main() -> None:
        board = await asyncio.start_server(answer, "127.0.0.1", 0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            mail = await asyncio.get_running_loop().create_server(lambda: SMTP(Handler()), "127.0.0.1", 0)
        pipe.send((board.sockets[0].getsockname()[1], mail.sockets[0].getsockname()[1]))
        await done.wait()
        pipe.send([arrived[number] - shown[number] for number in sorted(arrived)])
        await asyncio.Event().wait()

    asyncio.run(main())


def _board(news: int) -> bytes:
    jobs = [
        {
            "id": number,
            "title": f"word{number - _FIRST:05d}x Engineer" if number >= _FIRST else f"Old {number}",
            "absolute_url": f"https://boards.greenhouse.io/b/jobs/{number}",
            "location": {"name": "Berlin"},
            "content": "&lt;p&gt;" + "work " * 800 + "&lt;/p&gt;",
        }
        for number in (*range(200), *range(_FIRST, _FIRST + news))
    ]
    return json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()


def _config(database: str, board: int, mail: int) -> dict[str, Any]:
    return {
        "database": database,
        "network": {"allow_networks": ["127.0.0.0/8"]},
        "scan": {"interval": "1s", "jitter": 0},
        "owner": {"max_per_day": 10_000},
        "sources": [{"type": "greenhouse", "identifier": "b", "base_url": f"http://127.0.0.1:{board}"}],
        "alerts": [{"name": f"rule {n}", "keywords": [f"word{n:05d}x", f"other{n}"]} for n in range(RULES)],
        "notify": {"email": {"host": "127.0.0.1", "port": mail, "tls": "none", "from": "a@b.test", "to": "c@d.test"}},
    }


def measure(options: Options) -> Report:
    """Watch a board that shows news each second; report how long mails took from the answer that showed their posting.

    One round on each database: it has 300 mails.
    """
    with postgres(options.postgres) as dsn:
        empty(dsn)
        found = {"SQLite": _run("sqlite:///bench.db"), "Postgres": _run(dsn)}
    rows, figures = [], {}
    for name, taken in found.items():
        cuts = statistics.quantiles(taken, n=100)
        rows.append((name, f"{cuts[49]:.0f}", f"{cuts[98]:.0f}", f"{taken[-1]:.0f}"))
        figures[f"{name.lower()}_p99_ms"] = cuts[98]
    table = Table(
        title=f"From a posting on a board to the mail at its server, ms ({RULES:,} rules, {NEWS * POLLS} mails)",
        columns=("database", "median", "99 of 100", "longest"),
        rows=tuple(rows),
    )
    return Report(tables=(table,), figures=figures)


def _run(database: str) -> list[float]:
    """Return how long each mail took, in milliseconds, ascending."""
    with tempfile.TemporaryDirectory() as folder, _outside() as (pipe, board, mail):
        (Path(folder) / "config.yaml").write_text(json.dumps(_config(database, board, mail)))
        command = [sys.executable, "-m", "jobscan", "run", "--quiet"]
        environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        with subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.DEVNULL) as daemon:
            try:
                if not pipe.poll(POLLS * 2 + 60):
                    raise TimeoutError(f"not all mails arrived; the daemon's exit code is {daemon.poll()}")
                return sorted(seconds * 1000 for seconds in pipe.recv())
            finally:
                daemon.send_signal(signal.SIGTERM)
                daemon.wait(20)
