"""TRAFFIT's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob, Salary
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import traffit
from tests.sources.boards.traffit import BOARD, row
from tests.sources.pages import answer, as_json, jobs, read, source
from tests.sources.sample_board import walk


def job_with(**changes: Any) -> RawJob:
    (job,) = jobs(read("traffit", as_json([row(1, **changes)])))
    return job


def test_pages_are_asked_for_by_headers() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.headers["X-Request-Current-Page"] for request in requests] == ["1", "2", "3"]
    assert {request.headers["X-Request-Page-Size"] for request in requests} == {"100"}
    assert requests[0].url == "https://acme.traffit.com/public/job_posts/published"


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Engineer",
        locations=("Kraków, małopolskie, Polska",),
        url="https://acme.traffit.com/public/an/t1",
        apply_url="https://acme.traffit.com/public/form/a/t1",
        department="IT",
        employment_type="Full time",
        language="pl",
        posted_at=datetime(2026, 6, 3, tzinfo=UTC),
        description="<div><p>Build things.</p></div><div><p>Know things.</p></div>",
    )


def test_options_say_where_and_for_how_much() -> None:
    pay = {"_Salary_MIN": "12000", "_Salary_MAX": 15000, "_Salary_Currency": "PLN", "_Salary_Rate": "Monthly"}
    rows: list[tuple[Any, str, object]] = [
        ({"remote": "1"}, "workplace", "Remote"),
        ({"_work_model": "Hybrid"}, "workplace", "Hybrid"),
        ({"remote": "0", "_work_model": ["Hybrid"]}, "workplace", None),
        (pay, "salary", Salary(12000, 15000, "PLN", PayInterval.MONTH)),
        ({**pay, "_Salary_Rate": None}, "salary", Salary(12000, 15000, "PLN", None)),
        ({"_Salary_MIN": "", "_Salary_Currency": "PLN"}, "salary", None),
        ({"job_type": ["Full time", "Contract"]}, "employment_type", "Full time, Contract"),
        ({"branches": ["IT", "Sales"]}, "department", "IT, Sales"),
        ([], "department", None),
        (None, "salary", None),
    ]
    for options, name, kept in rows:
        assert getattr(job_with(options=options), name) == kept, options


def test_places_come_as_objects_or_as_json_in_a_text() -> None:
    geo: list[tuple[Any, tuple[str, ...]]] = [
        ({"locality": "Gdynia", "country": "Polska"}, ("Gdynia, Polska",)),
        ('{"locality": "Gdynia"}', ("Gdynia",)),
        ("Gdynia", ()),
        ("[" * 5_000, ()),
        (None, ()),
        (7, ()),
    ]
    for value, kept in geo:
        advert = {"name": "Engineer", "values": [{"field_id": "geolocation", "value": value}, {"field_id": ["x"]}]}
        assert job_with(advert=advert).locations == kept, value


def test_a_posting_without_a_safe_address_leads_to_the_board() -> None:
    assert job_with(url="javascript:x").url == "https://acme.traffit.com/career/"


def test_a_full_page_that_does_not_say_how_many_there_are_is_refused() -> None:
    with pytest.raises(BoardError, match="does not say how many"):
        read("traffit", as_json([row(number) for number in range(100)]))


def test_more_pages_than_a_board_can_have_are_not_asked_for() -> None:
    page = answer(as_json([row(1)]))
    board = source("traffit", "acme")
    for pages, kind in (("251", BoardFailure.TOO_MANY), ("9" * 40, None), ("-1", None), ("0", None)):
        given = replace(page, headers={**page.headers, "x-result-total-pages": pages})
        if kind is None:
            assert traffit.parse(board, traffit.first_request(board), given).next == (), pages
        else:
            with pytest.raises(BoardError) as caught:
                traffit.parse(board, traffit.first_request(board), given)
            assert caught.value.kind is kind, pages


def test_another_answer_is_no_empty_board() -> None:
    for body in (b"{}", b"null", b'{"items": []}', b"<html></html>"):
        with pytest.raises(BoardError, match="TRAFFIT board acme: "):
            read("traffit", body)


def test_boards_are_recognised_by_their_addresses() -> None:
    for url in ("https://acme.traffit.com/career/", "acme.traffit.com/public/an/x?source=career_page"):
        found = traffit.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://traffit.com", "https://cdn3.traffit.com/x.js", "https://knowledge.traffit.com", "x"):
        assert traffit.detect(url) is None, url
    for name in ("", "Acme", "acme.com", "a/b"):
        assert traffit.check_identifier(name), name
