"""robots.txt: asked for HTML pages, remembered, and never a reason to fail by itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.exceptions import FetchFailure
from tests.fetch.helpers import failure_of, get, make_fetcher
from tests.fetch.tls_server import lookup, serve_tls
from tests.fixtures.evil import MODES, Asked, Evil, Mode, Wire

FORBIDS_US = b"User-agent: *\nAllow: /\n\nUser-agent: jobscan\nDisallow: /ok\n"
FORBIDS_OTHERS = b"User-agent: googlebot\nDisallow: /\n"


def robots(body: bytes, status: str = "200 OK", *headers: str) -> Mode:
    async def answer(wire: Wire, _asked: Asked, _evil: Evil) -> None:
        await wire.answer(body, *headers, status=status)

    return answer


def token(url: str) -> Request:
    return get(url, audience=Audience.PAGE)


async def test_a_page_that_robots_txt_forbids_is_not_fetched(evil: Evil, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", robots(FORBIDS_US))
    async with make_fetcher(retries=2) as fetcher:
        error = await failure_of(fetcher, token(evil.url + "/ok?token=canary"))
    assert error.kind is FetchFailure.REFUSED
    assert str(error) == (
        f"robots.txt of 127.0.0.1 does not allow jobscan to fetch this page ({evil.url}/ok?token=***)"
    )
    assert [asked.path for asked in evil.log] == ["/robots.txt"]


@pytest.mark.parametrize(
    "answer",
    [
        robots(FORBIDS_OTHERS),
        robots(b""),
        robots(b"\xff\x00 not robots at all"),
        robots(FORBIDS_US, "404 Not Found"),
        robots(FORBIDS_US, "403 Forbidden"),
        robots(FORBIDS_US, "500 Internal Server Error"),
        robots(FORBIDS_US, "200 OK", "Content-Encoding: br"),
        robots(FORBIDS_US + b"#" * 513 * 1024),
        MODES["/reset"],
        MODES["/endless"],
    ],
)
async def test_a_page_is_fetched_when_robots_txt_allows_it_or_cannot_be_read(
    evil: Evil, monkeypatch: pytest.MonkeyPatch, answer: Mode
) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", answer)
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(token(evil.url + "/ok"))
    assert page.status == 200
    assert [asked.path for asked in evil.log] == ["/robots.txt", "/ok"]


async def test_what_is_made_for_programs_is_fetched_without_asking(evil: Evil, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", robots(FORBIDS_US))
    async with make_fetcher() as fetcher:
        for purpose in Purpose:
            await fetcher.fetch(get(evil.url + "/ok", purpose=purpose))
    assert evil.count("/robots.txt") == 0


async def test_rules_are_remembered_for_a_day_and_asked_for_once_at_a_time(
    evil: Evil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", robots(FORBIDS_OTHERS))
    now = datetime(2026, 11, 20, tzinfo=UTC)
    async with make_fetcher(clock=lambda: now) as fetcher:
        await asyncio.gather(*(fetcher.fetch(token(evil.url + "/ok")) for _ in range(5)))
        now += timedelta(hours=23, minutes=59)
        await fetcher.fetch(token(evil.url + "/ok"))
        assert evil.count("/robots.txt") == 1
        now += timedelta(minutes=1)
        await fetcher.fetch(token(evil.url + "/ok"))
    assert (evil.count("/robots.txt"), evil.count("/ok")) == (2, 7)


async def test_rules_that_could_not_be_read_are_asked_for_again_after_an_hour(
    evil: Evil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", robots(b"", "503 Service Unavailable"))
    now = datetime(2026, 11, 20, tzinfo=UTC)
    async with make_fetcher(clock=lambda: now) as fetcher:
        for _ in range(2):
            await fetcher.fetch(token(evil.url + "/ok"))
        monkeypatch.setitem(MODES, "/robots.txt", robots(FORBIDS_US))
        now += timedelta(hours=1)
        error = await failure_of(fetcher, token(evil.url + "/ok"))
    assert (error.kind, evil.count("/robots.txt")) == (FetchFailure.REFUSED, 2)


async def test_a_lane_of_one_can_ask_for_robots_txt_and_the_page(evil: Evil, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", robots(FORBIDS_OTHERS))
    request = get(evil.url + "/ok", audience=Audience.PAGE, limit=HostLimit(name="one", concurrency=1))
    async with make_fetcher() as fetcher:
        assert (await fetcher.fetch(request)).status == 200


async def test_the_host_that_a_page_redirects_to_is_asked_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(wire: Wire, asked: Asked, _evil: Evil) -> None:
        await wire.answer(FORBIDS_US if asked.headers["host"].startswith("other.test") else b"")

    monkeypatch.setitem(MODES, "/robots.txt", answer)
    # Once more, because the server closes the connection that robots.txt came on, and the page may meet that.
    quick = make_fetcher(lookup=lookup, ca_file=tmp_path / "authority.pem", retries=1)
    async with serve_tls(tmp_path) as (evil, _), quick as fetcher:
        there = f"https://other.test:{evil.port}"
        # One request at a time: asking must not wait for the place of the page that it is asked for.
        limit = HostLimit(name="one", concurrency=1)
        page = f"https://board.test:{evil.port}/redirect?to={there}"
        error = await failure_of(fetcher, get(f"{page}/ok", audience=Audience.PAGE, limit=limit))
        allowed = await fetcher.fetch(get(f"{page}/headers", audience=Audience.PAGE, limit=limit))
    assert (error.kind, error.url) == (FetchFailure.REFUSED, f"{there}/ok")
    assert "robots.txt of other.test does not allow jobscan" in error.reason
    assert (allowed.status, allowed.url) == (200, f"{there}/headers")
    assert (evil.count("/robots.txt"), evil.count("/ok")) == (2, 0)


async def test_a_page_of_the_same_host_is_not_reached_around_its_robots_txt(
    evil: Evil, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MODES, "/robots.txt", robots(FORBIDS_US))
    async with make_fetcher() as fetcher:
        error = await failure_of(fetcher, token(evil.url + "/redirect?to=/ok"))
    assert error.kind is FetchFailure.REFUSED
    assert [asked.path for asked in evil.log] == ["/robots.txt", "/redirect?to=/ok"]


async def test_redirects_of_a_page_that_asks_robots_txt_are_counted_too(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        error = await failure_of(fetcher, token(evil.url + "/loop"))
    assert (error.kind, "more than 5 times" in error.reason) == (FetchFailure.REDIRECT, True)
    assert evil.count("/loop") == 6
