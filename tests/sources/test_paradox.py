"""Paradox's quirks, each by name; the facts are from recordings of one site."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import paradox
from tests.fixtures.corpus import Corpus
from tests.sources.boards.paradox import job
from tests.sources.pages import as_json, jobs, read, source

HOST = "careers.acme.ca"


def job_with(**changes: object) -> RawJob:
    return jobs(read("paradox", as_json({"jobs": [job("1", **changes)], "totalJob": 1}), identifier=HOST))[0]


def test_a_page_is_asked_for_by_its_number() -> None:
    request = paradox.first_request(source("paradox", HOST))
    assert (request.method, request.url) == ("POST", f"https://{HOST}/api/get-jobs?page_number=1")


@pytest.mark.parametrize("name", ["mcdonalds_ca_page1", "mcdonalds_ca_page389"])
def test_recorded_pages_are_read_field_by_field(corpus: Corpus, name: str) -> None:
    raw = corpus.json(f"phenom-paradox/{name}.json")["jobs"]
    parsed = read("paradox", corpus.read(f"phenom-paradox/{name}.json"), identifier=HOST)
    assert (parsed.total, len(parsed.next)) == (3889, -(-3889 // 3) - 1)
    assert [(one.external_id, one.title, one.apply_url, one.description) for one in jobs(parsed)] == [
        (item["uniqueID"], item["title"], item["applyURL"], item["description"].strip()) for item in raw
    ]
    assert [one.url for one in jobs(parsed)] == [f"https://{HOST}/{quote(item['originalURL'])}" for item in raw]
    assert [one.locations for one in jobs(parsed)] == [
        (f"{place['city']}, {place['state']}, {place['country']}",) for item in raw for place in item["locations"]
    ]
    assert {(one.language, one.company, one.workplace) for one in jobs(parsed)} == {(None, None, None)}


def test_past_the_end_the_total_stays_and_nothing_more_is_asked_for(corpus: Corpus) -> None:
    parsed = read("paradox", corpus.read("phenom-paradox/mcdonalds_ca_empty.json"), identifier=HOST)
    assert (parsed.postings, parsed.total, parsed.next) == ((), 3889, ())


@pytest.mark.parametrize(
    ("changes", "url"),
    [
        ({}, f"https://{HOST}/crew-member/job/P8-1-0"),
        ({"originalURL": "/x/job/1"}, f"https://{HOST}/x/job/1"),
        ({"originalURL": ""}, "https://www.mchire.com/co/Acme/Job?job_id=1"),
    ],
)
def test_the_page_of_a_posting_is_on_the_site_else_where_it_is_applied_for(
    changes: dict[str, object], url: str
) -> None:
    assert job_with(**changes).url == url


def test_a_posting_without_any_address_is_seen_only() -> None:
    body = {"jobs": [job("1", originalURL=None, applyURL="javascript:x")], "totalJob": 1}
    parsed = read("paradox", as_json(body), identifier=HOST)
    assert (parsed.postings[0].job, len(parsed.problems)) == (None, 1)


def test_remote_work_and_kinds_of_employment_are_kept_where_they_are_given() -> None:
    found = job_with(isRemote=True, employmentType=["Full-Time", "Part-Time"], locations=None)
    assert (found.workplace, found.employment_type, found.locations) == ("remote", "Full-Time, Part-Time", ())


@pytest.mark.parametrize(
    "body", [{"jobs": []}, {"totalJob": 0}, {"jobs": None, "totalJob": 0}, {"jobs": [], "totalJob": -1}]
)
def test_an_answer_without_list_and_total_is_no_site(body: object) -> None:
    with pytest.raises(BoardError, match=r"Paradox site careers\.acme\.ca: "):
        read("paradox", as_json(body), identifier=HOST)


def test_only_the_vendors_own_site_is_recognised(corpus: Corpus) -> None:
    urls = [row["board_url"] for row in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    assert [url for url in urls if paradox.detect(url)] == ["https://jobs.mchire.com/jobs"]
    assert paradox.detect("https://www.mchire.com/co/Acme/Job?job_id=1") is None
    (found,) = paradox.detect_in(EmployerPage('<a href="https://jobs.mchire.com/jobs">Jobs</a>'))
    assert found.source.identifier == "jobs.mchire.com"


@pytest.mark.parametrize(
    ("identifier", "is_one"), [("careers.mcdonalds.ca", True), ("acme", False), ("a.com/x", False)]
)
def test_an_identifier_is_a_host(identifier: str, is_one: bool) -> None:
    assert (paradox.check_identifier(identifier) is None) == is_one
