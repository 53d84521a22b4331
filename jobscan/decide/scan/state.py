"""What one scan has found so far; the engine feeds it, the rules of `decide` judge it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from jobscan.decide.posting.normalise import stored_id
from jobscan.decide.scan.claims import Claims
from jobscan.decide.scan.completeness import WalkFacts
from jobscan.decide.scan.identity import face_of, mark_of, under_id, wide_ids, widened_ids
from jobscan.decide.scan.lifecycle import JobPlan, event_of, plan_content, plan_sighting
from jobscan.decide.scan.listed import ListedIds
from jobscan.decide.scan.unread import ReadingFacts
from jobscan.domain.job import ChangeKind, JobMove, JobStatus
from jobscan.domain.scan import ScanCounts
from jobscan.utils.hashing import compute_job_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from jobscan.decide.scan.lifecycle import AbsencePlan
    from jobscan.decide.scan.listed import Named
    from jobscan.domain.event import JobEvent
    from jobscan.domain.job import Job, JobBookkeeping, JobVersion, KnownJob, StoredJob
    from jobscan.domain.posting import Face, ParsedPage, Posting
    from jobscan.domain.source import SourceKey

Planned = TypeVar("Planned", "JobBookkeeping", "JobVersion", "JobEvent")

#: Pages in a row with rows but no new id: the board goes round in circles. Overlapping facets repeat some, too.
MAX_REPEATED_PAGES = 10
#: 25,000 postings in pages of 20, and some facets.
MAX_PAGES = 1_500
#: Reasons kept with a scan; the rest is counted.
MAX_PROBLEMS = 20


class ScanState:
    """The state of one scan. Synchronous: it changes without an await, so it needs no lock."""

    def __init__(
        self, source: SourceKey, known: dict[str, KnownJob], now: datetime, *, is_moving: bool = False
    ) -> None:
        self._source = source
        #: Job key → what is stored; filled by the reader of the database, changed by moves.
        self.known = known
        #: The moment of the scan.
        self.now = now
        self._listed = ListedIds()
        #: Ids that several postings share → how many.
        self.shared: dict[str, int] = {}
        #: Id that was made for one of them → the id it shares.
        self.listed_ids: dict[str, str] = {}
        #: The board has moved to another system, and has not been read whole since.
        self._is_moving = is_moving
        self.claims = Claims(source, known, is_moving=is_moving)
        #: Postings that continue under another key: those not yet written, and all of them by the new key.
        self.moves: list[JobMove] = []
        self.moved: dict[str, JobMove] = {}
        self.listed: set[str] = set()
        self.rows: list[StoredJob] = []
        self.bookkeeping: list[JobBookkeeping] = []
        self.versions: list[JobVersion] = []
        #: What people may want to be notified of.
        self.events: list[JobEvent] = []
        self.problems: list[str] = []
        self.failures: list[str] = []
        #: Postings that were listed but could not be read; the board must be asked again in full.
        self.unread = 0
        self._why_unread: str | None = None
        #: Postings that are stored as they are listed.
        self._read = 0
        self.pages = 0
        #: External id → job key: each is needed two or three times.
        self._keys: dict[str, str] = {}
        self._rows_seen = 0
        self._lost = 0
        self._total: int | None = None
        self._repeated = 0
        self._counts: Counter[ChangeKind | None] = Counter()

    def add_page(self, parsed: ParsedPage) -> list[Posting]:
        """Take in a list page; return the postings whose content must be read, each once, in the page's order."""
        self.pages += 1
        self._lost += parsed.lost
        self._rows_seen += len(parsed.postings)
        self.add_problems(parsed.problems)
        if self._total is None:
            self._total = parsed.total
        is_only_page = self.pages == 1 and not parsed.next
        fresh, has_news = self._listed.take(self.pages, parsed.postings, is_only_page=is_only_page)
        self._repeated = self._repeated + 1 if parsed.postings and not has_news else 0
        return [posting for posting in fresh if not self._place(posting, parsed.problems)]

    def part_shared(self, wanted: Sequence[Posting]) -> list[Posting]:
        """Give postings that share an id an id of their own, now that the list has ended.

        ``wanted`` are the postings whose content must be read; returns them under their new ids.
        """
        kept = {posting.external_id: posting for posting in wanted}
        for external_id, named in self._listed.shared():
            waiting = kept.pop(external_id, None) or self.claims.withdraw(self._key(external_id))
            for posting in self._parted(external_id, named, waiting):
                if not self._place(posting):
                    kept[posting.external_id] = posting
        if (shared := self.shared_ids) is not None:
            self.add_problems([shared])
        return list(kept.values())

    def settle_claims(self, faces: Mapping[str, Face]) -> list[Posting]:
        """Let postings take over what is stored under an earlier key, now that the list has ended.

        ``faces`` are those of the stored postings that `Claims.in_doubt` names. Returns the claimants whose content
        must be read.
        """
        for move in self.claims.settle(faces, self.listed):
            self._move(move)
        return [posting for key, posting in self.claims.postings.items() if not self._settle(key, posting)]

    def add_failed_page(self, reason: str) -> None:
        """Record that a list page did not arrive."""
        self.pages += 1
        self.failures.append(reason)

    def add_problems(self, reasons: Iterable[str]) -> None:
        """Record items that were skipped, with the reason for each."""
        self.problems.extend(reasons)

    def add_unread(self, posting: Posting, reason: str) -> None:
        """Take in a posting whose details did not arrive: it counts as seen, and the next scan requests them again."""
        self.problems.append(reason)
        self._sight_unread(self.known.get(self.key_of(posting)), reason)

    def add_content(self, job: Job, stored: StoredJob | None) -> None:
        """Take in a posting that was read; ``stored`` is its row in the database."""
        self._count(plan_content(job, stored, now=self.now))

    def add_absences(self, plan: AbsencePlan) -> None:
        """Take in what a complete scan says about the postings it did not list."""
        self.bookkeeping.extend(plan.bookkeeping)
        self.versions.extend(plan.versions)
        self._counts[ChangeKind.EXPIRED] += plan.expired

    def key_of(self, posting: Posting) -> str:
        """Return the job key of a posting of this source."""
        return self._key(posting.external_id)

    def clear_written(self) -> None:
        """Drop what has been committed; counts and listed ids stay."""
        self.moves.clear()
        self.rows.clear()
        self.bookkeeping.clear()
        self.versions.clear()
        self.events.clear()

    @property
    def unwritten(self) -> bool:
        """Return whether something has been found that is not committed."""
        return bool(self.moves or self.rows or self.bookkeeping)

    @property
    def endless(self) -> bool:
        """Return whether the walk must be cut off."""
        return self._repeated >= MAX_REPEATED_PAGES or self.pages >= MAX_PAGES

    def walk(self) -> WalkFacts:
        """Return what is known of the list, now that its last page was requested."""
        return WalkFacts(
            pages=self.pages,
            rows=self._rows_seen,
            unique=len(self.listed),
            total=self._total,
            lost=self._lost,
            failures=tuple(self.failures),
            cut=self.endless,
        )

    def reading(self, collisions_before: int) -> ReadingFacts:
        """Return how many of the listed postings are read, now that all their content was requested."""
        return ReadingFacts(
            listed=len(self.listed),
            read=self._read,
            unread=self.unread,
            first_reason=self._why_unread,
            newly_shared=None if self.collisions == collisions_before else self.shared_ids,
        )

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
            collisions=self.collisions,
        )

    @property
    def collisions(self) -> int:
        """Return how many postings share their id with another one."""
        return sum(self.shared.values())

    @property
    def shared_ids(self) -> str | None:
        """Return which ids several postings share, as a message; None when each has its own."""
        if not self.shared:
            return None
        ids = sorted(self.shared)
        named = ", ".join(name[:40] for name in ids[:3]) + (", …" if len(ids) > 3 else "")
        shared = f"the id {named}" if len(ids) == 1 else f"{len(ids)} ids ({named})"
        return f"{self.collisions} postings share {shared}: each is kept, under an id of its own"

    def shown_problems(self) -> tuple[str, ...]:
        """Return the first problems, and how many more there are."""
        more = len(self.problems) - MAX_PROBLEMS
        shown = tuple(self.problems[:MAX_PROBLEMS])
        return (*shown, f"and {more} more") if more > 0 else shown

    def _key(self, external_id: str) -> str:
        key = self._keys.get(external_id)
        if key is None:
            key = self._keys[external_id] = compute_job_key(*self._source, external_id)
        return key

    def _place(self, posting: Posting, problems: Sequence[str] = ()) -> bool:
        """Take in a listed posting; return False when its content must be read.

        A posting that may be stored under an earlier key is kept for the end of the list.
        """
        key = self.key_of(posting)
        self.listed.add(key)
        if self.known and key not in self.known and self.claims.add(key, posting, self._former_ids(posting)):
            return True
        return self._settle(key, posting, problems)

    def _former_ids(self, posting: Posting) -> tuple[str, ...]:
        """Return the other ids under which a posting may be stored, including those it had while it shared one."""
        face = face_of(posting)
        if face is None or posting.external_id in self.listed_ids:
            return posting.former_ids
        return (*posting.former_ids, *wide_ids(posting.external_id, mark_of(face)))

    def _parted(self, external_id: str, named: Sequence[Named], waiting: Posting | None) -> Iterator[Posting]:
        """Yield the postings behind the rows of one id, under ids of their own, except one that was settled.

        ``waiting`` is the first row that came, unless it was settled or came together with another one.
        """
        key, ids = self._key(external_id), {named[0].mark: external_id}
        stored = self.known.get(key)
        if len(named) > 1:
            self.shared[external_id] = len(named)
            self.listed.discard(key)
            ids = widened_ids(external_id, [each.mark for each in named])
        for each in named:
            posting, own_id = each.kept(waiting, stored), ids[each.mark]
            is_stored = stored is not None and (posting is None or posting.fingerprint == stored.fingerprint)
            if is_stored and self._key(own_id) in self.known:
                # Its own id belongs to an older posting: it keeps the shared one.
                own_id = external_id
            if own_id != external_id:
                self.listed_ids[own_id] = external_id
            if posting is not None:
                yield under_id(posting, own_id, each.mark)
            else:
                self._move_settled(key, own_id)

    def _move(self, move: JobMove) -> None:
        self.known[move.new_key] = self.known.pop(move.old_key)._replace(job_key=move.new_key)
        self.moves.append(move)
        self.moved[move.new_key] = move

    def _move_settled(self, key: str, own_id: str) -> None:
        """Let a posting that was settled continue under another id, with what was planned for it."""
        own_key = self._key(own_id)
        self.listed.add(own_key)
        if own_key == key or key not in self.known:
            return
        self._move(JobMove(key, own_key, stored_id(own_id)))
        self.bookkeeping = [_renamed(bookkeeping, key, own_key) for bookkeeping in self.bookkeeping]
        self.versions = [_renamed(version, key, own_key) for version in self.versions]
        self.events = [_renamed(event, key, own_key) for event in self.events]

    def _settle(self, key: str, posting: Posting, problems: Sequence[str] = ()) -> bool:
        """Plan for a posting that need not, or cannot, be read; return False when it must be read.

        ``problems`` are those of its page; one of them says why it cannot be read.
        """
        known = self.known.get(key)
        if posting.job is None and posting.detail is None:
            # Only the first: all of a page may be broken, and each posting would be searched for in all its problems.
            self._sight_unread(known, self._why_unread or _problem_of(posting, problems))
            return True
        if known is None or posting.fingerprint != known.fingerprint:
            return False
        updated_at = posting.job.updated_at if posting.job is not None else None
        self._count(plan_sighting(known, known.fingerprint, updated_at, now=self.now))
        return True

    def _sight_unread(self, known: KnownJob | None, reason: str) -> None:
        """Take a listed posting as seen; without readable text an unknown one stays unknown, an expired one expired."""
        self.unread += 1
        self._why_unread = self._why_unread or reason
        if known is not None and known.status is JobStatus.ACTIVE:
            self._add_plan(plan_sighting(known, known.fingerprint, None, now=self.now))

    def _count(self, plan: JobPlan) -> None:
        """Take in the plan for a posting that is, or will be, stored as it is listed."""
        self._read += 1
        self._counts[plan.kind] += 1
        self._add_plan(plan)

    def _add_plan(self, plan: JobPlan) -> None:
        if plan.row is not None:
            self.rows.append(plan.row)
        if plan.bookkeeping is not None:
            self.bookkeeping.append(plan.bookkeeping)
        if plan.version is not None:
            self.versions.append(plan.version)
        event = event_of(plan)
        if event is not None:
            self.events.append(event if self._is_news(event) else replace(event, is_news=False))

    def _is_news(self, event: JobEvent) -> bool:
        """Return whether an event is of the posting itself; while a board moves, other words are the new system's."""
        return not self._is_moving or (event.kind is ChangeKind.NEW and event.job_key not in self.claims.of_known_title)


def _renamed(planned: Planned, old_key: str, new_key: str) -> Planned:
    return replace(planned, job_key=new_key) if planned.job_key == old_key else planned


def _problem_of(posting: Posting, problems: Sequence[str]) -> str:
    """Return this posting's problem among those of its page: adapters name at least the beginning of its id."""
    name = posting.external_id[:40]
    return next((problem for problem in problems if name in problem), f"posting {name} cannot be read")
