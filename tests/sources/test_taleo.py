"""Taleo's quirks, each by name; the facts are from a recording."""

from __future__ import annotations

import re

import pytest

from jobscan.exceptions import BoardError
from jobscan.sources.systems import taleo
from tests.fixtures.corpus import Corpus
from tests.sources.boards.taleo import feed, item
from tests.sources.pages import jobs, read, source

BOARD = "phe/phe01/TMCAZ/38"


def test_the_feed_is_one_request() -> None:
    url = "https://phe.tbe.taleo.net/phe01/ats/servlet/Rss?org=TMCAZ&cws=38"
    assert taleo.first_request(source("taleo", BOARD)).url == url


def test_a_recorded_feed_is_read(corpus: Corpus) -> None:
    body = corpus.read("taleo/tmcaz_business_rss_2.xml")
    found = jobs(read("taleo", body, identifier=BOARD))
    text = body.decode()
    assert [job.external_id for job in found] == re.findall(r"<taleo:reqId>(\d+)", text)
    assert [job.title for job in found] == re.findall(r"<item>\s*<title>([^<]*)", text)
    assert [job.department for job in found] == re.findall(r"<taleo:department>([^<]*)", text)
    assert [job.description for job in found] == re.findall(r"<taleo:html-description>([^<]*)", text)
    assert {job.locations for job in found} == {("Tucson, Arizona",)}
    assert found[0].url == "https://phe.tbe.taleo.net/phe01/ats/careers/requisition.jsp?org=TMCAZ&cws=38&rid=42001"


def test_when_the_feed_was_made_is_no_date_of_a_posting(corpus: Corpus) -> None:
    body = corpus.read("taleo/tmcaz_business_rss_2.xml")
    later = body.replace(b"22:57:21 GMT", b"23:57:21 GMT")
    before, after = (read("taleo", one, identifier=BOARD) for one in (body, later))
    assert {job.posted_at for job in jobs(before)} == {None}
    assert [posting.fingerprint for posting in before.postings] == [posting.fingerprint for posting in after.postings]


def test_a_posting_without_link_and_html_has_its_address_and_its_text() -> None:
    (job,) = jobs(read("taleo", feed(item("7", "Cook", "<description>Cook things</description>")), identifier=BOARD))
    assert (job.url[-12:], job.description) == ("cws=38&rid=7", "Cook things")


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<rss></rss>", b"<rss><channel><item>"])
def test_what_is_no_feed_is_no_empty_board(body: bytes) -> None:
    with pytest.raises(BoardError, match="Taleo board phe/phe01/TMCAZ/38"):
        read("taleo", body, identifier=BOARD)


@pytest.mark.parametrize(
    "url",
    [
        "https://phe.tbe.taleo.net/phe01/ats/careers/v2/searchResults?org=TMCAZ&cws=38",
        "https://phe.tbe.taleo.net/phe01/ats/careers/v2/jobSearch?act=redirectCwsV2&cws=38&org=TMCAZ",
        "https://phe.tbe.taleo.net/phe01/ats/careers/requisition.jsp?org=TMCAZ&cws=38&rid=1",
        "https://phe.tbe.taleo.net/phe01/ats/servlet/Rss?org=TMCAZ&cws=38",
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = taleo.detect(url)
    assert found is not None
    assert found.identifier == BOARD


@pytest.mark.parametrize(
    "url", ["https://wipo.taleo.net/careersection/wp_2/jobsearch.ftl?lang=en", "https://phe.tbe.taleo.net/phe01", "x"]
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert taleo.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "TMCAZ", "phe/phe01/TMCAZ", "phe/phe01/TM CAZ/38"])
def test_what_is_no_identifier_is_told(identifier: str) -> None:
    assert '"phe/phe01/ACME/39"' in (taleo.check_identifier(identifier) or "")
    with pytest.raises(BoardError):
        taleo.first_request(source("taleo", identifier))
