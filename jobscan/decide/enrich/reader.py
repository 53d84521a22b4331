"""All facts of a posting, read by all rules: `FactReader`."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from jobscan.domain.facts import JobFacts

if TYPE_CHECKING:
    from jobscan.domain.job import Job

#: Raise it when any answer changes: facts of other rules are made again.
RULES = 1
#: Postings whose facts are remembered: those of a batch, which are read to be matched and then stored.
_KEPT = 4096


class FactReader:
    """Reads the facts of postings, and remembers the last ones.

    Facts are read from what the content hash covers (title, location, description) and the offices, so that they can be
    stored beside it; a board's own field for pay, workplace or language is compared with them when they are used.
    """

    def __init__(self) -> None:
        #: The version of the rules, see `JobFacts.rules`.
        self.rules = RULES
        self._kept: OrderedDict[tuple[str, str, str | None], JobFacts] = OrderedDict()

    def read(self, job: Job) -> JobFacts:
        """Return the facts of a posting; a rule that fails is named in them, and the others count."""
        key = (job.job_key, job.content_hash, job.offices)
        facts = self._kept.get(key)
        if facts is None:
            while len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            facts = self._kept[key] = self._read(job)
        return facts

    def _read(self, job: Job) -> JobFacts:
        return JobFacts(job_key=job.job_key, content_hash=job.content_hash, rules=self.rules, evidence={})
