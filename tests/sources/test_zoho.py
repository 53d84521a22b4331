"""The quirks of Zoho Recruit, each by name; the facts are from a recording."""

from __future__ import annotations

import re

import pytest

from jobscan.exceptions import BoardError
from jobscan.sources.systems import zoho
from tests.fixtures.corpus import Corpus
from tests.sources.boards.zoho import feed, item
from tests.sources.pages import jobs, read, source


@pytest.mark.parametrize(
    ("identifier", "host"),
    [("acme", "acme.zohorecruit.com"), ("eu/acme", "acme.zohorecruit.eu"), ("in/acme", "acme.zohorecruit.in")],
)
def test_the_feed_is_one_request_in_each_region(identifier: str, host: str) -> None:
    assert zoho.first_request(source("zoho", identifier)).url == f"https://{host}/jobs/Careers/rss"


def test_a_recorded_feed_is_read(corpus: Corpus) -> None:
    body = corpus.read("zoho/caymanairways_rss_1.xml")
    (job,) = jobs(read("zoho", body, identifier="caymanairways"))
    assert job.title == "Ramp Agent (Cayman Brac)"
    assert job.url == "https://caymanairways.zohorecruit.com/jobs/Careers/671845000006588001/Ramp-Agent-Cayman-Brac"
    assert job.external_id == "671845000006588001"
    assert re.search('<span id="[a-z]{8}"><p', job.description)
    assert job.posted_at is None
    if corpus.name == "original":
        assert (job.locations, job.department) == (("Cayman Brac, Cayman Islands",), "Airline - Aviation")
        assert job.description.startswith("<span")


@pytest.mark.parametrize(
    ("text", "places", "department", "description"),
    [
        ("Category: IT <br><br>Location: Bonn <br><br><br><p>a</p>", ("Bonn",), "IT", "<p>a</p>"),
        ("Location: Bonn . NRW . Germany <br><br><p>a</p>", ("Bonn, NRW, Germany",), None, "<p>a</p>"),
        ("Category:  <br><br>Location: <br><br><br><p>a</p>", (), None, "<p>a</p>"),
        ("<p>Location: see below</p>", (), None, "<p>Location: see below</p>"),
        ("", (), None, ""),
    ],
)
def test_what_stands_before_the_text_is_taken_from_it(
    text: str, places: tuple[str, ...], department: str | None, description: str
) -> None:
    (job,) = jobs(read("zoho", feed(item("1000001", "x", text))))
    assert (job.locations, job.department, job.description) == (places, department, description)


def test_an_item_without_a_number_is_lost() -> None:
    parsed = read("zoho", feed(item("x", "Engineer"), item("1000002", "Baker")))
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["1000002"], 1)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<rss></rss>", b"<rss><channel>", b"null"])
def test_what_is_no_feed_is_no_empty_account(body: bytes) -> None:
    with pytest.raises(BoardError, match="Zoho Recruit account acme"):
        read("zoho", body)


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://acme.zohorecruit.com/jobs/Careers", "acme"),
        ("https://acme.zohorecruit.eu/jobs/Careers/123/x?source=RSS", "eu/acme"),
        ("https://acme.zohorecruit.in/jobs/Careers/rss", "in/acme"),
    ],
)
def test_an_account_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = zoho.detect(url)
    assert found is not None
    assert found.identifier == identifier


@pytest.mark.parametrize(
    "url", ["https://www.zohorecruit.com", "https://recruit.zoho.com/acme", "https://a.b.zohorecruit.com"]
)
def test_what_names_no_account_is_not_recognised(url: str) -> None:
    assert zoho.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "Acme", "us/acme", "acme.zohorecruit.com"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"eu/acme"' in (zoho.check_identifier(identifier) or "")
    with pytest.raises(BoardError):
        zoho.first_request(source("zoho", identifier))
