"""SmartRecruiters' quirks, each by name; the facts are from recordings, its documentation and reports of 2026."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.page import Purpose
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import smartrecruiters
from tests.fixtures.corpus import Corpus
from tests.sources.boards.smartrecruiters import board, detail, row
from tests.sources.pages import answer, as_json, source, without
from tests.sources.pages import read as read_first
from tests.sources.sample_board import walk

ACME = source("smartrecruiters", "Acme")


def listing(*rows: object, **changes: object) -> ParsedPage:
    body = {"offset": 0, "limit": 100, "totalFound": len(rows), "content": list(rows), **changes}
    return read_first("smartrecruiters", as_json(body), identifier="Acme")


def read_detail(given: Mapping[str, Any] | bytes, *, status: int = 200) -> ParsedPage:
    request = listing(row(0)).postings[0].detail
    assert request is not None
    body = given if isinstance(given, bytes) else as_json(given)
    return smartrecruiters.parse(ACME, request, answer(body, status=status))


def job(**changes: object) -> RawJob:
    (posting,) = read_detail(detail(row(0), **changes)).postings
    assert posting.job is not None
    return posting.job


# The list.


def test_a_page_has_a_hundred_rows_and_all_others_are_asked_for_at_once() -> None:
    request = smartrecruiters.first_request(ACME)
    assert request.url == "https://api.smartrecruiters.com/v1/companies/Acme/postings?limit=100&offset=0"
    parsed = listing(*(row(number) for number in range(100)), totalFound=250)
    assert [further.url.partition("?")[2] for further in parsed.next] == [
        "limit=100&offset=100",
        "limit=100&offset=200",
    ]
    assert parsed.total == 250


def test_a_server_that_gives_smaller_pages_is_followed_in_its_own_steps() -> None:
    walked = walk(ACME, board([row(number) for number in range(23)], most=10))
    assert [len(walked.postings), walked.total] == [23, 23]
    assert [request.context for request in walked.requests if request.purpose is Purpose.LIST] == [0, 10, 20]


@pytest.mark.parametrize("limit", [0, -1, 10**6, None])
def test_a_size_that_is_none_is_not_believed(limit: object) -> None:
    assert len(listing(row(0), totalFound=250, limit=limit).next) == 2


def test_a_company_of_absurd_size_does_not_make_as_many_requests() -> None:
    assert len(listing(row(0), totalFound=10**9).next) == 249


def test_an_unknown_company_looks_like_an_empty_one_and_is_not_believed(corpus: Corpus) -> None:
    body = corpus.read("smartrecruiters/errors/200-unknown-or-empty-company.json")
    with pytest.raises(BoardError, match="answers alike") as caught:
        read_first("smartrecruiters", body, identifier="nosuchtenantxyz")
    assert caught.value.kind is BoardFailure.NOT_FOUND


def test_recorded_lists_are_read_whole(corpus: Corpus) -> None:
    for name in ("HireVue.3", "Tieto2.3.trimmed-fields", "WesternDigital.page0.10"):
        raw = corpus.json(f"smartrecruiters/{name}.json")
        parsed = read_first("smartrecruiters", corpus.read(f"smartrecruiters/{name}.json"))
        assert [posting.external_id for posting in parsed.postings] == [item["id"] for item in raw["content"]]
        assert (parsed.total, parsed.lost, parsed.problems) == (raw["totalFound"], 0, ())
        assert all(posting.detail is not None and posting.face is not None for posting in parsed.postings)
        assert [posting.face.title for posting in parsed.postings if posting.face] == [
            item["name"] for item in raw["content"]
        ]
    # 359 postings, of which the recorder asked for the first ten.
    assert len(parsed.next) == 35


@pytest.mark.parametrize(
    "change",
    [{"releasedDate": "2026-11-01T00:00:00.000Z"}, {"ref": "x"}, {"customField": [{"fieldId": "1"}]}, {"creator": {}}],
)
def test_dates_and_what_nobody_reads_change_no_fingerprint(change: dict[str, Any]) -> None:
    assert listing(row(0, **change)).postings[0].fingerprint == listing(row(0)).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"location": {"city": "Ulm"}},
        {"department": {"label": "Sales"}},
        {"typeOfEmployment": {"id": "intern"}},
        {"language": {"code": "de"}},
    ],
)
def test_everything_else_does(change: dict[str, Any]) -> None:
    assert listing(row(0, **change)).postings[0].fingerprint != listing(row(0)).postings[0].fingerprint


def test_a_row_without_an_id_is_lost_and_one_of_another_shape_is_seen() -> None:
    parsed = listing(without(row(0), "id"), row(1, name=[]), row(2))
    assert [(posting.external_id[-1], posting.detail is None) for posting in parsed.postings] == [
        ("1", True),
        ("2", False),
    ]
    assert (parsed.lost, len(parsed.problems)) == (1, 2)


# Postings.


def test_all_fields_of_a_recorded_posting(corpus: Corpus) -> None:
    name = "smartrecruiters/WesternDigital.detail-744000140949875.json"
    raw = corpus.json(name)
    (posting,) = read_detail(corpus.read(name)).postings
    assert posting.job is not None
    found = dataclasses.replace(posting.job, description="")
    assert found == RawJob(
        external_id=posting.external_id,
        title="Summer 2027 Intern - Hardware Engineering",
        company="Western Digital",
        locations=("San Jose, CA, United States",),
        url=raw["postingUrl"],
        apply_url=raw["applyUrl"],
        employment_type="intern",
        workplace="Hybrid",
        salary=Salary(34, 47, "USD", PayInterval.HOUR),
        language="en",
        posted_at=datetime(2026, 7, 31, 15, 44, 17, 247000, tzinfo=UTC),
    )
    sections = raw["jobAd"]["sections"]
    assert all(part["text"] in posting.job.description for part in sections.values() if "text" in part)


def test_a_recorded_remote_posting(corpus: Corpus) -> None:
    (posting,) = read_detail(corpus.read("smartrecruiters/HireVue.detail-744000138728139.json")).postings
    assert posting.job is not None
    assert (posting.job.workplace, posting.job.department, posting.job.employment_type, posting.job.salary) == (
        "Remote",
        "Data Science",
        "part-time",
        None,
    )


def test_the_answer_keeps_the_id_and_the_fingerprint_of_its_row() -> None:
    listed = listing(row(0)).postings[0]
    (posting,) = read_detail(detail(row(0), id="7")).postings
    assert (posting.external_id, posting.fingerprint) == (listed.external_id, listed.fingerprint)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"fullLocation": "Warsaw, , Poland", "city": "Warsaw"}, ("Warsaw, Poland",)),
        ({"city": "Brno", "region": "South Moravian Region", "country": "cz"}, ("Brno, South Moravian Region, CZ",)),
        ({"fullLocation": ", , ", "city": ""}, ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_a_place_has_no_empty_parts(place: object, kept: tuple[str, ...]) -> None:
    assert job(location=place).locations == kept


@pytest.mark.parametrize(
    ("flags", "kept"),
    [
        ({"remote": True, "hybrid": False}, "Remote"),
        ({"remote": False, "hybrid": True}, "Hybrid"),
        ({"remote": True, "hybrid": True}, "Hybrid"),
        ({"remote": False, "hybrid": False}, None),
        ({}, None),
    ],
)
def test_neither_remote_nor_hybrid_says_nothing(flags: dict[str, bool], kept: str | None) -> None:
    assert job(location=flags).workplace == kept


def test_the_type_of_employment_is_read_in_english_and_the_department_as_written() -> None:
    found = job(typeOfEmployment={"id": "permanent", "label": "Pełny etat"}, department={"id": 7, "label": "Sprzedaż"})
    assert (found.employment_type, found.department) == ("permanent", "Sprzedaż")
    found = job(typeOfEmployment={"label": "Pełny etat"}, department={})
    assert (found.employment_type, found.department) == ("Pełny etat", None)


@pytest.mark.parametrize(
    ("pay", "kept"),
    [
        (
            {"min": 20.25, "max": 26.33, "currency": "USD", "period": "HOURLY"},
            Salary(20.25, 26.33, "USD", PayInterval.HOUR),
        ),
        ({"min": 5000, "currency": "EUR", "period": "MONTHLY"}, Salary(5000, None, "EUR", PayInterval.MONTH)),
        ({"currency": "EUR"}, None),
        (None, None),
    ],
)
def test_pay_has_decimals(pay: object, kept: Salary | None) -> None:
    assert job(compensation=pay).salary == kept


def test_sections_come_in_the_order_of_the_page_and_those_without_text_are_left_out() -> None:
    sections = {
        "videos": {"urls": ["x"]},
        "zeal": {"text": "<p>z</p>"},
        "additionalInformation": {"title": "More", "text": ""},
        "qualifications": {"title": "R&D", "text": "<p>q</p>"},
        "companyDescription": {"title": "Company", "text": "<p>c</p>"},
        "odd": 7,
    }
    text = "<h3>Company</h3><p>c</p><h3>R&amp;D</h3><p>q</p><p>z</p>"
    assert job(jobAd={"sections": sections}).description == text
    assert job(jobAd=None).description == ""


def test_a_public_address_is_built_in_the_companys_own_spelling() -> None:
    found = job(postingUrl="javascript:x", applyUrl=None, company={"identifier": "ACME1"})
    assert (found.url, found.apply_url, found.company) == (
        "https://jobs.smartrecruiters.com/ACME1/744000100000000",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("given", "status", "kind"),
    [
        (b"{}", 404, BoardFailure.NOT_FOUND),
        (as_json(detail(row(0), active=False)), 200, BoardFailure.NOT_FOUND),
        (as_json(detail(row(0), name=" ")), 200, BoardFailure.UNREADABLE),
        (b"<html></html>", 200, BoardFailure.UNREADABLE),
        (b"", 403, BoardFailure.FORBIDDEN),
    ],
)
def test_a_posting_that_is_gone_or_unreadable_is_an_error(given: bytes, status: int, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="posting 744000100000000 of SmartRecruiters company Acme: ") as caught:
        read_detail(given, status=status)
    assert caught.value.kind is kind


# Detection.


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://careers.smartrecruiters.com/WesternDigital", "WesternDigital"),
        ("https://careers.smartrecruiters.com/IOTAGROUP/iota", "IOTAGROUP"),
        ("https://jobs.smartrecruiters.com/HireVue/744000138728139-data-science-intern?oga=true", "HireVue"),
        ("https://jobs.smartrecruiters.com/oneclick-ui/company/HireVue/publication/ac49e1ca?dcr_ci=HireVue", "HireVue"),
        ("https://jobs.smartrecruiters.com/external-referrals/company/HireVue/publication/ac49e1ca", "HireVue"),
        ("https://www.smartrecruiters.com/Ubisoft2/744000138728139-tester", "Ubisoft2"),
        ("https://api.smartrecruiters.com/v1/companies/hirevue/postings/744000138728139", "hirevue"),
    ],
)
def test_a_company_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = smartrecruiters.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("smartrecruiters", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://careers.smartrecruiters.com",
        "https://jobs.smartrecruiters.com/oneclick-ui/company",
        "https://jobs.smartrecruiters.com/sr-jobs/search",
        "https://www.smartrecruiters.com/recruiting-software/",
        "https://www.smartrecruiters.com/blog/10-ways",
        "https://api.smartrecruiters.com/v2/companies/x",
        "https://static.smartrecruiters.com/job-widget/1.6.2/script/smart_widget.js",
    ],
)
def test_what_names_no_company_is_not_recognised(url: str) -> None:
    assert smartrecruiters.detect(url) is None
