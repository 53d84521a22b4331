"""Trakstar's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import trakstar
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.trakstar import BOARD, ROWS, SIGN, board, row
from tests.sources.sample_board import routed, walk


def test_pages_are_asked_for_as_people_do() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.url for request in requests if "/jobs/" not in request.url] == [
        "https://acme.hire.trakstar.com/",
        "https://acme.hire.trakstar.com/?p=2",
        "https://acme.hire.trakstar.com/?p=3",
    ]
    assert {(request.audience, request.limit.name) for request in requests} == {(Audience.PAGE, "trakstar")}


def test_all_fields_of_a_row_reach_the_posting() -> None:
    posting = walk(BOARD.source, BOARD.answers).postings[0]
    job = posting.job
    assert job is not None
    assert (job.title, job.locations) == ("Engineer 0", ("Pune, Maharashtra, India",))
    assert (job.department, job.employment_type) == ("Field", "Full-time")
    assert (job.url, job.description) == ("https://acme.hire.trakstar.com/jobs/fk00/", "<p>Build.</p>")


def test_what_a_row_shows_when_it_is_pointed_at_stands_in_for_its_words() -> None:
    html = (
        '<div class="js-careers-page-job-list-item"><a href="/jobs/fk1/">Apply</a>'
        '<span class="js-job-list-opening-name" title="Baker"></span>'
        '<span class="js-job-list-opening-loc" title="Pune, India"></span></div>'
    )
    pages = {"/jobs/fk1/": as_page(described(None)), "acme.hire": as_page(html)}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert (posting.job.title, posting.job.locations) == ("Baker", ("Pune, India",))


def test_a_posting_without_data_is_read_from_its_markup() -> None:
    pages = {"/jobs/fk00/": as_page('<div class="jobdesciption"><p>Bake.</p></div>'), "acme.hire": as_page(ROWS[0])}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert (posting.job.title, posting.job.description) == ("Engineer 0", "<p>Bake.</p>")


def test_the_number_of_postings_may_stand_in_a_script() -> None:
    html = '<script>RB.init_data = {"total_jobs": 3}</script>' + "".join(ROWS[:2])
    walked = walk(
        BOARD.source, routed({"?p=2": as_page(ROWS[2]), "/jobs/": as_page(described("x")), "acme": as_page(html)})
    )
    assert (walked.total, len(walked.postings)) == (3, 3)


def test_a_board_that_does_not_say_how_long_it_is_is_read_until_a_page_is_not_full() -> None:
    rows = [row(f"fk{number:03}", "Engineer") for number in range(60)]
    walked = walk(BOARD.source, board(rows, 25, told=False))
    assert (walked.total, len(walked.postings)) == (None, 60)
    assert sum("/jobs/" not in request.url for request in walked.requests) == 3


def test_a_server_that_repeats_its_page_is_not_asked_for_ever() -> None:
    html = as_page(SIGN + "".join(row(f"fk{number:03}", "Engineer") for number in range(25)))
    walked = walk(BOARD.source, routed({"/jobs/": as_page(described("x")), "acme": html}))
    assert sum("/jobs/" not in request.url for request in walked.requests) == 2


def test_a_row_without_a_code_is_lost() -> None:
    walked = walk(BOARD.source, routed({"acme": as_page('<div class="js-careers-page-job-list-item">x</div>')}))
    assert (walked.postings, walked.lost) == ([], 1)


def test_an_account_that_has_ended_and_a_challenge_are_no_empty_boards() -> None:
    ended = '<link rel="canonical" href="https://www.trakstar.com/inactive-ats/"><h1>Inactive account</h1>'
    for html, kind in ((ended, BoardFailure.NOT_FOUND), ("<h1>Just a moment</h1>", BoardFailure.UNREADABLE)):
        with pytest.raises(BoardError, match="Trakstar board acme: ") as caught:
            walk(BOARD.source, routed({"acme": as_page(html)}))
        assert caught.value.kind is kind, html


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://acme.hire.trakstar.com/",
        "https://acme.hire.trakstar.com/jobs/fk0zowq/?cjb_hash=x",
        "https://acme.recruiterbox.com",
        "http://ACME.recruiterbox.com/jobs/fk0zowq",
    ):
        found = trakstar.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in (
        "https://hire.trakstar.com",
        "https://www.trakstar.com/hire",
        "https://app.recruiterbox.com/widget/1/openings/",
        "https://recruiterbox.com/acme",
        "x",
    ):
        assert trakstar.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert trakstar.check_identifier(name), name
