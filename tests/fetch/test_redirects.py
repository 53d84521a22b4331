"""Where redirects may lead."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from jobscan.domain.page import Validators
from jobscan.exceptions import FetchFailure
from jobscan.fetch.failures import Failure
from jobscan.fetch.redirects import next_url
from tests.fetch.helpers import fails, failure_of, get, make_fetcher
from tests.fixtures.evil import JSON, Evil

BOARD = "https://board.example/v1/jobs?page=2"


@pytest.mark.parametrize(
    ("old", "location", "new"),
    [
        (BOARD, "/v1/jobs/?page=2", "https://board.example/v1/jobs/?page=2"),
        (BOARD, "/v1/Jobs?page=2", "https://board.example/v1/Jobs?page=2"),
        (BOARD, "?page=2&lang=en", "https://board.example/v1/jobs?page=2&lang=en"),
        (BOARD, "https://BOARD.example:443/v1/jobs?page=2", "https://board.example/v1/jobs?page=2"),
        (BOARD, "/v1/jobs?page=2#top", BOARD),
        ("http://board.example/x", "https://board.example/x", "https://board.example/x"),
        ("http://board.example/x", "http://board.example/x/", "http://board.example/x/"),
        ("http://127.0.0.1:8000/x", "/x/", "http://127.0.0.1:8000/x/"),
    ],
)
@pytest.mark.parametrize("follow", [False, True])
def test_another_spelling_of_the_same_page_is_followed(old: str, location: str, new: str, follow: bool) -> None:
    assert str(next_url(httpx.URL(old), 301, location, follow=follow)) == new


@pytest.mark.parametrize(
    "location",
    [
        "https://other.example/v1/jobs?page=2",
        "//other.example/v1/jobs?page=2",
        "https://board.example:8443/v1/jobs?page=2",
        "https://board.example.evil.example/v1/jobs?page=2",
        "/v2/jobs?page=2",
        "/?page=2",
        "/v1/jobs",
        "/v1/jobs?page=1",
        "https://10.0.0.1/v1/jobs?page=2",
    ],
)
def test_another_page_or_host_means_the_board_moved_unless_following(location: str) -> None:
    old = httpx.URL(BOARD)
    with pytest.raises(Failure, match=r"^moved to .*; check the source's identifier$") as caught:
        next_url(old, 302, location, follow=False)
    assert (caught.value.kind, caught.value.status) == (FetchFailure.REDIRECT, 302)
    assert next_url(old, 302, location, follow=True) == old.join(location)


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (None, "without a Location"),
        ("", "without a Location"),
        ("file:///etc/passwd", "not an http"),
        ("data:text/html,hi", "not an http"),
        ("gopher://board.example/", "not an http"),
        ("javascript:alert(1)", "not an http"),
        ("http://board.example/v1/jobs?page=2", "unprotected"),
        ("http://other.example/", "unprotected"),
        ("https://me:secret@board.example/v1/jobs?page=2", "user name"),
        ("http://[::1", "not a valid URL"),
        ("https://board.example:99999/", "not an http"),
        ("//xn--a/", "not an http"),
        ("https://xn--%80.example/", "not an http"),
        ("https://board.example:port/", "not a valid URL"),
        ("https://exa mple/\x00", "not a valid URL"),
        ("https://" + "x" * 70_000, "not a valid URL"),
    ],
)
def test_some_places_are_refused_in_any_case(location: str | None, reason: str, follow: bool) -> None:
    with pytest.raises(Failure, match=reason) as caught:
        next_url(httpx.URL(BOARD), 302, location, follow=follow)
    assert caught.value.kind is FetchFailure.REDIRECT
    assert "secret" not in caught.value.reason


def test_http_does_not_lead_to_another_host_over_http() -> None:
    with pytest.raises(Failure, match="unprotected"):
        next_url(httpx.URL("http://board.example/"), 302, "http://other.example/", follow=True)


async def test_the_page_says_where_it_came_from_in_the_end(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/slash"))
    assert (page.url, page.body) == (evil.url + "/SLASH/?from=redirect&status=301", JSON)


async def test_conditions_go_along_to_the_same_host(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        await fetcher.fetch(get(evil.url + "/slash"), Validators(etag='"v1"'))
    assert [asked.headers.get("if-none-match") for asked in evil.log] == ['"v1"', '"v1"']


async def test_a_loop_ends_after_five_redirects_and_is_not_tried_again(evil: Evil) -> None:
    await fails(evil.url + "/loop", FetchFailure.REDIRECT, "more than 5 times", retries=2)
    assert evil.count("/loop") == 6


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("place", ["https://xn--a/", "http://[::1", "http://host:port/", "//[x]/"])
async def test_places_that_httpx_stumbles_over_are_refused_as_redirects(evil: Evil, place: str, follow: bool) -> None:
    async with make_fetcher() as fetcher:
        error = await failure_of(fetcher, get(f"{evil.url}/redirect?to={quote(place)}"), follow=follow)
    assert (error.kind, "redirected to" in error.reason) == (FetchFailure.REDIRECT, True), error


@pytest.mark.parametrize("follow", [False, True])
async def test_a_redirect_without_a_location_says_so(evil: Evil, follow: bool) -> None:
    error = await fails(evil.url + "/redirect-nowhere", FetchFailure.REDIRECT, "HTTP 302 without a Location")
    assert error.status == 302


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_post_is_sent_again_as_it_was(evil: Evil, status: int) -> None:
    async with make_fetcher() as fetcher:
        await fetcher.fetch(get(f"{evil.url}/slash?status={status}", method="POST", body=b"{}"))
    assert [(asked.method, asked.body) for asked in evil.log] == [("POST", b"{}")] * 2


async def test_a_post_that_would_become_a_get_is_not_sent_again(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        error = await failure_of(fetcher, get(f"{evil.url}/slash?status=303", method="POST", body=b"{}"))
    assert (error.kind, error.status, len(evil.log)) == (FetchFailure.REDIRECT, 303, 1)
