"""The truth about a market whose boards are scanned completely: the oracle against which jobscan is tested.

Written from the rules as people read them (DESIGN 4.3), not from `jobscan.decide`, so that a mistake there shows here:

- A posting that a complete scan lists is active. Listed for the first time, it is new; listed again after it had
  expired, it is reopened; listed with another title, text or place than before, it is updated; else it is unchanged.
- One that complete scans do not list expires with the ``expire_after_misses``-th of them in a row.
- A board that lists none of its active postings, or less than half of ten or more, looks emptied. It stays so until it
  lists half of those that were missing. While it looks emptied nothing expires, until ``quarantine_scans`` complete
  scans over at least ``quarantine_period`` agree; when it comes back before that, its misses count from one again.
- A scan that fails changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, timedelta

    from jobscan.simulator.market.board import SimulatedBoard
    from jobscan.simulator.market.posting import Content
    from jobscan.simulator.market.settings import MarketSettings

#: A smaller board may lose any number of its postings at once, but not all of them.
_LARGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueCounts:
    """What one scan of a board finds; each posting that it lists is counted once."""

    new: int = 0
    updated: int = 0
    reopened: int = 0
    unchanged: int = 0
    #: No longer listed.
    expired: int = 0

    @property
    def listed(self) -> int:
        """Return how many postings the scan saw."""
        return self.new + self.updated + self.reopened + self.unchanged


class BoardTruth:
    """The truth about one board after its last scan."""

    def __init__(self, settings: MarketSettings) -> None:
        self._settings = settings
        #: External id → content as last listed, of active and expired postings.
        self._content: dict[str, Content] = {}
        #: External id → complete scans in a row without it, of active postings.
        self._misses: dict[str, int] = {}
        #: When the board began to look emptied, None while it does not; and how many scans agree.
        self._emptied_since: datetime | None = None
        self._emptied_scans = 0
        #: The counts of the last scan; all 0 when it failed.
        self.counts = TrueCounts()
        #: The last scan failed.
        self.failed = False

    @property
    def active(self) -> frozenset[str]:
        """Return the external ids of the active postings, including missing ones that have not expired yet."""
        return frozenset(self._misses)

    @property
    def expired(self) -> frozenset[str]:
        """Return the external ids of the expired postings."""
        return frozenset(self._content.keys() - self._misses.keys())

    @property
    def missing(self) -> frozenset[str]:
        """Return the external ids of the active postings that the last complete scan did not list."""
        return frozenset(external_id for external_id, misses in self._misses.items() if misses)

    @property
    def is_quarantined(self) -> bool:
        """Return whether the board looks emptied, so that nothing of it expires."""
        return self._emptied_since is not None

    def fail(self) -> None:
        """Record a scan that failed."""
        self.counts = TrueCounts()
        self.failed = True

    def scan(self, listing: Mapping[str, Content], now: datetime) -> None:
        """Record a complete scan: external id → content of everything that the board lists."""
        self.failed = False
        expired = self._judge_absent([one for one in self._misses if one not in listing], now)
        new = updated = reopened = unchanged = 0
        for external_id, content in listing.items():
            if external_id not in self._content:
                new += 1
            elif external_id not in self._misses:
                reopened += 1
            elif content != self._content[external_id]:
                updated += 1
            else:
                unchanged += 1
            self._content[external_id] = content
            self._misses[external_id] = 0
        self.counts = TrueCounts(new=new, updated=updated, reopened=reopened, unchanged=unchanged, expired=expired)

    def _judge_absent(self, absent: list[str], now: datetime) -> int:
        """Count a miss for each active posting that was not listed; return how many expire."""
        was_emptied = self._emptied_since is not None
        is_emptied = self._looks_emptied(absent) or (was_emptied and self._still_emptied(absent))
        if is_emptied:
            self._emptied_since = self._emptied_since or now
            self._emptied_scans += 1
        else:
            self._emptied_since, self._emptied_scans = None, 0
        expired = 0
        for external_id in absent:
            misses = 1 if was_emptied and not is_emptied else self._misses[external_id] + 1
            if misses >= self._settings.expire_after_misses and (not is_emptied or self._is_confirmed(now)):
                del self._misses[external_id]
                expired += 1
            else:
                self._misses[external_id] = misses
        if is_emptied and expired:
            self._emptied_since, self._emptied_scans = None, 0
        return expired

    def _looks_emptied(self, absent: list[str]) -> bool:
        active, gone = len(self._misses), len(absent)
        return gone > 0 and (gone == active or (active >= _LARGE and gone > active / 2))

    def _still_emptied(self, absent: list[str]) -> bool:
        missing = self.missing
        return sum(external_id in missing for external_id in absent) > len(missing) / 2

    def _is_confirmed(self, now: datetime) -> bool:
        since = self._emptied_since or now
        waited: timedelta = now - since
        return self._emptied_scans >= self._settings.quarantine_scans and waited >= self._settings.quarantine_period


class Truth:
    """The truth about a market: a `BoardTruth` for each of its boards, by prefix."""

    def __init__(self, settings: MarketSettings) -> None:
        self._settings = settings
        self._boards: dict[str, BoardTruth] = {}

    def __getitem__(self, prefix: str) -> BoardTruth:
        return self._boards[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._boards)

    def __len__(self) -> int:
        return len(self._boards)

    def observe(self, board: SimulatedBoard, now: datetime) -> BoardTruth:
        """Record one scan of a board in its current state; return the truth about it after that."""
        known = self._boards.get(board.prefix)
        if known is None:
            known = self._boards[board.prefix] = BoardTruth(self._settings)
        if board.is_useless:
            known.fail()
        else:
            known.scan(board.listing(), now)
        return known
