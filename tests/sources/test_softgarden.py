"""softgarden's quirks, each by name; the facts are from a recording and reports."""

from __future__ import annotations

import pytest

from jobscan.exceptions import BoardError
from jobscan.sources.systems import softgarden
from tests.fixtures.corpus import Corpus
from tests.sources.boards.softgarden import element, feed
from tests.sources.pages import as_json, jobs, read, source


def test_the_board_is_one_request() -> None:
    request = softgarden.first_request(source("softgarden", "acme"))
    assert request.url == "https://acme.career.softgarden.de/jobs.feed.json"


def test_a_recorded_feed_is_read(corpus: Corpus) -> None:
    parsed = read("softgarden", corpus.read("softgarden/demo_jobs.feed_2.json"), identifier="demo")
    items = [one["item"] for one in corpus.json("softgarden/demo_jobs.feed_2.json")["dataFeedElement"]]
    found = jobs(parsed)
    assert parsed.total == 2
    assert [job.external_id for job in found] == [str(item["identifier"]["value"]) for item in items]
    assert [(job.title, job.url, job.description) for job in found] == [
        (item["title"], item["url"], item["description"]) for item in items
    ]
    assert [job.locations for job in found] == [("Berlin, Deutschland",), ("Prag, Tschechien",)]
    assert [job.employment_type for job in found] == ["FULL_TIME", None]
    assert str(found[0].posted_at)[:19] == "2024-09-05 09:55:12"


def test_a_salary_of_nothing_is_none_and_a_missing_address_is_made() -> None:
    pay = {"@type": "MonetaryAmount", "currency": "EUR", "value": {"minValue": 0, "maxValue": 0, "unitText": "MONTH"}}
    (job,) = jobs(read("softgarden", feed(element(7, baseSalary=pay))))
    assert (job.salary, job.url) == (None, "https://acme.career.softgarden.de/jobs/7/")


@pytest.mark.parametrize("broken", [{"item": None}, {"item": {}}, {}, {"item": {"title": "x"}}, None])
def test_an_element_without_an_identifier_is_lost(broken: object) -> None:
    parsed = read("softgarden", feed(broken, element(2)))
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["2"], 1)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", as_json({"dataFeedElement": None}), b"<html></html>"])
def test_what_is_no_feed_is_no_empty_board(body: bytes) -> None:
    with pytest.raises(BoardError, match="softgarden board acme"):
        read("softgarden", body)


@pytest.mark.parametrize(
    "url", ["https://acme.career.softgarden.de/", "https://acme.career.softgarden.de/jobs/32701543/Manager/?l=de"]
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = softgarden.detect(url)
    assert found is not None
    assert found.identifier == "acme"


@pytest.mark.parametrize(
    "url", ["https://www.softgarden.de", "https://acme.softgarden.io", "https://career.softgarden.de"]
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert softgarden.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "Acme", "acme.career.softgarden.de", "a/b"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"acme"' in (softgarden.check_identifier(identifier) or "")
