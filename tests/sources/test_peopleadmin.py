"""The quirks of PeopleAdmin, each by name; the facts are from a recording."""

from __future__ import annotations

import re

import pytest

from jobscan.exceptions import BoardError
from jobscan.sources.systems import peopleadmin
from tests.fixtures.corpus import Corpus
from tests.sources.boards.peopleadmin import entry, feed
from tests.sources.pages import jobs, read, source


def test_the_feed_is_one_request() -> None:
    request = peopleadmin.first_request(source("peopleadmin", "unc"))
    assert request.url == "https://unc.peopleadmin.com/postings/all_jobs.atom"


def test_a_recorded_feed_is_read(corpus: Corpus) -> None:
    body = corpus.read("atom-peopleadmin/unc_all_jobs.atom")
    found = jobs(read("peopleadmin", body, identifier="unc"))
    entries = re.findall(r"<entry>(.*?)</entry>", body.decode(), re.DOTALL)
    assert len(found) == len(entries) == 3
    for job, written in zip(found, entries, strict=True):
        fields = dict(re.findall(r"<(\w+)>([^<]*)</\1>", written))
        assert job.url == fields["id"] == f"https://unc.peopleadmin.com/postings/{job.external_id}"
        assert (job.title, job.department) == (fields["title"], fields["name"])
        assert job.description.startswith("<div>")
        assert job.posted_at is not None
        assert job.updated_at is not None
        assert fields["published"][:10] <= str(job.posted_at)[:10]
        assert job.posted_at <= job.updated_at


def test_an_entry_without_an_address_of_a_posting_is_lost() -> None:
    parsed = read("peopleadmin", feed(entry("x", "Engineer"), entry("2", "Baker")))
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["2"], 1)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"<feed><entry>", b"null"])
def test_what_is_no_feed_is_no_empty_site(body: bytes) -> None:
    with pytest.raises(BoardError, match="PeopleAdmin site acme"):
        read("peopleadmin", body)


@pytest.mark.parametrize(
    "url",
    ["https://unc.peopleadmin.com", "https://unc.peopleadmin.com/postings/323091", "http://UNC.peopleadmin.com/x"],
)
def test_a_site_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = peopleadmin.detect(url)
    assert found is not None
    assert found.identifier == "unc"


@pytest.mark.parametrize(
    "url", ["https://www.peopleadmin.com", "https://peopleadmin.com/unc", "https://a.b.peopleadmin.com"]
)
def test_what_names_no_site_is_not_recognised(url: str) -> None:
    assert peopleadmin.detect(url) is None


@pytest.mark.parametrize("identifier", ["", "UNC", "unc.peopleadmin.com", "a/b"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert '"unc"' in (peopleadmin.check_identifier(identifier) or "")
