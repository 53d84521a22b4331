"""Boards that may have moved to another system: which they are, and where to look for them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.scan.remarks import looks_gone
from jobscan.domain.source import SourceKey
from jobscan.services.directory import find_company

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.domain.source import Source
    from jobscan.services.sources import SourceHealth


class Proposal(NamedTuple):
    """A board that a watched one may have moved to."""

    former: SourceKey
    #: The company, as people see it.
    name: str
    key: SourceKey
    #: Which page names it; None: the directory does.
    page: str | None

    @property
    def command(self) -> str:
        """Return what follows the board there."""
        return shlex.join(["jobscan", "move", str(self.former), str(self.key)])


def may_have_moved(found: Iterable[SourceHealth]) -> list[SourceHealth]:
    """Return the watched boards that are no longer where they were, or look emptied."""
    return [
        health
        for health in found
        if health.is_watched and (looks_gone(health.status) or health.status.quarantined_at is not None)
    ]


def proposed_by_directory(source: Source) -> list[Proposal]:
    """Return the boards at other systems that the directory has under the company's name."""
    found = [SourceKey(entry.type, entry.identifier) for entry in find_company(source.name)]
    return [Proposal(source.key, source.name, key, None) for key in found if key.source_type != source.type]


def pages_of(source: Source) -> list[str]:
    """Return the addresses at which a company may name its board: its domain, and where its board is served."""
    found = (f"https://{entry.domain}" for entry in find_company(source.name) if entry.domain)
    return list(dict.fromkeys([*found, *([source.base_url] if source.base_url else [])]))


def proposed_by_page(source: Source, page: str, boards: Iterable[SourceKey]) -> list[Proposal]:
    """Return the boards, of those that a page names, that this one may have moved to."""
    former = str(source.key).casefold()
    return [Proposal(source.key, source.name, key, page) for key in boards if str(key).casefold() != former]
