"""The quirks of join.com, each by name; the facts are from a recording and reports."""

from __future__ import annotations

import json
import re

import pytest

from jobscan.domain.job import PayInterval, Salary
from jobscan.domain.page import Audience, Purpose
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import join
from tests.fixtures.corpus import Corpus
from tests.sources.boards.careers import as_page
from tests.sources.boards.join import BOARD, DETAIL, item, state
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import routed, walk


def test_the_list_is_a_page_and_a_posting_is_the_apis() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.url for request in requests if request.purpose is Purpose.LIST] == [
        "https://join.com/companies/acme",
        "https://join.com/companies/acme?page=2",
    ]
    assert all((request.audience is Audience.API) == ("/api/" in request.url) for request in requests)
    assert {(request.limit.concurrency, request.limit.per_second) for request in requests} == {(2, 2.0)}


def test_a_recorded_page_is_read(corpus: Corpus) -> None:
    body = corpus.read("join/bexio_page.html")
    board = source("join", "bexio")
    parsed = join.parse(board, join.first_request(board), answer(body, content_type="text/html"))
    data = json.loads(re.findall(r"<script[^>]*>(.*?)</script>", body.decode(), re.DOTALL)[0])
    items = data["props"]["pageProps"]["initialState"]["jobs"]["items"]
    assert [posting.external_id for posting in parsed.postings] == [str(one["id"]) for one in items]
    assert [posting.face.title for posting in parsed.postings if posting.face] == [one["title"] for one in items]
    assert (parsed.total, [request.context for request in parsed.next]) == (8, [2])
    pages = {"page=2": state(page=2, pages=2), "/companies/": answer(body), "/api/": DETAIL}
    job = walk(board, routed(pages)).postings[1].job
    assert job is not None
    assert (job.external_id, job.department, job.employment_type) == ("16318714", "Customer Service", "Employee")
    assert (job.locations, job.workplace) == (("Rapperswil-Jona, Switzerland",), "ONSITE")
    assert job.url.endswith("/companies/bexio/16738632-junior-1st-level-supporter-w-m-d-80-100")
    assert str(job.posted_at)[:10] == "2026-06-17"


@pytest.mark.parametrize(
    ("changes", "salary"),
    [
        (
            {
                "salaryAmountFrom": {"amount": 5000000, "currency": "EUR"},
                "salaryAmountTo": {"amount": 6000050, "currency": "EUR"},
                "salaryFrequency": "PER_YEAR",
            },
            Salary(50000, 60000.5, "EUR", PayInterval.YEAR),
        ),
        ({"salaryAmountFrom": {"amount": 500000, "currency": "JPY"}}, Salary(500000, None, "JPY", None)),
        ({"salaryAmountFrom": None, "salaryFrequency": "PER_YEAR"}, None),
    ],
)
def test_amounts_are_hundredths_where_the_currency_has_them(changes: dict[str, object], salary: Salary | None) -> None:
    (posting,) = walk(BOARD.source, routed({"/companies/": state(item(1, **changes)), "/api/": DETAIL})).postings
    assert posting.job is not None
    assert posting.job.salary == salary


def test_sections_stand_in_for_a_description() -> None:
    detail = as_json({"title": "x", "intro": "a", "tasks": "- b", "outro": None})
    (posting,) = walk(BOARD.source, routed({"/companies/": state(item(1)), "/api/": detail})).postings
    assert posting.job is not None
    assert posting.job.description == "a\n\n- b"


def test_the_day_of_publishing_alone_changes_no_fingerprint() -> None:
    def print_of(**changes: object) -> str:
        parsed = join.parse(BOARD.source, join.first_request(BOARD.source), state(item(1, **changes)))
        return parsed.postings[0].fingerprint

    assert print_of(createdAt="2026-06-17T08:31:30.423Z") == print_of(createdAt="2026-07-17T08:31:30.423Z")
    assert print_of(title="a") != print_of(title="b")


@pytest.mark.parametrize("detail", [as_json({"status": "OFFLINE", "title": "x"}), as_json({"message": "x"}), b"[]"])
def test_a_posting_that_is_none_is_an_error(detail: bytes) -> None:
    with pytest.raises(BoardError, match="posting 1 of JOIN company acme"):
        walk(BOARD.source, routed({"/companies/": state(item(1)), "/api/": detail}))


def test_a_repeated_page_is_not_taken_for_a_further_one() -> None:
    pages = {"page=2": state(item(1), page=1, pages=2), "/companies/": state(item(1), pages=2), "/api/": DETAIL}
    with pytest.raises(BoardError, match="page 1 came for page 2"):
        walk(BOARD.source, routed(pages))


@pytest.mark.parametrize(
    ("props", "kind"),
    [
        ('{"statusCode":404}', BoardFailure.NOT_FOUND),
        ('{"statusCode":410}', BoardFailure.NOT_FOUND),
        ("{}", BoardFailure.UNREADABLE),
        ('{"initialState":{"company":{}}}', BoardFailure.UNREADABLE),
        ('{"initialState":{"jobs":{"items":null}}}', BoardFailure.UNREADABLE),
    ],
)
def test_a_page_with_status_200_can_be_that_of_no_company(props: str, kind: BoardFailure) -> None:
    script = f'<script id="__NEXT_DATA__" type="application/json">{{"props":{{"pageProps":{props}}}}}</script>'
    with pytest.raises(BoardError, match="JOIN company acme") as caught:
        join.parse(BOARD.source, join.first_request(BOARD.source), as_page(script))
    assert caught.value.kind is kind


@pytest.mark.parametrize(
    "url",
    [
        "https://join.com/companies/acme",
        "https://join.com/de/companies/acme/16789521-ai-engineer",
        "https://www.join.com/companies/acme?page=2",
    ],
)
def test_a_company_is_recognised_by_each_of_its_urls(url: str) -> None:
    found = join.detect(url)
    assert found is not None
    assert found.identifier == "acme"


@pytest.mark.parametrize("url", ["https://join.com", "https://join.com/jobs/acme", "https://x.join.com/companies/acme"])
def test_what_names_no_company_is_not_recognised(url: str) -> None:
    assert join.detect(url) is None
