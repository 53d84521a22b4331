"""The active alerts, compiled together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.alert.notifications import job_before
from jobscan.decide.match.matcher import Matcher
from jobscan.domain.job import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jobscan.decide.alert.notifications import Watch
    from jobscan.domain.event import JobEvent
    from jobscan.domain.facts import JobFacts
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

    Those that changed since the bulk was compiled are compiled separately: one of 100,000 alerts can change in a
    millisecond, while compiling all of them takes a second.
    """

    def __init__(self, revision: int, watches: Sequence[Watch]) -> None:
        self.revision = revision
        self._bulk = _Compiled(watches)
        self._changed: dict[int, Watch | None] = {}
        self._fresh = _Compiled(())

    def with_changes(self, revision: int, changed: Mapping[int, Watch | None]) -> Watchlist:
        """Return the alerts of a later revision; ``changed`` are those that changed, by id, None: no longer active."""
        made = Watchlist.__new__(Watchlist)
        made.revision = revision
        made._bulk = self._bulk
        made._changed = self._changed | dict(changed)
        made._fresh = _Compiled([watch for watch in made._changed.values() if watch is not None])
        return made

    @property
    def changes(self) -> int:
        """Return how many alerts are compiled separately."""
        return len(self._changed)

    @property
    def wants_reopened(self) -> bool:
        """Return whether any alert may want reopened postings: then their texts must be loaded."""
        return self._bulk.wants_reopened or self._fresh.wants_reopened

    @property
    def is_empty(self) -> bool:
        """Return whether there are no alerts."""
        return not self._fresh.watches and all(watch.alert.id in self._changed for watch in self._bulk.watches)

    @property
    def wants_facts(self) -> bool:
        """Return whether any alert asks for facts: then what postings say must be read before they are matched."""
        return self._bulk.matcher.wants_facts or self._fresh.matcher.wants_facts

    def matching(self, job: Job, read: Callable[[Job], JobFacts]) -> list[Watch]:
        """Return the alerts whose rule matches a posting; ``read`` reads its facts, where any alert asks for them."""
        facts = read(job) if self.wants_facts else None
        bulk = [self._bulk.watches[number] for number in self._bulk.matcher.match(job, facts)]
        if not self._changed:
            return bulk
        fresh = [self._fresh.watches[number] for number in self._fresh.matcher.match(job, facts)]
        return [watch for watch in bulk if watch.alert.id not in self._changed] + fresh

    def concerned(self, job: Job, event: JobEvent, read: Callable[[Job], JobFacts]) -> Iterator[Watch]:
        """Yield the alerts that may notify of an event: of an amended posting those that did not match it before.

        ``read`` as in `matching`.
        """
        before: set[int] = set()
        if event.kind is ChangeKind.AMENDED:
            before = {watch.alert.id for watch in self.matching(job_before(job, event.changes), read)}
        for watch in self.matching(job, read):
            if watch.alert.id not in before:
                yield watch
