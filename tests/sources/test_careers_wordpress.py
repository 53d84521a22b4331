"""WP Job Manager on careers pages: the interface, page by page, and the feed where that is closed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from jobscan.domain.job import PayInterval, RawJob
from jobscan.domain.page import Audience, Page, Request
from jobscan.exceptions import BoardError
from tests.sources.boards.careers import as_page
from tests.sources.pages import answer, source
from tests.sources.sample_board import Walked, routed, walk

SITE = source("careers", "acme.com/jobs")
PAGE = as_page('<link rel="https://api.w.org/" href="https://acme.com/wp-json/"><ul class="job_listings"></ul>')


def listing(id_: int, **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "date_gmt": "2026-05-01T08:00:00",
        "modified_gmt": "2026-05-02T09:00:00",
        "link": f"https://acme.com/job/{id_}/",
        "title": {"rendered": "Research &#038; Development"},
        "content": {"rendered": "<p>Build.</p>"},
        "meta": {"_job_location": "Bonn", "_company_name": "Acme", "_filled": "0", "_remote_position": "1"},
        **more,
    }


def answered(rows: Any, *, pages: int | None = None, status: int = 200) -> Page:
    page = answer(json.dumps(rows).encode(), status=status)
    return page if pages is None else replace(page, headers={**page.headers, "x-wp-totalpages": str(pages)})


def walked(rest: dict[str, Any], page: Page = PAGE) -> Walked:
    return walk(SITE, routed({**rest, "acme.com/jobs": page}))


def jobs(found: Walked) -> list[RawJob]:
    return [posting.job for posting in found.postings if posting.job is not None]


def test_a_listing_is_read_whole() -> None:
    pay = {"_job_salary": "50,000", "_job_salary_currency": "eur", "_job_salary_unit": "YEAR"}
    (job,) = jobs(walked({"job-listings": answered([listing(7, meta={**pay, "_application": "https://a.example/x"})])}))
    assert (job.external_id, job.title, job.url) == ("7", "Research & Development", "https://acme.com/job/7/")
    assert (str(job.posted_at)[:10], str(job.updated_at)[:10]) == ("2026-05-01", "2026-05-02")
    assert job.salary is not None
    assert (job.salary.minimum, job.salary.currency, job.salary.interval) == (50_000, "EUR", PayInterval.YEAR)
    assert (job.apply_url, job.description) == ("https://a.example/x", "<p>Build.</p>")


def test_what_the_plugin_keeps_beside_is_read() -> None:
    (job,) = jobs(walked({"job-listings": answered([listing(7)])}))
    assert (job.locations, job.company, job.workplace) == (("Bonn",), "Acme", "Remote")


@pytest.mark.parametrize("meta", [[], None, {"_job_location": 5, "_job_salary": "on request", "_application": "a@b.c"}])
def test_odd_values_beside_a_listing_cost_nothing(meta: Any) -> None:
    found = walked({"job-listings": answered([listing(7, meta=meta)])})
    assert [(job.locations, job.salary, job.apply_url) for job in jobs(found)] == [((), None, None)]
    assert found.problems == []


@pytest.mark.parametrize("filled", [True, 1, "1"])
def test_a_filled_position_is_not_listed(filled: object) -> None:
    found = walked({"job-listings": answered([listing(1), listing(2, meta={"_filled": filled})])})
    assert [posting.external_id for posting in found.postings] == ["1"]


def test_all_pages_are_asked_for() -> None:
    rest = {f"&page={number}": answered([listing(number)], pages=3) for number in (1, 2, 3)}
    found = walked({f"per_page=100{key}": page for key, page in rest.items()})
    assert [posting.external_id for posting in found.postings] == ["1", "2", "3"]
    assert [request.audience for request in found.requests] == [Audience.PAGE, *[Audience.API] * 3]


def test_without_their_number_pages_are_asked_for_until_one_is_not_full() -> None:
    end = answered({"code": "rest_post_invalid_page_number"}, status=400)
    full = [listing(number) for number in range(100)]
    found = walked({"&page=1": answered(full), "&page=2": end})
    assert (len(found.postings), len(found.requests)) == (100, 3)


def test_an_empty_list_is_an_empty_board() -> None:
    assert walked({"job-listings": answered([], pages=0)}).postings == []


def test_a_listing_that_cannot_be_read_counts_as_seen() -> None:
    found = walked({"job-listings": answered([listing(1, title=None), listing(2)])})
    assert [(posting.external_id, posting.job is None) for posting in found.postings] == [("1", True), ("2", False)]


@pytest.mark.parametrize("given", [answered({"code": "x"}), answered("x"), answered([], pages=1_000)])
def test_what_is_no_list_is_no_empty_board(given: Page) -> None:
    with pytest.raises(BoardError):
        walked({"job-listings": given})


FEED = (
    b'<rss xmlns:job_listing="https://acme.com" version="2.0"><channel><title>Jobs</title><item><title>Cook</title>'
    b"<link>https://acme.com/job/7/</link><guid>https://acme.com/?post_type=job_listing&#038;p=7</guid>"
    b"<pubDate>Fri, 01 May 2026 08:00:00 +0000</pubDate><description>Cook.</description>"
    b"<job_listing:location>Bonn</job_listing:location><job_listing:job_type>Full Time</job_listing:job_type>"
    b"</item></channel></rss>"
)


@pytest.mark.parametrize("closed", [answered({}, status=401), answered({}, status=404), as_page("<p>Log in")])
def test_where_the_interface_is_closed_the_feed_has_the_same_ids(closed: Page) -> None:
    found = walked({"job-listings": closed, "feed=job_feed": answer(FEED, content_type="application/rss+xml")})
    (job,) = jobs(found)
    assert (job.external_id, job.title, job.locations) == ("7", "Cook", ("Bonn",))
    assert (job.employment_type, job.url, str(job.posted_at)[:10]) == (
        "Full Time",
        "https://acme.com/job/7/",
        "2026-05-01",
    )


def test_a_full_feed_may_lack_postings() -> None:
    item = FEED[FEED.index(b"<item>") : FEED.index(b"</channel>")]
    feed = answer(FEED.replace(item, item * 500), content_type="application/rss+xml")
    with pytest.raises(BoardError, match="may lack some"):
        walked({"job-listings": answered({}, status=404), "feed=job_feed": feed})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<div class="job_listing">', "https://acme.com/wp-json/wp/v2/job-listings?per_page=100&page=1"),
        (
            '<link rel="https://api.w.org/" href="/blog/wp-json/">'
            '<link rel="stylesheet" href="/blog/wp-content/plugins/wp-job-manager/x.css">',
            "https://acme.com/blog/wp-json/wp/v2/job-listings?per_page=100&page=1",
        ),
        (
            '<link rel="https://api.w.org/" href="/?rest_route=/"><ul class="job_listings"></ul>',
            "https://acme.com/?rest_route=/wp/v2/job-listings&per_page=100&page=1",
        ),
        (
            '<link rel="https://api.w.org/" href="https://other.example/wp-json/"><ul class="job_listings"></ul>',
            "https://acme.com/wp-json/wp/v2/job-listings?per_page=100&page=1",
        ),
    ],
)
def test_the_interface_is_where_the_page_says(html: str, expected: str) -> None:
    asked: list[Request] = []

    def answers(request: Request) -> Page:
        asked.append(request)
        return as_page(html) if len(asked) == 1 else answered([])

    walk(SITE, answers)
    assert asked[1].url == expected


def test_the_feed_is_beside_the_interface() -> None:
    page = as_page('<link rel="https://api.w.org/" href="/blog/wp-json/"><ul class="job_listings"></ul>')
    found = walked({"wp/v2": answered({}, status=404), "feed": answer(FEED, content_type="text/xml")}, page)
    assert found.requests[-1].url == "https://acme.com/blog/?feed=job_feed&posts_per_page=500"
