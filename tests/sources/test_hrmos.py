"""HRMOS's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import hrmos
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.hrmos import BOARD, ROWS, row
from tests.sources.sample_board import routed, walk


def test_pages_are_asked_for_as_people_do() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.url for request in requests if "/jobs/" not in request.url] == [
        "https://hrmos.co/pages/acme/jobs",
        "https://hrmos.co/pages/acme/jobs?page=2",
        "https://hrmos.co/pages/acme/jobs?page=3",
    ]
    assert {(request.audience, request.limit.name) for request in requests} == {(Audience.PAGE, "hrmos")}


def test_all_fields_of_a_row_reach_the_posting() -> None:
    job = walk(BOARD.source, BOARD.answers).postings[0].job
    assert job is not None
    assert (job.external_id, job.title, job.locations) == ("000", "Engineer 0", ("東京都港区",))
    assert (job.url, job.description) == ("https://hrmos.co/pages/acme/jobs/000", "<p>Build.</p>")


def test_a_posting_without_data_is_read_from_its_markup() -> None:
    pages = {"/jobs/000": as_page('<div class="pg-markdown"><p>Learn.</p></div>'), "/jobs": as_page(ROWS[0])}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert posting.job.description == "<p>Learn.</p>"


def test_a_list_that_names_more_pages_than_it_counts_is_read_to_the_last() -> None:
    nav = '<nav class="pg-pagenation"><li>1</li><li>2</li><li>…</li><li>99999999</li></nav>'
    pages = {"?page=2": as_page(ROWS[1]), "/jobs/": as_page(described("x")), "/jobs": as_page(ROWS[0] + nav)}
    walked = walk(BOARD.source, routed(pages))
    assert (walked.total, [posting.external_id for posting in walked.postings]) == (None, ["000", "001"])


def test_more_pages_than_a_board_can_have_are_not_asked_for() -> None:
    html = as_page("".join(ROWS) + '<nav class="pg-pagenation"><li>99999</li></nav>')
    with pytest.raises(BoardError) as caught:
        walk(BOARD.source, routed({"/jobs": html}))
    assert caught.value.kind is BoardFailure.TOO_MANY


def test_a_row_that_leads_elsewhere_is_lost() -> None:
    html = row("000", "Engineer").replace("/pages/acme/jobs/000", "/pages/acme")
    walked = walk(BOARD.source, routed({"/jobs": as_page(html)}))
    assert (walked.postings, walked.lost) == ([], 1)


def test_a_page_without_the_marks_of_the_system_is_no_empty_board() -> None:
    with pytest.raises(BoardError, match="HRMOS board acme: the page is no list"):
        walk(BOARD.source, routed({"/jobs": as_page("<h1>Just a moment</h1>")}))


def test_companies_are_recognised_by_their_addresses() -> None:
    for url, name in (
        ("https://hrmos.co/pages/acme/jobs", "acme"),
        ("hrmos.co/pages/acme/jobs/2110310?x=1", "acme"),
        ("https://hrmos.co/pages/1218800560317673472/jobs", "1218800560317673472"),
    ):
        found = hrmos.detect(url)
        assert found is not None, url
        assert found.identifier == name, url
    for url in ("https://hrmos.co", "https://hrmos.co/pages", "https://public.n-ats.hrmos.co/acme/jobs/123", "x"):
        assert hrmos.detect(url) is None, url
    for name in ("", "a/b", "https://hrmos.co/pages/acme"):
        assert '"tel"' in (hrmos.check_identifier(name) or ""), name
