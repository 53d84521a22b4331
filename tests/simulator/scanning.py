"""Simulated boards without HTTP in between: a fetcher for the engine, and a reader that is nothing but the adapter."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from jobscan.domain.job import RawJob
from jobscan.domain.page import Page, Purpose, Request, Validators
from jobscan.domain.source import Source
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.simulator import SimulatedBoard
from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest, Site
from jobscan.sources import ADAPTERS
from jobscan.utils.urls import rebase_url

BASE_URL = "http://market.test"


def ask_site(sites: Mapping[str, Site], request: Request) -> Page:
    """Return a site's answer to a request whose URL goes below its prefix."""
    parts = urlsplit(request.url)
    prefix, _, path = parts.path.removeprefix("/").partition("/")
    answer = sites[prefix].answer(SimulatedRequest(request.method, f"/{path}", parts.query, request.body or b""))
    return page_of(request, answer)


def page_of(request: Request, answer: SimulatedAnswer) -> Page:
    """Return a simulated answer as the fetcher would give it."""
    return Page(
        url=request.url,
        status=answer.status,
        headers={"content-type": answer.content_type},
        body=answer.body,
        body_hash=hashlib.sha256(answer.body).hexdigest(),
        wire_bytes=len(answer.body),
    )


class SiteFetcher:
    """A `PageFetcher` that asks sites directly; like the real one it gives no page for a 5xx."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self._sites = sites

    @asynccontextmanager
    async def lend(self, request: Request, validators: Validators | None = None) -> AsyncIterator[Page]:
        page = ask_site(self._sites, request)
        if page.status >= 500:
            raise FetchError(FetchFailure.SERVER, f"HTTP {page.status}", url=request.url, status=page.status)
        yield page


@dataclass
class Reading:
    """What an adapter reads from a whole board."""

    jobs: dict[str, RawJob] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    #: Rows of the list, repeated ones included.
    rows: int = 0
    total: int | None = None
    problems: list[str] = field(default_factory=list)
    lost: int = 0
    requests: int = 0


def read_board(board: SimulatedBoard, source: Source) -> Reading:
    """Read a whole board, details included, through its real adapter. Raises `BoardError`."""
    adapter, reading = ADAPTERS[source.type], Reading()
    pending = [adapter.first_request(source)]
    while pending:
        request = pending.pop(0)
        page = ask_site({board.prefix: board}, replace(request, url=rebase_url(request.url, source.base_url)))
        parsed = adapter.parse(source, request, page)
        reading.requests += 1
        reading.problems += parsed.problems
        reading.lost += parsed.lost
        if request.purpose is not Purpose.DETAIL:
            reading.rows += len(parsed.postings)
            reading.total = parsed.total if reading.total is None else reading.total
        pending += parsed.next
        for posting in parsed.postings:
            reading.fingerprints[posting.external_id] = posting.fingerprint
            if posting.job is not None:
                reading.jobs[posting.external_id] = posting.job
            elif posting.detail is not None:
                pending.append(posting.detail)
    return reading
