"""Homerun's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime

from jobscan.domain.job import RawJob
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import homerun
from tests.sources.boards.homerun import BOARD, entry, feed
from tests.sources.pages import source
from tests.sources.sample_board import walk

MORE = (
    "<summary type='html'><![CDATA[Build.]]></summary><author><name>Acme</name></author>"
    "<department><name>Engineering</name></department><location><name>Utrecht</name></location>"
    "<type><name>Full-time</name></type><updated>2026-04-13 08:46:19</updated>"
)


def job_of(more: str = "") -> RawJob:
    (posting,) = walk(BOARD.source, lambda _request: feed(entry("job_AAAA", "Engineer", more))).postings
    assert posting.job is not None
    return posting.job


def test_the_feed_is_asked_for() -> None:
    assert homerun.first_request(source("homerun", "acme")).url == "https://feed.homerun.co/acme"


def test_all_fields_of_a_posting() -> None:
    assert job_of(MORE) == RawJob(
        external_id="job_AAAA",
        title="Engineer",
        locations=("Utrecht",),
        url="https://acme.homerun.co/job_AAAA",
        department="Engineering",
        employment_type="Full-time",
        updated_at=datetime(2026, 4, 13, 8, 46, 19, tzinfo=UTC),
        description="<p>Build great things.</p>",
    )


def test_a_posting_has_no_more_than_a_title_and_a_text() -> None:
    job = job_of()
    assert (job.locations, job.department, job.employment_type, job.updated_at) == ((), None, None, None)


def test_a_posting_without_an_id_is_named_by_its_link_and_one_without_both_is_lost() -> None:
    linked = '<entry><title>Engineer</title><link href="https://jobs.acme.com/engineer"/></entry>'
    walked = walk(BOARD.source, lambda _request: feed(linked, "<entry><title>Baker</title></entry>"))
    assert [posting.external_id for posting in walked.postings] == ["https://jobs.acme.com/engineer"]
    assert (walked.lost, len(walked.problems)) == (1, 1)


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.homerun.co/engineer/en", "feed.homerun.co/acme", "https://feed.homerun.co/Acme/"):
        found = homerun.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in (
        "https://www.homerun.co",
        "https://cdn.homerun.co/x",
        "https://feed.homerun.co",
        "https://homerun.com/a",
    ):
        assert homerun.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert homerun.check_identifier(name), name


def test_the_feed_that_a_page_names_is_found() -> None:
    (found,) = homerun.detect_in(EmployerPage('<link rel="alternate" href="https://feed.homerun.co/acme">'))
    assert found.source.identifier == "acme"
