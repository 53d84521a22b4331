"""Boards that moved to another system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    from jobscan.domain.source import Source
    from jobscan.services.moved import Proposal
    from jobscan.services.moves import MovedHistory


class _Listed(Protocol):
    """`jobscan.engine.scan.preview.Preview`: what is asked of it, since services do not know the engine."""

    @property
    def postings(self) -> int: ...


class MovedSourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A board whose history goes on at another system."""

    #: The old board: ``greenhouse/canonical``.
    moved_from: str
    #: The new system: ``lever``.
    type: str
    #: The board there: ``canonical``.
    identifier: str
    #: The company, as people see it.
    name: str
    #: What replaces scheme and host of its addresses; None: nothing does.
    base_url: str | None
    #: What the new board says it has, else what its first page has.
    postings: int
    #: Postings whose history goes on, active and expired.
    stored: int
    #: Of these, active ones, which wait to be found on the new board.
    waiting: int
    #: Where it was changed: the path of the configuration.
    file: str
    #: Names of alerts in the file that named the old board, and name the new one.
    alerts: list[str]

    @property
    def key(self) -> str:
        """Return the new board as people type it."""
        return f"{self.type}/{self.identifier}"

    @staticmethod
    def of(
        former: Source, source: Source, found: _Listed, history: MovedHistory, changed: tuple[Path, tuple[str, ...]]
    ) -> MovedSourceRecord:
        """Return the form of a move; ``changed`` is the file, with the alerts in it that changed."""
        file, alerts = changed
        return MovedSourceRecord(
            moved_from=str(former.key),
            type=source.type,
            identifier=source.identifier,
            name=source.name,
            base_url=source.base_url,
            postings=found.postings,
            stored=history.postings,
            waiting=history.waiting,
            file=str(file),
            alerts=list(alerts),
        )


class ProposedMoveRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A board that a watched one may have moved to."""

    #: The watched board: ``greenhouse/canonical``.
    moved_from: str
    #: The company, as people see it.
    name: str
    #: The system of the other board: ``lever``.
    type: str
    #: The board there.
    identifier: str
    #: The page that names it; None: the directory does.
    page: str | None
    #: What follows the board there.
    command: str

    @staticmethod
    def of(proposal: Proposal) -> ProposedMoveRecord:
        """Return the form of a proposal."""
        return ProposedMoveRecord(
            moved_from=str(proposal.former),
            name=proposal.name,
            type=proposal.key.source_type,
            identifier=proposal.key.source_identifier,
            page=proposal.page,
            command=proposal.command,
        )
