"""Factorial's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError
from jobscan.sources.systems import factorial
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.factorial import BOARD, FILTERS, card
from tests.sources.pages import answer, source
from tests.sources.sample_board import Walked, routed, walk


def walk_of(html: str, detail: str = described("Engineer")) -> Walked:
    return walk(BOARD.source, routed({"/job_posting/": as_page(detail), "acme.factorialhr.com/": as_page(html)}))


def job_of(html: str, detail: str = described("Engineer")) -> RawJob:
    (posting,) = walk_of(html, detail).postings
    assert posting.job is not None
    return posting.job


def test_list_and_postings_are_pages_for_people() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert requests[0].url == "https://acme.factorialhr.com/"
    assert {(request.audience, request.limit.name) for request in requests} == {(Audience.PAGE, "factorial")}


def test_all_fields_of_a_card_reach_the_posting() -> None:
    job = job_of(FILTERS + card(304592, "AI Engineer &amp; more"))
    assert (job.external_id, job.title, job.url) == (
        "304592",
        "AI Engineer & more",
        "https://acme.factorialhr.com/job_posting/engineer-304592",
    )
    assert (job.locations, job.department, job.workplace) == (("Madrid",), "Technology", "Hybrid")
    assert (job.employment_type, job.description) == ("indefinite", "<p>Build.</p>")


def test_what_the_posting_says_of_its_place_is_more_exact() -> None:
    address = {"@type": "PostalAddress", "addressLocality": "Oleiros", "addressCountry": "ES"}
    job = job_of(FILTERS + card(1, "Engineer"), described("Engineer", jobLocation={"address": address}))
    assert job.locations == ("Oleiros, ES",)


def test_cells_are_told_apart_by_what_the_filters_call_them() -> None:
    rows: list[tuple[str, str, str | None, str | None]] = [
        (FILTERS, "", "Technology", None),
        (FILTERS, "<div>Technology</div>", "Technology", None),
        (FILTERS, "<div>Presencial</div>", "Technology", "Presencial"),
        (FILTERS, "<div>Technology</div><div>Madrid</div><div>Onsite</div>", "Technology", "Onsite"),
        ("", "<div>Sales</div><div>Onsite</div>", "Sales", "Onsite"),
        ("", "<div>Onsite</div>", None, "Onsite"),
    ]
    for filters, cells, department, workplace in rows:
        job = job_of(filters + card(1, "Engineer", cells))
        assert (job.department, job.workplace) == (department, workplace), cells


def test_a_remote_posting_may_say_so_in_its_markup_alone() -> None:
    html = card(1, "Engineer", "").replace("data-is-remote='false'", "data-is-remote='true'")
    assert job_of(FILTERS + html).workplace == "Remote"


def test_a_posting_without_data_is_read_from_its_markup() -> None:
    assert (
        job_of(FILTERS + card(1, "Engineer"), '<div class="styledText"><p>Bake.</p></div>').description
        == "<p>Bake.</p>"
    )


def test_a_link_without_a_number_is_lost() -> None:
    walked = walk_of(card(1, "Engineer").replace("engineer-1", "engineer"))
    assert (walked.postings, walked.lost) == ([], 1)


def test_a_page_without_the_marks_of_the_system_is_no_empty_board() -> None:
    with pytest.raises(BoardError, match="none of Factorial's lists"):
        walk_of("<h1>Just a moment</h1>")
    assert walk_of(FILTERS).postings == []


def test_half_of_a_page_is_no_list() -> None:
    half = as_page(FILTERS + card(1, "Engineer")).body.removesuffix(b"</body></html>")
    with pytest.raises(BoardError, match="the page breaks off"):
        walk(BOARD.source, lambda _request: answer(half, content_type="text/html"))


def test_a_wrong_identifier_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(BoardError, match="is not the host of a career page"):
        factorial.first_request(source("factorial", "factorialhr.com"))


def test_boards_are_recognised_by_their_addresses() -> None:
    for url, host in (
        ("https://acme.factorialhr.com/job_posting/ai-developer-304592", "acme.factorialhr.com"),
        ("https://Acme.factorial.es", "acme.factorial.es"),
        ("acme.factorial.fr/", "acme.factorial.fr"),
        ("https://careers.factorialhr.com", "careers.factorialhr.com"),
    ):
        found = factorial.detect(url)
        assert found is not None, url
        assert found.identifier == host, url
    for url in ("https://factorialhr.com/payroll", "https://api.factorialhr.com/x", "https://app.factorialhr.com", "x"):
        assert factorial.detect(url) is None, url
