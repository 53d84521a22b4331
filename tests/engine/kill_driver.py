"""A process that scans boards in forked children and kills them with SIGKILL at random moments.

Everything is imported once: a child costs its scan only. Reads JSON from stdin:
``{"boards": url, "seed": number, "databases": [url, …]}``. For each database one child scans and is killed, then
another scans undisturbed until both boards have had their second scan. The first child is not killed. Every fourth one
dies right after a commit; the moments of the others are spread over the time that the first one took, each at random
within its share. Writes one line of JSON per database:
``{"killed": whether the child died by the kill, "rows": jobs after it, "seqs": committed scans after it}``.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, select

from jobscan.domain.source import Source
from jobscan.engine.batch import ScanBatch
from jobscan.engine.store import DatabaseStore
from jobscan.persistence import Database, DatabaseSettings
from jobscan.persistence.tables.job import JOBS
from jobscan.persistence.tables.source import SOURCES
from tests.engine.harness import HOUR, START, Clock, Harness, open_fetcher

#: Scans of each board in the state that all databases must reach: one before the kill, one after the board changed.
SCANS = 2


def sources(boards: str) -> list[Source]:
    """Return the two boards: one answer of many postings, and pages with details."""
    return [
        Source(type="greenhouse", identifier="acme", name="Acme", base_url=boards),
        Source(type="workday", identifier="acme/wd5/Jobs", name="Acme", base_url=boards),
    ]


class DyingStore(DatabaseStore):
    """A database whose process dies right after its n-th commit; 0: it does not."""

    def __init__(self, database: Database, last: int) -> None:
        super().__init__(database)
        self._left = last

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        await super().commit(batches)
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


async def scan(url: str, boards: str, *, upto: int = SCANS, last: int = 0) -> None:
    """Scan the boards that have not had ``upto`` scans yet until they have, or die after the commit ``last``.

    The time is the same for every attempt at a scan, so that the end states can be compared to the last column.
    """
    database = await Database.open(DatabaseSettings(url=url))
    try:
        async with open_fetcher() as fetcher:
            for number in range(upto):
                store = DyingStore(database, last)
                status = await store.ensure(sources(boards))
                due = [source for source in sources(boards) if status[source.key].scan_seq == number]
                if due:
                    await Harness(database, fetcher, Clock(START + number * HOUR)).cycle(*due, store=store)
    finally:
        await database.close()


async def look(url: str) -> dict[str, Any]:
    """Return how far the scans have come."""
    database = await Database.open(DatabaseSettings(url=url))
    try:
        async with database.read() as session:
            rows = await session.scalar(select(func.count()).select_from(JOBS))
            seqs = await session.scalars(select(SOURCES.c.scan_seq).order_by(SOURCES.c.source_type))
            return {"rows": rows, "seqs": list(seqs)}
    finally:
        await database.close()


def in_child(work: Callable[[], Coroutine[Any, Any, Any]], kill_after_s: float | None = None) -> tuple[bool, str]:
    """Run the work in a forked child; return whether it was killed, and what it wrote."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            result = asyncio.run(work())
            os.write(write, json.dumps(result).encode())
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(write)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    if not killed and os.WEXITSTATUS(status):
        raise RuntimeError("a child failed; what it said is above")
    return killed, said


def main() -> None:
    job = json.load(sys.stdin)
    boards, chance = job["boards"], random.Random(job["seed"])
    span = 0.0
    for number, url in enumerate(job["databases"]):
        began = time.monotonic()
        # The first child is left alone: it shows how long a scan takes.
        share = (number - chance.random()) / (len(job["databases"]) - 1)
        last = 1 + number // 4 % 3 if number % 4 == 1 else 0
        killed, _ = in_child(partial(scan, url, boards, last=last), None if last or not number else span * share)
        span = span or time.monotonic() - began
        _, found = in_child(partial(look, url))
        in_child(partial(scan, url, boards))
        sys.stdout.write(json.dumps({"killed": killed, **json.loads(found)}) + "\n")


if __name__ == "__main__":
    main()
