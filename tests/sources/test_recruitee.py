"""Recruitee's quirks, each by name; the facts are from recordings, its documentation and public reports of 2026."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.fetch.failures import Failure
from jobscan.fetch.redirects import next_url
from jobscan.sources.systems import recruitee
from tests.fixtures.corpus import Corpus
from tests.sources.boards.recruitee import offer, offers
from tests.sources.pages import answer, jobs, read, source

ACME = source("recruitee", "acme")


def job(**changes: Any) -> RawJob:
    return jobs(read("recruitee", offers(offer(1, **changes))))[0]


# The request and its token.


def test_a_board_is_one_request_without_a_token() -> None:
    request = recruitee.first_request(ACME)
    assert request.url == "https://acme.recruitee.com/api/offers/"
    assert request.headers == {"Accept": "application/json"}


def test_a_configured_token_is_sent() -> None:
    request = recruitee.first_request(dataclasses.replace(ACME, token="t0k-en"))
    assert request.headers["X-Careers-Sites-Token"] == "t0k-en"


@pytest.mark.parametrize("token", ["a\nX-Other: 1", "clé"])
def test_a_token_that_no_header_can_have_is_refused_and_not_told(token: str) -> None:
    with pytest.raises(BoardError, match="the token has characters") as caught:
        recruitee.first_request(dataclasses.replace(ACME, token=token))
    assert token not in str(caught.value)


@pytest.mark.parametrize(("token", "said"), [(None, "wants a token"), ("t0ken", "the one configured is refused")])
def test_a_site_that_wants_a_token_says_how_to_get_one(token: str | None, said: str) -> None:
    site = dataclasses.replace(ACME, token=token)
    with pytest.raises(BoardError, match=said) as caught:
        recruitee.parse(site, recruitee.first_request(site), answer(b"", status=401))
    assert caught.value.kind is BoardFailure.FORBIDDEN
    assert "Careers API tokens" in str(caught.value)


def test_a_site_that_is_not_hosted_leads_elsewhere_and_is_not_followed() -> None:
    asked = httpx.URL(recruitee.first_request(ACME).url)
    with pytest.raises(Failure, match=r"moved to https://recruitee\.com/careers_not_hosted"):
        next_url(asked, 301, "https://recruitee.com/careers_not_hosted", follow=False)


# Recorded sites.


@pytest.mark.parametrize("name", ["acme-anonymised_offers", "channable_offers_trimmed", "germanzeroev_offers"])
def test_recorded_sites_are_read_whole(corpus: Corpus, name: str) -> None:
    raw = corpus.json(f"recruitee/{name}.json")["offers"]
    found = jobs(read("recruitee", corpus.read(f"recruitee/{name}.json")))
    assert [(job.external_id, job.title, job.url, job.apply_url, job.company) for job in found] == [
        (str(item["id"]), item["title"], item["careers_url"], item["careers_apply_url"], item["company_name"])
        for item in raw
    ]
    for job, item in zip(found, raw, strict=True):
        assert job.locations[0] == ", ".join(dict.fromkeys(item["location"].split(", ")))
        assert job.description == item.get("description", "") + item.get("requirements", "")
        assert job.updated_at is not None
        assert f"{job.updated_at:%Y-%m-%d %H:%M:%S} UTC" == item["updated_at"]
        low = item["salary"]["min"]
        assert (job.salary and job.salary.minimum) == (float(low) if low else None)


def test_a_recorded_posting_at_home_keeps_the_place_of_its_office(corpus: Corpus) -> None:
    found = jobs(read("recruitee", corpus.read("recruitee/germanzeroev_offers.json")))[2]
    assert (found.locations, found.offices, found.workplace) == (("Homeoffice",), ("Berlin, Deutschland",), "Remote")
    assert found.salary is None


# Fields.


def test_all_fields_of_a_full_posting() -> None:
    assert job() == RawJob(
        external_id="1",
        title="Accountant 1",
        company="Acme GmbH",
        locations=("Berlin, Deutschland",),
        offices=("Berlin, Deutschland",),
        url="https://jobs.acme.com/o/accountant-1",
        apply_url="https://jobs.acme.com/o/accountant-1/c/new",
        department="Finance",
        employment_type="fulltime_permanent",
        workplace="Hybrid",
        salary=Salary(60000, 75000, "EUR", PayInterval.YEAR),
        posted_at=datetime(2026, 8, 5, 10, 10, 39, tzinfo=UTC),
        updated_at=datetime(2026, 8, 5, 11, 45, 30, tzinfo=UTC),
        description="<p>Count.</p><p>DATEV</p>",
    )


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ({"id": 1, "title": "T", "slug": "a b"}, "https://acme.recruitee.com/o/a%20b"),
        ({"id": 1, "title": "T"}, "https://acme.recruitee.com"),
    ],
)
def test_a_posting_with_nothing_but_id_and_title_is_a_posting(item: dict[str, object], url: str) -> None:
    assert jobs(read("recruitee", offers(item)))[0] == RawJob(external_id="1", title="T", url=url)


@pytest.mark.parametrize("change", [{"status": "draft"}, {"status": "archived"}, {"kind": "talent_pool"}])
def test_what_is_no_published_posting_is_not_listed(change: dict[str, str]) -> None:
    parsed = read("recruitee", offers(offer(1, **change), offer(2, status=None, kind="job")))
    assert [posting.external_id for posting in parsed.postings] == ["2"]


@pytest.mark.parametrize(
    ("flags", "kept"),
    [
        ((True, False, False), "Remote"),
        ((False, True, False), "Hybrid"),
        ((False, False, True), "On-site"),
        ((False, True, True), "Hybrid / On-site"),
        ((False, False, False), None),
        ((None, None, None), None),
    ],
)
def test_flags_that_overlap_are_all_told(flags: tuple[bool | None, ...], kept: str | None) -> None:
    assert job(**dict(zip(("remote", "hybrid", "on_site"), flags, strict=True))).workplace == kept


@pytest.mark.parametrize(
    ("pay", "kept"),
    [
        ({"min": None, "max": None, "period": None, "currency": None}, None),
        (
            {"min": "18.50", "max": None, "period": "hour", "currency": "EUR"},
            Salary(18.5, None, "EUR", PayInterval.HOUR),
        ),
        (
            {"min": None, "max": "5000", "period": "month", "currency": "EUR"},
            Salary(None, 5000, "EUR", PayInterval.MONTH),
        ),
        ({"min": "0", "max": "", "period": "year"}, None),
        (None, None),
    ],
)
def test_amounts_are_texts_and_often_missing(pay: object, kept: Salary | None) -> None:
    assert job(salary=pay).salary == kept


def test_the_place_of_the_page_comes_first_and_the_others_behind_it() -> None:
    others = [{"city": "Utrecht", "state": "Utrecht", "country": "Netherlands"}, {"city": None}, {}]
    assert job(location="Remote job", locations=others).locations == ("Remote job", "Utrecht, Netherlands")


@pytest.mark.parametrize("stamp", [None, "", "yesterday", "2026-13-05 10:10:39 UTC"])
def test_an_unreadable_date_is_none(stamp: object) -> None:
    assert (job(published_at=stamp).posted_at, job(updated_at=stamp).updated_at) == (None, None)


@pytest.mark.parametrize(
    "change", [{"updated_at": "2026-09-01 00:00:00 UTC"}, {"published_at": None}, {"position": 7}, {"tags": ["x"]}]
)
def test_dates_and_what_nobody_reads_change_no_fingerprint(change: dict[str, Any]) -> None:
    before, after = (read("recruitee", offers(item)).postings[0] for item in (offer(1), offer(1, **change)))
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b'{"error":"Not Found"}', BoardFailure.NOT_FOUND),
        (200, b'{"error":"Not Found"}', BoardFailure.UNREADABLE),
        (200, b'{"offers":null}', BoardFailure.UNREADABLE),
        (200, b"[]", BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_site_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Recruitee site acme: ") as caught:
        read("recruitee", body, status=status)
    assert caught.value.kind is kind


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["", " ", "a.b", "https://acme.recruitee.com", "acme/o", "a" * 64])
def test_what_is_no_name_is_refused_with_an_example(identifier: str) -> None:
    assert "channable" in (recruitee.check_identifier(identifier) or "")


def test_a_name_is_in_lower_case() -> None:
    assert recruitee.check_identifier("Acme") == 'write the name in lower case: "acme"'
    assert recruitee.check_identifier("12build") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.recruitee.com",
        "https://acme.recruitee.com/o/senior-accountant/c/new",
        "https://ACME.recruitee.com/api/offers/",
        "acme.recruitee.com/l/en/",
    ],
)
def test_a_company_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = recruitee.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("recruitee", "acme", "Acme")


@pytest.mark.parametrize(
    "url",
    [
        "https://recruitee.com/careers_not_hosted",
        "https://www.recruitee.com/pricing",
        "https://api.recruitee.com/c/1/offers",
        "https://docs.recruitee.com/reference",
        "https://a.b.recruitee.com",
        "http://[",
    ],
)
def test_what_names_no_company_is_not_recognised(url: str) -> None:
    assert recruitee.detect(url) is None
