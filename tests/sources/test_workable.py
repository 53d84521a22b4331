"""Workable's quirks, each by name; the facts are from recordings and public reports of 2026."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import workable
from tests.fixtures.corpus import Corpus
from tests.sources.boards.workable import BERLIN, account, row
from tests.sources.pages import jobs, read, source, without

MADRID = {"country": "Spain", "countryCode": "ES", "city": "Madrid", "region": None, "hidden": False}


def board(*rows: object) -> ParsedPage:
    return read("workable", account(*rows))


def job(**changes: Any) -> RawJob:
    return jobs(board(row("A1", **changes)))[0]


def test_an_account_is_one_request_with_the_descriptions_and_none_beside_it() -> None:
    request = workable.first_request(source("workable", "acme"))
    assert request.url == "https://apply.workable.com/api/v1/widget/accounts/acme?details=true"
    assert request.limit.concurrency == 1


@pytest.mark.parametrize(
    "name",
    [
        "amazingcarecareers.1.details",
        "crewai.4.trimmed-text",
        "huggingface.3.nodetails",
        "netguru.3.trimmed-fields",
        "vasion.2.trimmed-text",
    ],
)
def test_recorded_accounts_are_read_whole(corpus: Corpus, name: str) -> None:
    raw = corpus.json(f"workable/{name}.json")
    found = jobs(read("workable", corpus.read(f"workable/{name}.json")))
    assert [(job.external_id, job.title, job.company) for job in found] == [
        (item["shortcode"], item["title"], raw["name"]) for item in raw["jobs"]
    ]
    for job, item in zip(found, raw["jobs"], strict=True):
        assert job.url == item["url"]
        assert job.description == item.get("description", "")
        assert (job.workplace == "Remote") == item["telecommuting"]
        assert job.posted_at == datetime.fromisoformat(item["published_on"]).replace(tzinfo=UTC)
        assert job.locations


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="A1",
        title="Nurse A1",
        company="Acme",
        locations=("Berlin, Germany",),
        url="https://apply.workable.com/j/A1",
        apply_url="https://apply.workable.com/j/A1/apply",
        department="Care",
        employment_type="Full-time",
        posted_at=datetime(2026, 7, 30, tzinfo=UTC),
        description="<p>Care for people.</p>",
    )


def test_a_posting_with_nothing_but_id_and_title_is_a_posting() -> None:
    found = jobs(board({"shortcode": 1865248842, "title": "T"}))[0]
    assert found == RawJob(
        external_id="1865248842", title="T", company="Acme", url="https://apply.workable.com/acme/j/1865248842/"
    )


@pytest.mark.parametrize("key", ["employment_type", "department"])
def test_an_empty_text_says_nothing(key: str) -> None:
    assert getattr(job(**{key: ""}), key) is None


@pytest.mark.parametrize(
    ("places", "kept"),
    [
        ([BERLIN, MADRID], ("Berlin, Germany", "Madrid, Spain")),
        ([{**MADRID, "hidden": True}], ("Spain",)),
        ([{"country": "Brazil", "city": "", "region": None}], ("Brazil",)),
        ([{}], ()),
    ],
)
def test_a_hidden_city_is_not_told(places: list[object], kept: tuple[str, ...]) -> None:
    assert job(locations=places).locations == kept


@pytest.mark.parametrize("places", [[], None])
def test_the_place_of_the_row_stands_in_for_a_missing_list(places: object) -> None:
    found = job(locations=places, city="Woodland Park", state="Colorado", country="United States")
    assert found.locations == ("Woodland Park, Colorado, United States",)


# A row for each place.


def test_rows_with_one_id_are_one_posting_in_all_their_places_whatever_their_order() -> None:
    rows = [
        row("A1", locations=[MADRID]),
        row("A1", locations=[BERLIN]),
        row("A1", locations=[BERLIN, MADRID]),
        row("B2"),
    ]
    found = {
        (posting.fingerprint, posting.job.locations)
        for order in permutations(rows)
        for posting in board(*order).postings
        if posting.job is not None and posting.external_id == "A1"
    }
    assert {places for _, places in found} == {("Berlin, Germany", "Madrid, Spain")}
    assert len(found) == 1
    assert [posting.external_id for posting in board(*rows).postings] == ["A1", "B2"]


def test_rows_that_all_name_all_places_keep_the_boards_order() -> None:
    again = [row("A1", locations=[MADRID, BERLIN], city=city) for city in ("Madrid", "Berlin")]
    assert jobs(board(*again))[0].locations == ("Madrid, Spain", "Berlin, Germany")


def test_a_repeated_row_that_cannot_be_read_costs_nothing_of_the_others() -> None:
    parsed = board(
        row("A1", title=7), row("A1"), row("B2", title=7), row("B2", title=[]), without(row("C3"), "shortcode")
    )
    assert [(posting.external_id, posting.job is None) for posting in parsed.postings] == [("A1", False), ("B2", True)]
    assert (parsed.lost, len(parsed.problems)) == (1, 4)


# Change.


@pytest.mark.parametrize("change", [{"published_on": "2026-11-01"}, {"created_at": "x"}, {"industry": "x"}])
def test_dates_and_what_nobody_reads_change_no_fingerprint(change: dict[str, Any]) -> None:
    assert board(row("A1", **change)).postings[0].fingerprint == board(row("A1")).postings[0].fingerprint


@pytest.mark.parametrize(
    "change", [{"title": "x"}, {"telecommuting": True}, {"locations": [MADRID]}, {"description": "<p>x</p>"}]
)
def test_everything_that_is_read_does(change: dict[str, Any]) -> None:
    assert board(row("A1", **change)).postings[0].fingerprint != board(row("A1")).postings[0].fingerprint


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"Not Found", BoardFailure.NOT_FOUND),
        (200, b'{"error":"rate_limit"}', BoardFailure.UNREADABLE),
        (200, b'{"total":2,"results":[]}', BoardFailure.UNREADABLE),
        (403, b"", BoardFailure.FORBIDDEN),
    ],
)
def test_an_answer_that_is_no_account_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Workable account acme: ") as caught:
        read("workable", body, status=status)
    assert caught.value.kind is kind


# Detection.


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://apply.workable.com/huggingface", "huggingface"),
        ("https://apply.workable.com/ridgway-machines-ltd-1/?lng=en", "ridgway-machines-ltd-1"),
        ("https://apply.workable.com/huggingface/j/F4C096B22E/", "huggingface"),
        ("https://apply.workable.com/api/v1/widget/accounts/huggingface?details=true", "huggingface"),
        ("https://apply.workable.com/api/v3/accounts/huggingface/jobs", "huggingface"),
        ("https://www.workable.com/api/accounts/huggingface", "huggingface"),
        ("https://nu-quantum.workable.com/", "nu-quantum"),
    ],
)
def test_an_account_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = workable.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("workable", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://apply.workable.com",
        "https://apply.workable.com/j/F4C096B22E",
        "https://apply.workable.com/api/v1/widget/accounts",
        "https://jobs.workable.com/company/gtYQCeCQYDV9vkqD6DowUY/jobs-at-orchard-therapeutics",
        "https://www.workable.com/pricing",
        "https://help.workable.com/hc/en-us",
        "https://workable.com",
    ],
)
def test_what_names_no_account_is_not_recognised(url: str) -> None:
    assert workable.detect(url) is None
