"""Workday's rows and details, quirk by quirk; the facts are from recordings and public reports of 2026."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobscan.domain.page import Purpose
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems.workday import adapter as workday
from tests.fixtures.corpus import Corpus
from tests.sources.pages import as_json
from tests.sources.workday_pages import (
    GDIT,
    INFO,
    ROW,
    detail,
    detail_request,
    listing,
    only,
    read,
)

if TYPE_CHECKING:
    from jobscan.domain.page import Request


# Rows.


@pytest.mark.parametrize(
    ("path", "external_id"),
    [
        ("/job/USA-DC-Washington/Data-Engineer_RQ216675", "RQ216675"),
        ("/job/USAVAReston/Analytics-Sr-Software-Engineer--US-Federal-_JR-0105489-1", "JR-0105489-1"),
        ("/job/Boston/Quantitative-Researcher_R1066-5", "R1066-5"),
        ("/job/Boston/C-_C_-Developer_R1", "R1"),
        ("/job/Boston/R1505", "R1505"),
        ("/job/Boston/Developer_", "Developer_"),
        ("/job/Boston/Developer_R1/", "R1"),
        ("/job/Boston/Developer_R1?source=x_y", "R1"),
        ("/job/Boston/Developer_R1#top", "R1"),
        ("/job/Boston/Developer_R%2D1", "R-1"),
        ("/details/Developer_R1", "R1"),
        ("job/Boston/Developer_R1", "R1"),
    ],
)
def test_the_id_is_the_end_of_the_path_with_its_suffix(path: str, external_id: str) -> None:
    assert only(read(listing({**ROW, "externalPath": path}))).external_id == external_id


@given(st.text(), st.text(), st.integers(0, 10**6))
@example("\U0001d401" * 300, "Developer", 1)
def test_slugs_of_place_and_title_are_no_part_of_the_id(place: str, title: str, number: int) -> None:
    path = "/job/" + "".join(f"%{byte:02X}" for byte in place.encode("utf-8", "replace")) + "/"
    slug = "".join(f"%{byte:02X}" for byte in title.encode("utf-8", "replace"))
    row = {**ROW, "externalPath": f"{path}{slug}_R{number:03}", "bulletFields": [f"R{number:03}"]}
    # A path that is too long for an address costs the details, not the id.
    (posting,) = read(listing(row)).postings
    assert posting.external_id == f"R{number:03}"


@pytest.mark.parametrize(
    ("bullets", "seen"),
    [
        (["RQ216675"], "RQ216675"),
        (["Seattle (Market/Region)", "R0022014"], "R0022014"),
        ([None, " 2601695 "], "2601695"),
        (["JR-0105486"], "JR-0105486"),
    ],
)
def test_a_row_without_a_path_counts_as_seen_by_its_requisition(bullets: list[str], seen: str) -> None:
    parsed = read(listing({"title": "X", "bulletFields": bullets}))
    (posting,) = parsed.postings
    assert (posting.external_id, posting.job, posting.detail, parsed.lost) == (seen, None, None, 0)
    assert parsed.problems == (f"board {GDIT.identifier}: row 0 ({seen}) has no path to its detail",)


@pytest.mark.parametrize("row", [{}, {"title": "X"}, {"bulletFields": ["Boston"]}, {"externalPath": "/"}, 7, None, []])
def test_a_row_without_an_id_is_lost_and_costs_no_other(row: object) -> None:
    parsed = read(listing(row, ROW, total=2))
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["RQ216675"], 1)
    assert len(parsed.problems) == 1


def test_a_row_of_another_shape_counts_as_seen_when_its_path_can_be_read() -> None:
    parsed = read(listing({**ROW, "title": ["Data", "Engineer"]}))
    (posting,) = parsed.postings
    assert (posting.external_id, posting.job, posting.detail, parsed.lost) == ("RQ216675", None, None, 0)
    assert "posting RQ216675 cannot be read" in parsed.problems[0]


def test_a_path_that_is_no_address_leaves_the_posting_seen() -> None:
    parsed = read(listing({**ROW, "externalPath": "/job/a b\\c/Title_R1"}))
    assert [(posting.external_id, posting.detail) for posting in parsed.postings] == [("R1", None)]
    assert "(R1) has a path that is not a valid address" in parsed.problems[0]


def test_a_row_with_path_alone_is_enough() -> None:
    posting = only(read(listing({"externalPath": ROW["externalPath"]})))
    assert (posting.external_id, posting.detail is not None) == ("RQ216675", True)


def test_the_age_in_words_changes_no_fingerprint() -> None:
    days = ["Posted Today", "Posted 30+ Days Ago", "Heute ausgeschrieben", "Vor 7 Tagen ausgeschrieben", None]
    assert len({only(read(listing({**ROW, "postedOn": day}))).fingerprint for day in days}) == 1


@pytest.mark.parametrize("key", ["title", "locationsText", "externalPath", "timeType", "remoteType", "bulletFields"])
def test_every_other_field_of_a_row_changes_the_fingerprint(key: str) -> None:
    other = {**ROW, key: ["X1"] if key == "bulletFields" else "/job/Moved/Renamed_RQ216675"}
    before, after = only(read(listing(ROW))), only(read(listing(other)))
    assert before.external_id == after.external_id
    assert before.fingerprint != after.fingerprint


@pytest.mark.parametrize(
    ("recording", "ids", "total"),
    [
        ("gdit.search-data-engineer.page0", ["RQ216675", "RQ221571-1", "RQ222489-1", "RQ223218"], 644),
        ("workday-inc.page0.4rows", ["JR-0105489-1", "JR-0105486", "JR-0105490-1", "JR-0105494"], 347),
        ("unknown-tenant.page0.4rows", ["R1505", "R1506", "R1066-5", "R1433"], 4),
    ],
)
def test_recorded_lists_are_read_whole(corpus: Corpus, recording: str, ids: list[str], total: int) -> None:
    parsed = read(corpus.read(f"workday/{recording}.json"))
    assert ([posting.external_id for posting in parsed.postings], parsed.total) == (ids, total)
    assert (parsed.problems, parsed.lost) == ((), 0)
    assert all(posting.detail is not None and posting.job is None for posting in parsed.postings)


# Details.


def test_the_detail_is_a_get_below_the_api() -> None:
    request = detail_request()
    assert (request.method, request.url, request.purpose, request.body) == (
        "GET",
        "https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/External_Career_Site/job/USA-DC-Washington/Data-Engineer_RQ216675",
        Purpose.DETAIL,
        None,
    )
    assert request.limit == workday.first_request(GDIT).limit


@given(st.text())
def test_no_path_leads_a_detail_off_the_boards_host(path: str) -> None:
    for posting in read(listing({**ROW, "externalPath": path})).postings:
        if posting.detail is not None:
            assert posting.detail.url.startswith(
                "https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/External_Career_Site/"
            )


def test_a_recorded_detail_gives_the_whole_posting(corpus: Corpus) -> None:
    row = only(read(listing(ROW)))
    assert row.detail is not None
    posting = only(read(corpus.read("workday/gdit.job-detail.json"), request=row.detail))
    assert (posting.external_id, posting.fingerprint, posting.detail) == ("RQ216675", row.fingerprint, None)
    job = posting.job
    assert job is not None
    url = "https://gdit.wd5.myworkdayjobs.com/External_Career_Site/job/USA-DC-Washington/Data-Engineer_RQ216675"
    assert (job.external_id, job.title, job.url, job.apply_url) == ("RQ216675", "Data Engineer", url, url + "/apply")
    assert (job.locations, job.employment_type, job.workplace) == (("USA DC Washington",), "Full time", None)
    assert (job.posted_at, job.updated_at) == (datetime(2026, 7, 7, tzinfo=UTC), None)
    assert (job.salary, job.language) == (None, None)
    assert job.description == corpus.json("workday/gdit.job-detail.json")["jobPostingInfo"]["jobDescription"]
    assert len(job.description) > 5_000


def test_all_places_come_from_the_detail(corpus: Corpus) -> None:
    info = corpus.json("workday/nvidia.job-detail.json")["jobPostingInfo"]
    job = detail(info, {**ROW, "locationsText": "6 Locations"})
    assert job.locations[0] == "US, NC, Durham"
    assert job.locations[1:] == tuple(f"US, {state}, Remote" for state in ("NC", "TX", "VA", "WA", "CA"))


@pytest.mark.parametrize(
    ("changes", "listed", "kept"),
    [
        ({"location": None, "additionalLocations": [None, " ", "Berlin"]}, "Bonn", ("Berlin",)),
        ({"location": "", "jobRequisitionLocation": {"descriptor": "Berlin"}}, "2 Locations", ("Berlin",)),
        ({"location": None, "jobRequisitionLocation": None}, "Bonn", ("Bonn",)),
        ({"location": None}, "2 Locations", ()),
        ({"location": None}, "3 Standorte", ()),
        ({"location": None}, None, ()),
    ],
)
def test_a_detail_without_a_place_takes_the_next_best(
    changes: dict[str, Any], listed: str | None, kept: tuple[str, ...]
) -> None:
    assert detail({**INFO, **changes}, {**ROW, "locationsText": listed}).locations == kept


@pytest.mark.parametrize(("own", "listed", "kept"), [("Hybrid", "Flex", "Hybrid"), (None, "Flex", "Flex")])
def test_the_workplace_is_the_details_word_then_the_rows(own: str | None, listed: str, kept: str) -> None:
    assert detail({**INFO, "remoteType": own}, {**ROW, "remoteType": listed}).workplace == kept


def test_the_legal_entity_is_not_the_company_and_similar_jobs_are_no_results(corpus: Corpus) -> None:
    body = corpus.json("workday/workday-inc.job-detail.json")
    assert body["hiringOrganization"]["name"] == "Workday Government, LLC"
    body["similarJobs"] = [ROW, ROW]
    job = only(read(as_json(body), request=detail_request())).job
    assert job is not None
    assert (job.company, job.workplace, job.title) == (None, "Onsite", "Sr. Site Reliability Engineer (US Federal)")


@pytest.mark.parametrize("sent_url", [None, "", "javascript:alert(1)", "https://user@evil.example/"])
@pytest.mark.parametrize(
    ("identifier", "kept"),
    [
        ("gdit/wd5/S", "https://gdit.wd5.myworkdayjobs.com/S/job/X/Title_R1"),
        ("wf/wd1.myworkdaysite.com/S", "https://wd1.myworkdaysite.com/recruiting/wf/S/job/X/Title_R1"),
    ],
)
def test_a_detail_without_a_usable_address_gets_the_public_one(sent_url: object, identifier: str, kept: str) -> None:
    source = dataclasses.replace(GDIT, identifier=identifier)
    request = detail_request({**ROW, "externalPath": "/job/X/Title_R1?src=a"}, source)
    body = as_json({"jobPostingInfo": {**INFO, "externalUrl": sent_url}})
    job = only(read(body, source=source, request=request)).job
    assert job is not None
    assert (job.url, job.apply_url) == (kept, kept + "/apply")


def test_a_posting_that_takes_no_applications_has_no_apply_url() -> None:
    assert detail({**INFO, "canApply": False}).apply_url is None


def test_a_start_date_that_is_none_gives_no_posted_at() -> None:
    assert detail({**INFO, "startDate": "Posted Today"}).posted_at is None


def test_the_rows_title_stands_in_for_a_missing_one() -> None:
    assert detail({**INFO, "title": None}).title == "Data Engineer"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (as_json({"jobPostingInfo": {**INFO, "posted": False}}), 200, BoardFailure.NOT_FOUND),
        (as_json({"userAuthenticated": False}), 200, BoardFailure.UNREADABLE),
        (as_json({"jobPostingInfo": None}), 200, BoardFailure.UNREADABLE),
        (as_json({"jobPostingInfo": {"title": ""}}), 200, BoardFailure.UNREADABLE),
        (b"", 404, BoardFailure.NOT_FOUND),
        (b"", 403, BoardFailure.FORBIDDEN),
    ],
)
def test_a_detail_that_is_gone_or_unreadable_says_which(body: bytes, status: int, kind: BoardFailure) -> None:
    row = {"externalPath": "/job/X/Title_R1"}
    with pytest.raises(BoardError, match="posting R1 of board gdit/wd5/External_Career_Site") as caught:
        read(body, request=detail_request(row), status=status)
    assert caught.value.kind is kind


# Any answer.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ROWS = st.dictionaries(st.sampled_from([*ROW, "timeType", "remoteType"]), VALUES) | VALUES
FACETS = st.recursive(
    VALUES,
    lambda inner: st.fixed_dictionaries(
        {}, optional={"facetParameter": st.text(), "id": st.text(), "count": st.integers(), "values": st.lists(inner)}
    ),
    max_leaves=8,
)
LISTS = st.fixed_dictionaries(
    {},
    optional={
        "total": st.sampled_from([0, 20, 61, 2_000, 10**30]) | VALUES,
        "jobPostings": st.lists(ROWS, max_size=25) | VALUES,
        "facets": st.lists(FACETS, max_size=4) | VALUES,
    },
)
INFOS = st.dictionaries(st.sampled_from([*INFO, "additionalLocations", "jobRequisitionLocation"]), VALUES)


def survive(body: bytes, request: Request, status: int = 200) -> None:
    """Parse; whatever the body holds, there is a page or a `BoardError`, and every address is safe."""
    try:
        parsed = read(body, request=request, status=status)
    except BoardError:
        return
    assert parsed.lost >= 0
    for posting in parsed.postings:
        assert posting.external_id
        if posting.job is not None:
            assert posting.job.url.startswith(("http://", "https://"))


@given(VALUES | LISTS, st.sampled_from([200, 400, 401, 404, 422]))
def test_any_json_is_a_list_or_a_board_error(value: object, status: int) -> None:
    survive(as_json(value), workday.first_request(GDIT), status)


@given(VALUES | st.fixed_dictionaries({"jobPostingInfo": INFOS}))
def test_any_json_is_a_detail_or_a_board_error(value: object) -> None:
    survive(as_json(value), detail_request())


@given(st.data())
def test_a_damaged_recording_is_a_page_or_a_board_error(corpus: Corpus, data: st.DataObject) -> None:
    name, request = data.draw(
        st.sampled_from(
            [
                ("workday/unknown-tenant.page0.4rows.json", workday.first_request(GDIT)),
                ("workday/nvidia.job-detail.json", detail_request()),
            ]
        )
    )
    body = corpus.read(name)
    at = data.draw(st.integers(0, len(body)))
    survive(body[:at] + data.draw(st.binary(max_size=6)) + body[at + data.draw(st.integers(0, 40)) :], request)
