"""The seams of the engine: what it needs from the rooms around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from jobscan.domain.delivery import Message, Outcome
    from jobscan.domain.job import KnownJob, StoredJob
    from jobscan.domain.page import Page, Request, Validators
    from jobscan.domain.posting import Face
    from jobscan.domain.source import Source, SourceKey, SourceStatus
    from jobscan.engine.batch import ScanBatch
    from jobscan.engine.retention import Retention


class PageFetcher(Protocol):
    """Turns requests into pages; `jobscan.fetch.Fetcher` is one."""

    def lend(self, request: Request, validators: Validators | None = None) -> AbstractAsyncContextManager[Page]:
        """Return the answer for the time of a block, which is kept short: so long it counts in the bound of memory.

        Raises `FetchError` when none came that an adapter could read.
        """
        ...


class Store(Protocol):
    """What is known from earlier scans, and the way to add to it."""

    async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        """Make sure that every source has a row under its present name; return the status of each."""
        ...

    async def known(self, key: SourceKey) -> dict[str, KnownJob]:
        """Return job key → what a scan must know, for all postings of a source, expired ones included."""
        ...

    async def stored(self, job_keys: Collection[str]) -> dict[str, StoredJob]:
        """Return job key → whole row, for those that exist."""
        ...

    async def faces(self, job_keys: Collection[str]) -> dict[str, Face]:
        """Return job key → what is shown of it, for those that exist."""
        ...

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        """Write the batches in one transaction: all of them or, with a `PersistenceError`, none."""
        ...

    async def prune(self, keep: Retention, *, now: datetime) -> int:
        """Delete what is older than it is kept; return how many rows there were."""
        ...

    async def forgive(self, keys: Collection[SourceKey]) -> None:
        """Take back the last failure of these sources: the network was down, not the boards."""
        ...


class Sender(Protocol):
    """One way to notify people; every channel of `jobscan.notify` is one."""

    @property
    def is_idempotent(self) -> bool:
        """Say whether a message that may have arrived can simply be sent again."""
        ...

    @property
    def concurrency(self) -> int:
        """Return how many messages may be under way at once."""
        ...

    async def send(self, message: Message) -> Outcome:
        """Try once to send a message; what the outside can cause is an `Outcome`."""
        ...
