"""Jobvite's quirks, each by name; the facts are from recordings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import jobvite
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.jobvite import BOARD, listed, row
from tests.sources.pages import answer, source
from tests.sources.sample_board import routed, walk


def test_the_search_for_everything_is_asked_page_by_page() -> None:
    walked = walk(BOARD.source, BOARD.answers)
    urls = [request.url for request in walked.requests if "/search" in request.url]
    assert urls == [f"https://jobs.jobvite.com/acme/search?q=&l=&p={number}" for number in (0, 1)]
    assert {request.audience for request in walked.requests} == {Audience.PAGE}
    assert walked.total == 2


@pytest.mark.parametrize(
    ("counted", "pages"), [("1-50 of 224", 4), ("1–50 of 51", 1), ("1-50 of 50", 0), ("", 0), ("51-60 of 60", 0)]
)
def test_the_count_says_how_many_pages_there_are(counted: str, pages: int) -> None:
    page = as_page(listed(row("oaaaaaaa", "Engineer"), counted=counted))
    parsed = jobvite.parse(BOARD.source, jobvite.first_request(BOARD.source), page)
    assert [request.context for request in parsed.next] == list(range(1, pages + 1))


def test_a_recorded_list_and_a_recorded_posting(corpus: Corpus) -> None:
    detail = answer(corpus.read("jobvite/job_detail_jsonld.html"), content_type="text/html")
    pages = {"/job/": detail, "/search": answer(corpus.read("jobvite/feedingamerica_list_trimmed.html"))}
    first, second = walk(source("jobvite", "feedingamerica"), routed(pages)).postings
    assert (first.external_id, second.external_id) == ("octxAfww", "ohAzAfwK")
    assert first.job is not None
    assert first.job.title == "Manager, Development (Chicago/Hybrid)"
    assert first.job.url == "https://jobs.jobvite.com/feedingamerica/job/octxAfww"
    assert (first.job.locations, str(first.job.posted_at)[:10]) == (("Ft Myers, Florida, United States",), "2025-11-06")
    assert (first.job.salary, first.job.employment_type) == (None, None)
    assert first.face is None


def test_a_count_of_places_is_no_place() -> None:
    def places(text: str) -> str | None:
        page = as_page(listed(row("oaaaaaaa", "Engineer", text)))
        (posting,) = jobvite.parse(BOARD.source, jobvite.first_request(BOARD.source), page).postings
        assert posting.face is not None
        return posting.face.places

    assert (places("2 Locations"), places("Chicago, Illinois")) == (None, "Chicago, Illinois")


@pytest.mark.parametrize("prefix", ["/acme", "/careers/acme", "https://jobs.jobvite.com/acme"])
def test_links_in_each_form_are_one_posting(prefix: str) -> None:
    html = (
        listed(row("oaaaaaaa", "Engineer")).replace("/acme", prefix) + '<a href="https://x.com/acme/job/oaaaaaab">x</a>'
    )
    walked = walk(BOARD.source, routed({"/search": as_page(html), "/job/": as_page(described("x"))}))
    assert [posting.external_id for posting in walked.postings] == ["oaaaaaaa"]


def test_the_page_for_help_means_that_there_is_no_such_company() -> None:
    page = replace(as_page(listed()), url="https://jobs.jobvite.com/support?invalid=1")
    with pytest.raises(BoardError, match="no company of that name") as caught:
        jobvite.parse(BOARD.source, jobvite.first_request(BOARD.source), page)
    assert caught.value.kind is BoardFailure.NOT_FOUND


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.jobvite.com/acme",
        "https://jobs.jobvite.com/careers/acme/jobs",
        "https://jobs.jobvite.com/acme/job/octxAfww?__jvst=x",
        "https://jobs.jobvite.com/acme/search?q=&l=",
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = jobvite.detect(url)
    assert found is not None
    assert found.identifier == "acme"


@pytest.mark.parametrize(
    "url", ["https://jobs.jobvite.com/support", "https://jobs.jobvite.com/careers", "https://www.jobvite.com/acme", "x"]
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert jobvite.detect(url) is None
