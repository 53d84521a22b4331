"""UKG Ready's quirks, each by name; the facts are from a recording and from public measurements."""

from __future__ import annotations

from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import ukgready
from tests.fixtures.corpus import Corpus
from tests.sources.boards.ukgready import IDENTIFIER, row
from tests.sources.pages import answer, as_json, read, source

BOARD = source("ukgready", IDENTIFIER)
API = "https://secure4.saashr.com/ta/rest/ui/recruitment/companies/%7C6162397/job-requisitions"
PORTAL = "https://secure4.saashr.com/ta/6162397.careers"


def listed(*rows: object, total: int | None = None) -> ParsedPage:
    """Parse the first page of a list."""
    paging = {"offset": 1, "size": 200, "total": len(rows) if total is None else total}
    return read("ukgready", as_json({"job_requisitions": list(rows), "_paging": paging}), identifier=IDENTIFIER)


def detail_of(detail: object, **changes: object) -> RawJob:
    """Parse the details of a posting."""
    request = listed(row(7, **changes)).postings[0].detail
    assert request is not None
    (posting,) = ukgready.parse(BOARD, request, answer(as_json(detail))).postings
    assert posting.job is not None
    return posting.job


def job_with(**changes: object) -> RawJob:
    return detail_of({"id": 7, "job_title": "Nurse", "job_description": "<p>x</p>"}, **changes)


def test_what_is_called_an_offset_is_the_number_of_a_page() -> None:
    assert ukgready.first_request(BOARD).url == f"{API}?offset=1&size=200"
    assert [request.url for request in listed(total=401).next] == [f"{API}?offset={n}&size=200" for n in (2, 3)]
    assert listed(total=200).next == ()


def test_all_companies_share_one_limit() -> None:
    limit = ukgready.first_request(BOARD).limit
    assert (limit.name, limit.concurrency) == ("ukgready", 4)


@pytest.mark.parametrize(
    "body",
    [
        {"job_requisitions": []},
        {"job_requisitions": [], "_paging": {}},
        {"job_requisitions": None, "_paging": {"total": 0}},
        {"job_requisitions": [{}, {}], "_paging": {"total": 1}},
    ],
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        read("ukgready", as_json(body), identifier=IDENTIFIER)
    assert caught.value.kind is BoardFailure.UNREADABLE


@pytest.mark.parametrize("status", [200, 400, 404])
def test_a_company_at_another_host_is_not_found(status: int) -> None:
    with pytest.raises(BoardError, match="not found at this host") as caught:
        read("ukgready", b'{"message":"Company not found"}', identifier=IDENTIFIER, status=status)
    assert caught.value.kind is BoardFailure.NOT_FOUND


def test_a_recorded_list_is_read(corpus: Corpus) -> None:
    body = corpus.read("ukg-ready/wilbarger_job-requisitions_1of12.json")
    (raw,) = corpus.json("ukg-ready/wilbarger_job-requisitions_1of12.json")["job_requisitions"]
    parsed = read("ukgready", body, identifier=IDENTIFIER)
    assert (parsed.total, parsed.problems) == (12, ())
    (posting,) = parsed.postings
    assert posting.external_id == "621281135"
    assert posting.face == (f"{PORTAL}?ShowJob=621281135", raw["job_title"], "Vernon, TX, USA")
    detail = {"id": raw["id"], "job_title": raw["job_title"], "job_description": raw["job_description"]}
    job = detail_of(detail, **raw)
    assert job == RawJob(
        external_id="621281135",
        title=raw["job_title"],
        locations=("Vernon, TX, USA",),
        url=f"{PORTAL}?ShowJob=621281135",
        employment_type="PRN Non-Exempt",
        salary=Salary(46, None, None, PayInterval.HOUR),
        description=raw["job_description"],
    )


def test_the_text_has_two_parts() -> None:
    detail = {"id": 7, "job_title": " Nurse ", "job_description": "<p>x</p>", "job_requirement": "<p>y</p>"}
    assert (detail_of(detail).title, detail_of(detail).description) == ("Nurse", "<p>x</p>\n<p>y</p>")


def test_the_preview_stands_in_for_a_missing_text() -> None:
    assert detail_of({"id": "7", "job_title": "", "job_description": None}).description == "Short..."


@pytest.mark.parametrize(("sent", "kept"), [(True, "Remote"), (False, None), (None, None)])
def test_only_remote_work_is_certain(sent: object, kept: str | None) -> None:
    assert job_with(is_remote_job=sent).workplace == kept


@pytest.mark.parametrize(
    ("low", "high", "paid", "kept"),
    [
        (None, None, "HOUR", None),
        (0, 0.0, "HOUR", None),
        (600, 700, "WEEK", Salary(600, 700, None, PayInterval.WEEK)),
        (None, 90_000, "YEAR", Salary(None, 90_000, None, PayInterval.YEAR)),
        (1, 2, None, Salary(1, 2, None, None)),
    ],
)
def test_pay_has_no_currency(low: object, high: object, paid: object, kept: Salary | None) -> None:
    assert job_with(base_pay_from=low, base_pay_to=high, base_pay_frequency=paid).salary == kept


def test_a_posting_without_a_place_has_none() -> None:
    assert job_with(location=None).locations == ()
    assert job_with(location={"zip": "76384"}).locations == ()


@pytest.mark.parametrize(
    "change", [{"job_title": "x"}, {"location": None}, {"base_pay_to": 50}, {"job_description": "x"}]
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint
    assert listed(row(7, reapply_msg="x")).postings[0].fingerprint == listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize("detail", [{}, [], {"id": 8, "job_title": "x"}, {"id": 7}, {"message": "x"}])
def test_details_of_nothing_are_unreadable(detail: object) -> None:
    with pytest.raises(BoardError) as caught:
        detail_of(detail)
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_an_id_that_could_leave_its_place_in_the_address_is_seen_only() -> None:
    parsed = listed(row(7, id="../x"))
    assert [(posting.external_id, posting.detail) for posting in parsed.postings] == [("../x", None)]
    assert "no part of an address" in parsed.problems[0]


@pytest.mark.parametrize(
    "identifier", ["", "6162397", "evil.com/6162397", "saashr.com/6162397", "secure.saashr.com/a/b", "a.saashr.com/x?"]
)
def test_what_is_no_portal_is_refused_with_an_example(identifier: str) -> None:
    problem = ukgready.check_identifier(identifier)
    assert problem is not None
    assert "secure4.saashr.com/6162397" in problem
    with pytest.raises(BoardError):
        ukgready.first_request(source("ukgready", identifier))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        (PORTAL, IDENTIFIER),
        (f"{PORTAL}?ShowJob=621281135&lang=en-US", IDENTIFIER),
        (f"{PORTAL}?CareersSearch=", IDENTIFIER),
        (f"{API}?offset=1&size=20", IDENTIFIER),
        ("https://secure.workforceready.com.au/ta/ACME.careers", "secure.workforceready.com.au/ACME"),
        ("secure2.entertimeonline.com/ta/6000.careers", "secure2.entertimeonline.com/6000"),
        ("https://aus-secure.prd.mykronos.com/ta/6000.careers", "aus-secure.prd.mykronos.com/6000"),
    ],
)
def test_a_portal_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = ukgready.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("ukgready", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://secure4.saashr.com/",
        "https://secure4.saashr.com/ta/6162397.login",
        "https://secure4.saashr.com/ta/rest/ui",
        "https://secure4.saashr.com/ta/rest/ui/recruitment/companies",
        "https://example.com/ta/6162397.careers",
        "http://[",
    ],
)
def test_what_names_no_portal_is_not_recognised(url: str) -> None:
    assert ukgready.detect(url) is None


def test_no_listed_address_is_taken_for_a_portal(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    assert not any(ukgready.detect(url) for url in urls)


def test_a_link_of_an_employers_page_is_found() -> None:
    (found,) = ukgready.detect_in(EmployerPage(f'<a href="{PORTAL}?CareersSearch">Jobs</a>'))
    assert (found.source.identifier, found.evidence) == (IDENTIFIER, Evidence.MENTION)
