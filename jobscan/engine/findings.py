"""What one scan has found so far; the shells feed it, the rules of `decide` judge it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from jobscan.decide.completeness import WalkFacts
from jobscan.decide.lifecycle import JobPlan, event_of, plan_content, plan_sighting
from jobscan.decide.reading import ReadingFacts
from jobscan.domain.job import ChangeKind, JobStatus
from jobscan.domain.scan import ScanCounts
from jobscan.engine.claims import Claims
from jobscan.utils.hashing import compute_job_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from jobscan.decide.lifecycle import AbsencePlan
    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import Job, JobMove, JobTouch, JobVersion, KnownJob, StoredJob
    from jobscan.domain.posting import Face, ParsedPage, Posting
    from jobscan.domain.source import SourceKey

#: Pages in a row that bring rows but no new id: the board goes round in circles. Facets that overlap repeat some, too.
MAX_REPEATED_PAGES = 10
#: 25,000 postings in pages of 20, and some facets.
MAX_PAGES = 1_500
#: Reasons kept with a scan; the count says how many there were.
MAX_PROBLEMS = 20


class Findings:
    """The state of one scan. Synchronous: it changes without an await, so it needs no lock."""

    def __init__(self, source: SourceKey, known: dict[str, KnownJob], now: datetime) -> None:
        self._source = source
        self._known = known
        self._now = now
        self.claims = Claims(source, known)
        #: What goes on under another key, until it is written; and all of it, by the new key.
        self.moves: list[JobMove] = []
        self.moved: dict[str, JobMove] = {}
        self.listed: set[str] = set()
        self.rows: list[StoredJob] = []
        self.touches: list[JobTouch] = []
        self.versions: list[JobVersion] = []
        #: What people may want to be told of.
        self.events: list[JobEvent] = []
        self.problems: list[str] = []
        self.failures: list[str] = []
        #: Postings that were listed but could not be read; the board must be asked again in full.
        self.unread = 0
        self._why_unread: str | None = None
        #: Postings that are stored as they are listed.
        self._read = 0
        self.pages = 0
        #: External id → job key: each is wanted two or three times.
        self._keys: dict[str, str] = {}
        self._rows_seen = 0
        self._lost = 0
        self._total: int | None = None
        self._repeated = 0
        self._counts: Counter[ChangeKind | None] = Counter()

    def add_page(self, parsed: ParsedPage) -> list[Posting]:
        """Take in a list page; return its postings whose content must be read, each once, in the page's order.

        Of postings with the same id on one page the one with the smallest fingerprint stands, so that their order
        does not matter; on a later page a known id says nothing new.
        """
        self.pages += 1
        self._lost += parsed.lost
        self._rows_seen += len(parsed.postings)
        self.add_problems(parsed.problems)
        if self._total is None:
            self._total = parsed.total
        fresh: dict[str, Posting] = {}
        for posting in parsed.postings:
            key = self.key_of(posting)
            if key in self.listed:
                continue
            if key not in fresh or posting.fingerprint < fresh[key].fingerprint:
                fresh[key] = posting
        self.listed.update(fresh)
        self._repeated = self._repeated + 1 if parsed.postings and not fresh else 0
        return [
            posting
            for key, posting in fresh.items()
            if not (self._claim(key, posting) or self._settle(key, posting, parsed.problems))
        ]

    def settle_claims(self, faces: Mapping[str, Face]) -> list[Posting]:
        """Take in who takes over what is stored under an earlier key, now that the list has ended.

        ``faces`` are those of the stored postings that `Claims.in_doubt` names. Returns the claimants whose content
        must be read.
        """
        for move in self.claims.settle(faces, self.listed):
            self._known[move.new_key] = self._known.pop(move.old_key)._replace(job_key=move.new_key)
            self.moves.append(move)
            self.moved[move.new_key] = move
        return [posting for key, posting in self.claims.postings.items() if not self._settle(key, posting)]

    def add_failed_page(self, reason: str) -> None:
        """Take in that a list page did not arrive."""
        self.pages += 1
        self.failures.append(reason)

    def add_problems(self, reasons: Iterable[str]) -> None:
        """Take in items that were skipped, with the reason of each."""
        self.problems.extend(reasons)

    def add_unread(self, posting: Posting, reason: str) -> None:
        """Take in a posting whose details did not arrive: it counts as seen, and the next scan asks again."""
        self.problems.append(reason)
        self._sight_unread(self._known.get(self.key_of(posting)), reason)

    def add_content(self, job: Job, stored: StoredJob | None) -> None:
        """Take in a posting that was read; ``stored`` is what the database has of it."""
        self._count(plan_content(job, stored, now=self._now))

    def add_absences(self, plan: AbsencePlan) -> None:
        """Take in what a complete scan says about the postings it did not list."""
        self.touches.extend(plan.touches)
        self.versions.extend(plan.versions)
        self._counts[ChangeKind.EXPIRED] += plan.expired

    def key_of(self, posting: Posting) -> str:
        """Return the job key of a posting of this source."""
        key = self._keys.get(posting.external_id)
        if key is None:
            key = self._keys[posting.external_id] = compute_job_key(*self._source, posting.external_id)
        return key

    def clear_written(self) -> None:
        """Forget what has been committed; counts and listed ids stay."""
        self.moves.clear()
        self.rows.clear()
        self.touches.clear()
        self.versions.clear()
        self.events.clear()

    @property
    def unwritten(self) -> bool:
        """Return whether something has been found that is not committed."""
        return bool(self.moves or self.rows or self.touches)

    @property
    def endless(self) -> bool:
        """Return whether the walk must be cut off."""
        return self._repeated >= MAX_REPEATED_PAGES or self.pages >= MAX_PAGES

    def walk(self) -> WalkFacts:
        """Return what is known of the list, now that its last page was asked for."""
        return WalkFacts(
            pages=self.pages,
            rows=self._rows_seen,
            unique=len(self.listed),
            total=self._total,
            lost=self._lost,
            failures=tuple(self.failures),
            cut=self.endless,
        )

    def reading(self) -> ReadingFacts:
        """Return how much of what was listed is read, now that the content of all of it was asked for."""
        return ReadingFacts(listed=len(self.listed), read=self._read, unread=self.unread, first_reason=self._why_unread)

    def counts(self) -> ScanCounts:
        """Return what was found, each posting counted once."""
        return ScanCounts(
            postings=len(self.listed),
            new=self._counts[ChangeKind.NEW],
            updated=self._counts[ChangeKind.UPDATED],
            expired=self._counts[ChangeKind.EXPIRED],
            reopened=self._counts[ChangeKind.REOPENED],
            unchanged=self._counts[None] + self._counts[ChangeKind.AMENDED],
            unread=self.unread,
        )

    def shown_problems(self) -> tuple[str, ...]:
        """Return the first problems, and how many more there were."""
        more = len(self.problems) - MAX_PROBLEMS
        shown = tuple(self.problems[:MAX_PROBLEMS])
        return (*shown, f"and {more} more") if more > 0 else shown

    def _claim(self, key: str, posting: Posting) -> bool:
        """Keep a posting for the end of the list when it may be stored under an earlier key."""
        return bool(posting.former_ids) and key not in self._known and self.claims.add(key, posting)

    def _settle(self, key: str, posting: Posting, problems: Sequence[str] = ()) -> bool:
        """Plan for a posting that need not, or cannot, be read; return False when it must be.

        ``problems`` are those of its page, one of which says why it cannot be read.
        """
        known = self._known.get(key)
        if posting.job is None and posting.detail is None:
            # Looked for once: all of a page may be broken, and each posting would be looked for in all its problems.
            self._sight_unread(known, self._why_unread or _problem_of(posting, problems))
            return True
        if known is None or posting.fingerprint != known.fingerprint:
            return False
        updated_at = posting.job.updated_at if posting.job is not None else None
        self._count(plan_sighting(known, known.fingerprint, updated_at, now=self._now))
        return True

    def _sight_unread(self, known: KnownJob | None, reason: str) -> None:
        """Take a listed posting as seen; without a readable text an unknown one stays unknown, an expired one so."""
        self.unread += 1
        self._why_unread = self._why_unread or reason
        if known is not None and known.status is JobStatus.ACTIVE:
            self._add_plan(plan_sighting(known, known.fingerprint, None, now=self._now))

    def _count(self, plan: JobPlan) -> None:
        """Take in the plan for a posting that is stored as it is listed, or will be."""
        self._read += 1
        self._counts[plan.kind] += 1
        self._add_plan(plan)

    def _add_plan(self, plan: JobPlan) -> None:
        if plan.row is not None:
            self.rows.append(plan.row)
        if plan.touch is not None:
            self.touches.append(plan.touch)
        if plan.version is not None:
            self.versions.append(plan.version)
        event = event_of(plan)
        if event is not None:
            self.events.append(event)


def _problem_of(posting: Posting, problems: Sequence[str]) -> str:
    """Return which of a page's problems is this posting's: adapters name at least the beginning of its id."""
    name = posting.external_id[:40]
    return next((problem for problem in problems if name in problem), f"posting {name} cannot be read")
