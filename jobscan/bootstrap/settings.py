"""Turns the configuration into what the network, the channels and the scans need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.scan.lifecycle import LifecycleRules
from jobscan.decide.scan.schedule import ScheduleRules
from jobscan.engine.retention import Retention
from jobscan.engine.scan.cycle import Plan
from jobscan.engine.scan.workers import count_cores
from jobscan.fetch import BrowserSettings, FetchSettings
from jobscan.notify import CHANNELS
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from jobscan.config import Config
    from jobscan.fetch import Fetcher
    from jobscan.notify import Channel


def fetch_settings(config: Config) -> FetchSettings:
    """Return the limits of every request."""
    network, browser = config.network, config.browser
    defaults = FetchSettings()
    return FetchSettings(
        user_agent=network.user_agent or defaults.user_agent,
        allow_networks=network.allow_networks,
        connect_timeout_s=network.connect_timeout.total_seconds(),
        read_timeout_s=network.read_timeout.total_seconds(),
        total_timeout_s=network.total_timeout.total_seconds(),
        max_body_bytes=network.max_body,
        # Compression makes bodies smaller: one over the limit on the wire is also over it unpacked.
        max_wire_bytes=min(network.max_body, defaults.max_wire_bytes)
        if network.max_body <= defaults.max_body_bytes
        else network.max_body,
        retries=network.retries,
        ca_file=network.ca_file,
        browser=BrowserSettings(
            path=browser.path, sandbox=browser.sandbox, page_timeout_s=browser.page_timeout.total_seconds()
        ),
    )


def scan_plan(config: Config) -> Plan:
    """Return what to scan and how."""
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
        # In addition to the main process: on a single core a worker would only take turns with it.
        workers=min(scan.workers, count_cores() - 1),
        keep=Retention(scans=scan.keep_scans, jobs=config.retention.jobs, notifications=config.retention.notifications),
    )


def make_channels(config: Config, fetcher: Fetcher) -> dict[str, Channel]:
    """Return the configured channels by name. Raises `ConfigError` when one lacks what it needs."""
    return {
        name: CHANNELS[channel.type].make(name, channel.settings, fetcher) for name, channel in config.notify.items()
    }
