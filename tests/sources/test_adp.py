"""ADP Workforce Now's quirks, each by name; the facts are from recordings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import adp
from tests.fixtures.corpus import Corpus
from tests.sources.boards.adp import CLIENT, board, row
from tests.sources.pages import answer, as_json, read, source, without
from tests.sources.sample_board import Answers, walk

IDENTIFIER = f"{CLIENT}/19000101_000001"
BOARD = source("adp", IDENTIFIER)
API = "https://workforcenow.adp.com/mascsr/default/careercenter/public/events/staffing/v1/job-requisitions"
PAGE = "https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html"
QUERY = f"cid={CLIENT}&ccId=19000101_000001"


def listed(*rows: object, total: int | None = None) -> ParsedPage:
    """Parse the first page of a list."""
    meta = {"totalNumber": len(rows) if total is None else total, "startSequence": 1}
    return read("adp", as_json({"jobRequisitions": list(rows), "meta": meta}), identifier=IDENTIFIER)


def detail_of(body: bytes, **changes: object) -> RawJob:
    """Parse a body as the details of a posting."""
    request = listed(row(7, **changes)).postings[0].detail
    assert request is not None
    (posting,) = adp.parse(BOARD, request, answer(body)).postings
    assert posting.job is not None
    return posting.job


def job_with(**changes: object) -> RawJob:
    return detail_of(as_json({"requisitionTitle": "x", "requisitionDescription": "<p>x</p>"}), **changes)


# The requests.


def test_rows_are_counted_from_one() -> None:
    request = adp.first_request(BOARD)
    assert request.url == f"{API}?{QUERY}&lang=en_US&locale=en_US&$top=20&$skip=1"
    further = [request.url.rpartition("&$top=20&")[2] for request in listed(row(7), total=41).next]
    assert further == ["$skip=21", "$skip=41"]


def board_in(locale: str, *listed_rows: dict[str, Any]) -> Answers:
    """Answer for a client that publishes in one language."""
    answers, nothing = board(list(listed_rows)), board([])
    return lambda request: (answers if f"locale={locale}" in request.url else nothing)(request)


def test_a_client_without_postings_in_one_language_is_asked_for_them_in_the_other() -> None:
    found = walk(BOARD, board_in("en_CA", row(7), row(8)))
    assert [request.url.partition("&lang=")[2] for request in found.requests] == [
        "en_US&locale=en_US&$top=20&$skip=1",
        "en_CA&locale=en_CA&$top=20&$skip=1",
        "en_CA&locale=en_CA",
        "en_CA&locale=en_CA",
    ]
    assert (found.total, [posting.external_id for posting in found.postings]) == (2, ["920127_1", "920128_1"])
    assert {posting.job.url for posting in found.postings if posting.job} == {
        f"{PAGE}?{QUERY}&lang=en_CA&jobId=7",
        f"{PAGE}?{QUERY}&lang=en_CA&jobId=8",
    }


def test_a_board_is_empty_when_it_is_in_every_language() -> None:
    found = walk(BOARD, board([]))
    assert (found.total, found.postings, len(found.requests)) == (0, [], 2)


#: What an unknown client, a wall or a mistake of theirs might be answered with: none of it is an empty board.
NO_BOARDS = [
    (answer(b"<html>Not found</html>", status=404, content_type="text/html"), BoardFailure.NOT_FOUND),
    (answer(b'{"confirmMessage":{}}', status=404), BoardFailure.NOT_FOUND),
    (answer(b"<html>Not available</html>", content_type="text/html"), BoardFailure.UNREADABLE),
    (answer(b'{"confirmMessage":{"requestStatusCode":{"codeValue":"failed"}}}'), BoardFailure.UNREADABLE),
    (answer(b"{}"), BoardFailure.UNREADABLE),
    (answer(b""), BoardFailure.UNREADABLE),
    (answer(b"null"), BoardFailure.UNREADABLE),
    (answer(b'{"jobRequisitions":[]}'), BoardFailure.UNREADABLE),
]


@pytest.mark.parametrize(("page", "kind"), NO_BOARDS)
def test_what_names_no_list_is_no_empty_board(page: Page, kind: BoardFailure) -> None:
    def only_later(request: Request) -> bytes | Page:
        return board([])(request) if "locale=en_US" in request.url else page

    for answers in (only_later, lambda _request: page):
        with pytest.raises(BoardError) as caught:
            walk(BOARD, answers)
        assert caught.value.kind is kind


def test_all_clients_share_one_limit() -> None:
    limit = adp.first_request(BOARD).limit
    assert (limit.name, limit.concurrency) == ("adp", 4)


def test_a_later_page_gives_no_total() -> None:
    request = listed(row(7), total=41).next[0]
    body = as_json({"jobRequisitions": [row(8)], "meta": {"totalNumber": 41, "startSequence": 21}})
    parsed = adp.parse(BOARD, request, answer(body))
    assert (parsed.total, parsed.next, len(parsed.postings)) == (None, (), 1)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"jobRequisitions": []},
        {"jobRequisitions": [], "meta": {}},
        {"jobRequisitions": [], "meta": {"totalNumber": None}},
        {"jobRequisitions": None, "meta": {"totalNumber": 0}},
        {"jobRequisitions": [{}, {}], "meta": {"totalNumber": 1}},
    ],
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        read("adp", as_json(body), identifier=IDENTIFIER)
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_the_details_are_asked_for_by_another_number_than_the_id() -> None:
    (posting,) = listed(row(7)).postings
    assert posting.external_id == "920127_1"
    assert posting.detail is not None
    assert posting.detail.url == f"{API}/7?{QUERY}&lang=en_US&locale=en_US"
    assert posting.face == (f"{PAGE}?{QUERY}&lang=en_US&jobId=7", "Custodian 7", "Great Falls, MT, US")


def test_a_posting_without_that_number_is_read_from_the_list() -> None:
    (posting,) = listed(without(row(7), "customFieldGroup")).postings
    assert posting.detail is None
    assert posting.job is not None
    assert (posting.job.url, posting.job.description) == (f"{PAGE}?{QUERY}&lang=en_US", "")


def test_a_row_with_neither_number_nor_title_is_seen() -> None:
    parsed = listed({"itemID": "1_1"})
    assert [(posting.external_id, posting.job) for posting in parsed.postings] == [("1_1", None)]
    assert "has no title" in parsed.problems[0]


# Recordings.


def test_a_recorded_list_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("adp/uprovidence_job-requisitions.json")["jobRequisitions"]
    parsed = read("adp", corpus.read("adp/uprovidence_job-requisitions.json"), identifier=IDENTIFIER)
    assert (parsed.total, parsed.next, parsed.problems) == (4, (), ())
    assert [posting.external_id for posting in parsed.postings] == [item["itemID"] for item in raw]
    for item, posting in zip(raw, parsed.postings, strict=True):
        (number,) = [
            field["stringValue"]
            for field in item["customFieldGroup"]["stringFields"]
            if field["nameCode"]["codeValue"] == "ExternalJobID"
        ]
        assert posting.face is not None
        assert posting.face.link == f"{PAGE}?{QUERY}&lang=en_US&jobId={number}"
        assert posting.face.title == item["requisitionTitle"]
        assert posting.face.places == item["requisitionLocations"][0]["nameCode"]["shortName"].strip()


def test_an_hourly_wage_up_to_an_amount_is_read_from_a_recording(corpus: Corpus) -> None:
    raw = corpus.json("adp/uprovidence_job-requisitions.json")["jobRequisitions"][1]
    job = detail_of(as_json({"requisitionTitle": "x"}), **raw)
    assert job.salary == Salary(None, 16, "USD", PayInterval.HOUR)
    assert (job.employment_type, job.posted_at) == ("Full-Time", datetime(2026, 7, 2, 16, 4, tzinfo=UTC))


def test_a_recorded_first_page_asks_for_the_rest(corpus: Corpus) -> None:
    parsed = read("adp", corpus.read("adp/molloy_job-requisitions_2of17.json"), identifier=IDENTIFIER)
    assert (parsed.total, len(parsed.postings), parsed.next) == (17, 2, ())


def test_recorded_details_come_in_a_list_of_one(corpus: Corpus) -> None:
    (raw,) = corpus.json("adp/detail_remote_1.json")["jobRequisitions"]
    job = detail_of(corpus.read("adp/detail_remote_1.json"), requisitionLocations=None, requisitionTitle=None)
    assert (job.title, job.locations) == ("Sr. Director, FP&A", ("US",))
    assert job.description == raw["requisitionDescription"]


# Fields.


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="920127_1",
        title="Custodian 7",
        locations=("Great Falls, MT, US",),
        url=f"{PAGE}?{QUERY}&lang=en_US&jobId=7",
        employment_type="Full-Time",
        posted_at=datetime(2026, 7, 2, 16, 4, tzinfo=UTC),
        description="<p>x</p>",
    )


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"nameCode": {"shortName": "Campus, Great Falls, MT, US"}}, ("Campus, Great Falls, MT, US",)),
        ({"nameCode": {"shortName": " "}, "address": {"cityName": ""}}, ()),
        (
            {"address": {"cityName": "Great Falls", "countrySubdivisionLevel1": {"codeValue": "MT"}}},
            ("Great Falls, MT",),
        ),
        ({}, ()),
    ],
)
def test_a_place_has_the_employers_name_or_its_address(place: object, kept: tuple[str, ...]) -> None:
    assert job_with(requisitionLocations=[place]).locations == kept


@pytest.mark.parametrize(
    ("low", "high", "paid", "kept"),
    [
        (0.0, 0.0, "Hourly", None),
        (20.0, 25.5, "Hourly", Salary(20, 25.5, "USD", PayInterval.HOUR)),
        (50_000, None, "Annual", Salary(50_000, None, "USD", PayInterval.YEAR)),
        (50_000, None, None, Salary(50_000, None, "USD", None)),
    ],
)
def test_pay_of_zero_is_none(low: object, high: object, paid: object, kept: Salary | None) -> None:
    fields: dict[str, Any] = row(7)["customFieldGroup"]
    codes = [{"shortName": "RANGE", "nameCode": {"codeValue": "SalaryRangeType"}}]
    codes += [{"shortName": str(paid), "nameCode": {"codeValue": "SalaryType"}}] if paid else []
    rates = {
        "minimumRate": {"amountValue": low, "currencyCode": "USD"},
        "maximumRate": {"amountValue": high, "currencyCode": "USD"},
    }
    job = job_with(payGradeRange=rates, customFieldGroup={**fields, "codeFields": codes})
    assert job.salary == kept


def test_the_servers_time_changes_no_fingerprint() -> None:
    fields = row(7)["customFieldGroup"]
    later = [{"dateValue": "2026-08-08T03:15Z", "nameCode": {"codeValue": "CurrentServerDateTime"}}]
    counted = [{"numberValue": 3.0, "categoryCode": {"codeValue": "ApplicantCount"}}]
    changed = row(7, customFieldGroup={**fields, "dateFields": later, "numberFields": counted})
    assert listed(changed).postings[0].fingerprint == listed(row(7)).postings[0].fingerprint
    other = row(7, postDate="2026-08-02T12:04:00.000-04:00")
    assert listed(other).postings[0].fingerprint == listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize(
    "change", [{"requisitionTitle": "x"}, {"requisitionLocations": []}, {"workLevelCode": None}, {"payGradeRange": {}}]
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize("body", [{}, [], {"jobRequisitions": []}, {"error": "x"}, {"requisitionTitle": 7}])
def test_details_without_a_posting_are_unreadable(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        detail_of(as_json(body))
    assert caught.value.kind is BoardFailure.UNREADABLE


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["", CLIENT, f"{CLIENT}/x", f"{CLIENT}/19000101_000001&x=y", "acme/1_1"])
def test_what_is_no_career_center_is_refused_with_an_example(identifier: str) -> None:
    problem = adp.check_identifier(identifier)
    assert problem is not None
    assert "/19000101_000001" in problem
    with pytest.raises(BoardError):
        adp.first_request(source("adp", identifier))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        (f"{PAGE}?{QUERY}&lang=en_US", IDENTIFIER),
        (f"{PAGE}?lang=fr_CA&ccId=9201_3&cid={CLIENT}&jobId=577655", f"{CLIENT}/9201_3"),
        (f"{PAGE}?cid={CLIENT}", IDENTIFIER),
        (f"{API}?{QUERY}&$top=20", IDENTIFIER),
    ],
)
def test_a_career_center_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = adp.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("adp", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://workforcenow.adp.com/",
        PAGE,
        f"{PAGE}?cid=acme",
        f"https://myjobs.adp.com/acme/cx?cid={CLIENT}",
        "https://myjobs.adp.com/claritevcareers/cx",
        "http://[",
    ],
)
def test_what_names_no_career_center_is_not_recognised(url: str) -> None:
    assert adp.detect(url) is None


def test_every_listed_address_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if "//workforcenow.adp.com/" in url]
    assert len(own) > 4
    assert all(adp.detect(url) for url in own)
    assert not any(adp.detect(url) for url in urls if url not in own)


def test_a_frame_of_an_employers_page_is_found() -> None:
    html = f'<iframe src="{PAGE}?cid={CLIENT}&amp;ccId=9201_3&amp;lang=en_US"></iframe>'
    (found,) = adp.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == (f"{CLIENT}/9201_3", Evidence.EMBED)
