"""Jibe's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import jibe
from tests.fixtures.corpus import Corpus
from tests.sources.boards.jibe import row
from tests.sources.pages import answer, as_json, jobs, read, source


def listing(*rows: object, total: object = None) -> ParsedPage:
    return read(
        "jibe",
        as_json({"jobs": list(rows), "totalCount": len(rows) if total is None else total}),
        identifier="jobs.acme.com",
    )


def job_with(**changes: object) -> RawJob:
    return jobs(listing(row("1", **changes)))[0]


# The requests.


@pytest.mark.parametrize(("identifier", "host"), [("jobs.jcp.com", "jobs.jcp.com"), ("costco", "costco.jibeapply.com")])
def test_a_board_is_at_its_own_host_or_at_the_vendors(identifier: str, host: str) -> None:
    request = jibe.first_request(source("jibe", identifier))
    assert request.url == f"https://{host}/api/jobs?page=1&limit=100"
    assert request.limit == jibe.first_request(source("jibe", "careers.costco.com")).limit


@pytest.mark.parametrize("identifier", ["jobs.jcp.com", "costco", "aus-1"])
def test_a_host_or_a_name_is_accepted(identifier: str) -> None:
    assert jibe.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier", ["", "https://jobs.jcp.com", "jobs.jcp.com/", "costco.jibeapply.com", "Jobs.jcp.com", "a b", "a\n"]
)
def test_what_is_neither_is_refused_and_says_what_to_write(identifier: str) -> None:
    problem = jibe.check_identifier(identifier)
    assert problem is not None
    assert "write" in problem


def test_further_pages_are_as_long_as_the_first_one_was() -> None:
    parsed = listing(*(row(str(number)) for number in range(10)), total=35)
    assert [request.url.rpartition("?")[2] for request in parsed.next] == [
        "page=2&limit=100",
        "page=3&limit=100",
        "page=4&limit=100",
    ]
    assert parsed.total == 35


def test_further_pages_ask_for_no_others() -> None:
    board = source("jibe", "jobs.acme.com")
    (second,) = listing(row("1"), total=2).next
    parsed = jibe.parse(board, second, answer(as_json({"jobs": [row("2")], "totalCount": 2})))
    assert (parsed.next, parsed.total, [posting.external_id for posting in parsed.postings]) == ((), None, ["2"])


def test_a_board_of_more_postings_than_can_be_read_is_refused_at_once() -> None:
    with pytest.raises(BoardError, match="88854 postings") as caught:
        listing(row("1"), total=88_854)
    assert caught.value.kind is BoardFailure.TOO_MANY


# The recorded board.


def test_the_recorded_board_is_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("icims-jibe/jcp_api_jobs.json")
    parsed = read("jibe", corpus.read("icims-jibe/jcp_api_jobs.json"), identifier="jobs.jcp.com")
    items = [item["data"] for item in raw["jobs"]]
    found = jobs(parsed)
    assert parsed.total == raw["totalCount"] == 6172
    assert len(parsed.next) == 6172 // 2 - 1
    assert [(job.external_id, job.title) for job in found] == [(item["slug"], item["title"]) for item in items]
    assert [job.url for job in found] == [item["meta_data"]["canonical_url"] for item in items]
    assert [job.apply_url for job in found] == [item["apply_url"] for item in items]
    assert [job.locations for job in found] == [
        ("Thornton, Colorado, United States",),
        ("New York, United States",),
    ]
    assert {(job.employment_type, job.language, job.salary) for job in found} == {("FULL_TIME", "en-us", None)}
    assert found[0].posted_at == datetime(2026, 7, 27, 23, 39, tzinfo=UTC)
    assert found[0].updated_at == datetime(2026, 7, 28, 0, 41, 39, tzinfo=UTC)


# Fields.


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"city": "Thornton", "state": "Colorado", "country": "United States"}, ("Thornton, Colorado, United States",)),
        ({"city": "", "country": None, "full_location": "Thornton, Colorado"}, ("Thornton, Colorado",)),
        ({"city": "", "country": "", "full_location": "", "location_name": "Thornton, CO"}, ("Thornton, CO",)),
        ({"city": "", "country": ""}, ()),
    ],
)
def test_the_place_is_the_address_else_what_the_board_shows(changes: dict[str, object], kept: tuple[str, ...]) -> None:
    assert job_with(**changes).locations == kept


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"salary_min_value": 0, "salary_max_value": 0, "salary_currency": "USD"}, None),
        (
            {"salary_min_value": "18.5", "salary_max_value": 20, "salary_frequency": "HOURLY", "salary_currency": ""},
            Salary(18.5, 20, None, PayInterval.HOUR),
        ),
        ({"salary_min_value": {}, "salary_max_value": []}, None),
        (
            {"salary_min_value": 47740, "salary_currency": "USD", "salary_frequency": "YEARLY"},
            Salary(47740, None, "USD", PayInterval.YEAR),
        ),
    ],
)
def test_pay_of_0_is_none_and_numbers_may_be_texts(changes: dict[str, object], kept: Salary | None) -> None:
    assert job_with(**changes).salary == kept


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://careers-acme.icims.com/jobs/1/login", "https://careers-acme.icims.com/jobs/1/login"),
        ("/freight-apply/apply/POSTING-3", "https://jobs.acme.com/freight-apply/apply/POSTING-3"),
        ("//other.example/x", "https://other.example/x"),
        ("javascript:x", None),
        (False, None),
    ],
)
def test_a_relative_apply_address_is_on_the_board(sent: object, kept: str | None) -> None:
    assert job_with(apply_url=sent).apply_url == kept


@pytest.mark.parametrize(
    "meta", [False, None, [], {}, {"canonical_url": 1}, {"canonical_url": "https://other.example/jobs/1"}]
)
def test_the_page_of_a_posting_is_on_the_board(meta: object) -> None:
    assert job_with(meta_data=meta).url == "https://jobs.acme.com/jobs/1"


def test_the_page_that_the_board_names_has_its_own_path() -> None:
    url = "https://jobs.acme.com/careers-home/jobs/1?lang=en-us"
    assert job_with(meta_data={"canonical_url": url}).url == url


def test_the_requisition_stands_in_for_a_missing_slug() -> None:
    parsed = listing({"data": {"req_id": 17, "title": "T"}}, {"data": {"title": "T"}})
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["17"], 1)


@pytest.mark.parametrize("change", [{"update_date": "2026-07-28T00:41:39+0000"}, {"meta_data": {"last_mod": "x"}}])
def test_stamps_change_no_fingerprint(change: dict[str, object]) -> None:
    assert listing(row("1", **change)).postings[0].fingerprint == listing(row("1")).postings[0].fingerprint


@pytest.mark.parametrize("body", [{"jobs": []}, {"totalCount": 0}, {"jobs": [], "totalCount": -1}, {"jobs": None}, []])
def test_an_answer_without_list_and_count_is_no_board(body: object) -> None:
    with pytest.raises(BoardError, match=r"Jibe board jobs\.acme\.com: "):
        read("jibe", as_json(body), identifier="jobs.acme.com")


# Detection.


@pytest.mark.parametrize(
    "url",
    [
        "https://costco.jibeapply.com",
        "http://COSTCO.jibeapply.com/costco/jobs/1",
        "costco.jibeapply.com/api/jobs?page=1",
    ],
)
def test_a_board_at_the_vendors_host_is_recognised(url: str) -> None:
    found = jibe.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("jibe", "costco", "Costco")


@pytest.mark.parametrize(
    "url",
    ["https://www.jibeapply.com", "https://jibeapply.com/costco", "https://a.b.jibeapply.com", "https://jobs.jcp.com"],
)
def test_other_hosts_are_not_recognised(url: str) -> None:
    assert jibe.detect(url) is None


def test_a_board_that_a_page_links_to_is_found() -> None:
    (found,) = jibe.detect_in(EmployerPage('<a href="https://costco.jibeapply.com/jobs">Jobs</a>'))
    assert found.source.identifier == "costco"
