"""Keka's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import keka
from tests.sources.boards.careers import as_page
from tests.sources.boards.keka import BOARD, ID, INFO, board, row
from tests.sources.pages import as_json
from tests.sources.sample_board import routed, walk

API = "https://acme.keka.com/careers/api"


def job_with(**changes: Any) -> RawJob:
    (posting,) = walk(BOARD.source, board(row(1, **changes))).postings
    assert posting.job is not None
    return posting.job


def test_the_id_is_that_of_the_background_or_else_of_the_page() -> None:
    for background, urls in (
        (f"https://cdn.example/ats/documents/{ID}/careerportal/b.png", []),
        (None, ["https://acme.keka.com/careers"]),
    ):
        requests = walk(BOARD.source, board(row(1), background=background)).requests
        assert [request.url for request in requests] == [
            f"{API}/organization/default/careerportalinfo",
            *urls,
            f"{API}/embedjobs/default/active/{ID.lower()}",
        ], background


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Engineer 1",
        locations=("Hyderabad, TG, India",),
        url="https://acme.keka.com/careers/jobdetails/1",
        department="AI",
        posted_at=datetime(2026, 6, 12, 10, 41, 59, 53_000, tzinfo=UTC),
        description="<div>Build things.</div>",
    )


def test_fields_that_are_missing_or_of_another_type_cost_nothing() -> None:
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"jobLocations": [{"name": "Remote"}, 7, {}]}, "locations", ("Remote",)),
        ({"jobLocations": None}, "locations", ()),
        ({"departmentName": {}}, "department", None),
        ({"publishedOn": "soon"}, "posted_at", None),
        ({"description": None}, "description", ""),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(**changes), name) == kept, changes


def test_a_portal_that_is_gone_and_one_that_cannot_be_read_say_why() -> None:
    info = as_json(INFO)
    for pages, kind in (
        ({"careerportalinfo": as_page("<h1>Forbidden Access</h1>")}, BoardFailure.NOT_FOUND),
        ({"careerportalinfo": info, "/careers": as_page("<h1>Invalid Tenant</h1>")}, BoardFailure.NOT_FOUND),
        ({"careerportalinfo": info, "/careers": as_page("<h1>Welcome</h1>")}, BoardFailure.UNREADABLE),
        ({"careerportalinfo": as_page("<h1>Welcome</h1>")}, BoardFailure.UNREADABLE),
    ):
        with pytest.raises(BoardError, match="Keka portal acme: ") as caught:
            walk(BOARD.source, routed(pages))
        assert caught.value.kind is kind, pages


def test_portals_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.keka.com/careers", "acme.keka.com/careers/jobdetails/75581?x=1", f"{API}/embedjobs/x"):
        found = keka.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://www.keka.com/careers", "https://acme.keka.com", "https://keka.com/careers", "x"):
        assert keka.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert keka.check_identifier(name), name
