"""Tyler Portico's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError
from jobscan.sources.systems import tylerportico
from tests.fixtures.corpus import Corpus
from tests.sources.boards.tylerportico import IDS, row
from tests.sources.pages import as_json, jobs, read, source


def job_with(**changes: Any) -> RawJob:
    (job,) = jobs(read("tylerportico", as_json([row(IDS[0], **changes)])))
    return job


def test_all_positions_are_asked_for_at_once() -> None:
    request = tylerportico.first_request(source("tylerportico", "acme"))
    assert request.url == "https://acme.tylerportico.com/tess/citizen/api/Positions"


def test_the_recorded_list_is_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("tylerportico/kalispell.json")
    found = jobs(read("tylerportico", corpus.read("tylerportico/kalispell.json")))
    assert len(found) == len(raw) == 49
    assert [(job.external_id, job.title.strip(), str(job.posted_at)[:10], job.locations) for job in found] == [
        (item["id"], item["title"].strip(), item["postingStartDate"][:10], ()) for item in raw
    ]
    assert sum(job.department is None for job in found) < 10


def test_all_fields_of_a_position() -> None:
    assert job_with(locationDescription="Bus barn", jobType="Full time", description="<p>Drive.</p>") == RawJob(
        external_id=IDS[0],
        title="BUS DRIVER a76b",
        locations=("Bus barn",),
        url=f"https://acme.tylerportico.com/tess/citizen/jobs/job-list/{IDS[0]}",
        department="OPERATIONAL SERVICES",
        employment_type="Full time",
        posted_at=datetime(2026, 6, 29, tzinfo=UTC),
        description="<p>Drive.</p>",
    )


def test_a_group_of_jobs_is_the_first_that_says_something() -> None:
    for class_, family, kept in (
        ("INSTRUCTION", "STUDENT WORKER", "INSTRUCTION"),
        (None, "STUDENT WORKER", "STUDENT WORKER"),
        ("UNDESIGNATED", "", None),
        (7, None, None),
    ):
        assert job_with(jobClass=class_, jobFamily=family).department == kept, (class_, family)


def test_another_answer_is_no_empty_board() -> None:
    for body in (b"{}", b"null", b'{"items": []}', b"<html></html>"):
        with pytest.raises(BoardError, match="Tyler Portico board acme: "):
            read("tylerportico", body)


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://acme.tylerportico.com/tess/citizen/jobs/job-list",
        "acme.tylerportico.com/TESS/Citizen/jobs/job-list/a76ba87a-ff37-4194-9f9d-b47800b87221",
    ):
        found = tylerportico.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in (
        "https://acme.tylerportico.com/va/vendor-access",
        "https://identity.tylerportico.com/tess/citizen",
        "https://acme.tylerportico.com",
        "x",
    ):
        assert tylerportico.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert tylerportico.check_identifier(name), name
