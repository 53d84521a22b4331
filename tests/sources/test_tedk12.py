"""TalentEd's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError
from jobscan.sources.systems import tedk12
from tests.fixtures.corpus import ORIGINALS
from tests.sources.boards.careers import as_page
from tests.sources.boards.tedk12 import BOARD, listed, row
from tests.sources.pages import answer, source
from tests.sources.sample_board import Walked, walk


def walk_of(html: str) -> Walked:
    return walk(BOARD.source, lambda _request: as_page(html))


def test_the_list_is_a_page_for_people() -> None:
    request = tedk12.first_request(source("tedk12", "hardinpublic"))
    assert (request.url, request.audience) == ("https://hardinpublic.tedk12.com/hire/index.aspx", Audience.PAGE)


def test_the_recorded_list_is_read_whole() -> None:
    if ORIGINALS is not None:
        body = ORIGINALS.read("tedk12/hardin_mt.html")
        walked = walk(source("tedk12", "hardinpublic"), lambda _request: answer(body, content_type="text/html"))
        assert (walked.total, walked.problems, walked.lost) == (6, [], 0)
        jobs = [posting.job for posting in walked.postings if posting.job]
        titles = re.findall(r'<strong><a href="ViewJob\.aspx\?JobID=(\d+)">([^<]*)<', body.decode())
        assert [(job.external_id, job.title) for job in jobs] == titles
        assert [(job.external_id, job.department, str(job.posted_at)[:10]) for job in jobs[:2]] == [
            ("6222", "Substitute", "2026-08-03"),
            ("6225", "Maintenance", "2026-07-31"),
        ]
        assert {job.locations for job in jobs} == {("District Wide",)}


def test_all_fields_of_a_row() -> None:
    (posting,) = walk_of(listed(row(7, "Bus Driver"))).postings
    assert posting.job == RawJob(
        external_id="7",
        title="Bus Driver",
        locations=("District Wide",),
        url="https://acme.tedk12.com/hire/ViewJob.aspx?JobID=7",
        department="Support",
        posted_at=datetime(2026, 8, 3, tzinfo=UTC),
    )


def test_a_list_with_more_pages_is_not_known_to_be_whole() -> None:
    walked = walk_of(listed(row(7, "Bus Driver"), total=3))
    assert (walked.total, walked.lost, len(walked.problems), len(walked.postings)) == (3, 2, 1, 1)


def test_a_row_without_cells_or_number_costs_no_other() -> None:
    html = '<tr id="JobList_1"><td><a href="ViewJob.aspx?JobID=1">Cook</a></td></tr><tr id="JobList_2"><td>x</td></tr>'
    walked = walk_of(listed(f"{html}", row(7, "Bus Driver"), total=3))
    assert ([posting.external_id for posting in walked.postings], walked.lost) == (["1", "7"], 1)


def test_a_page_without_a_list_is_no_empty_board() -> None:
    for html in ("<h1>Just a moment</h1>", '<input id="JobListTotalCount" value="many">', "<app-root></app-root>"):
        with pytest.raises(BoardError, match="TalentEd board acme: the page has no list"):
            walk_of(html)


def test_districts_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.tedk12.com/hire/index.aspx", "acme.tedk12.com/hire/ViewJob.aspx?JobID=7"):
        found = tedk12.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://www.tedk12.com", "https://tedk12.com/acme", "x"):
        assert tedk12.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert tedk12.check_identifier(name), name
