"""JazzHR's quirks, each by name; the facts are from recordings."""

from __future__ import annotations

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError
from jobscan.sources.systems import jazzhr
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.jazzhr import BOARD, SIGN, row
from tests.sources.pages import answer, source
from tests.sources.sample_board import routed, walk


def test_list_and_postings_are_pages_for_people() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert requests[0].url == "https://acme.applytojob.com/apply"
    assert {(request.audience, request.limit.name) for request in requests} == {(Audience.PAGE, "jazzhr")}


def test_a_recorded_board_is_read_whole(corpus: Corpus) -> None:
    pages = {
        "/ujxQN2lhPz/": answer(corpus.read("jazzhr/paradromics_job_detail.html"), content_type="text/html"),
        "/apply": answer(corpus.read("jazzhr/paradromics_board.html"), content_type="text/html"),
    }
    (posting,) = walk(source("jazzhr", "paradromicsinc"), routed(pages)).postings
    job = posting.job
    assert job is not None
    assert (posting.external_id, job.title) == ("ujxQN2lhPz", "Field Clinical Specialist/Engineer")
    assert (job.locations, job.employment_type, str(job.posted_at)[:10]) == (("Austin, TX",), "FULL_TIME", "2026-09-08")
    assert job.url == "https://paradromicsinc.applytojob.com/apply/ujxQN2lhPz/Field-Clinical-SpecialistEngineer"
    assert len(job.description) > 100


def test_places_and_departments_are_told_apart_by_their_icons() -> None:
    more = '<li><i class="fa fa-sitemap"></i>Field</li>'
    pages = {"/apply/aaaaaaaaaa": as_page(described("x")), "/apply": as_page(row("aaaaaaaaaa", "Engineer", more))}
    (posting,) = walk(BOARD.source, routed(pages)).postings
    assert posting.job is not None
    assert (posting.job.locations, posting.job.department, posting.job.title) == (("Austin, TX",), "Field", "Engineer")


def test_a_row_without_a_code_is_lost() -> None:
    walked = walk(BOARD.source, routed({"/apply": as_page(SIGN + row("-", "Engineer"))}))
    assert (walked.postings, walked.lost) == ([], 1)


def test_a_page_without_the_marks_of_the_system_is_no_empty_board() -> None:
    with pytest.raises(BoardError, match="not a list of JazzHR's"):
        walk(BOARD.source, routed({"/apply": as_page("<h1>Just a moment</h1>")}))


def test_a_list_of_another_make_is_no_empty_board() -> None:
    with pytest.raises(BoardError, match="another make"):
        walk(BOARD.source, routed({"/apply": as_page(SIGN + '<a href="/apply/aaaaaaaaaa/Engineer">Engineer</a>')}))


def test_a_posting_without_data_is_an_error_of_that_posting() -> None:
    with pytest.raises(BoardError, match="posting aaaaaaaaaa of JazzHR board acme"):
        walk(
            BOARD.source, routed({"/apply/aaaaaaaaaa": as_page("x"), "/apply": as_page(row("aaaaaaaaaa", "Engineer"))})
        )


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.applytojob.com",
        "https://acme.applytojob.com/apply/ujxQN2lhPz/Title",
        "http://ACME.applytojob.com/apply/",
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = jazzhr.detect(url)
    assert found is not None
    assert found.identifier == "acme"


@pytest.mark.parametrize(
    "url", ["https://www.applytojob.com", "https://applytojob.com/acme", "https://a.b.applytojob.com", "x"]
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert jazzhr.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "Acme", "acme.com", "a/b"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"acme"' in (jazzhr.check_identifier(identifier) or "")
