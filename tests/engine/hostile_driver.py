"""A process of its own that scans boards and measures what they cost: memory at its peak, stalls of the event loop.

Reads ``{"database": path, "cycles": [{"boards": [[path, base_url], …], "limits": {…}}, …]}`` from stdin, where the
limits are settings of the fetcher; writes one line of JSON per cycle: ``{"mib": growth, "stall_s": longest, "records":
{path: [outcome, error]}}``. Growth is over what was in use after the first cycle.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.sources.systems import greenhouse
from tests.engine.harness import Clock, Harness, open_fetcher
from tests.fixtures.stalls import StallMeter


class AnyPath:
    """Greenhouse, but the identifier is the path to be asked for."""

    TYPE = "anypath"

    def __getattr__(self, name: str) -> Any:
        return getattr(greenhouse, name)

    def first_request(self, source: Source) -> Request:
        board = Source(type="greenhouse", identifier="acme", name="Acme")
        return replace(greenhouse.first_request(board), url=f"https://any.example/{source.identifier}")

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        return greenhouse.parse(source, request, page)


class Meter:
    """Watches the loop and the memory of this process while it is open; memory counts from ``baseline``, in KiB."""

    def __init__(self, baseline: int) -> None:
        self._baseline = baseline

    async def __aenter__(self) -> Meter:
        # 5 sets the peak back to what is in use now (proc(5)).
        Path("/proc/self/clear_refs").write_text("5")
        self._stalls = await StallMeter().__aenter__()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stalls.__aexit__(*exc)

    def read(self) -> dict[str, float]:
        return {"mib": (_status("VmHWM") - self._baseline) / 1024, "stall_s": self._stalls.longest_s}


def _status(name: str) -> int:
    """Return a size from ``/proc/self/status``, in KiB."""
    found = re.search(rf"^{name}:\s*(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


async def main() -> None:
    job = json.load(sys.stdin)
    database = await Database.open(DatabaseSettings(url=f"sqlite:///{job['database']}"))
    try:
        await upgrade(database)
        clock, baseline = Clock(), 0
        for cycle in job["cycles"]:
            sources = [
                Source(type="anypath", identifier=path, name=path, base_url=base) for path, base in cycle["boards"]
            ]
            async with open_fetcher(**cycle["limits"]) as fetcher:
                harness = Harness(database, fetcher, clock, adapters={"anypath": AnyPath()})
                async with Meter(baseline) as meter:
                    records = await harness.cycle(*sources)
            found = {record.source.source_identifier: [record.outcome, record.error] for record in records}
            sys.stdout.write(json.dumps({**meter.read(), "records": found}) + "\n")
            baseline = baseline or _status("VmRSS")
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
