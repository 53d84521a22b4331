"""What a demo runs on: a simulated market, a mailbox, and between them the engine as `jobscan run` has it."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import anyio.lowlevel

from jobscan.bootstrap.daemon import Seams, open_app
from jobscan.bootstrap.settings import scan_plan
from jobscan.cli.commands.demo.people import add_people, make_config
from jobscan.cli.commands.demo.tracker import EventTracker
from jobscan.domain.job import JobStatus
from jobscan.domain.listing import JobFilter
from jobscan.services.jobs import find_jobs
from jobscan.services.report import count_recorded
from jobscan.simulator import Market, MarketSettings
from jobscan.simulator.server.mailbox import Mailbox
from jobscan.simulator.server.server import MarketServer
from jobscan.simulator.server.visit import first_visit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from jobscan.bootstrap.reading import Database
    from jobscan.domain.page import Page, Request, Validators
    from jobscan.engine.ports import PageFetcher
    from jobscan.engine.scan.cycle import Plan
    from jobscan.engine.supervisor import Engine
    from jobscan.simulator.server.mailbox import Mail

#: The default of `scan.interval`: a cycle of the daemon for each tick of the market.
TICK = timedelta(minutes=15)
_POSTINGS = 100


def market_settings(*, seed: int, boards: int) -> MarketSettings:
    """Return a market in which each tick brings about as much, whatever its size, within what is realistic."""

    def per_tick(count: float) -> float:
        return min(0.05, max(count / 2_500, count / (boards * _POSTINGS)))

    def boards_per_tick(count: float) -> float:
        return min(0.2, count / boards)

    return MarketSettings(
        seed=seed,
        companies=boards,
        postings=_POSTINGS,
        spread=0.6,
        tick_length=TICK,
        appear=per_tick(3),
        vanish=per_tick(2.5),
        reappear=0.02,
        change=per_tick(2.5),
        amend=per_tick(1),
        touch=per_tick(5),
        fail=boards_per_tick(0.3),
        recover=0.35,
        empty=boards_per_tick(0.2),
        refill=0.15,
        # New names, and the odd titles of real boards, would puzzle a first-time viewer.
        rename=0.0,
        odd=0.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The database compared with the market, posting by posting."""

    active: int
    expired: int
    #: What complete scans of every board after each tick would have found.
    true_active: int
    true_expired: int
    #: Postings that are active, or expired, in only one of the two.
    different: int


@dataclass(slots=True, kw_only=True)
class DemoEnvironment:
    """Everything that a demo runs on."""

    market: Market
    mailbox: Mailbox
    tracker: EventTracker
    plan: Plan
    _engine: Engine
    _database: Database
    #: Seconds that each scan of all boards took; the first scan is their first sight.
    cycles: list[float] = field(default_factory=list)
    #: Mails that `take_mails` has returned.
    _taken: int = 0
    #: The last scan ended, so the database can be compared with the market.
    is_whole: bool = True

    async def scan(self) -> None:
        """Scan every board once, as the market is now."""
        self.is_whole = False
        began = time.perf_counter()
        await self._engine.scan(self.plan, self.plan.sources)
        self.cycles.append(time.perf_counter() - began)
        self.is_whole = True

    async def deliver(self) -> None:
        """Send what is due."""
        await self._engine.deliver()

    def take_mails(self) -> list[Mail]:
        """Return what arrived since the last time."""
        mails = self.mailbox.mails[self._taken :]
        self._taken += len(mails)
        return mails

    async def count_recorded(self) -> int:
        """Return how many matches existed when the boards were first seen: they are recorded, not sent."""
        return await count_recorded(self._database, self.market.settings.starts_at)

    async def compare(self) -> Agreement:
        """Compare what the database holds with what is true of the market."""
        active = expired = true_active = true_expired = different = 0
        for board, source in zip(self.market.boards, self.plan.sources, strict=True):
            # Board by board: the texts of all postings at once would need too much memory.
            found = await find_jobs(self._database, JobFilter(status=None, sources=(source.key,)))
            truth = self.market.truth[board.prefix]
            here = {stored.job.external_id for stored in found if stored.status is JobStatus.ACTIVE}
            gone = {stored.job.external_id for stored in found if stored.status is JobStatus.EXPIRED}
            active, true_active = active + len(here), true_active + len(truth.active)
            expired, true_expired = expired + len(gone), true_expired + len(truth.expired)
            different += len((here ^ truth.active) | (gone ^ truth.expired))
        return Agreement(
            active=active,
            expired=expired,
            true_active=true_active,
            true_expired=true_expired,
            different=different,
        )


@asynccontextmanager
async def open_environment(settings: MarketSettings, folder: Path) -> AsyncIterator[DemoEnvironment]:
    """Build everything: the market's server and the mailbox on loopback, the database in the folder."""
    market, tracker = Market(settings), EventTracker()

    async with MarketServer(market.sites()) as server, Mailbox() as mailbox:
        for board in market.boards:
            # Otherwise the time of the first scan would include writing 2,500 adverts.
            server.warm(board.prefix, first_visit(board))
            await anyio.lowlevel.checkpoint()
        config = make_config(folder, market.sources(server.url), mailbox.port)
        seams = Seams(
            # Simulated time: hours pass in half a minute.
            clock=lambda: market.now,
            observer=tracker,
            wrap_fetcher=_UnlimitedFetcher,
        )
        async with open_app(config, seams) as app:
            assert app.database is not None
            await add_people(app.database, market.now)
            yield DemoEnvironment(
                market=market,
                mailbox=mailbox,
                tracker=tracker,
                plan=scan_plan(config),
                _engine=app.engine,
                _database=app.database,
            )


class _UnlimitedFetcher:
    """The fetcher without the rate limits of the vendors: Lever's one request a second would take up the whole demo."""

    def __init__(self, fetcher: PageFetcher) -> None:
        self._fetcher = fetcher

    def lend(self, request: Request, validators: Validators | None = None) -> AbstractAsyncContextManager[Page]:
        return self._fetcher.lend(replace(request, limit=replace(request.limit, per_second=None)), validators)
