"""Teamtailor's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import teamtailor
from tests.fixtures.corpus import Corpus
from tests.sources.boards.teamtailor import item
from tests.sources.pages import answer, as_json, jobs, read, source


def job_with(posting: dict[str, Any] | None = None, **changes: object) -> RawJob:
    return jobs(read("teamtailor", as_json({"items": [item("a", posting=posting, **changes)]})))[0]


# The requests.


def test_the_first_page_is_the_feed_itself() -> None:
    request = teamtailor.first_request(source("teamtailor", "bearingpointusa.na"))
    assert request.url == "https://bearingpointusa.na.teamtailor.com/jobs.json"


def test_a_page_is_followed_by_the_next_until_there_is_none(corpus: Corpus) -> None:
    site = source("teamtailor", "chalhoubgroup")
    first = teamtailor.parse(
        site, teamtailor.first_request(site), answer(corpus.read("teamtailor/chalhoubgroup_jobs_page1.json"))
    )
    (request,) = first.next
    assert request.url == corpus.json("teamtailor/chalhoubgroup_jobs_page1.json")["next_url"]
    second = teamtailor.parse(site, request, answer(corpus.read("teamtailor/chalhoubgroup_jobs_page2.json")))
    assert second.next == ()
    assert [job.title for job in (*jobs(first), *jobs(second))] == [
        "Finance Manager",
        "Senior Manager - Administration (Cairo)",
    ]


@pytest.mark.parametrize("sent", ["https://evil.example/jobs.json", "https://acme.teamtailor.com/jobs.json"])
def test_the_next_page_is_always_one_of_this_site(sent: str) -> None:
    (request,) = read("teamtailor", as_json({"items": [item("a")], "next_url": sent})).next
    assert request.url == "https://acme.teamtailor.com/jobs.json?page=2&per_page=100"


def test_a_page_without_postings_is_no_end_of_a_list_that_goes_on() -> None:
    site = source("teamtailor", "acme")
    first = read("teamtailor", as_json({"items": [item("a")], "next_url": "x"}))
    for number, body in ((1, {"items": [], "next_url": "x"}), (2, {"items": [], "next_url": "x"}), (2, {"items": []})):
        request = teamtailor.first_request(site) if number == 1 else first.next[0]
        with pytest.raises(BoardError, match=f"page {number} of its feed has no postings"):
            teamtailor.parse(site, request, answer(as_json(body)))


# Recorded feeds.


@pytest.mark.parametrize("name", ["1komma5", "career-teamtailor", "leaseweb"])
def test_a_recorded_feed_is_read_field_by_field(corpus: Corpus, name: str) -> None:
    raw = corpus.json(f"teamtailor/{name}_jobs.json")["items"]
    found = jobs(read("teamtailor", corpus.read(f"teamtailor/{name}_jobs.json"), identifier=name))
    assert [(job.external_id, job.title, job.url) for job in found] == [
        (one["id"], one["title"], one["url"]) for one in raw
    ]
    assert [job.posted_at for job in found] == [datetime.fromisoformat(one["date_published"]) for one in raw]
    assert [job.locations for job in found] == [
        tuple(
            f"{place['address']['addressLocality'].strip()}, {place['address']['addressCountry']}"
            for place in one["_jobposting"]["jobLocation"]
        )
        for one in raw
    ]
    assert [job.description for job in found] == [one.get("content_html", "") for one in raw]


def test_recorded_pay_is_a_range_or_one_amount(corpus: Corpus) -> None:
    found = jobs(read("teamtailor", corpus.read("teamtailor/leaseweb_jobs.json")))
    assert [job.salary for job in found] == [
        Salary(61220, 90000, "EUR", PayInterval.YEAR),
        Salary(84000, 84000, "CAD", PayInterval.YEAR),
        None,
    ]


# Fields.


def test_all_fields_of_a_posting() -> None:
    job = job_with(
        {"employmentType": "FULL_TIME", "jobLocationType": "TELECOMMUTE"}, date_modified="2026-04-01T00:00:00Z"
    )
    assert job == RawJob(
        external_id="a",
        title="Engineer a",
        company="Acme",
        locations=("Madrid, ES",),
        url="https://acme.teamtailor.com/jobs/7323464-engineer-a",
        employment_type="FULL_TIME",
        workplace="TELECOMMUTE",
        posted_at=datetime.fromisoformat("2026-03-03T14:43:09+01:00"),
        updated_at=datetime.fromisoformat("2026-04-01T00:00:00+00:00"),
        description="<p>Build things.</p>",
    )


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"address": {"addressLocality": None, "addressRegion": "EMEA", "addressCountry": "ES"}}, ("EMEA, ES",)),
        (
            [{"address": {"addressLocality": "A"}}, {"address": None}, 7, {"address": {"addressLocality": "B"}}],
            ("A", "B"),
        ),
        ([], ()),
        (None, ()),
        ("Madrid", ()),
    ],
)
def test_places_may_be_one_several_or_none(place: object, kept: tuple[str, ...]) -> None:
    assert job_with({"jobLocation": place}).locations == kept


@pytest.mark.parametrize(
    ("pay", "kept"),
    [
        (
            {"currency": None, "value": {"unitText": "HOUR", "minValue": "20", "maxValue": ""}},
            Salary(20, None, None, PayInterval.HOUR),
        ),
        ({"currency": "", "value": {"unitText": "MONTH", "value": 3000}}, Salary(3000, 3000, None, PayInterval.MONTH)),
        ({"currency": "EUR", "value": {"unitText": "YEAR", "minValue": "0", "maxValue": "0"}}, None),
        ({"currency": "EUR", "value": None}, None),
        ({"currency": "EUR", "value": {"minValue": {}}}, None),
        ("x", None),
    ],
)
def test_pay_is_read_whatever_its_parts_are(pay: object, kept: Salary | None) -> None:
    assert job_with({"baseSalary": pay}).salary == kept


def test_an_item_without_a_posting_is_a_posting() -> None:
    job = job_with(_jobposting=None, url="javascript:x", content_html=None)
    assert (job.url, job.company, job.locations, job.description) == (
        "https://acme.teamtailor.com/jobs",
        None,
        (),
        "",
    )


def test_an_unusable_address_is_made_of_the_number() -> None:
    assert job_with(url=None).url == "https://acme.teamtailor.com/jobs/7323464"


@pytest.mark.parametrize("change", [{"date_published": "2026-09-01T00:00:00Z"}, {"date_modified": "x"}])
def test_stamps_change_no_fingerprint(change: dict[str, Any]) -> None:
    before, after = (
        read("teamtailor", as_json({"items": [one]})).postings[0] for one in (item("a"), item("a", **change))
    )
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"<html>", BoardFailure.NOT_FOUND),
        (200, b'{"version": "https://jsonfeed.org/version/1.1"}', BoardFailure.UNREADABLE),
        (200, b'{"items": null}', BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_feed_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Teamtailor site acme: ") as caught:
        read("teamtailor", body, status=status)
    assert caught.value.kind is kind


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["leaseweb", "bearingpointusa.na", "cameramatics-1639649453", "1komma5"])
def test_a_name_is_accepted(identifier: str) -> None:
    assert teamtailor.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier", ["", "www", "app", "leaseweb.teamtailor.com", "Leaseweb", "a/b", "a.b.na", "a\n"]
)
def test_what_is_no_name_is_refused_with_an_example(identifier: str) -> None:
    problem = teamtailor.check_identifier(identifier)
    assert problem is not None
    assert '"leaseweb"' in problem


@pytest.mark.parametrize(
    ("url", "identifier", "name"),
    [
        ("https://leaseweb.teamtailor.com/jobs/7323464-sales", "leaseweb", "Leaseweb"),
        ("https://bearingpointusa.na.teamtailor.com/jobs", "bearingpointusa.na", "Bearingpointusa"),
        ("https://sparrowquantum-1750238140.teamtailor.com", "sparrowquantum-1750238140", "Sparrowquantum"),
        ("https://career.teamtailor.com/jobs.json", "career", "Career"),
    ],
)
def test_a_site_is_recognised_by_its_host(url: str, identifier: str, name: str) -> None:
    found = teamtailor.detect(url)
    assert found is not None
    assert (found.identifier, found.name) == (identifier, name)


@pytest.mark.parametrize(
    "url", ["https://teamtailor.com", "https://www.teamtailor.com/en", "https://api.teamtailor.com/v1/jobs"]
)
def test_hosts_of_the_vendor_are_no_sites(url: str) -> None:
    assert teamtailor.detect(url) is None


def test_among_all_known_careers_addresses_only_teamtailors_are_recognised(corpus: Corpus) -> None:
    urls = [row["board_url"] for row in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    ours = {url for url in urls if ".teamtailor.com" in url}
    assert len(ours) > 20
    assert {url for url in urls if teamtailor.detect(url)} == ours


def test_a_site_that_a_page_links_to_is_found() -> None:
    (found,) = teamtailor.detect_in(EmployerPage('<a href="https://leaseweb.teamtailor.com/jobs">Jobs</a>'))
    assert found.source.identifier == "leaseweb"
