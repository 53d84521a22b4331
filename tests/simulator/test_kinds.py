"""Whatever is wrong with answers of any kind of interface, no posting is closed for it, and the next scan is whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.domain.scan import ScanOutcome
from jobscan.persistence import Database, DatabaseSettings, upgrade
from jobscan.simulator import ALL_SYSTEMS, Market, MarketSettings, SimulatedBoard
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.faults.context import FaultContext
from jobscan.simulator.faults.handlers import alteration_of
from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest
from jobscan.simulator.server.packing import Packed
from jobscan.simulator.server.parsing import Head
from jobscan.simulator.wire.pieces import page_size
from tests.engine.harness import Harness
from tests.simulator.scanning import BASE_URL, SiteFetcher

pytestmark = pytest.mark.slow

#: One board of each kind. With this seed those with pages have small ones: three of them.
MARKET = MarketSettings(seed=7, companies=len(ALL_SYSTEMS), postings=24, systems=ALL_SYSTEMS).still()
#: In place of every answer, or of every one but the first.
ANYWHERE = (
    Fault.REPEATED_PAGE,
    Fault.SHIFTED_PAGES,
    Fault.LYING_TOTAL,
    Fault.MISSING_LIST,
    Fault.HTML_AS_JSON,
    Fault.EMPTY_BODY,
    Fault.JSON_NULL,
    Fault.JSON_EMPTY_OBJECT,
    Fault.NOT_FOUND,
    Fault.GONE,
    Fault.FORBIDDEN,
    Fault.CHALLENGE,
    Fault.DUPLICATE_IDS,
    Fault.CHURN,
)
#: What a first page may be like on a sound board is a fault of a later one.
LATER = (Fault.EMPTY_LIST, Fault.JSON_EMPTY_ARRAY)


class FaultySite:
    """A board whose answers are altered from one of them on, until it is told to be sound."""

    def __init__(self, board: SimulatedBoard) -> None:
        self.board = board
        self.fault: Fault | None = None
        self.after = self._count = 0
        self._memory: dict[SimulatedRequest, SimulatedAnswer] = {}

    @property
    def version(self) -> int:
        return self.board.version

    def behave(self, fault: Fault | None, *, after: int = 0) -> None:
        self.fault, self.after, self._count = fault, after, 0
        self._memory.clear()

    def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
        self._count += 1
        alter = alteration_of(self.fault) if self.fault is not None and self._count > self.after else None
        return self.board.answer(ask) if alter is None else alter(self._context(ask))

    def _context(self, ask: SimulatedRequest) -> FaultContext:
        def packed() -> Packed:
            raise NotImplementedError("no fault of a list needs to know how it is sent")

        return FaultContext(
            ask=ask,
            head=Head(
                method=ask.method,
                path=ask.path,
                query=ask.query,
                length=len(ask.body),
                keep_alive=True,
                accepts_gzip=False,
                if_none_match=None,
                if_modified_since=None,
            ),
            origin=BASE_URL,
            prefix=self.board.prefix,
            behaviour=Behaviour(fault=self.fault),
            number=self._count - self.after - 1,
            memory=self._memory,
            honest=lambda _prefix, asked: self.board.answer(asked),
            packed=packed,
            neighbour=lambda: None,
        )


def cases() -> Iterator[tuple[Fault, int]]:
    yield from ((fault, after) for fault in ANYWHERE for after in (0, 1))
    yield from ((fault, 1) for fault in LATER)


async def test_no_fault_of_an_answer_closes_a_posting(sqlite_settings: DatabaseSettings) -> None:
    market = Market(MARKET)
    paged = [board for board in market.boards if board.system in ("smartrecruiters", "jibe", "teamtailor")]
    assert [page_size(board.company) for board in paged] == [10, 10, 10]
    sites = {board.prefix: FaultySite(board) for board in market.boards}
    sources = market.sources(BASE_URL)
    database = await Database.open(sqlite_settings)
    try:
        await upgrade(database)
        rules = LifecycleRules(expire_after_misses=1, quarantine_scans=1, quarantine_period=timedelta(0))
        harness = Harness(database, SiteFetcher(sites), lifecycle=rules)
        assert all(record.outcome is ScanOutcome.OK for record in await harness.cycle(*sources))
        for fault, after in cases():
            for site in sites.values():
                site.behave(fault, after=after)
            records = await harness.cycle(*sources)
            for board, source, record in zip(market.boards, sources, records, strict=True):
                where = f"{board} with {fault} after {after} answers: {record.outcome}, {record.error}"
                jobs = await harness.jobs(source)
                assert "internal error" not in (record.error or ""), where
                assert record.counts.expired == 0, where
                assert {key for key, stored in jobs.items() if stored.status == "active"} >= set(board.listing()), where
        for site in sites.values():
            site.behave(None)
        for board, source, record in zip(market.boards, sources, await harness.cycle(*sources), strict=True):
            assert record.outcome in (ScanOutcome.OK, ScanOutcome.UNCHANGED), board
            active = {key for key, stored in (await harness.jobs(source)).items() if stored.status == "active"}
            assert active == set(board.listing()), board
    finally:
        await database.close()
