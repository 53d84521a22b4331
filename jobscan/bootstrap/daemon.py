"""The scanning side: the engine with everything it works on, for one scan or for months."""

from __future__ import annotations

import random
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import anyio

from jobscan.bootstrap.facts import industries_of
from jobscan.bootstrap.reading import database_settings, open_unchecked
from jobscan.bootstrap.settings import fetch_settings, make_channels, scan_plan
from jobscan.clock import utc_now
from jobscan.domain.alert import SendKind
from jobscan.engine.deliver.dispatcher import Dispatcher
from jobscan.engine.deliver.outbox import Outbox, OutboxRules, ReportPlan
from jobscan.engine.deliver.ping import Pinger
from jobscan.engine.enricher import Enricher, Pace
from jobscan.engine.events import NO_OBSERVER, EngineEvent, Observers, ScanEnded, ScanStarted
from jobscan.engine.process.log import EngineLog, ScanLog
from jobscan.engine.process.systemd import Notifier
from jobscan.engine.scan.cycle import Plan, Reloaded
from jobscan.engine.store import DatabaseStore, DryStore, EmptyStore
from jobscan.engine.supervisor import Engine, Outlets
from jobscan.fetch import Fetcher
from jobscan.persistence import (
    Database,
    DatabaseConnectionError,
    SchemaStatus,
    instance_lock,
    require_current,
    schema_state,
    upgrade,
)
from jobscan.services.alerts import take_up
from jobscan.services.facts import open_reader
from jobscan.services.presence import database_exists
from jobscan.services.report import make_report
from jobscan.services.unsubscribe import UnsubscribeLinks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime

    from jobscan.config import Config
    from jobscan.decide.enrich.reader import FactReader
    from jobscan.domain.report import Report
    from jobscan.engine.events import Observer
    from jobscan.engine.ports import PageFetcher, Store
    from jobscan.persistence import InstanceLock


def _same_store(store: Store) -> Store:
    return store


def _same_fetcher(fetcher: PageFetcher) -> PageFetcher:
    return fetcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Seams:
    """What the program takes from its environment; the demo and tests replace it."""

    #: Now, aware UTC.
    clock: Callable[[], datetime] = utc_now
    #: Seconds that never run backwards.
    ticks: Callable[[], float] = time.monotonic
    #: A random number from 0 to 1.
    draw: Callable[[], float] = random.random
    #: Follows what the engine does, in addition to the log of problems.
    observer: Observer = NO_OBSERVER
    #: Takes the store of the database, and returns the store that the engine works on.
    wrap_store: Callable[[Store], Store] = _same_store
    #: Takes the fetcher of the network, and returns the fetcher that the engine uses.
    wrap_fetcher: Callable[[PageFetcher], PageFetcher] = _same_fetcher


REAL_SEAMS = Seams()


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The running program: the engine, and everything that was opened for it."""

    engine: Engine
    fetcher: Fetcher
    #: Switches to another configuration and returns its plan; raises `ConfigError`, `PersistenceError`.
    reload: Callable[[Config], Awaitable[Plan]]
    #: None: nothing is written.
    database: Database | None = None
    #: What the user should fix in the database.
    warnings: tuple[str, ...] = ()
    #: What the operator of a daemon should know about the database software.
    version_warnings: tuple[str, ...] = ()


@asynccontextmanager
async def open_app(config: Config, seams: Seams = REAL_SEAMS) -> AsyncIterator[App]:
    """Open everything that scanning needs: the database, migrated to the newest schema and locked, and the network.

    Raises `InstanceLockedError` when another instance uses the database, `SchemaError` when the schema is newer than
    this version, `DatabaseConnectionError`.
    """
    async with open_unchecked(config) as database, instance_lock(database) as lock:
        await upgrade(database)
        async with Fetcher(fetch_settings(config)) as fetcher, anyio.create_task_group() as guard:
            guard.start_soon(_end_when_lost, lock, database)
            channels = make_channels(config, fetcher)
            await _take_up_alerts(config, database, seams)
            outbox = Outbox(database, await _outbox_rules(config, database))
            observer = Observers(EngineLog(), seams.observer)
            dispatcher = Dispatcher(
                outbox, channels, clock=seams.clock, ticks=seams.ticks, draw=seams.draw, observer=observer
            )
            ping_url = config.report.ping_url
            pinger = Pinger(fetcher, ping_url.get_secret_value()) if ping_url else None

            async def reload(fresh: Config) -> Plan:
                channels = make_channels(fresh, fetcher)
                await _take_up_alerts(fresh, database, seams)
                dispatcher.replace(channels, await _outbox_rules(fresh, database))
                reader.industries = industries_of(fresh)
                return scan_plan(fresh)

            reader = await open_reader(database)
            reader.industries = industries_of(config)
            enricher = _enricher(config, database, reader, observer, seams)
            outlets = Outlets(dispatcher=dispatcher, pinger=pinger, enricher=enricher, observer=observer)
            yield App(
                engine=_engine(fetcher, DatabaseStore(database, reader), seams, outlets),
                fetcher=fetcher,
                reload=reload,
                database=database,
                warnings=database.warnings,
                version_warnings=database.version_warnings,
            )
            guard.cancel_scope.cancel()


def _enricher(
    config: Config, database: Database, reader: FactReader, observer: Observer, seams: Seams
) -> Enricher | None:
    """Return what reads facts beside the scans; None where the configuration does not want it."""
    pace = Pace(rate=config.enrich.rate)
    return Enricher(database, reader, ticks=seams.ticks, pace=pace, observer=observer) if pace.rate else None


async def _end_when_lost(lock: InstanceLock, database: Database) -> None:
    await lock.lost.wait()
    raise DatabaseConnectionError(
        f"the connection to {database.describe()} that holds the instance lock is gone: another instance may begin,"
        " so this one ends"
    )


@asynccontextmanager
async def open_dry_app(config: Config, seams: Seams = REAL_SEAMS) -> AsyncIterator[App]:
    """Open what a scan that writes nothing needs; if there is no database yet, none is made."""
    async with _dry_store(config) as store, Fetcher(fetch_settings(config)) as fetcher:

        async def reload(fresh: Config) -> Plan:
            return scan_plan(fresh)

        outlets = Outlets(observer=Observers(EngineLog(), seams.observer))
        yield App(engine=_engine(fetcher, store, seams, outlets), fetcher=fetcher, reload=reload)


@asynccontextmanager
async def _dry_store(config: Config) -> AsyncIterator[Store]:
    if not database_exists(database_settings(config)):
        yield EmptyStore()
        return
    async with open_unchecked(config) as database:
        if (await schema_state(database)).status is SchemaStatus.EMPTY:
            yield EmptyStore()
            return
        await require_current(database)
        yield DryStore(DatabaseStore(database))


async def _outbox_rules(config: Config, database: Database) -> OutboxRules:
    """Return the settings that decide what goes out."""
    enabled = {source.key for source in config.to_sources() if source.enabled}

    async def report(since: datetime, until: datetime) -> Report:
        return await make_report(database, enabled, since=since, until=until)

    plan = None
    if config.report.send is not None:
        span = timedelta(days=1 if config.report.send.kind is SendKind.DAILY else 7)
        plan = ReportPlan(send=config.report.send, to=config.report.to, make=report, span=span)
    dropping = {name for name, channel in config.notify.items() if getattr(channel.settings, "uncertain", "") == "drop"}
    rules = OutboxRules(max_per_day=config.owner.max_per_day, drop_uncertain=frozenset(dropping), report=plan)
    if config.unsubscribe.url is None:
        return rules
    links = await UnsubscribeLinks.load(database, config.unsubscribe.url)
    return replace(rules, unsubscribe_url=links.url_for)


async def _take_up_alerts(config: Config, database: Database, seams: Seams) -> None:
    """Update owner and alerts in the database to the configuration.

    Raises `DataIntegrityError` when another user has the owner's address.
    """
    await take_up(database, config.to_owner(), config.to_alerts(), now=seams.clock())


def _engine(fetcher: Fetcher, store: Store, seams: Seams, outlets: Outlets) -> Engine:
    return Engine(
        fetcher=seams.wrap_fetcher(fetcher),
        store=seams.wrap_store(store),
        clock=seams.clock,
        ticks=seams.ticks,
        draw=seams.draw,
        outlets=outlets,
    )


__all__ = [
    "App",
    "EngineEvent",
    "Notifier",
    "Reloaded",
    "ScanEnded",
    "ScanLog",
    "ScanStarted",
    "Seams",
    "open_app",
    "open_dry_app",
]
