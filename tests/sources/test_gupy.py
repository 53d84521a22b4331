"""Gupy's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError
from jobscan.sources.systems import gupy
from tests.sources.boards.careers import as_page
from tests.sources.boards.gupy import BOARD, board, data, posting, row
from tests.sources.sample_board import routed, walk


def job_with(more: dict[str, Any], **changes: Any) -> RawJob:
    pages = {"/jobs/1": as_page(data(job=posting(1, **more))), "acme.gupy.io/": as_page(data(jobs=[row(1, **changes)]))}
    (found,) = walk(BOARD.source, routed(pages)).postings
    assert found.job is not None
    return found.job


def test_list_and_postings_are_pages_for_people() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.url for request in requests] == [
        "https://acme.gupy.io/",
        "https://acme.gupy.io/jobs/7001",
        "https://acme.gupy.io/jobs/7002",
    ]
    assert {(request.audience, request.limit.name) for request in requests} == {(Audience.PAGE, "gupy")}


def test_all_fields_of_a_posting() -> None:
    assert job_with({}) == RawJob(
        external_id="1",
        title="Engenheiro 1",
        locations=("São Paulo, Brasil",),
        url="https://acme.gupy.io/jobs/1",
        department="Tecnologia",
        employment_type="vacancy_type_effective",
        workplace="hybrid",
        posted_at=datetime(2026, 8, 1, 10, tzinfo=UTC),
        description="<div><p>Sobre.</p></div><div><p>Construir.</p></div>",
    )


def test_the_page_of_a_posting_says_what_the_list_does_not() -> None:
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"workplace": None}, "locations", ("Campinas, São Paulo",)),
        ({"workplace": None}, "workplace", "on-site"),
        ({"workplace": {"address": {"city": "Recife", "stateShortName": "PE"}}}, "locations", ("Recife, PE",)),
        ({"workplace": {"address": "Recife"}}, "locations", ("Campinas, São Paulo",)),
        ({"type": None}, "employment_type", "estágio"),
        ({"department": 7}, "department", None),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with({"jobType": "estágio"}, **changes), name) == kept, changes


def test_the_page_of_another_posting_is_refused() -> None:
    with pytest.raises(BoardError, match="posting 1 of Gupy board acme: the page is of another posting"):
        job_with({"id": 2})


def test_an_id_that_is_no_number_is_seen_only() -> None:
    walked = walk(BOARD.source, board(row(1), row(2) | {"id": "../x"}))
    assert [found.job is None for found in walked.postings] == [False, True]
    assert len(walked.problems) == 1


def test_a_page_without_the_data_is_no_empty_board() -> None:
    for html in ("<h1>Just a moment</h1>", data(), data(jobs=None), '<script id="__NEXT_DATA__">{</script>'):
        with pytest.raises(BoardError, match="Gupy board acme: "):
            walk(BOARD.source, routed({"acme": as_page(html)}))


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.gupy.io/", "acme.gupy.io/jobs/7001?jobBoardSource=gupy_public_page"):
        found = gupy.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://gupy.io", "https://portal.gupy.io/job-search", "https://portal.api.gupy.io/api/v1/jobs", "x"):
        assert gupy.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert gupy.check_identifier(name), name
