"""One cycle over many sources: isolation, faults of ours, our own network, and cycles that write nothing."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import cast

import pytest
from structlog.testing import capture_logs

from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.domain.source import Source
from jobscan.engine.store import DatabaseStore, DryStore, EmptyStore
from jobscan.sources import greenhouse
from tests.engine.board_server import BoardServer, Reply, greenhouse_board
from tests.engine.workbench import CountingAdapter, Workbench


def closed_port() -> str:
    """Return the URL of a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


class FaultyAdapter(CountingAdapter):
    """An adapter with a bug."""

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        raise KeyError("secret of the page")


async def test_a_bug_in_an_adapter_fails_its_source_only(bench: Workbench, boards: BoardServer) -> None:
    bench.adapters = {"greenhouse": greenhouse, "faulty": FaultyAdapter(greenhouse)}
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    faulty = Source(type="faulty", identifier="acme", name="Acme", base_url=boards.url)
    with capture_logs() as lines:
        bad, good = await bench.cycle(faulty, acme)
    assert (bad.outcome, good.outcome) == (ScanOutcome.FAILED, ScanOutcome.OK)
    assert bad.error == "internal error, please report it: KeyError while reading faulty/acme"
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["scan_crashed"]


class LateFaultAdapter(CountingAdapter):
    """An adapter with a bug that shows late: the last posting breaks what comes after the adapter."""

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        parsed = super().parse(source, request, page)
        *good, last = parsed.postings
        assert last.job is not None
        broken = replace(last, job=replace(last.job, description=cast("str", None)))
        return replace(parsed, postings=(*good, broken))


async def test_what_a_crashed_scan_wrote_is_not_taken_for_the_board_of_its_validators(
    bench: Workbench, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3)))
    await bench.scan(acme)
    assert (await bench.status(acme)).body_hash is not None

    bench.adapters = {"greenhouse": LateFaultAdapter(greenhouse)}
    boards.greenhouse("acme", greenhouse_board(range(60)))
    with capture_logs():
        record = await bench.scan(acme)
    assert record.outcome is ScanOutcome.FAILED
    assert len(await bench.jobs(acme)) > 3

    bench.adapters = {"greenhouse": greenhouse}
    boards.greenhouse("acme", greenhouse_board(range(3)))
    await bench.scan(acme)
    assert (await bench.status(acme)).missing > 0


async def test_when_nearly_all_fail_in_the_network_nobody_is_blamed(bench: Workbench, boards: BoardServer) -> None:
    nowhere = closed_port()
    sources = [Source(type="greenhouse", identifier=f"acme{n}", name="Acme", base_url=nowhere) for n in range(9)]
    sources.append(boards.greenhouse("there", greenhouse_board(range(5))))
    for _ in range(3):
        records = await bench.cycle(*sources)
    assert [record.outcome for record in records] == [ScanOutcome.FAILED] * 9 + [ScanOutcome.UNCHANGED]
    assert "cannot connect" in (records[0].error or "")
    assert {row["failures"] for row in (await bench.dump())["sources"]} == {0}


async def test_a_board_that_is_down_alone_is_blamed(bench: Workbench, boards: BoardServer) -> None:
    down = Source(type="greenhouse", identifier="down", name="Down", base_url=closed_port())
    others = [boards.greenhouse(f"acme{n}", greenhouse_board(range(3))) for n in range(3)]
    for _ in range(3):
        await bench.cycle(down, *others)
    assert (await bench.status(down)).failures == 3


async def test_results_come_in_the_order_of_the_sources(bench: Workbench, boards: BoardServer) -> None:
    sources = [boards.greenhouse(f"acme{n}", greenhouse_board(range(n))) for n in (5, 0, 3, 9, 1)]
    assert [record.counts.postings for record in await bench.cycle(*sources)] == [5, 0, 3, 9, 1]


async def test_a_dry_cycle_shows_the_same_and_writes_nothing(bench: Workbench, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(40)))
    gone = boards.greenhouse("gone", greenhouse_board(range(3)))
    await bench.cycle(acme, gone)
    boards.greenhouse("acme", greenhouse_board(range(5, 60)))
    boards.greenhouse("gone", Reply(status=404))
    before = await bench.dump()

    dry = await bench.cycle(acme, gone, store=DryStore(DatabaseStore(bench.database)))

    assert await bench.dump() == before
    assert [record.counts for record in dry] == [record.counts for record in await bench.cycle(acme, gone)]
    assert dry[0].counts == ScanCounts(postings=55, new=20, unchanged=35)


async def test_a_cycle_without_a_database_shows_what_would_be_new(sqlite_bench: Workbench, boards: BoardServer) -> None:
    nowhere = closed_port()
    sources = [Source(type="greenhouse", identifier=f"acme{n}", name="Acme", base_url=nowhere) for n in range(4)]
    sources.append(boards.greenhouse("acme", greenhouse_board(range(7))))
    *failed, record = await sqlite_bench.cycle(*sources, store=EmptyStore())
    assert record.counts == ScanCounts(postings=7, new=7)
    assert {each.outcome for each in failed} == {ScanOutcome.FAILED}
    assert {table: rows for table, rows in (await sqlite_bench.dump()).items() if rows} == {}


@pytest.mark.parametrize("name", ["Acme", "ACME Corp"])
async def test_a_source_has_the_name_that_is_configured_now(bench: Workbench, boards: BoardServer, name: str) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(2)))
    await bench.scan(acme)
    await bench.scan(Source(type="greenhouse", identifier="acme", name=name, base_url=boards.url))
    assert (await bench.status(acme)).name == name
