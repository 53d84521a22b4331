"""UKG Pro's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, Page
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import ukg
from tests.fixtures.corpus import Corpus
from tests.sources.boards.ukg import IDENTIFIER, board_page, detail_page, id_of, row
from tests.sources.pages import answer, as_json, read, source
from tests.sources.sample_board import Answers, walk

BOARD = source("ukg", IDENTIFIER)
ADDRESS = "https://recruiting2.ultipro.com/ACM1000ACME/JobBoard/b22b728d-47a6-4550-9005-01c83b9a527f"


def listed(*rows: object, total: int | None = None) -> ParsedPage:
    """Parse the first page of a list."""
    body = as_json({"opportunities": list(rows), "totalCount": len(rows) if total is None else total})
    return read("ukg", body, identifier=IDENTIFIER)


def detail_of(body: bytes, item: dict[str, Any] | None = None) -> RawJob:
    """Parse a body as the page of a posting."""
    request = listed(item or row(7)).postings[0].detail
    assert request is not None
    (posting,) = ukg.parse(BOARD, request, answer(body, content_type="text/html")).postings
    assert posting.job is not None
    return posting.job


def detailed(**detail: object) -> RawJob:
    return detail_of(detail_page({"Id": id_of(7), "Description": "<p>x</p>", **detail}))


# The list.


def test_the_list_is_asked_for_with_the_whole_search() -> None:
    request = ukg.first_request(BOARD)
    assert (request.method, request.url) == ("POST", f"{ADDRESS}/JobBoardView/LoadSearchResults")
    order = [{"Value": "postedDateDesc", "PropertyName": "PostedDate", "Ascending": False}]
    search = {"Top": 50, "Skip": 0, "QueryString": "", "OrderBy": order, "Filters": []}
    assert json.loads(request.body or b"") == {"opportunitySearch": search}
    assert (request.limit.name, request.limit.concurrency) == ("ukg", 4)


def test_all_further_pages_are_asked_for_from_the_total() -> None:
    offsets = [json.loads(request.body or b"")["opportunitySearch"]["Skip"] for request in listed(total=101).next]
    assert offsets == [50, 100]


@pytest.mark.parametrize(
    "body",
    [
        {"opportunities": [], "totalCount": None},
        {"opportunities": None, "totalCount": 0},
        {"opportunities": [{}, {}], "totalCount": 1},
        {"totalCount": 0},
        [],
    ],
)
def test_an_answer_without_list_and_total_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        read("ukg", as_json(body), identifier=IDENTIFIER)
    assert caught.value.kind is BoardFailure.UNREADABLE


def with_page(page: bytes | Page) -> Answers:
    """Answer every search with an empty list, and the board's address with this page."""
    return lambda request: as_json({"opportunities": [], "totalCount": 0}) if request.body else page


def test_an_empty_list_is_believed_when_the_page_is_the_boards() -> None:
    page = answer(board_page(IDENTIFIER.rpartition("/")[2].upper()), content_type="text/html")
    found = walk(BOARD, with_page(page))
    assert (found.total, found.postings) == (0, [])
    assert [(request.url, request.audience) for request in found.requests[1:]] == [(ADDRESS, Audience.PAGE)]


OTHER_PAGES = [
    (answer(b"<html>Not found</html>", status=404, content_type="text/html"), BoardFailure.NOT_FOUND),
    (answer(b"<html>Something went wrong</html>", content_type="text/html"), BoardFailure.NOT_FOUND),
    (answer(b'{"opportunities":[],"totalCount":0}'), BoardFailure.NOT_FOUND),
    (answer(board_page(id_of(1)), content_type="text/html"), BoardFailure.NOT_FOUND),
    (answer(board_page(IDENTIFIER.rpartition("/")[2], row(7)), content_type="text/html"), BoardFailure.UNREADABLE),
]


@pytest.mark.parametrize(("page", "kind"), OTHER_PAGES)
def test_an_empty_list_is_not_believed_when_the_page_is_another(page: Page, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match=r"its list is empty|HTTP 404") as caught:
        walk(BOARD, with_page(page))
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "page",
    [
        answer(b"<html>Not found</html>", status=404, content_type="text/html"),
        answer(b"<html>Something went wrong</html>", content_type="text/html"),
        answer(b'{"Message":"An error has occurred."}', status=400),
        answer(b'{"Message":"An error has occurred."}'),
        answer(b""),
        answer(b"null"),
    ],
)
def test_an_unknown_board_is_an_error_however_it_is_answered(page: Page) -> None:
    with pytest.raises(BoardError):
        walk(BOARD, lambda _request: page)


def test_a_recorded_list_is_read(corpus: Corpus) -> None:
    raw = corpus.json("ukg/baylorgenetics_LoadSearchResults_2of3.json")["opportunities"]
    parsed = read("ukg", corpus.read("ukg/baylorgenetics_LoadSearchResults_2of3.json"), identifier=IDENTIFIER)
    assert (parsed.total, parsed.problems) == (3, ())
    assert [posting.external_id for posting in parsed.postings] == [item["Id"] for item in raw]
    assert [posting.face for posting in parsed.postings] == [
        (f"{ADDRESS}/OpportunityDetail?opportunityId={raw[0]['Id']}", raw[0]["Title"], "Remote, United States"),
        (f"{ADDRESS}/OpportunityDetail?opportunityId={raw[1]['Id']}", raw[1]["Title"], "Houston, TX, United States"),
    ]


def test_the_fields_of_recorded_rows_are_kept(corpus: Corpus) -> None:
    found = []
    for item in corpus.json("ukg/baylorgenetics_LoadSearchResults_2of3.json")["opportunities"]:
        job = detail_of(detail_page({"Id": item["Id"], "Description": None}), item)
        assert (job.title, job.department) == (item["Title"], item["JobCategoryName"])
        assert job.description == item["BriefDescription"]
        found.append((job.workplace, job.employment_type, job.posted_at))
    assert found == [
        ("Remote", "Full-time", datetime(2026, 9, 21, 18, 39, 53, 217000, tzinfo=UTC)),
        ("On-site", "Full-time", datetime(2026, 9, 21, 18, 35, 39, 718000, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    "change", [{"MatchScore": 0.5}, {"Distance": 3}, {"Featured": True}, {"PostedDate": "2026-09-22T00:00:00Z"}]
)
def test_stamps_and_scores_change_no_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint == listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize("change", [{"Title": "x"}, {"Locations": []}, {"FullTime": False}, {"BriefDescription": "x"}])
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint


# Details.


def test_the_page_of_a_posting_is_for_people() -> None:
    request = listed(row(7)).postings[0].detail
    assert request is not None
    assert (request.audience, request.url) == ("page", f"{ADDRESS}/OpportunityDetail?opportunityId={id_of(7)}")


def test_all_fields_of_a_posting() -> None:
    job = detailed(
        Title="Staff Engineer",
        FullTime=False,
        JobCategoryName="R&D",
        JobLocationType=2,
        PostedDate="2026-09-20T00:00:00Z",
        UpdatedDate="2026-09-25T10:00:00Z",
        OpportunityIsClosed=False,
        Locations=[{"LocalizedName": "Remote", "Address": None}, {"Address": {"Country": {"Code": "CAN"}}}],
    )
    assert job == RawJob(
        external_id=id_of(7),
        title="Staff Engineer",
        locations=("Remote", "CAN"),
        url=f"{ADDRESS}/OpportunityDetail?opportunityId={id_of(7)}",
        department="R&D",
        employment_type="Part-time",
        workplace="Remote",
        posted_at=datetime(2026, 9, 20, tzinfo=UTC),
        updated_at=datetime(2026, 9, 25, 10, tzinfo=UTC),
        description="<p>x</p>",
    )


def test_the_row_stands_in_for_what_the_page_does_not_say() -> None:
    job = detailed()
    assert (job.title, job.locations, job.department) == ("Engineer 7", ("Houston, TX, United States",), "Engineering")
    assert (job.employment_type, job.workplace, job.updated_at) == ("Full-time", "On-site", None)


def test_a_text_with_the_end_of_a_script_is_read_whole() -> None:
    assert detailed(Description="a});</script> b").description == "a});</script> b"


def test_a_number_whose_meaning_was_not_seen_says_nothing() -> None:
    assert detailed(JobLocationType=3).workplace is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (detail_page({"Id": id_of(7), "Description": "x", "OpportunityIsClosed": True}), BoardFailure.NOT_FOUND),
        (detail_page({"Id": id_of(8), "Description": "x"}), BoardFailure.NOT_FOUND),
        (detail_page({"Id": id_of(7)}), BoardFailure.UNREADABLE),
        (b"<html><body>No script</body></html>", BoardFailure.UNREADABLE),
        (b'<script>new CandidateOpportunityDetail({"Id": "a"', BoardFailure.UNREADABLE),
    ],
)
def test_a_page_without_the_posting_says_so(body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError) as caught:
        detail_of(body)
    assert caught.value.kind is kind


def test_a_posting_without_any_title_is_unreadable() -> None:
    with pytest.raises(BoardError, match="no title"):
        detail_of(detail_page({"Id": id_of(7), "Description": ""}), row(7, Title=None))


# Identifiers and detection.


@pytest.mark.parametrize(
    "identifier", ["", "ACM1000ACME", IDENTIFIER.upper(), f"evil.com/{IDENTIFIER.partition('/')[2]}", IDENTIFIER + "/x"]
)
def test_what_is_no_board_is_refused_with_an_example(identifier: str) -> None:
    problem = ukg.check_identifier(identifier)
    assert problem is not None
    assert "AIS1000AISI" in problem
    with pytest.raises(BoardError):
        ukg.first_request(source("ukg", identifier))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        (ADDRESS, IDENTIFIER),
        (f"{ADDRESS}/?q=&o=postedDateDesc", IDENTIFIER),
        (f"{ADDRESS}/OpportunityDetail?opportunityId={id_of(7)}", IDENTIFIER),
        (f"{ADDRESS.upper()}/JobBoardView/LoadSearchResults", IDENTIFIER),
        *(
            (ADDRESS.replace("recruiting2.ultipro.com", host), IDENTIFIER.replace("recruiting2.ultipro.com", host))
            for host in ("recruiting.ultipro.ca", "acme.rec.pro.ukg.net")
        ),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = ukg.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("ukg", identifier, "ACM1000ACME")


@pytest.mark.parametrize(
    "url",
    [
        "https://recruiting.ultipro.com/",
        "https://recruiting.ultipro.com/ACM1000ACME/JobBoard",
        "https://recruiting.ultipro.com/ACM1000ACME/JobBoard/acme",
        "https://www.ultipro.com/ACM1000ACME/JobBoard/b22b728d-47a6-4550-9005-01c83b9a527f",
        "http://[",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert ukg.detect(url) is None


def test_every_listed_address_is_recognised(corpus: Corpus) -> None:
    urls = [item["board_url"] for item in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if ".ultipro." in url]
    assert len(own) >= 3
    assert all(ukg.detect(url) for url in own)
    assert not any(ukg.detect(url) for url in urls if url not in own)


def test_a_link_of_an_employers_page_is_found() -> None:
    (found,) = ukg.detect_in(EmployerPage(f'<a href="{ADDRESS}/">Jobs</a>'))
    assert (found.source.identifier, found.evidence) == (IDENTIFIER, Evidence.MENTION)
