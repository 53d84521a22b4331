"""What is tried again, how often, and when."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from jobscan.domain.page import HostLimit
from jobscan.exceptions import FetchFailure
from jobscan.fetch.failures import clamp_retry_after, parse_retry_after
from tests.fetch.helpers import failure_of, get, make_fetcher
from tests.fixtures.evil import JSON, Evil

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("0", 0),
        ("1.5", 1.5),
        ("-1", 0),
        ("1e99", 1e99),
        ("1" + "0" * 20, 1e20),
        ("9" * 350, float("inf")),
        ("Fri, 20 Nov 2026 12:01:00 GMT", 60),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("Friday, 20-Nov-26 12:01:00 GMT", 60),
        ("Fri, 20 Nov 2026 12:01:00 -0000", 60),
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("7 seconds", None),
        ("７", None),
        ("9" * 1000, None),
        ("Fri, 99 Foo 2026", None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(text: str | None, seconds: float | None) -> None:
    assert parse_retry_after(text, NOW) == seconds


@pytest.mark.parametrize(("asked", "given"), [(None, None), (0, 30), (31, 31), (1e20, 86_400), (float("inf"), 86_400)])
def test_what_a_server_asks_for_is_clamped_to_between_half_a_minute_and_a_day(
    asked: float | None, given: float | None
) -> None:
    assert clamp_retry_after(asked) == given


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
async def test_statuses_that_pass_are_tried_again_until_they_have(evil: Evil, status: int) -> None:
    async with make_fetcher(retries=2) as fetcher:
        page = await fetcher.fetch(get(f"{evil.url}/flapping?failures=2&status={status}"))
    assert (page.body, evil.count("/flapping")) == (JSON, 3)


@pytest.mark.parametrize(
    ("query", "kind", "retry_after_s"),
    [
        ("is=429", FetchFailure.RATE_LIMITED, None),
        ("is=429&after=0", FetchFailure.RATE_LIMITED, 30),
        ("is=429&after=-1", FetchFailure.RATE_LIMITED, 30),
        ("is=429&after=soon", FetchFailure.RATE_LIMITED, None),
        ("is=503&after=0", FetchFailure.RATE_LIMITED, 30),
        ("is=503", FetchFailure.SERVER, None),
        ("is=500&after=0", FetchFailure.SERVER, 30),
        ("is=408", FetchFailure.SERVER, None),
        ("is=425", FetchFailure.SERVER, None),
    ],
)
async def test_statuses_that_stay_are_given_up_with_their_kind(
    evil: Evil, query: str, kind: FetchFailure, retry_after_s: float | None
) -> None:
    async with make_fetcher(retries=1) as fetcher:
        error = await failure_of(fetcher, get(f"{evil.url}/status?{query}"))
    assert (error.kind, error.retry_after_s, evil.count("/status")) == (kind, retry_after_s, 2)
    assert str(error.status) in query


@pytest.mark.parametrize(
    ("after", "retry_after_s"), [("2", 30), ("3600", 3600), ("1e99", 86_400), ("1" + "0" * 20, 86_400)]
)
async def test_a_server_that_asks_for_more_than_our_longest_wait_fails_at_once(
    evil: Evil, after: str, retry_after_s: float
) -> None:
    async with make_fetcher(retries=2, retry_wait_max_s=1) as fetcher:
        error = await failure_of(fetcher, get(f"{evil.url}/status?is=429&after={after}"))
    assert (error.retry_after_s, evil.count("/status")) == (retry_after_s, 1)


async def test_retry_after_as_a_date_is_counted_from_now(evil: Evil) -> None:
    async with make_fetcher(clock=lambda: NOW) as fetcher:
        url = f"{evil.url}/status?is=429&after=Fri,%2020%20Nov%202026%2013:00:00%20GMT"
        error = await failure_of(fetcher, get(url))
    assert error.retry_after_s == timedelta(hours=1).total_seconds()


async def test_a_wait_that_the_server_asked_for_is_kept(evil: Evil) -> None:
    began = time.monotonic()
    async with make_fetcher(retries=1) as fetcher:
        await fetcher.fetch(get(f"{evil.url}/flapping?failures=1&status=429&after=0.3"))
    assert time.monotonic() - began >= 0.3


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_reset_is_tried_again(evil: Evil, method: str) -> None:
    async with make_fetcher(retries=1) as fetcher:
        page = await fetcher.fetch(get(evil.url + "/reset-once", method=method))
    assert (page.status, evil.count("/reset-once")) == (200, 2)


async def test_waiting_for_another_attempt_holds_no_place_under_the_limit(evil: Evil) -> None:
    narrow = HostLimit(name="narrow", concurrency=1)
    async with make_fetcher(retries=1) as fetcher, asyncio.TaskGroup() as group:
        waits = group.create_task(
            fetcher.fetch(get(f"{evil.url}/flapping?failures=1&status=429&after=0.9", limit=narrow))
        )
        while not evil.log:
            await asyncio.sleep(0)
        await fetcher.fetch(get(evil.url + "/ok", limit=narrow))
        assert not waits.done()
