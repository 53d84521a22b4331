"""Where objects meet: configuration in, ready-made parts of the program out. Nothing else wires anything."""

from __future__ import annotations

import random
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import anyio

from jobscan.clock import utc_now
from jobscan.domain.alert import SendKind
from jobscan.persistence import (
    Database,
    DatabaseConnectionError,
    DatabaseSettings,
    SchemaStatus,
    require_current,
    schema_state,
    upgrade,
)
from jobscan.services.presence import database_exists, require_existing

# The engine and the fetch room are imported where they are used: `jobscan jobs` needs neither, and together they take
# a third of its time to start (0.35 s of 1.05 s).
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from jobscan.config import Config
    from jobscan.domain.report import Report
    from jobscan.engine.deliver.outbox import OutboxRules
    from jobscan.engine.ports import Store
    from jobscan.engine.scan.cycle import Plan
    from jobscan.engine.supervisor import Engine, ScanListeners
    from jobscan.fetch import Fetcher, FetchSettings
    from jobscan.notify import Channel
    from jobscan.persistence import InstanceLock


def database_settings(config: Config) -> DatabaseSettings:
    """Return how the database is reached and used."""
    database = config.database
    return DatabaseSettings(
        url=database.url,
        pool_size=database.pool_size,
        max_overflow=database.max_overflow,
        pool_recycle_s=int(database.pool_recycle.total_seconds()),
        pre_ping=database.pre_ping,
        echo=database.echo,
        statement_timeout_s=database.statement_timeout.total_seconds(),
        lock_timeout_s=database.lock_timeout.total_seconds(),
        idle_in_transaction_timeout_s=database.idle_in_transaction_timeout.total_seconds(),
        connect_timeout_s=database.connect_timeout.total_seconds(),
        transaction_timeout_s=database.transaction_timeout.total_seconds(),
    )


def fetch_settings(config: Config) -> FetchSettings:
    """Return the limits of every request."""
    from jobscan.fetch import FetchSettings

    network = config.network
    defaults = FetchSettings()
    return FetchSettings(
        user_agent=network.user_agent or defaults.user_agent,
        allow_networks=network.allow_networks,
        connect_timeout_s=network.connect_timeout.total_seconds(),
        read_timeout_s=network.read_timeout.total_seconds(),
        total_timeout_s=network.total_timeout.total_seconds(),
        max_body_bytes=network.max_body,
        # What is compressed is smaller: a body that is over the limit on the wire is over it unpacked.
        max_wire_bytes=min(network.max_body, defaults.max_wire_bytes)
        if network.max_body <= defaults.max_body_bytes
        else network.max_body,
        retries=network.retries,
        ca_file=network.ca_file,
    )


def scan_plan(config: Config) -> Plan:
    """Return what is to be scanned and how."""
    from jobscan.decide.scan.lifecycle import LifecycleRules
    from jobscan.decide.scan.schedule import ScheduleRules
    from jobscan.engine.retention import Retention
    from jobscan.engine.scan.cycle import Plan
    from jobscan.engine.scan.workers import count_cores
    from jobscan.sources import ADAPTERS

    scan = config.scan
    sources = config.to_sources()
    interval = f"{int(scan.interval.total_seconds())}s"
    return Plan(
        sources=sources,
        schedules={
            source.key: ScheduleRules(
                every=source.every or interval,
                jitter=scan.jitter,
                max_backoff=scan.max_backoff,
                full_fetch_every=scan.full_fetch_every,
            )
            for source in sources
        },
        adapters=ADAPTERS,
        lifecycle=LifecycleRules(
            expire_after_misses=scan.expire_after_misses,
            quarantine_scans=scan.quarantine_scans,
            quarantine_period=scan.quarantine_period,
        ),
        concurrency=scan.concurrency,
        # Beside the main process: on a single core a worker would only take turns with it.
        workers=min(scan.workers, count_cores() - 1),
        keep=Retention(scans=scan.keep_scans, jobs=config.retention.jobs, notifications=config.retention.notifications),
    )


@asynccontextmanager
async def open_database(config: Config) -> AsyncIterator[Database]:
    """Open the database for reading and small changes.

    Raises `SchemaError` when there is none yet or its schema is not the one this version works with,
    `DatabaseConnectionError`.
    """
    settings = database_settings(config)
    require_existing(settings)
    database = await Database.open(settings)
    try:
        await require_current(database)
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def open_unchecked(config: Config) -> AsyncIterator[Database]:
    """Open the database whatever its schema: for looking at it and for migrating it."""
    database = await Database.open(database_settings(config))
    try:
        yield database
    finally:
        await database.close()


def make_channels(config: Config, fetcher: Fetcher) -> dict[str, Channel]:
    """Return the configured channels by name. Raises `ConfigError` when one lacks what it needs."""
    from jobscan.notify import CHANNELS

    return {
        name: CHANNELS[channel.type].make(name, channel.settings, fetcher) for name, channel in config.notify.items()
    }


async def _outbox_rules(config: Config, database: Database) -> OutboxRules:
    """Return what decides what goes out."""
    from jobscan.engine.deliver.outbox import OutboxRules, ReportPlan
    from jobscan.services.report import make_report
    from jobscan.services.unsubscribe import UnsubscribeLinks

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


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The running program: the engine, and what it was opened with."""

    engine: Engine
    fetcher: Fetcher
    #: Takes up another configuration and returns its plan; raises `ConfigError`, `PersistenceError`.
    reload: Callable[[Config], Awaitable[Plan]]
    #: None: nothing is written.
    database: Database | None = None
    #: What the user should mend at the database.
    warnings: tuple[str, ...] = ()
    #: What the operator of a daemon should know of the database's software.
    version_warnings: tuple[str, ...] = ()


@asynccontextmanager
async def open_app(config: Config) -> AsyncIterator[App]:
    """Open everything that scanning needs: the database, brought to the newest schema and locked, and the network.

    Raises `InstanceLockedError` when another instance works on the database, `SchemaError` when it is newer than
    this version, `DatabaseConnectionError`.
    """
    from jobscan.engine.deliver.dispatcher import Dispatcher
    from jobscan.engine.deliver.outbox import Outbox
    from jobscan.engine.deliver.ping import Pinger
    from jobscan.engine.store import DatabaseStore
    from jobscan.engine.supervisor import ScanListeners
    from jobscan.fetch import Fetcher
    from jobscan.persistence import instance_lock

    async with open_unchecked(config) as database, instance_lock(database) as lock:
        await upgrade(database)
        async with Fetcher(fetch_settings(config)) as fetcher, anyio.create_task_group() as guard:
            guard.start_soon(_end_when_lost, lock, database)
            channels = make_channels(config, fetcher)
            await take_up_alerts(config, database)
            outbox = Outbox(database, await _outbox_rules(config, database))
            dispatcher = Dispatcher(outbox, channels, clock=utc_now, ticks=time.monotonic, draw=random.random)
            ping_url = config.report.ping_url
            pinger = Pinger(fetcher, ping_url.get_secret_value()) if ping_url else None

            async def reload(fresh: Config) -> Plan:
                channels = make_channels(fresh, fetcher)
                await take_up_alerts(fresh, database)
                dispatcher.replace(channels, await _outbox_rules(fresh, database))
                return scan_plan(fresh)

            yield App(
                engine=_engine(fetcher, DatabaseStore(database), ScanListeners(dispatcher=dispatcher, pinger=pinger)),
                fetcher=fetcher,
                reload=reload,
                database=database,
                warnings=database.warnings,
                version_warnings=database.version_warnings,
            )
            guard.cancel_scope.cancel()


async def _end_when_lost(lock: InstanceLock, database: Database) -> None:
    await lock.lost.wait()
    raise DatabaseConnectionError(
        f"the connection to {database.describe()} that holds the instance lock is gone: another instance may begin,"
        " so this one ends"
    )


@asynccontextmanager
async def open_dry_app(config: Config) -> AsyncIterator[App]:
    """Open what a scan that writes nothing needs; where there is no database yet, none is made."""
    from jobscan.fetch import Fetcher

    async with _dry_store(config) as store, Fetcher(fetch_settings(config)) as fetcher:

        async def reload(fresh: Config) -> Plan:
            return scan_plan(fresh)

        yield App(engine=_engine(fetcher, store), fetcher=fetcher, reload=reload)


@asynccontextmanager
async def _dry_store(config: Config) -> AsyncIterator[Store]:
    from jobscan.engine.store import DatabaseStore, DryStore, EmptyStore

    if not database_exists(database_settings(config)):
        yield EmptyStore()
        return
    async with open_unchecked(config) as database:
        if (await schema_state(database)).status is SchemaStatus.EMPTY:
            yield EmptyStore()
            return
        await require_current(database)
        yield DryStore(DatabaseStore(database))


async def take_up_alerts(config: Config, database: Database) -> int:
    """Bring owner and alerts in the database to what the configuration says; return how many existing matches are new.

    Raises `DataIntegrityError` when another user has the owner's address.
    """
    from jobscan.services.alerts import take_up

    return await take_up(database, config.to_owner(), config.to_alerts(), now=utc_now())


def _engine(fetcher: Fetcher, store: Store, listeners: ScanListeners | None = None) -> Engine:
    from jobscan.engine.supervisor import Engine

    return Engine(
        fetcher=fetcher,
        store=store,
        clock=utc_now,
        ticks=time.monotonic,
        draw=random.random,
        listeners=listeners,
    )
