"""How far the facts of postings have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from jobscan.domain.facts import FactsProgress


class FactsProgressRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What ``jobscan enrich`` did."""

    #: Postings that it read.
    read: int
    #: Stored postings, and how many of them have facts of today's rules.
    jobs: int
    current: int
    #: With facts of other rules, still to be read again.
    outdated: int
    #: On which a rule failed, by a fault of jobscan.
    failed: int

    @staticmethod
    def of(read: int, progress: FactsProgress) -> FactsProgressRecord:
        """Return the record of a run, and of how far everything has been read."""
        return FactsProgressRecord(read=read, **progress._asdict())
