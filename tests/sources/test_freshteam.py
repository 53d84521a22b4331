"""Freshteam's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError
from jobscan.sources.systems import freshteam
from tests.sources.boards.freshteam import board, row
from tests.sources.pages import answer, as_json, jobs, read, source

JOB = RawJob(
    external_id="1",
    title="Engineer 1",
    locations=("Pune, India",),
    url="https://acme.freshteam.com/jobs/h1/engineer",
    department="Engineering",
    employment_type="Full Time",
    posted_at=datetime(2026, 2, 6, 19, 22, 55, tzinfo=UTC),
    description="<p>Build things.</p>",
)


def test_the_widgets_list_is_asked_for() -> None:
    request = freshteam.first_request(source("freshteam", "acme"))
    assert request.url == "https://acme.freshteam.com/hire/widgets/jobs.json"


def test_all_fields_of_a_posting() -> None:
    assert jobs(read("freshteam", board(row(1)))) == [JOB]


def test_fields_that_are_missing_or_of_another_type_cost_nothing() -> None:
    rows: list[tuple[dict[str, object], str, object]] = [
        ({"branch_id": 8}, "locations", ()),
        ({"branch_id": None}, "locations", ()),
        ({"branch_id": [9]}, "locations", ()),
        ({"remote": True}, "workplace", "Remote"),
        ({"remote": "no"}, "workplace", None),
        ({"remote": True, "preferred_remote_job_locations": "India; Vietnam"}, "locations", ("India", "Vietnam")),
        ({"preferred_remote_job_locations": []}, "locations", ("Pune, India",)),
        ({"job_type": 3}, "employment_type", "Internship"),
        ({"job_type": 99}, "employment_type", None),
        ({"job_type": [2]}, "employment_type", None),
        ({"job_role_id": {}}, "department", None),
        ({"url": "javascript:alert(1)"}, "url", "https://acme.freshteam.com/jobs/h1"),
        ({"url": None, "unique_id": None}, "url", "https://acme.freshteam.com/jobs/1"),
        ({"created_at": "soon"}, "posted_at", None),
        ({"description": None}, "description", ""),
    ]
    for changes, name, kept in rows:
        (job,) = jobs(read("freshteam", board(row(1, **changes))))
        assert getattr(job, name) == kept, changes


def test_the_parts_of_a_branch_stand_in_for_its_name() -> None:
    branch = {"id": 9, "city": "Delhi", "state": "Delhi", "country_code": "IN"}
    (job,) = jobs(read("freshteam", as_json({"jobs": [row(1)], "branches": [branch, {"id": [1]}]})))
    assert (job.locations, job.department) == (("Delhi, IN",), None)


def test_a_deleted_posting_is_not_listed() -> None:
    assert [job.external_id for job in jobs(read("freshteam", board(row(1, deleted=True), row(2))))] == ["2"]


def test_a_list_as_long_as_the_widget_shows_is_not_known_to_be_whole() -> None:
    parsed = read("freshteam", board(*(row(number) for number in range(1_000))))
    assert (len(parsed.postings), parsed.lost, len(parsed.problems)) == (1_000, 1, 1)
    assert read("freshteam", board(*(row(number) for number in range(999)))).lost == 0


def test_another_answer_is_no_empty_board() -> None:
    for body in (b"{}", b"[]", b'{"jobs": null}', b'{"branches": []}', b"<html>404</html>"):
        with pytest.raises(BoardError, match="Freshteam board acme: "):
            freshteam.parse(
                source("freshteam", "acme"), freshteam.first_request(source("freshteam", "acme")), answer(body)
            )


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.freshteam.com/jobs", "acme.freshteam.com/jobs/2OU7qEKgG4DR/x?ft_source=1"):
        found = freshteam.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://www.freshteam.com", "https://freshteam.com/jobs", "https://a.b.freshteam.com", "x"):
        assert freshteam.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert freshteam.check_identifier(name), name
