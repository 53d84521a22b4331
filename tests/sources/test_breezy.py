"""Breezy's quirks, each by name; the facts are from recordings and public reports of 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.domain.page import Audience, Page, Purpose
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import breezy
from tests.fixtures.corpus import Corpus
from tests.sources.boards.breezy import described, page, row
from tests.sources.pages import answer, as_json, read, source, without

ACME = source("breezy", "acme")
AT = "https://acme.breezy.hr/p/a-driver"


def listing(*rows: object) -> ParsedPage:
    return read("breezy", as_json(list(rows)))


def read_page(given: Page, *, at: str = AT, **changes: Any) -> RawJob:
    request = listing(row("a", **changes)).postings[0].detail
    assert request is not None
    (posting,) = breezy.parse(ACME, request, replace(given, url=at)).postings
    assert posting.job is not None
    return posting.job


def job(**changes: Any) -> RawJob:
    return read_page(page(described()), **changes)


# The list.


def test_the_list_is_one_request_and_the_text_of_a_posting_is_on_its_page() -> None:
    assert breezy.first_request(ACME).url == "https://acme.breezy.hr/json"
    request = listing(row("a")).postings[0].detail
    assert request is not None
    assert (request.url, request.purpose, request.audience) == (AT, Purpose.DETAIL, Audience.PAGE)


@pytest.mark.parametrize("name", ["10-4-truck-recruiting", "breezy_own_board", "matroid"])
def test_recorded_lists_are_read_whole(corpus: Corpus, name: str) -> None:
    raw = corpus.json(f"breezy/{name}.json")
    parsed = read("breezy", corpus.read(f"breezy/{name}.json"))
    assert (parsed.problems, parsed.lost, parsed.total) == ((), 0, None)
    assert [(posting.external_id, posting.detail and posting.detail.url) for posting in parsed.postings] == [
        (item["id"], item["url"]) for item in raw
    ]
    assert [posting.face and (posting.face.title, posting.face.places) for posting in parsed.postings] == [
        (item["name"], item["location"]["name"]) for item in raw
    ]


def test_recorded_pay_is_read_as_it_is_shown(corpus: Corpus) -> None:
    year, hour = PayInterval.YEAR, PayInterval.HOUR
    shown = [job(salary=item["salary"]).salary for item in corpus.json("breezy/matroid.json")]
    assert [pay and (pay.minimum, pay.maximum, pay.interval) for pay in shown] == [
        (170_000, 300_000, year),
        (150_000, 300_000, year),
        None,
        (150, 225_000, year),
        None,
        None,
        (150_000, 250_000, year),
        (150_000, 250_000, year),
        (150_000, 300_000, year),
        (35, 40, hour),
    ]


def test_an_older_form_of_the_list_is_read_alike() -> None:
    old = {"company": {"name": "Acme"}, "positions": [{**without(row("a"), "id"), "_id": "a"}]}
    parsed = read("breezy", as_json(old))
    assert [(posting.external_id, posting.fingerprint) for posting in parsed.postings] == [
        (posting.external_id, posting.fingerprint) for posting in listing(row("a")).postings
    ]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://former-name.breezy.hr/p/a-driver", "https://former-name.breezy.hr/p/a-driver"),
        ("https://evil.example/p/a", AT),
        ("http://acme.breezy.hr/p/a-driver", AT),
        ("https://breezy.hr.evil.example/p/a", AT),
        ("javascript:x", AT),
        (None, AT),
    ],
)
def test_no_address_leads_elsewhere_than_to_the_vendor(url: object, asked: str) -> None:
    request = listing(row("a", url=url)).postings[0].detail
    assert request is not None
    assert request.url == asked


def test_the_id_stands_in_for_a_missing_slug() -> None:
    request = listing(row("a/b", url=None, friendly_id=None)).postings[0].detail
    assert request is not None
    assert request.url == "https://acme.breezy.hr/p/a%2Fb"


@pytest.mark.parametrize("change", [{"published_date": "2026-11-01T00:00:00.000Z"}, {"description": "x"}])
def test_the_date_that_moves_changes_no_fingerprint(change: dict[str, Any]) -> None:
    assert listing(row("a", **change)).postings[0].fingerprint == listing(row("a")).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"name": "x"},
        {"type": "Part-Time"},
        {"location": None, "locations": None},
        {"department": ""},
        {"salary": None},
        {"company": None},
    ],
)
def test_everything_that_is_read_does(change: dict[str, Any]) -> None:
    assert listing(row("a", **change)).postings[0].fingerprint != listing(row("a")).postings[0].fingerprint


def test_a_row_without_a_name_is_seen_and_one_without_an_id_is_lost() -> None:
    parsed = listing(row("a", name=" "), row("b", name=7), without(row("c"), "id"), row("d"))
    assert [(posting.external_id, posting.detail is None) for posting in parsed.postings] == [
        ("a", True),
        ("b", True),
        ("d", False),
    ]
    assert (parsed.lost, len(parsed.problems)) == (1, 3)


# Postings.


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="a",
        title="Driver a",
        company="Acme",
        locations=("Tacoma, WA",),
        url=AT,
        department="Local",
        employment_type="Full-Time",
        salary=Salary(40000, 50000, "EUR", PayInterval.YEAR),
        posted_at=datetime(2023, 6, 14, tzinfo=UTC),
        description="<p>Drive <b>home</b>.</p>",
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"id": "fullTime", "name": "Full-Time"}, "Full-Time"),
        ({"id": "fullTime"}, "fullTime"),
        ("Contract", "Contract"),
        ({"name": 7}, None),
        (7, None),
        (None, None),
    ],
)
def test_the_type_of_employment_is_an_object_or_a_text(given: object, kept: str | None) -> None:
    assert job(type=given).employment_type == kept


@pytest.mark.parametrize(
    ("place", "others", "kept", "workplace"),
    [
        ({"name": "United States", "is_remote": True}, [], ("United States",), "Remote"),
        ({"name": "Tacoma, WA"}, [{"name": "Tacoma, WA"}, {"name": "Boise, ID"}], ("Tacoma, WA", "Boise, ID"), None),
        (
            {"city": "Austin", "state": {"name": "Texas"}, "country": {"name": "United States"}},
            None,
            ("Austin, Texas, United States",),
            None,
        ),
        ({"country": None, "state": None, "city": None}, None, (), None),
        (None, None, (), None),
    ],
)
def test_places(place: object, others: object, kept: tuple[str, ...], workplace: str | None) -> None:
    found = job(location=place, locations=others)
    assert (found.locations, found.workplace) == (kept, workplace)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("$1.40k - $1.80k", Salary(1400, 1800, None, None)),
        ("₱1,368 – ₱1,308,000 / year", Salary(1368, 1308000, "PHP", PayInterval.YEAR)),
        ("£25 / hour", Salary(25, 25, "GBP", PayInterval.HOUR)),
        ("€60.000", None),
        ("Competitive", None),
        ("$" + "1" * 500, None),
        ("", None),
        (None, None),
    ],
)
def test_pay_is_read_in_one_form_only_and_a_dollar_is_no_currency(text: str | None, kept: Salary | None) -> None:
    assert job(salary=text).salary == kept


def test_pay_with_its_currency_on_the_page_goes_before_the_text_of_the_list() -> None:
    pay = {"@type": "MonetaryAmount", "currency": "USD", "value": {"minValue": 10, "maxValue": 20, "unitText": "HOUR"}}
    assert read_page(page(described(baseSalary=pay))).salary == Salary(10, 20, "USD", PayInterval.HOUR)


# The page.


@pytest.mark.parametrize(
    "data",
    [
        ([described()],),
        ({"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, described()]},),
        ({"@type": "BreadcrumbList"}, described()),
    ],
)
def test_the_text_is_found_wherever_the_page_describes_it(data: tuple[object, ...]) -> None:
    assert read_page(page(*data)).description == "<p>Drive <b>home</b>.</p>"


def test_a_script_with_raw_line_ends_is_read_and_a_broken_one_is_passed() -> None:
    html = (
        b'<script type="application/ld+json">{"@type": "JobPosting" "x" 7</script>'
        b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>"
        b'<script id="x" type="application/ld+json">{"@type": "JobPosting", "description": "one\ntwo"}</script>'
    )
    assert read_page(answer(html, content_type="text/html")).description == "one\ntwo"


@pytest.mark.parametrize("date", [None, 7, "yesterday", {}])
def test_an_unreadable_date_is_none(date: object) -> None:
    assert read_page(page(described(datePosted=date))).posted_at is None


@pytest.mark.parametrize(
    "body",
    [
        b"<html><h1>Driver</h1></html>",
        b'<script type="application/ld+json">',
        b'<script type="application/ld+json"',
        b'<script type="application/ld+json">7</script>' * 100,
        b'<script type="application/ld+json">[[], 7, null, {"@graph": 7}]</script>',
        b'<script type="application/ld+json">{"@type": "JobPosting", "description": " "}</script>',
    ],
)
def test_a_page_that_describes_no_posting_is_an_error(body: bytes) -> None:
    with pytest.raises(BoardError, match="posting a of Breezy board acme: the page does not describe") as caught:
        read_page(answer(body, content_type="text/html"))
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_a_posting_that_leads_to_the_list_of_the_board_is_gone() -> None:
    with pytest.raises(BoardError, match="led to the list of the board") as caught:
        read_page(page(described()), at="https://acme.breezy.hr/")
    assert caught.value.kind is BoardFailure.NOT_FOUND


@pytest.mark.parametrize(("status", "kind"), [(404, BoardFailure.NOT_FOUND), (403, BoardFailure.FORBIDDEN)])
def test_a_page_that_is_refused_is_an_error(status: int, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="posting a of Breezy board acme: ") as caught:
        read_page(answer(b"", status=status))
    assert caught.value.kind is kind


@pytest.mark.parametrize("body", [b'{"error":"x"}', b'{"positions":null}', b"null", b"<html>", b""])
def test_an_answer_that_is_no_list_is_an_error(body: bytes) -> None:
    with pytest.raises(BoardError, match="Breezy board acme: ") as caught:
        read("breezy", body)
    assert caught.value.kind is BoardFailure.UNREADABLE


# Detection.


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.breezy.hr",
        "https://acme.breezy.hr/p/764f8a9923e3-deep-learning-engineer/apply",
        "https://ACME.breezy.hr/json",
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = breezy.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("breezy", "acme")


@pytest.mark.parametrize(
    "url",
    [
        "https://breezy.hr/features",
        "https://www.breezy.hr",
        "https://app.breezy.hr/signin",
        "https://assets-cdn.breezy.hr/x.js",
        "https://help.breezy.hr/en/articles/1",
        "http://[",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert breezy.detect(url) is None
