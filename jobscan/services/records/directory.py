"""Boards of the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from jobscan.services.directory import DirectoryEntry


class DirectoryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A board that the directory knows."""

    #: The system: ``greenhouse``.
    type: str
    #: The board at its system: ``canonical``.
    identifier: str
    #: Of the company.
    name: str
    #: Of the company's own pages; None: the directory does not know it.
    domain: str | None

    @staticmethod
    def of(entry: DirectoryEntry) -> DirectoryRecord:
        """Return the record of an entry."""
        return DirectoryRecord(
            type=entry.type, identifier=entry.identifier, name=entry.name, domain=entry.domain or None
        )
