"""Ashby's quirks, each by name; the facts are from recordings and the documentation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import Markup, PayInterval, RawJob, Salary
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import ashby
from tests.fixtures.corpus import SCRUBBED, Corpus
from tests.sources.pages import as_json, jobs, read, source, without

ID = "34413f8d-26bf-4bbc-8ade-eb309a0e2245"


def part(
    low: object, high: object, currency: object = "USD", interval: str = "1 YEAR", kind: str = "Salary"
) -> dict[str, object]:
    return {
        "compensationType": kind,
        "interval": interval,
        "currencyCode": currency,
        "minValue": low,
        "maxValue": high,
        "summary": "as people read it",
    }


def compensation(*tiers: list[dict[str, object]], summary: list[dict[str, object]] | None = None) -> dict[str, object]:
    return {
        "compensationTierSummary": "$211.4K – $290.6K",
        "compensationTiers": [{"id": "t", "title": None, "components": tier} for tier in tiers],
        "summaryComponents": summary or [],
    }


ITEM: dict[str, Any] = {
    "id": ID,
    "title": " Security Engineer, Cloud",
    "department": "Engineering",
    "team": "Backend",
    "employmentType": "FullTime",
    "location": "New York, NY (HQ)",
    "address": {"postalAddress": {"addressLocality": "New York City", "addressCountry": "USA"}},
    "secondaryLocations": [
        {"location": "Remote (US)", "address": {"postalAddress": {"addressCountry": "United States"}}}
    ],
    "publishedAt": "2026-04-07T17:12:35.753+00:00",
    "isListed": True,
    "isRemote": True,
    "workplaceType": "Hybrid",
    "jobUrl": f"https://jobs.ashbyhq.com/acme/{ID}",
    "applyUrl": f"https://jobs.ashbyhq.com/acme/{ID}/application",
    "descriptionHtml": "<p>About</p>",
    "descriptionPlain": "About",
    "shouldDisplayCompensationOnJobPostings": True,
    "compensation": compensation([part(211400, 290600)]),
}


def board(*items: object) -> ParsedPage:
    return read("ashby", as_json({"apiVersion": "1", "jobs": list(items)}))


def job_with(**changes: object) -> RawJob:
    return jobs(board({**ITEM, **changes}))[0]


# The request.


def test_the_whole_board_is_one_request_with_compensation() -> None:
    request = ashby.first_request(source("ashby", "ramp"))
    assert request.url == "https://api.ashbyhq.com/posting-api/job-board/ramp?includeCompensation=true"
    assert request.headers == {"Accept": "application/json"}
    assert (request.limit.name, request.limit.concurrency) == ("ashby", 8)


@pytest.mark.parametrize(
    ("identifier", "path"),
    [("HighlightTA", "HighlightTA"), ("Applied Compute", "Applied%20Compute"), ("Køb", "K%C3%B8b"), ("a&b", "a%26b")],
)
def test_a_board_name_keeps_its_case_and_is_encoded(identifier: str, path: str) -> None:
    assert ashby.check_identifier(identifier) is None
    assert f"/job-board/{path}?" in ashby.first_request(source("ashby", identifier)).url


@pytest.mark.parametrize("identifier", ["", "api", "a/b", "https://jobs.ashbyhq.com/ramp", "ramp ", "a\u0000", ".."])
def test_what_is_no_board_name_is_refused_with_an_example(identifier: str) -> None:
    problem = ashby.check_identifier(identifier)
    assert problem is not None
    assert '"ramp"' in problem


# Recorded boards.


def test_a_recorded_board_is_read_whole(corpus: Corpus) -> None:
    raw = corpus.json("ashby/ramp.full.compensation.json")["jobs"]
    parsed = read("ashby", corpus.read("ashby/ramp.full.compensation.json"), identifier="ramp")
    found = jobs(parsed)
    assert (len(found), parsed.total, parsed.lost) == (120, None, 0)
    assert [(job.external_id, job.title) for job in found] == [(item["id"], item["title"]) for item in raw]
    assert [job.workplace for job in found] == [item["workplaceType"] for item in raw]


def test_the_salary_of_recorded_tiers_is_that_of_their_recorded_summary(corpus: Corpus) -> None:
    """Ashby sums its tiers up itself: an independent answer to the same question."""
    checked = 0
    for item in corpus.json("ashby/ramp.full.compensation.json")["jobs"]:
        summary = [
            entry for entry in item["compensation"]["summaryComponents"] if entry["compensationType"] == "Salary"
        ]
        if len(summary) != 1:
            continue
        salary = jobs(board(item))[0].salary
        assert salary is not None
        assert (salary.minimum, salary.maximum, salary.currency) == (
            summary[0]["minValue"],
            summary[0]["maxValue"],
            summary[0]["currencyCode"],
        )
        checked += 1
    assert checked > 90


@pytest.mark.parametrize("name", ["truelogic.first3", "render.2.trimmed-text", "wealth-com.3.trimmed-text"])
def test_boards_recorded_without_compensation_or_version_are_read(corpus: Corpus, name: str) -> None:
    assert jobs(read("ashby", corpus.read(f"ashby/{name}.json")))


def test_an_empty_board_is_a_board() -> None:
    assert board() == ParsedPage()


# Fields.


def test_all_fields_of_a_full_posting() -> None:
    assert job_with() == RawJob(
        external_id=ID,
        title=" Security Engineer, Cloud",
        locations=("New York, NY (HQ)", "Remote (US)"),
        url=f"https://jobs.ashbyhq.com/acme/{ID}",
        apply_url=f"https://jobs.ashbyhq.com/acme/{ID}/application",
        department="Engineering",
        employment_type="FullTime",
        workplace="Hybrid",
        salary=Salary(211400, 290600, "USD", PayInterval.YEAR),
        posted_at=datetime(2026, 4, 7, 17, 12, 35, 753000, tzinfo=UTC),
        description="<p>About</p>",
        markup=Markup.HTML,
    )


def test_a_posting_with_nothing_but_id_and_title_is_a_posting() -> None:
    assert jobs(board({"id": "a", "title": "T"}))[0] == RawJob(
        external_id="a", title="T", url="https://jobs.ashbyhq.com/acme/a"
    )


def test_an_unlisted_posting_is_left_out_and_not_lost() -> None:
    parsed = board({**ITEM, "isListed": False}, {**ITEM, "id": "b"})
    assert [posting.external_id for posting in parsed.postings] == ["b"]
    assert (parsed.lost, parsed.problems, parsed.total) == (0, (), None)


@pytest.mark.parametrize("listed", [None, True])
def test_a_posting_that_does_not_say_it_is_unlisted_is_listed(listed: object) -> None:
    assert job_with(isListed=listed) == job_with()


@pytest.mark.parametrize(
    ("workplace", "remote", "kept"),
    [
        ("Hybrid", True, "Hybrid"),
        ("OnSite", None, "OnSite"),
        (None, True, "Remote"),
        (None, False, None),
        (None, None, None),
        ("", True, "Remote"),
    ],
)
def test_the_workplace_wins_over_is_remote(workplace: object, remote: object, kept: str | None) -> None:
    assert job_with(workplaceType=workplace, isRemote=remote).workplace == kept


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"location": "Miami, FL", "address": {"postalAddress": {"addressLocality": "Miami"}}}, ("Miami, FL",)),
        ({"location": "Miami, FL", "address": {"addressLocality": "Miami"}}, ("Miami, FL",)),
        ({"address": {"addressLocality": "Miami", "addressRegion": "Florida "}}, ("Miami, Florida",)),
        ({"address": {"postalAddress": {"addressCountry": "USA", "addressRegion": ""}}}, ("USA",)),
        ("Miami, FL", ("Miami, FL",)),
        ({"location": "Miami, FL", "address": None}, ("Miami, FL",)),
        ({}, ()),
        (None, ()),
    ],
)
def test_secondary_locations_are_read_in_both_shapes(place: object, kept: tuple[str, ...]) -> None:
    assert job_with(secondaryLocations=[place]).locations == ("New York, NY (HQ)", *kept)


@pytest.mark.parametrize("places", [None, []])
def test_secondary_locations_may_be_missing(places: object) -> None:
    assert job_with(secondaryLocations=places).locations == ("New York, NY (HQ)",)


def test_an_address_stands_in_for_a_missing_location() -> None:
    assert job_with(location=None, secondaryLocations=[]).locations == ("New York City, USA",)


def test_a_missing_address_is_no_fault() -> None:
    assert job_with(address=None).locations == ("New York, NY (HQ)", "Remote (US)")


def test_the_team_stands_in_for_a_missing_department() -> None:
    assert job_with(department="").department == "Backend"


@pytest.mark.parametrize(
    ("html", "plain", "kept", "markup"),
    [
        ("<p>a</p>", "b", "<p>a</p>", Markup.HTML),
        (None, "1 < 2", "1 < 2", Markup.TEXT),
        ("", "1 < 2", "1 < 2", Markup.TEXT),
        (None, None, "", Markup.HTML),
    ],
)
def test_plain_text_stands_in_for_missing_html(html: object, plain: object, kept: str, markup: Markup) -> None:
    job = job_with(descriptionHtml=html, descriptionPlain=plain)
    assert (job.description, job.markup) == (kept, markup)


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)"])
def test_an_unusable_url_becomes_the_hosted_page(url: object) -> None:
    job = job_with(jobUrl=url, applyUrl=url)
    assert (job.url, job.apply_url) == (f"https://jobs.ashbyhq.com/acme/{ID}", None)


# Pay.


@pytest.mark.parametrize(
    ("pay", "kept"),
    [
        (None, None),
        ({}, None),
        (compensation([part(None, None)]), None),
        (compensation([part(10, 20, kind="Bonus"), part(1, 2, kind="EquityCashValue")]), None),
        (compensation([part(10, 20)], [part(5, 30)]), Salary(5, 30, "USD", PayInterval.YEAR)),
        (compensation([part(10, 20)], [part(5, 30, "GBP")]), Salary(10, 20, "USD", PayInterval.YEAR)),
        (compensation([part(None, None, "GBP"), part(5, None)]), Salary(5, None, "USD", PayInterval.YEAR)),
        (compensation([part(10, 20, interval="1 MONTH")]), Salary(10, 20, "USD", PayInterval.MONTH)),
        (compensation([part(10.5, 20, interval="1 HOUR")]), Salary(10.5, 20, "USD", PayInterval.HOUR)),
        (compensation([part(10, 20, interval="NONE")]), Salary(10, 20, "USD", None)),
        (compensation([part(10, 20, interval="2 WEEK")]), Salary(5, 10, "USD", PayInterval.WEEK)),
        (compensation([part(10, 20), part(1, 2, interval="1 HOUR")]), Salary(10, 20, "USD", PayInterval.YEAR)),
        (compensation([part(10, 20, None)]), Salary(10, 20, None, PayInterval.YEAR)),
        (compensation(summary=[part(10, 20)]), Salary(10, 20, "USD", PayInterval.YEAR)),
    ],
)
def test_the_salary_spans_the_tiers_of_one_currency(pay: object, kept: Salary | None) -> None:
    assert job_with(compensation=pay).salary == kept


def test_compensation_that_is_not_to_be_shown_is_ignored() -> None:
    assert job_with(shouldDisplayCompensationOnJobPostings=False).salary is None


def test_compensation_is_shown_where_the_board_does_not_say() -> None:
    assert jobs(board(without(ITEM, "shouldDisplayCompensationOnJobPostings")))[0].salary is not None


# What is compared.


@pytest.mark.parametrize(
    "change",
    [
        {"publishedAt": "2027-01-01T00:00:00.000+00:00"},
        {"isListed": None},
        {"descriptionPlain": "other"},
        {"address": None},
        {"isRemote": None},
        {"compensation": {**compensation([part(211400, 290600)]), "compensationTierSummary": "other"}},
    ],
)
def test_stamps_and_what_nobody_reads_change_no_fingerprint(change: dict[str, object]) -> None:
    assert board({**ITEM, **change}).postings[0].fingerprint == board(ITEM).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"department": "Other"},
        {"employmentType": "Contract"},
        {"location": "Berlin"},
        {"secondaryLocations": []},
        {"workplaceType": "Remote"},
        {"jobUrl": None, "id": "other"},
        {"applyUrl": None},
        {"descriptionHtml": "<p>Other</p>"},
        {"compensation": None},
        {"shouldDisplayCompensationOnJobPostings": False},
    ],
)
def test_everything_that_is_read_changes_the_fingerprint(change: dict[str, object]) -> None:
    assert board({**ITEM, **change}).postings[0].fingerprint != board(ITEM).postings[0].fingerprint


# Answers that are no board.


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, SCRUBBED.read("ashby/errors/404-unknown-board.txt"), BoardFailure.NOT_FOUND),
        (200, SCRUBBED.read("ashby/errors/404-unknown-board.txt"), BoardFailure.UNREADABLE),
        (200, b"<html></html>", BoardFailure.UNREADABLE),
        (200, b'{"apiVersion":"1"}', BoardFailure.UNREADABLE),
        (200, b'{"jobs":{}}', BoardFailure.UNREADABLE),
        (401, b"", BoardFailure.FORBIDDEN),
    ],
)
def test_an_answer_that_is_no_board_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Ashby board acme: ") as caught:
        read("ashby", body, status=status)
    assert caught.value.kind is kind


def test_one_unreadable_posting_is_seen_and_costs_no_other() -> None:
    parsed = board({**ITEM, "id": "a"}, {**ITEM, "id": "b", "location": 7}, {"title": "no id"})
    assert [(posting.external_id, posting.job is None) for posting in parsed.postings] == [("a", False), ("b", True)]
    assert (parsed.lost, len(parsed.problems)) == (1, 2)


# Detection.


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://jobs.ashbyhq.com/HighlightTA", "HighlightTA"),
        ("https://jobs.ashbyhq.com/acme/", "acme"),
        (f"https://jobs.ashbyhq.com/acme/{ID}", "acme"),
        (f"https://jobs.ashbyhq.com/acme/{ID}/application?utm_source=x", "acme"),
        ("https://jobs.ashbyhq.com/acme/embed?version=2", "acme"),
        ("https://jobs.ashbyhq.com/Applied%20Compute", "Applied Compute"),
        ("https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true", "acme"),
        ("jobs.ashbyhq.com/acme", "acme"),
        ("HTTP://JOBS.ASHBYHQ.COM/acme", "acme"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = ashby.detect(url)
    assert found is not None
    assert (found.type, found.identifier) == ("ashby", identifier)


@pytest.mark.parametrize(
    "url",
    [
        "https://jobs.ashbyhq.com/",
        "https://jobs.ashbyhq.com/api/non-user-graphql",
        f"https://acme.com/careers?ashby_jid={ID}",
        "https://api.ashbyhq.com/jobPosting.list",
        "https://www.ashbyhq.com/acme",
        "",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert ashby.detect(url) is None


def test_an_embed_script_in_a_page_is_recognised() -> None:
    (found,) = ashby.detect_in(EmployerPage('<script src="//jobs.ashbyhq.com/acme/embed?version=2"></script>'))
    assert (found.source.identifier, found.source.name, found.evidence) == ("acme", "Acme", Evidence.EMBED)
