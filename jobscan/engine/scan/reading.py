"""Reading a page: here, in a thread, or in a worker process. The result does not depend on where."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.scan.identity import face_of
from jobscan.domain.job import Job, RawJob
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import ADAPTERS
from jobscan.utils.hashing import compute_job_key

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.page import Page, Request
    from jobscan.domain.source import Source
    from jobscan.sources import Adapter


#: Contents in a part.
_PART = 10
_FIELDS = tuple(each.name for each in fields(Job))
_values_of = attrgetter(*_FIELDS)


class PackedJobs:
    """Some contents, pickled together; unpickled when the first of them is needed.

    1,000 at once would stop the event loop for 10 ms, and each by itself costs twice as much (measured 2026-11).
    """

    __slots__ = ("_jobs", "_pickled")

    def __init__(self, jobs: Sequence[Job]) -> None:
        # As tuples: a frozen dataclass with slots is pickled by Python's own functions, at twice the cost.
        self._pickled = pickle.dumps([_values_of(job) for job in jobs], pickle.HIGHEST_PROTOCOL)
        self._jobs: Sequence[Job] | None = None

    def __getstate__(self) -> bytes:
        return self._pickled

    def __setstate__(self, pickled: bytes) -> None:
        self._pickled, self._jobs = pickled, None

    def job(self, place: int) -> Job:
        """Return a content."""
        if self._jobs is None:
            # Pickled by a process of ours.
            values = pickle.loads(self._pickled)  # noqa: S301
            self._jobs, self._pickled = [Job(**dict(zip(_FIELDS, each, strict=True))) for each in values], b""
        return self._jobs[place]


#: (external id, fingerprint) of a posting → its content, in a part and at a place in it.
Contents = Mapping[tuple[str, str], tuple[PackedJobs, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page says, and the content of its postings as far as that has been prepared."""

    parsed: ParsedPage
    #: The raw postings of these are empty.
    contents: Contents = field(default_factory=dict)


class PackedPosting(NamedTuple):
    """Everything a scan still needs of a posting that is known, or whose content is ready."""

    external_id: str
    fingerprint: str
    updated_at: datetime | None
    #: Set when the scan may have to distinguish it from others.
    face: Face | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedReading:
    """A `Reading` on its way between processes: a posting as the three values it still needs costs a quarter."""

    #: Without its postings.
    parsed: ParsedPage
    #: In the order of the page.
    postings: Sequence[Posting | PackedPosting]
    contents: Contents

    def unpack(self) -> Reading:
        """Return the reading."""
        postings = tuple(each if isinstance(each, Posting) else _posting_of(each) for each in self.postings)
        return Reading(parsed=replace(self.parsed, postings=postings), contents=self.contents)


def _posting_of(brief: PackedPosting) -> Posting:
    job = _EMPTY
    if brief.updated_at is not None:
        job = RawJob(external_id=brief.external_id, title="", url="", updated_at=brief.updated_at)
    return Posting(external_id=brief.external_id, fingerprint=brief.fingerprint, job=job, face=brief.face)


#: The job of a posting without a timestamp.
_EMPTY = RawJob(external_id="", title="", url="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a page cannot be read: a `BoardError` that can be passed on between processes."""

    kind: BoardFailure
    reason: str


def parse_page(adapter: Adapter, source: Source, request: Request, page: Page) -> ParsedPage | BoardError:
    """Return what a page says, or why it cannot be read.

    The error is not raised, and has no traceback and no cause: these hold the body (a `UnicodeDecodeError` all of it),
    and keeping the error would keep them, in a cycle that only the garbage collector breaks. Five refused
    bodies of 30 MB were five in memory (measured 2026-11).
    """
    try:
        return adapter.parse(source, request, page)
    except BoardError as exc:
        exc.__cause__ = exc.__context__ = None
        return exc.with_traceback(None)


def read_whole(source: Source, request: Request, page: Page, known: Mapping[str, str]) -> PackedReading | Refusal:
    """Read a page and the content of what is new or changed on it; ``known`` is job key → fingerprint."""
    parsed = parse_page(ADAPTERS[source.type], source, request, page)
    if isinstance(parsed, BoardError):
        return Refusal(kind=parsed.kind, reason=parsed.reason)
    contents: dict[tuple[str, str], Job] = {}
    repeated = _repeated_ids(parsed.postings)
    postings: list[Posting | PackedPosting] = []
    for posting in parsed.postings:
        job, external_id, fingerprint = posting.job, posting.external_id, posting.fingerprint
        if job is None:
            postings.append(posting)
            continue
        is_known = known.get(compute_job_key(*source.key, external_id)) == fingerprint and external_id not in repeated
        if not is_known:
            contents[external_id, fingerprint] = normalise(source, job, fingerprint)
        shown = parsed.next or external_id in repeated or (known and not is_known)
        postings.append(PackedPosting(external_id, fingerprint, job.updated_at, face_of(posting) if shown else None))
    return PackedReading(parsed=replace(parsed, postings=()), postings=postings, contents=_in_parts(contents))


def _repeated_ids(postings: Sequence[Posting]) -> set[str]:
    """Return the ids that several rows of a page share."""
    counts = Counter(posting.external_id for posting in postings)
    return {external_id for external_id, count in counts.items() if count > 1} if len(counts) < len(postings) else set()


def _in_parts(contents: Mapping[tuple[str, str], Job]) -> Contents:
    found: dict[tuple[str, str], tuple[PackedJobs, int]] = {}
    left = iter(contents.items())
    while some := list(islice(left, _PART)):
        part = PackedJobs([job for _, job in some])
        found.update((key, (part, place)) for place, (key, _) in enumerate(some))
    return found
