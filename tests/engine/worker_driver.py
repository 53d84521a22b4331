"""Begins a worker, says its id, and waits to be killed: ``python -m tests.engine.worker_driver``."""

from __future__ import annotations

import asyncio
import multiprocessing
import sys

from jobscan.engine.scan.workers import Workers


async def main() -> None:
    """Begin a worker and wait for ever."""
    workers = Workers(1)
    await workers.begin()
    sys.stdout.write(f"{multiprocessing.active_children()[0].pid}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
