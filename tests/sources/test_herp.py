"""HERP's quirks, each by name; the facts are from public reports."""

from __future__ import annotations

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import herp
from tests.sources.boards.careers import as_page, described
from tests.sources.boards.herp import BOARD, GROUP, listed, row
from tests.sources.pages import answer
from tests.sources.sample_board import routed, walk


def test_list_groups_and_postings_are_pages_for_people() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.url for request in requests] == [
        "https://herp.careers/v1/acme",
        "https://herp.careers/v1/acme/Zo-SJ55QMOEB",
        "https://herp.careers/v1/acme/requisition-groups/14c4a661-5e48",
        "https://herp.careers/v1/acme/Zo-SJ55QMOEC",
    ]
    assert {(request.audience, request.limit.name) for request in requests} == {(Audience.PAGE, "herp")}


def test_the_page_of_a_posting_says_the_rest() -> None:
    more = {"jobLocation": {"address": "東京都港区"}, "employmentType": "FULL_TIME", "datePosted": "2026-06-01"}
    pages = {"/Zo-1": as_page(described("Engineer", **more)), "/v1/acme": as_page(listed(row("Zo-1", "エンジニア")))}
    job = walk(BOARD.source, routed(pages)).postings[0].job
    assert job is not None
    assert (job.title, job.locations, job.employment_type) == ("エンジニア", ("東京都港区",), "FULL_TIME")
    assert (job.url, str(job.posted_at)[:10]) == ("https://herp.careers/v1/acme/Zo-1", "2026-06-01")


def test_a_company_may_have_groups_only() -> None:
    pages = {"/requisition-groups/": as_page(listed(row("Zo-1", "Baker"))), "/Zo-1": as_page(described("Baker"))}
    walked = walk(BOARD.source, routed({**pages, "/v1/acme": as_page(GROUP + GROUP)}))
    assert [posting.external_id for posting in walked.postings] == ["Zo-1"]
    assert sum("/requisition-groups/" in request.url for request in walked.requests) == 1


def test_groups_of_a_group_and_of_another_company_are_not_followed() -> None:
    foreign = GROUP.replace("/v1/acme", "/v1/other") + GROUP.replace("/v1/", "https://example.com/v1/")
    pages = {"/requisition-groups/": as_page(listed(more=GROUP)), "/v1/acme": as_page(listed(more=GROUP + foreign))}
    assert len(walk(BOARD.source, routed(pages)).requests) == 2


def test_more_groups_than_a_board_has_are_not_followed() -> None:
    html = "".join(GROUP.replace("5e48", str(number)) for number in range(201))
    with pytest.raises(BoardError) as caught:
        walk(BOARD.source, routed({"/v1/acme": as_page(listed(more=html))}))
    assert caught.value.kind is BoardFailure.TOO_MANY


def test_a_row_that_leads_to_no_posting_is_lost() -> None:
    for code in ("top", "a/apply", "requisition-groups", ""):
        walked = walk(BOARD.source, routed({"/v1/acme": as_page(listed(row(code, "Engineer")))}))
        assert (walked.postings, walked.lost) == ([], 1), code


def test_half_of_a_page_and_a_challenge_are_no_empty_boards() -> None:
    half = as_page(listed(row("Zo-1", "Baker"))).body.removesuffix(b"</body></html>")
    for page, words in (
        (answer(half, content_type="text/html"), "the page breaks off"),
        (as_page("<h1>Just a moment</h1>"), "none of HERP's lists"),
    ):
        with pytest.raises(BoardError, match=words):
            walk(BOARD.source, routed({"/v1/acme": page}))


def test_companies_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://herp.careers/v1/acme",
        "herp.careers/v1/Acme/Zo-SJ55QMOEB?x=1",
        "https://herp.careers/v1/acme/requisition-groups/14c4a661-5e48",
    ):
        found = herp.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://herp.careers", "https://herp.careers/v1", "https://herp.careers/v1/requisition-groups/x", "x"):
        assert herp.detect(url) is None, url
    for name in ("", "Acme", "a/b", "top"):
        assert '"allm"' in (herp.check_identifier(name) or ""), name
