"""What holds for every system over HTTP: a faulty answer closes no posting, and the next good one makes all well."""

from __future__ import annotations

import pytest

from jobscan.domain.page import Purpose, Request
from jobscan.domain.scan import ScanOutcome
from jobscan.sources import SYSTEMS
from tests.engine.board_server import BoardServer, Reply
from tests.engine.harness import Harness
from tests.engine.sample_site import Fault, HurriedFetcher, SampleSite
from tests.sources.sample_board import SampleBoard, walk
from tests.sources.test_every_system import board_of

#: All systems one after the other: begun first where files share the workers.
pytestmark = pytest.mark.slow

_HTML = ("Content-Type: text/html",)
HTML = Reply(body=b"<!doctype html><html><body><h1>Welcome</h1></body></html>", headers=_HTML)
LOGIN = Reply(body=b'<!doctype html><form action="/login"><input type="password" name="p"></form>', headers=_HTML)
BAD = {ScanOutcome.FAILED, ScanOutcome.INCOMPLETE}
GOOD = {ScanOutcome.OK, ScanOutcome.UNCHANGED}

#: What a whole board may answer instead of itself.
FAULTS: dict[str, Fault] = {
    "404 for everything": lambda _request, _reply: Reply(status=404),
    "a web page": lambda _request, _reply: HTML,
    "a login page": lambda _request, _reply: LOGIN,
    "a connection cut in the body": lambda _request, reply: Reply(
        body=reply.body, headers=reply.headers, cut=len(reply.body) // 2
    ),
    "half of the body": lambda _request, reply: Reply(body=reply.body[: len(reply.body) // 2], headers=reply.headers),
    "an empty body": lambda _request, reply: Reply(headers=reply.headers),
    "a server error": lambda _request, reply: Reply(body=reply.body, status=500, headers=reply.headers),
}

#: Systems of which no list page but the first has to exist.
OPTIONAL_PAGES = {"careers": "a web site need not have a site map"}


async def check_system(harness: Harness, boards: BoardServer, sample: SampleBoard) -> None:
    """Scan a board, let it fail in every way and be well again, and let it be emptied."""
    harness.fetcher = HurriedFetcher(harness.fetcher)
    site = SampleSite(boards, sample)
    record = await harness.scan(site.source)
    assert (record.outcome, record.error, record.problems) == (ScanOutcome.OK, None, ())
    assert (record.counts.new, await harness.active(site.source)) == (len(sample.ids), set(sample.ids))
    stored = await harness.jobs(site.source)
    # Wherever they were asked for, they lead to the board.
    urls = {
        posting.external_id: posting.job.url for posting in walk(sample.source, sample.answers).postings if posting.job
    }
    assert {name: one.job.url for name, one in stored.items()} == urls
    await _check_faults(harness, site, sample)
    await _check_emptied(harness, site, sample)


async def _check_faults(harness: Harness, site: SampleSite, sample: SampleBoard) -> None:
    """Each fault three times: more often than a posting may be missing before it expires."""
    stored = await harness.dump()
    faults = dict(FAULTS)
    if len(site.pages) > 1 and sample.source.type not in OPTIONAL_PAGES:
        faults["a later page missing"] = _without(site.pages[0])
    for name, fault in faults.items():
        site.fault = fault
        for _ in range(3):
            record = await harness.scan(site.source)
            assert record.outcome in BAD, name
            assert (record.counts.expired, bool(record.error)) == (0, True), name
        after = await harness.dump()
        assert (after["jobs"], after["job_versions"]) == (stored["jobs"], stored["job_versions"]), name
        site.fault = None
        await _be_healthy(harness, site, name)
        assert (await harness.dump())["job_versions"] == stored["job_versions"], name
    assert await harness.active(site.source) == set(sample.ids)


async def _check_emptied(harness: Harness, site: SampleSite, sample: SampleBoard) -> None:
    """Postings of an empty board expire when three scans over an hour agree, and are back with it."""
    site.answers = sample.empty or sample.unknown
    records = [await harness.scan(site.source) for _ in range(3)]
    if sample.empty is None:
        # Nothing tells it from a board that does not exist.
        assert {record.outcome for record in records} == {ScanOutcome.FAILED}
        assert await harness.active(site.source) == set(sample.ids)
    else:
        assert {record.outcome for record in records} <= {*GOOD, ScanOutcome.INCOMPLETE}
        assert [record.counts.expired for record in records] == [0, 0, len(sample.ids)]
    site.answers = sample.answers
    await _be_healthy(harness, site, "empty")
    assert await harness.active(site.source) == set(sample.ids)


async def _be_healthy(harness: Harness, site: SampleSite, after: str) -> None:
    record = await harness.scan(site.source)
    status = await harness.status(site.source)
    assert record.outcome in GOOD, after
    assert (record.error, status.failures, status.error_message) == (None, 0, None), after


def _without(first: Request) -> Fault:
    """Answer all pages of a list but the first with 404."""
    return lambda request, _: Reply(status=404) if request.purpose is Purpose.LIST and request != first else None


@pytest.mark.parametrize("type_", SYSTEMS)
async def test_no_fault_of_any_system_closes_a_posting_and_an_emptied_board_must_prove_it(
    sqlite_harness: Harness, boards: BoardServer, type_: str
) -> None:
    await check_system(sqlite_harness, boards, board_of(type_))


async def test_it_is_the_same_on_each_database(harness: Harness, boards: BoardServer) -> None:
    await check_system(harness, boards, board_of("workday"))
