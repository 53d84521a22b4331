"""How Workday's lists are walked and its errors read; the facts are from recordings and public reports of 2026."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from jobscan.domain.page import Purpose
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems.workday import adapter as workday
from tests.fixtures.corpus import Corpus
from tests.sources.pages import answer, as_json
from tests.sources.workday_pages import (
    GDIT,
    REFUSAL,
    ROW,
    facet,
    listing,
    offsets,
    only,
    read,
    rows,
    sent,
)

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.adapter import Adapter

ADAPTER: Adapter = workday  # checked by mypy: the module is an adapter


# Requests.


def test_page_0_is_a_post_of_all_four_keys() -> None:
    request = workday.first_request(GDIT)
    assert (request.method, request.url, request.purpose) == (
        "POST",
        "https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/External_Career_Site/jobs",
        Purpose.LIST,
    )
    assert sent(request) == {"appliedFacets": {}, "limit": 20, "offset": 0, "searchText": ""}
    assert request.headers == {"Accept": "application/json", "Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("identifier", "limit", "url"),
    [
        ("gdit/wd5/S", "workday:wd5", "https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/S/jobs"),
        ("wf/wd1.myworkdaysite.com/S", "workday:wd1", "https://wd1.myworkdaysite.com/wday/cxs/wf/S/jobs"),
        ("a_b/wd103/2", "workday:wd103", "https://a-b.wd103.myworkdayjobs.com/wday/cxs/a_b/2/jobs"),
    ],
)
def test_limits_are_those_of_the_pod_and_a_host_name_has_no_underscore(identifier: str, limit: str, url: str) -> None:
    request = workday.first_request(dataclasses.replace(GDIT, identifier=identifier))
    assert (request.limit.name, request.limit.concurrency, request.url) == (limit, 8, url)


def test_page_0_asks_for_all_further_pages_at_once() -> None:
    parsed = read(listing(*rows(20), total=61))
    assert (parsed.total, offsets(parsed)) == (61, [20, 40, 60])


@pytest.mark.parametrize(("total", "further"), [(0, []), (1, []), (20, []), (21, [20])])
def test_a_short_board_asks_for_no_page_beyond_its_end(total: int, further: list[int]) -> None:
    parsed = read(listing(*rows(min(total, 20)), total=total))
    assert (parsed.total, offsets(parsed), len(parsed.postings)) == (total, further, min(total, 20))


def test_the_total_of_later_pages_is_not_read() -> None:
    second = read(listing(*rows(20), total=61)).next[0]
    for total in (0, 20, 2_000, None):
        parsed = read(listing(*rows(20, 20), total=total), request=second)
        assert (parsed.total, parsed.next, len(parsed.postings), parsed.problems) == (None, (), 20, ())


def test_an_empty_page_in_the_middle_is_named() -> None:
    parsed = read(listing(total=61), request=read(listing(*rows(20), total=61)).next[0])
    assert parsed.problems == ("board gdit/wd5/External_Career_Site: no rows at offset 20, where page 0 promised some",)


def test_a_board_that_counts_past_the_cap_is_walked_by_offsets() -> None:
    parsed = read(listing(*rows(20), total=18_387))
    assert (parsed.total, len(parsed.next), offsets(parsed)[-1]) == (18_387, 919, 18_380)


def test_a_total_past_belief_bounds_the_pages_and_leaves_the_scan_incomplete() -> None:
    parsed = read(listing(*rows(20), total=10**9))
    assert (parsed.total, len(parsed.next)) == (10**9, 25_000 // 20 - 1)


@pytest.mark.parametrize("total", [0, None, -1, "61", 2.5, True])
def test_a_list_without_a_usable_total_is_walked_page_by_page_to_its_end(total: object) -> None:
    parsed = read(listing(*rows(20), total=total))
    assert (parsed.total, offsets(parsed)) == (None, [20])
    second = read(listing(*rows(20, 20), total=total), request=parsed.next[0])
    assert (second.total, offsets(second)) == (None, [40])
    last = read(listing(*rows(3, 40), total=total), request=second.next[0])
    assert (last.total, offsets(last), last.lost) == (None, [], 0)


def test_a_list_without_a_total_ends_at_the_cap_and_is_not_complete() -> None:
    parsed = read(listing(*rows(20), total=0))
    for page in range(1, 100):
        parsed = read(listing(*rows(20, page * 20), total=0), request=parsed.next[0])
    assert (offsets(parsed), parsed.lost, len(parsed.problems)) == ([], 1, 1)


def test_neither_postings_nor_a_total_is_no_empty_board() -> None:
    with pytest.raises(BoardError, match="neither postings nor a total") as caught:
        read(as_json({"jobPostings": []}))
    assert caught.value.kind is BoardFailure.UNREADABLE


# The cap of 2,000.


def test_a_capped_board_is_divided_by_the_facet_that_counts_each_posting_once(corpus: Corpus) -> None:
    nvidia = Source(type="workday", identifier="nvidia/wd5/NVIDIAExternalCareerSite", name="NVIDIA")
    parsed = read(corpus.read("workday/nvidia.page0.first10.json"), source=nvidia)
    assert (parsed.total, parsed.lost, len(parsed.postings), len(parsed.next)) == (2_613, 0, 10, 15)
    assert {parameter for request in parsed.next for parameter in sent(request)["appliedFacets"]} == {"jobFamilyGroup"}
    assert {sent(request)["offset"] for request in parsed.next} == {0}


def test_each_value_of_the_facet_is_walked_as_a_list_of_its_own() -> None:
    facets = [facet("category", {"a": 1_500, "b": 700}), facet("time", {"full": 2_199, "part": 1})]
    first, second = read(listing(*rows(20), total=2_000, facets=facets)).next
    assert (sent(first)["appliedFacets"], sent(second)["appliedFacets"]) == ({"category": ["a"]}, {"category": ["b"]})
    parsed = read(listing(*rows(20), total=700), request=second)
    assert (parsed.total, len(parsed.next)) == (None, 34)
    assert all(sent(request)["appliedFacets"] == {"category": ["b"]} for request in parsed.next)


def test_a_value_that_is_capped_itself_is_divided_by_another_facet() -> None:
    facets = [facet("category", {"a": 2_500, "b": 700}), facet("time", {"full": 2_600, "part": 600})]
    whole = read(listing(*rows(20), total=2_000, facets=facets))
    assert (whole.total, whole.lost) == (3_200, 0)
    inner = [facet("category", {"a": 2_500, "b": 700}), facet("time", {"full": 1_900, "part": 600})]
    parsed = read(listing(*rows(20), total=2_000, facets=inner), request=whole.next[0])
    assert [sent(request)["appliedFacets"] for request in parsed.next] == [
        {"category": ["a"], "time": ["full"]},
        {"category": ["a"], "time": ["part"]},
    ]
    assert (parsed.total, parsed.lost) == (None, 0)


def test_a_value_that_no_facet_divides_is_read_to_the_cap_and_the_rest_is_lost() -> None:
    facets = [facet("category", {"a": 2_500, "b": 700}), facet("time", {"full": 2_600, "part": 600})]
    whole = read(listing(*rows(20), total=2_000, facets=facets))
    parsed = read(listing(*rows(20), total=2_000, facets=[facets[0]]), request=whole.next[0])
    assert (offsets(parsed)[-1], parsed.total, parsed.lost) == (1_980, None, 1)
    assert "no facet divides them" in parsed.problems[0]


def test_a_board_that_ignores_the_filter_is_not_walked_once_more_per_value() -> None:
    facets = [facet("category", {"a": 1_500, "b": 700}), facet("time", {"full": 2_199, "part": 1})]
    first = read(listing(*rows(20), total=2_000, facets=facets)).next[0]
    parsed = read(listing(*rows(20), total=2_000, facets=facets), request=first)
    assert (parsed.next, parsed.lost) == ((), 1)
    assert "ignores the filter category" in parsed.problems[0]


def test_a_capped_board_whose_facets_agree_on_no_size_is_never_complete() -> None:
    nested = {"facetParameter": "locationMainGroup", "values": [facet("locations", {"x": 1_900, "y": 1_200})]}
    parsed = read(listing(*rows(20), total=2_000, facets=[facet("category", {"a": 1_500, "b": 700}), nested]))
    assert [sent(request)["appliedFacets"] for request in parsed.next] == [{"locations": ["x"]}, {"locations": ["y"]}]
    assert (parsed.total, parsed.lost) == (2_000, 1)
    assert "does not say how many it has" in parsed.problems[0]


@pytest.mark.parametrize(
    "facets",
    [
        None,
        [],
        {},
        "none",
        [1],
        [facet("only", {"all": 2_600})],
        [facet("small", {"a": 10, "b": 5})],
        [facet("uncounted", {"a": 0, "b": 0})],
        [facet("endless", {str(number): 3 for number in range(1_001)})],
    ],
)
def test_a_capped_board_without_a_usable_facet_is_read_to_the_cap_and_never_complete(facets: object) -> None:
    parsed = read(listing(*rows(20), total=2_000, facets=facets))
    assert (offsets(parsed), parsed.total, parsed.lost) == (list(range(20, 2_000, 20)), 2_000, 1)


def test_a_board_of_exactly_2000_by_its_facets_is_whole() -> None:
    facets = [facet("category", {"a": 1_500, "b": 500}), facet("time", {"full": 1_999, "part": 1})]
    parsed = read(listing(*rows(20), total=2_000, facets=facets))
    assert (len(parsed.next), parsed.total, parsed.lost, parsed.problems) == (99, 2_000, 0, ())


# Errors.


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (400, BoardFailure.REJECTED, "does not accept this request"),
        (401, BoardFailure.FORBIDDEN, "this site is not public"),
        (403, BoardFailure.FORBIDDEN, "refuses to show it"),
        (404, BoardFailure.NOT_FOUND, "check the identifier"),
        (422, BoardFailure.NOT_FOUND, 'try "_" for "-"'),
    ],
)
def test_a_refusal_says_what_to_do(status: int, kind: BoardFailure, says: str) -> None:
    with pytest.raises(BoardError, match=f"board gdit/wd5/External_Career_Site: HTTP {status}, .*{says}") as caught:
        read(REFUSAL, status=status)
    assert caught.value.kind is kind


def test_a_tenant_with_a_hyphen_is_asked_for_with_an_underscore_once() -> None:
    source = dataclasses.replace(GDIT, identifier="acme-corp/wd1/Jobs")
    (retry,) = read(REFUSAL, source=source, status=422).next
    assert retry.url == "https://acme-corp.wd1.myworkdayjobs.com/wday/cxs/acme_corp/Jobs/jobs"
    with pytest.raises(BoardError, match="HTTP 422"):
        read(REFUSAL, source=source, request=retry, status=422)
    parsed = read(listing(ROW, *rows(19), total=21), source=source, request=retry)
    asked = [parsed.next[0].url, *(posting.detail.url for posting in parsed.postings if posting.detail)]
    assert len(asked) == 21
    assert all(url.startswith("https://acme-corp.wd1.myworkdayjobs.com/wday/cxs/acme_corp/Jobs/") for url in asked)


def test_a_later_page_that_is_refused_is_no_matter_of_spelling() -> None:
    source = dataclasses.replace(GDIT, identifier="acme-corp/wd1/Jobs")
    with pytest.raises(BoardError, match="HTTP 422"):
        read(REFUSAL, source=source, request=read(listing(*rows(20), total=21), source=source).next[0], status=422)


MAINTENANCE = b'<html><meta http-equiv="refresh" content="0;url=https://community.workday.com/maintenance-page">'


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (answer(MAINTENANCE, content_type="text/html"), "maintenance page"),
        (answer(MAINTENANCE, content_type="application/json", status=404), "maintenance page"),
        (
            dataclasses.replace(answer(b"<html>"), url="https://community.workday.com/maintenance-page"),
            "maintenance page",
        ),
        (answer(b"<html>Just a moment", content_type="text/html;charset=utf-8"), "HTML page"),
        (answer(b"  Unavailable", content_type="text/html"), "HTML page"),
        (answer(b"<!doctype html>"), "HTML page"),
        (answer(b""), "empty"),
        (answer(b'{"total":3}'), "not the JSON"),
        (answer(b"[]"), "not the JSON"),
    ],
)
def test_what_is_no_list_is_named_and_never_an_empty_board(page: Page, says: str) -> None:
    with pytest.raises(BoardError, match=says) as caught:
        workday.parse(GDIT, workday.first_request(GDIT), page)
    assert caught.value.kind is BoardFailure.UNREADABLE


def test_json_under_the_wrong_content_type_is_read() -> None:
    page = answer(b"\xef\xbb\xbf" + listing(ROW), content_type="text/html")
    assert only(workday.parse(GDIT, workday.first_request(GDIT), page)).external_id == "RQ216675"
