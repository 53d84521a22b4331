"""NEOGOV's quirks, each by name; the facts are from recordings."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from jobscan.domain.job import PayInterval, Salary
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError
from jobscan.sources import neogov
from tests.fixtures.corpus import Corpus
from tests.sources.boards.neogov import feed, item
from tests.sources.pages import answer, jobs, read, source

BOARD = source("neogov", "michigan")


def read_at(body: bytes, date: str | None) -> ParsedPage:
    page = answer(body, content_type="text/xml")
    headers = {**page.headers, **({"date": date} if date else {})}
    return neogov.parse(BOARD, neogov.first_request(BOARD), replace(page, headers=headers))


def test_the_feed_is_one_request() -> None:
    request = neogov.first_request(BOARD)
    assert request.url == "https://agency.governmentjobs.com/jobfeed.cfm?agency=michigan"


@pytest.mark.parametrize("name", ["michigan_expired", "michigan_sample"])
def test_recorded_feeds_are_read(corpus: Corpus, name: str) -> None:
    body = corpus.read(f"rss-neogov/{name}.rss")
    found = jobs(read_at(body, None))
    items = re.findall(r"<item .*?</item>", body.decode(), re.DOTALL)
    assert len(found) == len(items)
    for job, written in zip(found, items, strict=True):
        fields = {name: html.unescape(text.strip()) for name, text in re.findall(r"<(?:\w+:)?(\w+)>([^<]*)</", written)}
        assert (job.external_id, job.title) == (fields["jobId"], fields["title"])
        assert job.locations == (f"{fields['location']}, {fields['state']}",)
        assert (job.department, job.employment_type) == (fields["department"], fields["jobType"])
        assert (job.posted_at is None) == ("Invalid" in job.title)
        assert job.url == fields["link"]
        assert job.description == fields["description"]


def test_pay_of_a_recording(corpus: Corpus) -> None:
    (job,) = jobs(read_at(corpus.read("rss-neogov/michigan_expired.rss"), None))
    assert job.salary is not None
    assert (job.salary.minimum, job.salary.currency, job.salary.interval) == (37.33, "USD", PayInterval.HOUR)


@pytest.mark.parametrize(
    ("date", "postings"),
    [("Tue, 13 Mar 2012 10:00:00 GMT", 1), ("Thu, 15 Mar 2012 10:00:00 GMT", 0), (None, 1), ("soon", 1)],
)
def test_what_is_over_is_left_out_by_the_clock_of_the_server(corpus: Corpus, date: str | None, postings: int) -> None:
    parsed = read_at(corpus.read("rss-neogov/michigan_expired.rss"), date)
    assert (len(parsed.postings), parsed.lost, parsed.problems) == (postings, 0, ())


@pytest.mark.parametrize(
    ("fields", "salary"),
    [
        ({"minimumSalary": "Not Displayed", "maximumSalary": ""}, None),
        (
            {"minimumSalary": "1000", "maximumSalary": "2000", "salaryCurrency": "USD", "salaryInterval": "Month"},
            Salary(1000, 2000, "USD", PayInterval.MONTH),
        ),
    ],
)
def test_pay_is_read_where_it_is_shown(fields: dict[str, str], salary: Salary | None) -> None:
    assert jobs(read("neogov", feed(item("1", "x", **fields))))[0].salary == salary


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<rss></rss>", b"<rss><channel>", b"null"])
def test_what_is_no_feed_is_no_empty_agency(body: bytes) -> None:
    with pytest.raises(BoardError, match="NEOGOV agency acme"):
        read("neogov", body)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.governmentjobs.com/careers/michigan",
        "https://www.governmentjobs.com/careers/Michigan/jobs/5414632/advisor?pagetype=jobOpportunitiesJobs",
        "http://agency.governmentjobs.com/michigan/default.cfm?action=viewjob&jobid=282662",
        "https://agency.governmentjobs.com/jobfeed.cfm?agency=michigan",
    ],
)
def test_an_agency_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = neogov.detect(url)
    assert found is not None
    assert found.identifier == "michigan"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.governmentjobs.com/jobs",
        "https://www.governmentjobs.com/careers/home/index",
        "https://neogov.com/a",
    ],
)
def test_what_names_no_agency_is_not_recognised(url: str) -> None:
    assert neogov.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "a b", "www.governmentjobs.com/careers/michigan", "-x"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"michigan"' in (neogov.check_identifier(identifier) or "")
