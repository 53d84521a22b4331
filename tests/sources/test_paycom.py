"""Paycom's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.page import Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import paycom
from tests.fixtures.corpus import Corpus
from tests.sources.boards.paycom import KEY, SERVICE, TOKEN, portal_page, row
from tests.sources.pages import answer, as_json, source

BOARD = source("paycom", KEY)
PORTAL = f"https://www.paycomonline.net/v4/ats/web.php/portal/{KEY}"


def list_request() -> Request:
    """Return the first request for the list, behind the portal's page."""
    (request,) = paycom.parse(BOARD, paycom.first_request(BOARD), portal_page()).next
    return request


def listed(*rows: object, total: int | None = None) -> ParsedPage:
    """Parse the first page of a list."""
    body = {"jobPostingPreviews": list(rows), "jobPostingPreviewsCount": len(rows) if total is None else total}
    return paycom.parse(BOARD, list_request(), answer(as_json(body)))


def detail_of(body: bytes, **changes: object) -> RawJob:
    """Parse the details of a posting."""
    request = listed(row(7, **changes)).postings[0].detail
    assert request is not None
    (posting,) = paycom.parse(BOARD, request, answer(body)).postings
    assert posting.job is not None
    return posting.job


def detailed(**detail: object) -> RawJob:
    return detail_of(as_json({"jobPosting": {"jobId": 7, "jobTitle": "Instructor", **detail}}))


# The requests.


def test_the_page_of_the_portal_comes_first() -> None:
    request = paycom.first_request(BOARD)
    assert (request.url, request.purpose, request.audience) == (f"{PORTAL}/career-page", "token", "page")
    assert (request.limit.name, request.limit.concurrency) == ("paycom", 4)


def test_the_service_is_asked_with_the_bare_token_and_all_filters() -> None:
    request = list_request()
    assert (request.method, request.url) == ("POST", f"{SERVICE}/api/ats/job-posting-previews/search")
    assert request.headers["Authorization"] == TOKEN
    assert request.headers["Portal-Host-Referrer"] == f"{PORTAL}/career-page"
    body = json.loads(request.body or b"")
    assert (body["skip"], body["take"], len(body["filtersForQuery"])) == (0, 100, 11)


def test_further_pages_and_details_have_the_same_token() -> None:
    parsed = listed(row(7), total=201)
    assert [json.loads(request.body or b"")["skip"] for request in parsed.next] == [100, 200]
    detail = parsed.postings[0].detail
    assert detail is not None
    assert detail.url == f"{SERVICE}/api/ats/job-postings/7"
    assert {request.headers["Authorization"] for request in (*parsed.next, detail)} == {TOKEN}


@pytest.mark.parametrize(
    ("token", "service"),
    [
        (TOKEN, "https://paycomonline.net.evil.com/"),
        (TOKEN, "https://evilpaycomonline.net/"),
        (TOKEN, "http://a.paycomonline.net/"),
        (TOKEN, "https://a.paycomonline.net:8443/"),
        (TOKEN, "https://a@b.paycomonline.net/"),
        (TOKEN, "https://a.paycomonline.net/x"),
        ("a\r\nX: y" * 10, f"{SERVICE}/"),
        ("short", f"{SERVICE}/"),
    ],
)
def test_a_token_goes_to_paycom_only(token: str, service: str) -> None:
    with pytest.raises(BoardError, match="no service of Paycom's"):
        paycom.parse(BOARD, paycom.first_request(BOARD), portal_page(token, service))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>Job board does not exist or is unavailable</html>", BoardFailure.NOT_FOUND),
        (b"<html>Loading</html>", BoardFailure.UNREADABLE),
        (b"<script>var configsFromHost = {};</script>", BoardFailure.UNREADABLE),
        (b'<script>var configsFromHost = {"sessionJWT": "x"', BoardFailure.UNREADABLE),
        (b'<script>var configsFromHost = {"sessionJWT": "x", "libConfig": "{"};</script>', BoardFailure.UNREADABLE),
    ],
)
def test_a_page_without_a_token_is_no_empty_board(body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError) as caught:
        paycom.parse(BOARD, paycom.first_request(BOARD), answer(body, content_type="text/html"))
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "body",
    [
        {"jobPostingPreviews": []},
        {"jobPostingPreviews": None, "jobPostingPreviewsCount": 0},
        {"jobPostingPreviews": [{}, {}], "jobPostingPreviewsCount": 1},
        {"jobPostingPreviewsCount": 0},
    ],
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        paycom.parse(BOARD, list_request(), answer(as_json(body)))
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_a_refused_token_says_so() -> None:
    with pytest.raises(BoardError) as caught:
        paycom.parse(BOARD, list_request(), answer(b"", status=401))
    assert caught.value.kind is BoardFailure.FORBIDDEN


# Recordings.


def test_a_recorded_list_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("paycom/fvcc_previews_search.json")["jobPostingPreviews"]
    parsed = paycom.parse(BOARD, list_request(), answer(corpus.read("paycom/fvcc_previews_search.json")))
    assert (parsed.total, parsed.next, parsed.problems, len(parsed.postings)) == (29, (), (), 29)
    assert [(posting.external_id, posting.face) for posting in parsed.postings] == [
        (str(item["jobId"]), (f"{PORTAL}/jobs/{item['jobId']}", item["jobTitle"], item["locations"])) for item in raw
    ]


def test_a_recorded_posting_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("paycom/onslow_detail_335044.json")["jobPosting"]
    job = detail_of(corpus.read("paycom/onslow_detail_335044.json"), jobId=335044)
    assert job == RawJob(
        external_id="335044",
        title="WEO RN  (58849)",
        company="ONSLOW MEMORIAL HOSPITAL",
        locations=("Onslow Memorial Hospital - Jacksonville, NC 28546",),
        url=f"{PORTAL}/jobs/335044",
        employment_type="Part Time 0.6",
        posted_at=datetime(2024, 2, 26, tzinfo=UTC),
        description=raw["description"] + "\n" + raw["qualifications"],
    )


# Fields.


def test_the_row_stands_in_for_what_the_details_do_not_say() -> None:
    job = detail_of(as_json({"jobPosting": {"jobId": "7"}}), remoteType="Remote")
    assert job == RawJob(
        external_id="7",
        title="Instructor 7",
        locations=("KALISPELL, MT 59901",),
        url=f"{PORTAL}/jobs/7",
        employment_type="Part Time",
        workplace="Remote",
        description="DEPARTMENT:\r\nMusic...",
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("$19.00 - $22.00 Hourly", Salary(19, 22, None, PayInterval.HOUR)),
        ("$62,000.00 - $70,000.00 Annually", Salary(62_000, 70_000, None, PayInterval.YEAR)),
        ("$62,000.00  Annually", Salary(62_000, 62_000, None, PayInterval.YEAR)),
        ("$35.50", Salary(35.5, 35.5, None, None)),
        ("$0.00 - $0.00 Hourly", None),
        ("From $19.00 to $22.00", None),
        ("DOE", None),
        ("", None),
        (None, None),
    ],
)
def test_pay_is_read_where_it_has_the_known_form(text: object, kept: Salary | None) -> None:
    assert detailed(salaryRange=text).salary == kept


def test_all_places_are_kept() -> None:
    job = detailed(location="A - Libby, MT 59923", secondaryLocations=["B", " ", {"x": 1}, None])
    assert job.locations == ("A - Libby, MT 59923", "B")


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"datePosted": 7}', '{"datePosted": "soon"}'])
def test_an_unreadable_ad_costs_the_date_only(text: str) -> None:
    assert detailed(googleJobJson=text).posted_at is None


@pytest.mark.parametrize("detail", [{}, [], {"jobPosting": None}, {"jobPosting": {"jobId": 8}}, {"jobPosting": {}}])
def test_details_of_nothing_are_unreadable(detail: object) -> None:
    with pytest.raises(BoardError) as caught:
        detail_of(as_json(detail))
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_an_id_that_is_no_number_is_seen_only() -> None:
    parsed = listed(row(7, jobId="../x"))
    assert [(posting.external_id, posting.detail) for posting in parsed.postings] == [("../x", None)]


@pytest.mark.parametrize("change", [{"jobTitle": "x"}, {"locations": ""}, {"positionType": ""}, {"description": "x"}])
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint
    hot = listed(row(7, isHotJob=True, postedOn="today")).postings[0]
    assert hot.fingerprint == listed(row(7)).postings[0].fingerprint


# Identifiers and detection.


@pytest.mark.parametrize(
    ("identifier", "says"),
    [(KEY.lower(), f'upper case: "{KEY}"'), ("", "8A447BC5"), (KEY + "0", "8A447BC5"), (PORTAL, "8A447BC5")],
)
def test_what_is_no_key_is_refused_with_a_right_one(identifier: str, says: str) -> None:
    problem = paycom.check_identifier(identifier)
    assert problem is not None
    assert says in problem
    with pytest.raises(BoardError):
        paycom.first_request(source("paycom", identifier))


@pytest.mark.parametrize(
    "url",
    [
        f"{PORTAL}/career-page",
        f"{PORTAL.lower()}/jobs/335044?jpt=x",
        f"https://www.paycomonline.net/v4/ats/web.php/jobs?clientkey={KEY}",
        f"https://www.paycomonline.net/v4/ats/web.php/jobs/ViewJobDetails?job=7&clientkey={KEY}",
    ],
)
def test_a_portal_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = paycom.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("paycom", KEY, "Paycom 4863CB61")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.paycomonline.net/",
        "https://www.paycomonline.net/v4/ats/web.php/jobs",
        "https://www.paycomonline.net/v4/ats/web.php/portal/acme/career-page",
        f"{SERVICE}/api/ats/job-postings/7",
        f"https://www.paycom.com/v4/ats/web.php/portal/{KEY}",
        "http://[",
    ],
)
def test_what_names_no_portal_is_not_recognised(url: str) -> None:
    assert paycom.detect(url) is None


def test_every_listed_address_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if "paycomonline.net/" in url]
    assert len(own) >= 2
    assert all(paycom.detect(url) for url in own)
    assert not any(paycom.detect(url) for url in urls if url not in own)


def test_a_link_of_an_employers_page_is_found() -> None:
    (found,) = paycom.detect_in(EmployerPage(f'<a href="{PORTAL}/career-page">Jobs</a>'))
    assert (found.source.identifier, found.evidence) == (KEY, Evidence.MENTION)
