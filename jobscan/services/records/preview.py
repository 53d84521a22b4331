"""Boards that were previewed: what they would give, and which were added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from jobscan.services.records.job import PreviewedJobRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jobscan.domain.job import Job
    from jobscan.domain.source import Source


class _Preview(Protocol):
    """The used part of `jobscan.engine.scan.preview.Preview`, since services do not know the engine."""

    @property
    def postings(self) -> int: ...
    @property
    def more(self) -> bool: ...
    @property
    def jobs(self) -> Sequence[Job]: ...
    @property
    def problems(self) -> Sequence[str]: ...


class PreviewRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a board would give."""

    #: The system: ``greenhouse``.
    type: str
    #: The board in its system: ``canonical``.
    identifier: str
    #: The company, as people see it.
    name: str
    #: What the board says it has, else what its first page has.
    postings: int
    #: Whether there are more pages than the one that was read.
    more_pages: bool
    #: The first postings, as many as requested.
    jobs: list[PreviewedJobRecord]
    #: What could not be read, with the reason, one line each.
    problems: list[str]

    @staticmethod
    def of(source: Source, found: _Preview) -> PreviewRecord:
        """Return the record of a preview of this board."""
        return PreviewRecord(
            type=source.type,
            identifier=source.identifier,
            name=source.name,
            postings=found.postings,
            more_pages=found.more,
            jobs=[PreviewedJobRecord.of(job) for job in found.jobs],
            problems=list(found.problems),
        )


class AddedSourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A board that was previewed and added to the configuration."""

    #: As in `PreviewRecord`, as are the two below.
    type: str
    #: As there.
    identifier: str
    #: As there.
    name: str
    #: An interval ("15m") or a cron expression; None: that of the whole configuration.
    every: str | None
    #: Replaces scheme and host of its addresses; None: nothing does.
    base_url: str | None
    #: The CSS selector of its rows, for a careers page that is for people; None: it has none.
    select: str | None
    #: Whether its page is rendered in a browser before it is read.
    render: bool
    #: What the board says it has, else what its first page has.
    postings: int
    #: The path of the configuration to which it was added.
    file: str

    @staticmethod
    def of(source: Source, found: _Preview, file: Path) -> AddedSourceRecord:
        """Return the record of a board as it was added to this file."""
        return AddedSourceRecord(
            type=source.type,
            identifier=source.identifier,
            name=source.name,
            every=source.every,
            base_url=source.base_url,
            select=source.select,
            render=source.render,
            postings=found.postings,
            file=str(file),
        )


class RefusedAddressRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An address that nothing was added for."""

    #: As it was given.
    url: str
    #: Why, in words for people.
    error: str
