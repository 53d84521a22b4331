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
from jobscan.sources.systems import greenhouse
from tests.engine.board_server import BoardServer, Reply, greenhouse_board
from tests.engine.harness import CountingAdapter, Harness


def closed_port() -> str:
    """Return the URL of a port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


class FaultyAdapter(CountingAdapter):
    """An adapter with a bug."""

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        raise KeyError("secret of the page")


async def test_a_bug_in_an_adapter_fails_its_source_only(harness: Harness, boards: BoardServer) -> None:
    harness.adapters = {"greenhouse": greenhouse, "faulty": FaultyAdapter(greenhouse)}
    acme = boards.greenhouse("acme", greenhouse_board(range(5)))
    faulty = Source(type="faulty", identifier="acme", name="Acme", base_url=boards.url)
    with capture_logs() as lines:
        bad, good = await harness.cycle(faulty, acme)
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
    harness: Harness, boards: BoardServer
) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(3)))
    await harness.scan(acme)
    assert (await harness.status(acme)).body_hash is not None

    harness.adapters = {"greenhouse": LateFaultAdapter(greenhouse)}
    boards.greenhouse("acme", greenhouse_board(range(60)))
    with capture_logs():
        record = await harness.scan(acme)
    assert record.outcome is ScanOutcome.FAILED
    assert len(await harness.jobs(acme)) > 3

    harness.adapters = {"greenhouse": greenhouse}
    boards.greenhouse("acme", greenhouse_board(range(3)))
    await harness.scan(acme)
    assert (await harness.status(acme)).missing > 0


async def test_when_nearly_all_fail_in_the_network_nobody_is_blamed(harness: Harness, boards: BoardServer) -> None:
    nowhere = closed_port()
    sources = [Source(type="greenhouse", identifier=f"acme{n}", name="Acme", base_url=nowhere) for n in range(9)]
    sources.append(boards.greenhouse("there", greenhouse_board(range(5))))
    for _ in range(3):
        records = await harness.cycle(*sources)
    assert [record.outcome for record in records] == [ScanOutcome.FAILED] * 9 + [ScanOutcome.UNCHANGED]
    assert "cannot connect" in (records[0].error or "")
    assert {row["failures"] for row in (await harness.dump())["sources"]} == {0}


async def test_a_board_that_is_down_alone_is_blamed(harness: Harness, boards: BoardServer) -> None:
    down = Source(type="greenhouse", identifier="down", name="Down", base_url=closed_port())
    others = [boards.greenhouse(f"acme{n}", greenhouse_board(range(3))) for n in range(3)]
    for _ in range(3):
        await harness.cycle(down, *others)
    assert (await harness.status(down)).failures == 3


async def test_results_come_in_the_order_of_the_sources(harness: Harness, boards: BoardServer) -> None:
    sources = [boards.greenhouse(f"acme{n}", greenhouse_board(range(n))) for n in (5, 0, 3, 9, 1)]
    assert [record.counts.postings for record in await harness.cycle(*sources)] == [5, 0, 3, 9, 1]


async def test_a_dry_cycle_shows_the_same_and_writes_nothing(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(40)))
    gone = boards.greenhouse("gone", greenhouse_board(range(3)))
    await harness.cycle(acme, gone)
    boards.greenhouse("acme", greenhouse_board(range(5, 60)))
    boards.greenhouse("gone", Reply(status=404))
    before = await harness.dump()

    dry = await harness.cycle(acme, gone, store=DryStore(DatabaseStore(harness.database)))

    assert await harness.dump() == before
    assert [record.counts for record in dry] == [record.counts for record in await harness.cycle(acme, gone)]
    assert dry[0].counts == ScanCounts(postings=55, new=20, unchanged=35)


async def test_a_cycle_without_a_database_shows_what_would_be_new(sqlite_harness: Harness, boards: BoardServer) -> None:
    nowhere = closed_port()
    sources = [Source(type="greenhouse", identifier=f"acme{n}", name="Acme", base_url=nowhere) for n in range(4)]
    sources.append(boards.greenhouse("acme", greenhouse_board(range(7))))
    *failed, record = await sqlite_harness.cycle(*sources, store=EmptyStore())
    assert record.counts == ScanCounts(postings=7, new=7)
    assert {each.outcome for each in failed} == {ScanOutcome.FAILED}
    assert {table: rows for table, rows in (await sqlite_harness.dump()).items() if rows} == {}


@pytest.mark.parametrize("name", ["Acme", "ACME Corp"])
async def test_a_source_has_the_name_that_is_configured_now(harness: Harness, boards: BoardServer, name: str) -> None:
    acme = boards.greenhouse("acme", greenhouse_board(range(2)))
    await harness.scan(acme)
    await harness.scan(Source(type="greenhouse", identifier="acme", name=name, base_url=boards.url))
    assert (await harness.status(acme)).name == name
