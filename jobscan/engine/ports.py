"""The interfaces of the engine: what it needs from the rooms around it."""

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
        """Return the answer for the duration of a block. Keep it short: the answer counts against the memory limit.

        Raises `FetchError` when no answer came that an adapter could read.
        """
        ...


class Store(Protocol):
    """What is known from earlier scans, and how to add to it."""

    async def ensure(self, sources: Sequence[Source]) -> dict[SourceKey, SourceStatus]:
        """Make sure that every source has a row under its current name; return the status of each."""
        ...

    async def known(self, key: SourceKey) -> dict[str, KnownJob]:
        """Return job key → what a scan must know, for all postings of a source, expired ones included."""
        ...

    async def stored(self, job_keys: Collection[str]) -> dict[str, StoredJob]:
        """Return job key → whole row, for those that exist."""
        ...

    async def faces(self, job_keys: Collection[str]) -> dict[str, Face]:
        """Return job key → its face, for those that exist."""
        ...

    async def commit(self, batches: Sequence[ScanBatch]) -> None:
        """Write the batches in one transaction: all of them or, with a `PersistenceError`, none."""
        ...

    async def prune(self, keep: Retention, *, now: datetime) -> int:
        """Delete records past their retention; return how many rows."""
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
        """Try once to send a message; failures with an external cause become an `Outcome`."""
        ...
