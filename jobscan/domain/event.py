"""Something that happened to a posting, of which people may want to be notified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.job import ChangeKind, Job


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent:
    """A posting that is new, updated, amended or reopened, as a scan found it."""

    job_key: str
    kind: ChangeKind
    #: `StoredJob.version` after it.
    version: int
    #: None: reopened unchanged; the text is in the database.
    job: Job | None
    #: As in `JobVersion`; empty for a new one.
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    #: False: it comes only from the move of its board to another system, and is recorded instead of sent.
    is_news: bool = True
