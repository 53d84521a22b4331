"""Who waits for what: alerts, compiled together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.alerting import job_before
from jobscan.decide.matching import Matcher
from jobscan.domain.job import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jobscan.decide.alerting import Watch
    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import Job


class Watchlist:
    """The alerts that were active at one revision."""

    def __init__(self, revision: int, watches: Sequence[Watch]) -> None:
        self.revision = revision
        self._watches = tuple(watches)
        self._matcher = Matcher([watch.alert.alert.rule for watch in watches])
        #: Whether anybody asks for what has come back: its text must be loaded then.
        self.wants_reopened = any(ChangeKind.REOPENED in watch.alert.alert.rule.on for watch in watches)

    def __len__(self) -> int:
        """Return how many alerts there are."""
        return len(self._watches)

    def matching(self, job: Job) -> list[Watch]:
        """Return the alerts whose rule matches a posting."""
        return [self._watches[number] for number in self._matcher.match(job)]

    def concerned(self, job: Job, event: JobEvent) -> Iterator[Watch]:
        """Yield the alerts that may tell of an event: of an amended posting those that it did not match before."""
        before = set()
        if event.kind is ChangeKind.AMENDED:
            before = set(self._matcher.match(job_before(job, event.changes)))
        for number in self._matcher.match(job):
            if number not in before:
                yield self._watches[number]
