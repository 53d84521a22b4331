"""BambooHR's quirks, each by name; the facts are from recordings and public reports of 2026."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Purpose
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import bamboohr
from tests.fixtures.corpus import Corpus
from tests.sources.boards.bamboohr import NOWHERE, detail, row
from tests.sources.pages import answer, as_json, read, source

ACME = source("bamboohr", "acme")


def listing(*rows: object) -> ParsedPage:
    return read("bamboohr", as_json({"meta": {"totalCount": len(rows)}, "result": list(rows)}))


def read_detail(listed: Posting, body: bytes, *, status: int = 200) -> Posting:
    assert listed.detail is not None
    (posting,) = bamboohr.parse(ACME, listed.detail, answer(body, status=status)).postings
    return posting


def job(listed: dict[str, Any] | None = None, **changes: Any) -> RawJob:
    posting = read_detail(listing(listed or row("39")).postings[0], detail("39", **changes))
    assert posting.job is not None
    return posting.job


# Recordings.


def test_a_recorded_board_is_read_whole_with_its_postings(corpus: Corpus) -> None:
    raw = corpus.json("bamboohr/giottoai_careers_list.json")["result"]
    parsed = read("bamboohr", corpus.read("bamboohr/giottoai_careers_list.json"))
    assert ([posting.external_id for posting in parsed.postings], parsed.total) == ([item["id"] for item in raw], 3)
    assert (parsed.problems, parsed.lost) == ((), 0)
    for listed, item in zip(parsed.postings, raw, strict=True):
        name = f"bamboohr/giottoai_{item['id']}_detail.json"
        opening = corpus.json(name)["result"]["jobOpening"]
        posting = read_detail(listed, corpus.read(name))
        assert posting.job is not None
        assert (posting.external_id, posting.fingerprint) == (listed.external_id, listed.fingerprint)
        assert (posting.job.title, posting.job.url, posting.job.department, posting.job.employment_type) == (
            item["jobOpeningName"],
            opening["jobOpeningShareUrl"],
            item["departmentLabel"],
            item["employmentStatusLabel"],
        )
        assert posting.job.locations == ("Lausanne, Vaud, Switzerland",)
        assert posting.job.posted_at == datetime.fromisoformat(opening["datePosted"]).replace(tzinfo=UTC)
        assert posting.job.workplace == {"1": "Remote", "2": "Hybrid"}[opening["locationType"]]
        assert posting.job.description == opening["description"]


def test_places_of_a_recorded_list_stand_in_either_of_two_fields(corpus: Corpus) -> None:
    postings = read("bamboohr", corpus.read("bamboohr/aviation_careers_list.json")).postings
    assert [posting.face.places if posting.face else None for posting in postings] == [
        "Edmonton International Airport, Alberta",
        "Edmonton, Alberta, Canada",
        "",
    ]


def test_a_recorded_posting_of_few_fields(corpus: Corpus) -> None:
    posting = read_detail(listing(row("39")).postings[0], corpus.read("bamboohr/detail_supply-chain.json"))
    assert posting.job is not None
    assert (posting.job.title, posting.job.workplace) == ("Supply Chain Technical Specialist", "Hybrid")
    assert (posting.job.posted_at, posting.job.url) == (None, "https://acme.bamboohr.com/careers/39")


def test_a_recorded_empty_board_is_a_board(corpus: Corpus) -> None:
    assert read("bamboohr", corpus.read("bamboohr/alchemab_careers_list_empty.json")) == ParsedPage(total=0)


def test_a_posting_that_is_gone_is_not_found(corpus: Corpus) -> None:
    with pytest.raises(BoardError, match="posting 39 of BambooHR board acme: HTTP 404") as caught:
        read_detail(listing(row("39")).postings[0], corpus.read("bamboohr/detail_404.json"), status=404)
    assert caught.value.kind is BoardFailure.NOT_FOUND


# The list.


def test_the_list_is_one_request_and_each_posting_another() -> None:
    assert bamboohr.first_request(ACME).url == "https://acme.bamboohr.com/careers/list"
    request = listing(row("39")).postings[0].detail
    assert request is not None
    assert (request.url, request.purpose) == ("https://acme.bamboohr.com/careers/39/detail", Purpose.DETAIL)


@pytest.mark.parametrize("total", [None, "3", -1, True, 1.5])
def test_a_total_that_is_none_is_not_believed(total: object) -> None:
    assert read("bamboohr", as_json({"meta": {"totalCount": total}, "result": []})).total is None
    assert read("bamboohr", as_json({"result": []})).total is None


@pytest.mark.parametrize("id_", ["../../admin", "39/../40", "a?b#c"])
def test_no_id_leads_elsewhere(id_: str) -> None:
    request = listing(row(id_)).postings[0].detail
    assert request is not None
    path = request.url.removeprefix("https://acme.bamboohr.com/careers/").removesuffix("/detail")
    assert not set("/?#") & set(path)


@pytest.mark.parametrize(
    "change",
    [
        {"jobOpeningName": "x"},
        {"departmentLabel": "x"},
        {"location": NOWHERE},
        {"locationType": "1"},
        {"isRemote": True},
    ],
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listing(row("39", **change)).postings[0].fingerprint != listing(row("39")).postings[0].fingerprint
    assert listing(row("39", departmentId="7")).postings[0].fingerprint == listing(row("39")).postings[0].fingerprint


# Fields.


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="39",
        title="Mechanic 39",
        locations=("Edmonton, Alberta, Canada",),
        url="https://acme.bamboohr.com/careers/39",
        department="Maintenance",
        employment_type="Full-Time",
        posted_at=datetime(2026, 7, 21, tzinfo=UTC),
        description="<p>Repair planes.</p>",
    )


def test_the_row_stands_in_for_what_the_posting_lacks() -> None:
    nothing = dict.fromkeys(["jobOpeningName", "departmentLabel", "employmentStatusLabel", "location", "locationType"])
    found = job(row("39", locationType="2"), **nothing)
    assert (found.title, found.department, found.employment_type, found.locations, found.workplace) == (
        "Mechanic 39",
        "Maintenance",
        "Full-Time",
        ("Edmonton, Alberta",),
        "Hybrid",
    )


@pytest.mark.parametrize(
    ("type_", "remote", "kept"),
    [
        ("0", None, None),
        ("1", None, "Remote"),
        ("2", True, "Hybrid"),
        (1, None, "Remote"),
        (None, True, "Remote"),
        (None, "yes", None),
        ("9", None, None),
    ],
)
def test_a_type_of_location_that_the_page_does_not_show_says_nothing(
    type_: object, remote: object, kept: str | None
) -> None:
    assert job(row("39", locationType=type_, isRemote=remote), locationType=type_).workplace == kept


@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"meta":{},"result":[]}', 200), (b"<html>", 200), (detail("39", jobOpeningName=" "), 200), (b"", 403)],
)
def test_what_is_no_posting_is_an_error(body: bytes, status: int) -> None:
    with pytest.raises(BoardError, match="posting 39 of BambooHR board acme: "):
        read_detail(listing(row("39", jobOpeningName=None)).postings[0], body, status=status)


# Detection.


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.bamboohr.com/careers",
        "https://Acme.bamboohr.com/careers/39?source=x",
        "https://acme.bamboohr.com/careers/list",
        "https://acme.bamboohr.com/jobs/view.php?id=39",
        "https://acme.bamboohr.com/jobs/embed2.php",
    ],
)
def test_a_company_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = bamboohr.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("bamboohr", "acme")


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.bamboohr.com",
        "https://acme.bamboohr.com/login.php",
        "https://www.bamboohr.com/careers",
        "https://documentation.bamboohr.com/jobs",
        "https://bamboohr.com/careers",
        "http://[",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert bamboohr.detect(url) is None


def test_a_page_that_embeds_a_board_names_it_for_the_vendors_script() -> None:
    html = (
        '<div id="BambooHR" data-domain="acme.bamboohr.com" data-version="1.0.0"></div><p data-domain="x.bamboohr.de">'
    )
    (found,) = bamboohr.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == ("acme", Evidence.EMBED)
