"""A page, read: here, in a thread, or by a worker process. What is read does not depend on where."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jobscan.decide.normalise import normalise
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import ADAPTERS
from jobscan.utils.hashing import compute_job_key

if TYPE_CHECKING:
    from jobscan.domain.fetching import Page, Request
    from jobscan.domain.job import Job
    from jobscan.domain.posting import Posting
    from jobscan.domain.source import Source
    from jobscan.sources import Adapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page says, and the content of its postings as far as that has been made ready already."""

    parsed: ParsedPage
    #: (external id, fingerprint) → content, pickled one by one: taking in 1,000 of them at once would stop the
    #: event loop for 50 ms. The raw postings of these have no description any more.
    contents: Mapping[tuple[str, str], bytes] = field(default_factory=dict)

    @staticmethod
    def content(pickled: bytes) -> Job:
        """Return a content; it was pickled by a process of ours."""
        job: Job = pickle.loads(pickled)  # noqa: S301
        return job


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a page cannot be read: a `BoardError` that can be passed on between processes."""

    kind: BoardFailure
    reason: str


def parse_page(adapter: Adapter, source: Source, request: Request, page: Page) -> ParsedPage | BoardError:
    """Return the page read, or why it cannot be.

    Not raised, and without its tracebacks: they hold the body, and the future of a thread holds them, in a circle that
    only the garbage collector breaks. Five refused bodies of 30 MB were five in memory (measured 2026-11).
    """
    try:
        return adapter.parse(source, request, page)
    except BoardError as exc:
        if exc.__cause__ is not None:
            exc.__cause__.__traceback__ = None
        return exc.with_traceback(None)


def read_whole(source: Source, request: Request, page: Page, known: Mapping[str, str]) -> Reading | Refusal:
    """Read a page and the content of what is new or changed on it; ``known`` is job key → fingerprint.

    For another process: what comes back is as small as its scan can work with.
    """
    parsed = parse_page(ADAPTERS[source.type], source, request, page)
    if isinstance(parsed, BoardError):
        return Refusal(kind=parsed.kind, reason=parsed.reason)
    contents: dict[tuple[str, str], bytes] = {}
    slim: list[Posting] = []
    for posting in parsed.postings:
        job = posting.job
        if job is None:
            slim.append(posting)
            continue
        if known.get(compute_job_key(*source.key, posting.external_id)) != posting.fingerprint:
            content = normalise(source, job, posting.fingerprint)
            contents[posting.external_id, posting.fingerprint] = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
        slim.append(replace(posting, job=replace(job, description="")))
    return Reading(parsed=replace(parsed, postings=tuple(slim)), contents=contents)
