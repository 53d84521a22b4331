"""Personio's quirks, each by name; the facts are from recordings and the documentation."""

from __future__ import annotations

import re

import pytest

from jobscan.domain.job import PayInterval, Salary
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import personio
from jobscan.utils.text import html_to_text
from tests.fixtures.corpus import Corpus
from tests.sources.boards.personio import feed, position
from tests.sources.pages import jobs, read, source


def test_the_board_is_one_request_without_a_language() -> None:
    request = personio.first_request(source("personio", "acme"))
    assert request.url == "https://acme.jobs.personio.de/xml"


@pytest.mark.parametrize("name", ["personio-own_positions", "rtc-rath_positions", "wpplugin_positions_empty"])
def test_recordings_are_read_as_they_are_written(corpus: Corpus, name: str) -> None:
    body = corpus.read(f"personio/{name}.xml")
    found = jobs(read("personio", body))
    positions = re.findall(r"<position>(.*?)</position>", body.decode(), re.DOTALL)
    assert len(found) == len(positions)
    for job, written in zip(found, positions, strict=True):
        fields = dict(
            re.findall(
                r"<(\w+)>\s*([^<]*?)\s*</\1>", re.sub(r"<additionalOffices>.*?</a\w+>", "", written, flags=re.DOTALL)
            )
        )
        offices = re.findall(r"<office>([^<]*)</office>", written)
        assert (job.external_id, job.title, job.department) == (fields["id"], fields["name"], fields["department"])
        assert job.locations == tuple(offices)
        assert job.employment_type == f"{fields['employmentType']}, {fields['schedule']}"
        assert job.posted_at is not None
        assert job.posted_at.isoformat() == fields["createdAt"]


def test_pay_and_places_of_a_recording(corpus: Corpus) -> None:
    found = {job.external_id: job for job in jobs(read("personio", corpus.read("personio/rtc-rath_positions.xml")))}
    assert found["1830648"].salary == Salary(18.5, None, "EUR", PayInterval.HOUR)
    assert found["1830648"].locations == ("Koblenz", "Frankfurt am Main", "Bonn")
    assert found["2483204"].salary is None


SECTIONS = (
    "<jobDescriptions><jobDescription><name>Tasks &amp; more</name>"
    "<value><![CDATA[\n <ul><li>a</li></ul>]]></value></jobDescription>"
    "<jobDescription><name>Nothing</name><value></value></jobDescription></jobDescriptions>"
)


def test_sections_stand_under_their_headings_and_empty_ones_have_none() -> None:
    (job,) = jobs(read("personio", feed(position("1", more=SECTIONS))))
    assert html_to_text(job.description, 1_000) == "Tasks & more\n\n- a"


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("<employmentType>intern</employmentType><schedule>full-time</schedule>", "intern, full-time"),
        ("<employmentType>permanent</employmentType><schedule>full-or-part-time</schedule>", "permanent"),
        ("<schedule>part-time</schedule>", "part-time"),
        ("<employmentType/>", None),
    ],
)
def test_employment_is_its_kind_and_its_schedule(more: str, word: str | None) -> None:
    assert jobs(read("personio", feed(position("1", more=more))))[0].employment_type == word


def test_a_position_without_an_id_costs_no_other() -> None:
    parsed = read("personio", feed(position(""), position("2")))
    assert ([posting.external_id for posting in parsed.postings], parsed.lost) == (["2"], 1)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"<html></html>", BoardFailure.NOT_FOUND),
        (200, b"<!doctype html><html><body>Personio</body></html>", BoardFailure.UNREADABLE),
        (200, b"<workzag-jobs><position>", BoardFailure.UNREADABLE),
        (200, b"<rss/>", BoardFailure.UNREADABLE),
        (429, b"", BoardFailure.REJECTED),
    ],
)
def test_what_is_no_feed_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Personio board acme") as caught:
        read("personio", body, status=status)
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.jobs.personio.de",
        "https://acme.jobs.personio.com/",
        "https://acme.jobs.personio.de/job/1830648?language=en",
        "https://acme.jobs.personio.de/xml?language=de",
        "https://acme-jobs.personio.de/",
        "ACME.jobs.personio.de",
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = personio.detect(url)
    assert found is not None
    assert found.identifier == "acme"


@pytest.mark.parametrize(
    "url", ["https://acme.personio.de", "https://jobs.personio.de/", "https://a.b.jobs.personio.de", "x"]
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert personio.detect(url) is None


def test_a_board_in_a_page_is_found() -> None:
    (found,) = personio.detect_in(EmployerPage('<a href="https://acme.jobs.personio.de/job/1">x</a>'))
    assert found.source.identifier == "acme"


@pytest.mark.parametrize("identifier", ["", "Acme", "acme.de", "https://acme.jobs.personio.de", "a/b"])
def test_what_is_no_name_is_told(identifier: str) -> None:
    assert "acme" in (personio.check_identifier(identifier) or "")
