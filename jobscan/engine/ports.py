"""The seams of the engine: what it needs from the rooms around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from jobscan.domain.fetching import Page, Request, Validators
    from jobscan.domain.job import KnownJob, StoredJob
    from jobscan.domain.scan import ScanRecord
    from jobscan.domain.source import Source, SourceKey, SourceStatus
    from jobscan.engine.batch import Batch


class PageFetcher(Protocol):
    """Turns requests into pages; `jobscan.fetch.Fetcher` is one."""

    async def fetch(self, request: Request, validators: Validators | None = None) -> Page:
        """Return the answer; raises `FetchError` when none came that an adapter could read."""
        ...


class Store(Protocol):
    """What is known from earlier scans, and the way to add to it."""

    async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        """Make sure that every source has a row under its present name; return the standing of each."""
        ...

    async def known(self, key: SourceKey) -> dict[str, KnownJob]:
        """Return job key → what a scan must know, for all postings of a source, expired ones included."""
        ...

    async def stored(self, job_keys: Collection[str]) -> dict[str, StoredJob]:
        """Return job key → whole row, for those that exist."""
        ...

    async def commit(self, batches: Sequence[Batch]) -> None:
        """Write the batches in one transaction: all of them or, with a `PersistenceError`, none."""
        ...

    async def prune_scans(self, before: datetime) -> int:
        """Delete the records of scans that started before; return how many there were."""
        ...

    async def forgive(self, keys: Collection[SourceKey]) -> None:
        """Take back the last failure of these sources: the network was down, not the boards."""
        ...


class Reporter(Protocol):
    """Is told how scans go; the command line draws progress with it, the daemon writes log lines."""

    def started(self, source: Source) -> None:
        """A scan of this source has begun."""
        ...

    def finished(self, source: Source, record: ScanRecord) -> None:
        """A scan of this source has ended, and what it found is committed."""
        ...


class Silence:
    """A reporter that tells nobody."""

    def started(self, source: Source) -> None:
        """Do nothing."""

    def finished(self, source: Source, record: ScanRecord) -> None:
        """Do nothing."""
