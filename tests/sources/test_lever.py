"""Lever's quirks, each by name; the facts are from recordings and the documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, PayInterval, RawJob, Salary
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import lever
from jobscan.utils.text import html_to_text
from tests.fixtures.corpus import SCRUBBED, Corpus
from tests.sources.pages import as_json, jobs, read, source, without

ID = "3414ba28-35f7-45d3-8e13-35c883959635"
ITEM: dict[str, Any] = {
    "id": ID,
    "text": "Android Engineer",
    "createdAt": 1502907102690,
    "categories": {
        "location": "New York",
        "team": "Mobile",
        "department": "Hinge",
        "commitment": "Regular Full Time (Salary)",
        "allLocations": ["New York", "Remote"],
    },
    "country": "US",
    "workplaceType": "hybrid",
    "salaryRange": {"currency": "USD", "interval": "per-year-salary", "min": 150000, "max": 180000},
    "description": "<div>Opening Body</div>",
    "descriptionPlain": "Opening Body",
    "opening": "<div>Opening</div>",
    "descriptionBody": "<div>Body</div>",
    "lists": [{"text": "Requirements", "content": "<li>Kotlin</li>"}],
    "additional": "<div>Closing</div>",
    "additionalPlain": "Closing",
    "hostedUrl": f"https://jobs.lever.co/acme/{ID}",
    "applyUrl": f"https://jobs.lever.co/acme/{ID}/apply",
}


def site(*items: object) -> ParsedPage:
    return read("lever", as_json(list(items)))


def job_with(**changes: object) -> RawJob:
    return jobs(site({**ITEM, **changes}))[0]


# The request.


def test_a_site_is_one_request_that_asks_for_json_and_never_for_groups() -> None:
    request = lever.first_request(source("lever", "spotify"))
    assert request.url == "https://api.lever.co/v0/postings/spotify?mode=json"
    assert request.headers == {"Accept": "application/json"}


def test_each_region_is_a_host_and_a_lane_of_its_own() -> None:
    request = lever.first_request(source("lever", "eu/tomtom"))
    assert request.url == "https://api.eu.lever.co/v0/postings/tomtom?mode=json"
    assert request.limit.name != lever.first_request(source("lever", "tomtom")).limit.name


@pytest.mark.parametrize("identifier", ["spotify", "eu/tomtom"])
def test_the_crawl_delay_of_one_second_is_kept(identifier: str) -> None:
    limit = lever.first_request(source("lever", identifier)).limit
    assert (limit.concurrency, limit.per_second) == (4, 1.0)


def test_a_site_name_keeps_its_case_and_is_encoded() -> None:
    request = lever.first_request(source("lever", "1840&Company"))
    assert request.url == "https://api.lever.co/v0/postings/1840%26Company?mode=json"


@pytest.mark.parametrize("identifier", ["spotify", "eu/tomtom", "1840&Company", "neye-systems-inc.", "a_b"])
def test_a_site_name_is_accepted(identifier: str) -> None:
    assert lever.check_identifier(identifier) is None


@pytest.mark.parametrize("identifier", ["", "eu/", "us/spotify", "a/b/c", "https://jobs.lever.co/spotify", " a", "a\n"])
def test_what_is_no_site_name_is_refused_with_an_example(identifier: str) -> None:
    problem = lever.check_identifier(identifier)
    assert problem is not None
    assert '"spotify", or "eu/tomtom"' in problem


# Recorded sites.


def test_a_recorded_site_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("lever/matchgroup.full.json")
    parsed = read("lever", corpus.read("lever/matchgroup.full.json"), identifier="matchgroup")
    found = jobs(parsed)
    assert (len(found), parsed.total, parsed.lost) == (82, None, 0)
    assert [(job.external_id, job.title) for job in found] == [(item["id"], item["text"]) for item in raw]
    assert sum(job.salary is not None for job in found) == 48
    assert {job.salary.interval for job in found if job.salary} == {PayInterval.YEAR}
    assert {job.posted_at.tzinfo for job in found if job.posted_at} == {UTC}


@pytest.mark.parametrize("name", ["spotify.first4", "idealistconsulting.first2", "veeva.2.trimmed-text"])
def test_every_word_of_a_recorded_posting_is_in_its_description(corpus: Corpus, name: str) -> None:
    for item, job in zip(
        corpus.json(f"lever/{name}.json"), jobs(read("lever", corpus.read(f"lever/{name}.json"))), strict=True
    ):
        text = html_to_text(job.description, 1_000_000).split()
        for part in [item["description"], item["additional"], *(entry["content"] for entry in item.get("lists", []))]:
            assert set(html_to_text(part, 1_000_000).split()) <= set(text)


def test_an_empty_site_is_a_site(corpus: Corpus) -> None:
    assert read("lever", corpus.read("lever/errors/200-empty-site.json")) == ParsedPage()


# Fields.


def test_all_fields_of_a_full_posting() -> None:
    assert job_with() == RawJob(
        external_id=ID,
        title="Android Engineer",
        locations=("New York", "Remote"),
        url=f"https://jobs.lever.co/acme/{ID}",
        apply_url=f"https://jobs.lever.co/acme/{ID}/apply",
        department="Hinge",
        employment_type="Regular Full Time (Salary)",
        workplace="hybrid",
        salary=Salary(150000, 180000, "USD", PayInterval.YEAR),
        posted_at=datetime(2017, 8, 16, 18, 11, 42, 690000, tzinfo=UTC),
        description="<div>Opening Body</div><h3>Requirements</h3><ul><li>Kotlin</li></ul><div>Closing</div>",
        markup=Markup.HTML,
    )


def test_a_posting_with_nothing_but_id_and_title_is_a_posting() -> None:
    assert jobs(site({"id": "a", "text": "T"}))[0] == RawJob(
        external_id="a", title="T", url="https://jobs.lever.co/acme/a", markup=Markup.HTML
    )


@pytest.mark.parametrize(
    ("categories", "kept"),
    [
        (None, ()),
        ({}, ()),
        ({"team": "Mobile", "allLocations": []}, ()),
        ({"location": "A"}, ("A",)),
        ({"location": "", "allLocations": ["B"]}, ("B",)),
        ({"location": "B", "allLocations": ["A", "B", "C"]}, ("B", "A", "C")),
        ({"allLocations": ["A", None, "B"]}, ("A", "B")),
    ],
)
def test_the_primary_location_is_first_and_every_category_is_optional(
    categories: object, kept: tuple[str, ...]
) -> None:
    assert job_with(categories=categories).locations == kept


def test_the_team_stands_in_for_a_missing_department() -> None:
    assert job_with(categories={"team": "Mobile"}).department == "Mobile"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("unspecified", None),
        ("", None),
        (None, None),
        ("on-site", "on-site"),
        ("onsite", "onsite"),
        ("remote", "remote"),
    ],
)
def test_an_unspecified_workplace_says_nothing(sent: object, kept: str | None) -> None:
    assert job_with(workplaceType=sent).workplace == kept


@pytest.mark.parametrize("country", [None, "US"])
def test_the_country_may_be_null(country: object) -> None:
    assert job_with(country=country) == job_with()


@pytest.mark.parametrize(
    ("interval", "kept"),
    [
        ("per-year-salary", PayInterval.YEAR),
        ("per-month-salary", PayInterval.MONTH),
        ("per-week-salary", PayInterval.WEEK),
        ("per-day-wage", PayInterval.DAY),
        ("per-hour-wage", PayInterval.HOUR),
        ("one-time", PayInterval.ONCE),
        ("bi-month-salary", None),
        (None, None),
    ],
)
def test_the_words_for_pay_intervals_are_understood(interval: object, kept: PayInterval | None) -> None:
    salary = job_with(salaryRange={"currency": "USD", "interval": interval, "min": 10, "max": 20}).salary
    assert salary == Salary(10, 20, "USD", kept)


@pytest.mark.parametrize(
    ("interval", "kept"),
    [
        ("semi-month-salary", Salary(20, 40, "USD", PayInterval.MONTH)),
        ("bi-week-salary", Salary(5, 10, "USD", PayInterval.WEEK)),
    ],
)
def test_pay_for_part_or_multiple_of_an_interval_is_that_of_one(interval: str, kept: Salary) -> None:
    assert job_with(salaryRange={"currency": "USD", "interval": interval, "min": 10, "max": 20}).salary == kept


@pytest.mark.parametrize("pay", [None, {}, {"min": None, "max": None}, {"min": 0, "max": 0, "currency": "USD"}])
def test_a_salary_without_amounts_is_none(pay: object) -> None:
    assert job_with(salaryRange=pay).salary is None


@pytest.mark.parametrize("stamp", [None, -1, 10**30, 1.5])
def test_an_impossible_creation_time_is_none(stamp: object) -> None:
    assert job_with(createdAt=stamp).posted_at is None


def test_requirements_live_in_lists_and_headings_are_plain_text() -> None:
    job = job_with(
        lists=[
            {"text": "R&D <2 years", "content": "<li>a</li>"},
            {"text": "", "content": "<li>b</li>"},
            {"text": None},
        ],
        additional="",
        additionalPlain=None,
    )
    assert job.description == (
        "<div>Opening Body</div><h3>R&amp;D &lt;2 years</h3><ul><li>a</li></ul><ul><li>b</li></ul>"
    )


def test_opening_and_body_are_not_told_twice() -> None:
    assert job_with().description.count("Opening") == 1


def test_plain_text_stands_in_for_missing_html() -> None:
    item = without(ITEM, "description", "additional", "lists")
    item.update(descriptionPlain="1 < 2\n\nsecond & last", additionalPlain="Bye")
    description = jobs(site(item))[0].description
    assert html_to_text(description, 1000).replace("\n\n", "\n").split("\n") == ["1 < 2", "second & last", "Bye"]


def test_a_recording_without_html_keeps_its_plain_text(corpus: Corpus) -> None:
    raw = corpus.json("lever/outreach.4.trimmed-fields.json")
    found = jobs(read("lever", corpus.read("lever/outreach.4.trimmed-fields.json")))
    for item, job in zip(raw, found, strict=True):
        words = set(html_to_text(job.description, 1_000_000).split())
        assert words
        assert set(item["descriptionPlain"].split()) <= words


def test_byte_order_marks_and_hard_blanks_are_left_to_the_cleaning() -> None:
    assert job_with(text="\ufeffEngineer\u00a0II").title == "\ufeffEngineer\u00a0II"


@pytest.mark.parametrize("identifier", ["acme", "eu/acme"])
def test_an_unusable_url_becomes_the_page_of_the_region(identifier: str) -> None:
    parsed = read("lever", as_json([{**ITEM, "hostedUrl": "javascript:x", "applyUrl": "//"}]), identifier=identifier)
    host = "jobs.eu.lever.co" if identifier == "eu/acme" else "jobs.lever.co"
    assert (jobs(parsed)[0].url, jobs(parsed)[0].apply_url) == (f"https://{host}/acme/{ID}", None)


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_keys_changes_no_fingerprint(order: int) -> None:
    shuffled = dict(list(ITEM.items())[::order])
    shuffled["salaryRange"] = dict(list(ITEM["salaryRange"].items())[::order])
    assert site(shuffled).postings[0].fingerprint == site(ITEM).postings[0].fingerprint


@pytest.mark.parametrize("change", [{"createdAt": 1}, {"country": None}, {"opening": "x"}, {"salaryDescription": "x"}])
def test_stamps_and_what_nobody_reads_change_no_fingerprint(change: dict[str, object]) -> None:
    assert site({**ITEM, **change}).postings[0].fingerprint == site(ITEM).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other"},
        {"categories": {}},
        {"workplaceType": "remote"},
        {"salaryRange": None},
        {"description": "<p>other</p>"},
        {"lists": []},
        {"additional": "<p>other</p>"},
        {"hostedUrl": "https://acme.com/1"},
        {"applyUrl": None},
    ],
)
def test_everything_that_is_read_changes_the_fingerprint(change: dict[str, object]) -> None:
    assert site({**ITEM, **change}).postings[0].fingerprint != site(ITEM).postings[0].fingerprint


# Answers that are no site.


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, SCRUBBED.read("lever/errors/404-unknown-site.json"), BoardFailure.NOT_FOUND),
        (200, SCRUBBED.read("lever/errors/404-unknown-site.json"), BoardFailure.UNREADABLE),
        (200, b"<html></html>", BoardFailure.UNREADABLE),
        (200, b"null", BoardFailure.UNREADABLE),
        (200, as_json([{"title": "Engineering", "postings": [ITEM]}]), BoardFailure.UNREADABLE),
        (200, as_json({"Engineering": [ITEM]}), BoardFailure.UNREADABLE),
        (429, b"", BoardFailure.REJECTED),
    ],
)
def test_an_answer_that_is_no_site_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Lever site acme: ") as caught:
        read("lever", body, status=status)
    assert caught.value.kind is kind


@pytest.mark.parametrize(("identifier", "other"), [("acme", '"eu/acme"'), ("eu/acme", '"acme"')])
def test_an_unknown_site_is_told_of_the_other_region(identifier: str, other: str) -> None:
    with pytest.raises(BoardError, match=other):
        read("lever", b'{"ok":false}', identifier=identifier, status=404)


def test_one_unreadable_posting_is_seen_and_costs_no_other() -> None:
    parsed = site({**ITEM, "id": "a"}, {**ITEM, "id": "b", "text": 1}, {"text": "no id"})
    assert [(posting.external_id, posting.job is None) for posting in parsed.postings] == [("a", False), ("b", True)]
    assert (parsed.lost, len(parsed.problems)) == (1, 2)


# Detection.


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://jobs.lever.co/Acme", "Acme"),
        ("https://jobs.lever.co/acme/", "acme"),
        (f"https://jobs.lever.co/acme/{ID}", "acme"),
        (f"https://jobs.lever.co/acme/{ID}/apply?lever-source=x", "acme"),
        ("https://jobs.eu.lever.co/acme", "eu/acme"),
        ("https://api.lever.co/v0/postings/acme?mode=json", "acme"),
        ("https://api.lever.co/v0/postings/acme?mode=iframe", "acme"),
        ("https://api.eu.lever.co/v0/postings/acme/" + ID, "eu/acme"),
        ("https://jobs.lever.co/1840&Company", "1840&Company"),
        ("https://jobs.lever.co/1840%26Company", "1840&Company"),
        ("JOBS.LEVER.CO/acme", "acme"),
    ],
)
def test_a_site_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = lever.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("lever", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.lever.co",
        "https://api.lever.co/v1/postings/acme",
        "https://www.lever.co/acme",
        "lever.co",
        "http://[",
    ],
)
def test_what_names_no_site_is_not_recognised(url: str) -> None:
    assert lever.detect(url) is None


def test_the_name_of_a_european_site_is_without_the_region() -> None:
    found = lever.detect("https://jobs.eu.lever.co/tom-tom")
    assert found is not None
    assert found.name == "Tom Tom"


def test_a_site_in_a_pages_script_is_recognised() -> None:
    html = '<script>fetch("https:\\/\\/api.lever.co\\/v0\\/postings\\/acme?mode=json")</script>'
    (found,) = lever.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == ("acme", Evidence.EMBED)


@pytest.mark.parametrize(
    "options",
    [
        "window.leverJobsOptions = {accountName: 'acme', includeCss: true};",
        'leverJobsOptions={"includeCss":false,"accountName":"acme"}',
        "window.leverJobsOptions = {\n  includeCss: true,\n  accountName : `acme`\n};",
        "leverJobsOptions.accountName = 'acme'",
        "window['leverJobsOptions'] = {}; leverJobsOptions['accountName'] = 'acme'",
        'x = "window.leverJobsOptions = {\\"accountName\\": \\"acme\\"}"',
    ],
)
def test_the_options_of_the_public_embed_script_name_a_site(options: str) -> None:
    html = f"<script>{options}</script><script src='https://andreasmb.github.io/lever-jobs-embed/index.js'></script>"
    sites = {(found.source.identifier, found.evidence) for found in lever.detect_in(EmployerPage(html))}
    assert sites == {("acme", Evidence.EMBED)}


@pytest.mark.parametrize(
    "html",
    [
        "<script>window.leverJobsOptions = {accountName: account}</script>",
        "<script>window.leverJobsOptions = {accountName: ''}</script>",
        "<script>analytics = {accountName: 'acme'}</script>",
        "<!-- <script>window.leverJobsOptions = {accountName: 'acme'}</script> -->",
    ],
)
def test_options_that_name_no_site_are_none(html: str) -> None:
    assert lever.detect_in(EmployerPage(html)) == []
