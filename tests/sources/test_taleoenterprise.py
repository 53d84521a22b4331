"""Taleo Enterprise's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Page, Purpose
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import detect_source
from jobscan.sources.systems import taleoenterprise
from tests.sources.boards.careers import as_page
from tests.sources.boards.taleoenterprise import BOARD, SHELL, board, row
from tests.sources.pages import as_json, source
from tests.sources.sample_board import routed, walk

#: Of a posting.
BOARD_URL = "https://acme.taleo.net/careersection/2/jobdetail.ftl"


def job_with(**changes: Any) -> RawJob:
    (posting,) = walk(BOARD.source, board([row(0, **changes)])).postings
    assert posting.job is not None
    return posting.job


def test_the_page_names_the_portal_whose_list_is_asked_for() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.purpose for request in requests] == [Purpose.TOKEN, *[Purpose.LIST] * 3]
    assert requests[0].url == "https://acme.taleo.net/careersection/2/jobsearch.ftl?lang=en"
    for number, request in enumerate(requests[1:], start=1):
        assert request.url == ("https://acme.taleo.net/careersection/rest/jobboard/searchjobs?lang=en&portal=101430233")
        assert (request.method, request.headers["tz"]) == ("POST", "GMT+00:00")
        assert json.loads(request.body or b"")["pageNo"] == number


def test_the_portal_may_be_named_in_other_ways() -> None:
    for shell in ('<script>var c = {"portalId": "101430233"};</script>', "x?portal=101430233&lang=en"):
        pages: dict[str, bytes | Page] = {
            "jobsearch.ftl": as_page(f"<p>{shell}</p>"),
            "portal=101430233": as_json({"requisitionList": [], "pagingData": {"totalCount": 0}}),
        }
        assert walk(BOARD.source, routed(pages)).total == 0, shell


def test_all_that_a_row_says_of_itself_is_read() -> None:
    assert job_with() == RawJob(
        external_id="2602892",
        title="Engineer 0",
        locations=("TX-Richmond",),
        url="https://acme.taleo.net/careersection/2/jobdetail.ftl?job=2602892&lang=en",
    )


def test_columns_are_those_that_a_row_names() -> None:
    column = ["2026-09-01", "Toronto", "Baker", '["AB-Calgary","AB-Edmonton"]', "[x", 7]
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"linkedColumn": 2}, "title", "Baker"),
        ({"linkedColumn": 2, "locationsColumns": [1, 3]}, "locations", ("Toronto", "AB-Calgary", "AB-Edmonton")),
        ({"linkedColumn": 2, "locationsColumns": [4, 5, 9, -1, True, "1"]}, "locations", ("[x",)),
        ({"linkedColumn": 2, "locationsColumns": None}, "locations", ()),
        ({"linkedColumn": 2, "contestNo": None}, "external_id", "264858"),
        ({"linkedColumn": 2, "contestNo": "R/1 2"}, "url", f"{BOARD_URL}?job=R%2F1%202&lang=en"),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(column=column, **changes), name) == kept, changes


def test_a_row_that_names_no_title_is_seen_only() -> None:
    for at in (None, 9, -1, True, "0", 1.5):
        walked = walk(BOARD.source, board([row(0, linkedColumn=at)]))
        assert [posting.job for posting in walked.postings] == [None], at
        assert (len(walked.problems), walked.lost) == (1, 0), at


def test_a_section_that_cannot_be_read_says_why() -> None:
    shell: Page = as_page(SHELL)
    cases: list[tuple[dict[str, bytes | Page], BoardFailure]] = [
        ({"jobsearch.ftl": as_page("<h1>Sign in</h1>")}, BoardFailure.UNREADABLE),
        ({"jobsearch": shell, "searchjobs": as_json({"careerSectionUnAvailable": True})}, BoardFailure.NOT_FOUND),
        ({"jobsearch": shell, "searchjobs": as_json({"requisitionList": []})}, BoardFailure.UNREADABLE),
        ({"jobsearch": shell, "searchjobs": as_json({"pagingData": {"totalCount": 0}})}, BoardFailure.UNREADABLE),
    ]
    for pages, kind in cases:
        with pytest.raises(BoardError, match="Taleo career section acme/2: ") as caught:
            walk(BOARD.source, routed(pages))
        assert caught.value.kind is kind, pages


def test_sections_are_recognised_by_their_addresses() -> None:
    for url, identifier in (
        ("https://acme.taleo.net/careersection/2/jobsearch.ftl?lang=en", "acme/2"),
        ("acme.taleo.net/careersection/Acme_Ext/jobdetail.ftl?job=R-1", "acme/Acme_Ext"),
    ):
        found = taleoenterprise.detect(url)
        assert found is not None, url
        assert found.identifier == identifier, url
    for url in (
        "https://acme.taleo.net/careersection/rest/jobboard/searchjobs?portal=1",
        "https://acme.taleo.net/careersection/2",
        "https://acme.taleo.net",
        "https://www.taleo.net/careersection/2/jobsearch.ftl",
        "x",
    ):
        assert taleoenterprise.detect(url) is None, url
    business = detect_source("https://phe.tbe.taleo.net/phe01/ats/careers/v2/searchResults?org=ACME&cws=39")
    assert business is not None
    assert business.type == "taleo"
    for name in ("", "acme", "Acme/2", "acme/2/x", "acme/rest", "tbe/2", "www/2"):
        assert '"drhorton/2"' in (taleoenterprise.check_identifier(name) or ""), name
    with pytest.raises(BoardError, match="is not a company and its career section"):
        taleoenterprise.first_request(source("taleoenterprise", "acme"))
