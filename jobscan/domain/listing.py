"""What to list of the stored postings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.domain.alert import AlertRule, Unknown
from jobscan.domain.job import JobStatus

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.source import SourceKey

#: A listing leaves out what does not say: who types a condition wants to see what fulfils it.
NO_CONDITIONS = AlertRule(unknown=Unknown.DROP)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """What to list; parts that are None or empty do not restrict."""

    status: JobStatus | None = JobStatus.ACTIVE
    #: As an alert asks; its ``sources`` and ``on`` do not count here.
    rule: AlertRule = NO_CONDITIONS
    #: First seen at or after.
    since: datetime | None = None
    #: Posted at or after, by the board's own date; postings without one are left out.
    posted_since: datetime | None = None
    #: ``type/identifier`` pairs.
    sources: tuple[SourceKey, ...] = ()
    #: None: all of them.
    limit: int | None = None
