"""A board whose answers are known, and a walk through it without network or engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from jobscan.domain.page import Page, Request
from jobscan.domain.posting import Posting
from jobscan.domain.source import Source
from jobscan.sources import ADAPTERS
from tests.sources.pages import answer

#: What a server answers to a request: a body with status 200, or a whole page.
Answers = Callable[[Request], bytes | Page]
MAX_REQUESTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleBoard:
    """A board of one system."""

    source: Source
    #: As it is: a few postings, on several pages where the system has pages.
    answers: Answers
    #: Ids of its postings, in the order of the list.
    ids: tuple[str, ...]
    #: Without a posting; None: an empty board of this system cannot be told from an unknown one.
    empty: Answers | None
    #: When there is no such board.
    unknown: Answers
    #: With its first posting broken in a way that keeps its id; None: nothing of a row can be broken without it.
    broken: Answers | None = None


@dataclass(slots=True)
class Walked:
    """What a walk found."""

    postings: list[Posting] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    #: The first total that a page gave.
    total: int | None = None
    lost: int = 0
    #: All that was asked for, in order.
    requests: list[Request] = field(default_factory=list)


def page_of(given: bytes | Page, request: Request) -> Page:
    """Return the page of an answer, at the address that was asked for."""
    return replace(given if isinstance(given, Page) else answer(given), url=request.url)


def walk(source: Source, answers: Answers) -> Walked:
    """Read a board from its first request to the last detail. Raises `BoardError` as the adapter does."""
    adapter, walked = ADAPTERS[source.type], Walked()

    def read(request: Request) -> None:
        assert len(walked.requests) < MAX_REQUESTS, "the list does not end"
        walked.requests.append(request)
        parsed = adapter.parse(source, request, page_of(answers(request), request))
        walked.problems += parsed.problems
        walked.lost += parsed.lost
        if walked.total is None:
            walked.total = parsed.total
        for posting in parsed.postings:
            if posting.job is None and posting.detail is not None:
                detail = posting.detail
                walked.requests.append(detail)
                found = adapter.parse(source, detail, page_of(answers(detail), detail))
                walked.problems += found.problems
                walked.postings += found.postings
            else:
                walked.postings.append(posting)
        for further in parsed.next:
            read(further)

    read(adapter.first_request(source))
    return walked


def routed(routes: Mapping[str, bytes | Page]) -> Answers:
    """Answer by the first key that a request's URL contains; a request that none fits is a 404."""

    def answers(request: Request) -> bytes | Page:
        found = next((given for part, given in routes.items() if part in request.url), None)
        return answer(b"not found", status=404, content_type="text/plain") if found is None else found

    return answers
