"""The active alerts, compiled together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.alert.notifications import job_before
from jobscan.decide.match.matcher import Matcher
from jobscan.domain.job import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jobscan.decide.alert.notifications import Watch
    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import Job


class _Compiled:
    """Some alerts with their matcher."""

    __slots__ = ("matcher", "wants_reopened", "watches")

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.watches = tuple(watches)
        self.matcher = Matcher([watch.alert.alert.rule for watch in watches])
        self.wants_reopened = any(ChangeKind.REOPENED in watch.alert.alert.rule.on for watch in watches)


class Watchlist:
    """The alerts that were active at one revision.

    Those that changed since the bulk was compiled are compiled apart: of 100,000 alerts one can change in a
    millisecond, where compiling all of them takes a second.
    """

    def __init__(self, revision: int, watches: Sequence[Watch]) -> None:
        self.revision = revision
        self._bulk = _Compiled(watches)
        self._changed: dict[int, Watch | None] = {}
        self._fresh = _Compiled(())

    def with_changes(self, revision: int, changed: Mapping[int, Watch | None]) -> Watchlist:
        """Return the alerts of a later revision: by id what became of those that changed, None: no longer active."""
        made = Watchlist.__new__(Watchlist)
        made.revision = revision
        made._bulk = self._bulk
        made._changed = self._changed | dict(changed)
        made._fresh = _Compiled([watch for watch in made._changed.values() if watch is not None])
        return made

    @property
    def changes(self) -> int:
        """Return how many alerts are not compiled with the bulk."""
        return len(self._changed)

    @property
    def wants_reopened(self) -> bool:
        """Say whether anybody may ask for what has come back: its text must be loaded then."""
        return self._bulk.wants_reopened or self._fresh.wants_reopened

    @property
    def is_empty(self) -> bool:
        """Say whether there is nobody to be notified."""
        return not self._fresh.watches and all(watch.alert.id in self._changed for watch in self._bulk.watches)

    def matching(self, job: Job) -> list[Watch]:
        """Return the alerts whose rule matches a posting."""
        bulk = [self._bulk.watches[number] for number in self._bulk.matcher.match(job)]
        if not self._changed:
            return bulk
        fresh = [self._fresh.watches[number] for number in self._fresh.matcher.match(job)]
        return [watch for watch in bulk if watch.alert.id not in self._changed] + fresh

    def concerned(self, job: Job, event: JobEvent) -> Iterator[Watch]:
        """Yield the alerts that may tell of an event: of an amended posting those that it did not match before."""
        before: set[int] = set()
        if event.kind is ChangeKind.AMENDED:
            before = {watch.alert.id for watch in self.matching(job_before(job, event.changes))}
        for watch in self.matching(job):
            if watch.alert.id not in before:
                yield watch
