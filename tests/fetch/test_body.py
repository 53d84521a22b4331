"""Bodies: what is decoded, what is refused, and what it costs in memory and time."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jobscan.exceptions import FetchFailure
from tests.fetch.helpers import fails, get, make_fetcher, stalls_under
from tests.fixtures.evil import JSON, MIB, Evil


@contextmanager
def peak_under(mebibytes: float) -> Iterator[None]:
    """Check that Python never held more on top of what it held before."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < mebibytes * MIB


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/gzip", JSON),
        ("/x-gzip", JSON),
        ("/identity", JSON),
        ("/gzip-members", b"one two"),
        ("/gzip-empty", b""),
        ("/chunked", JSON),
        ("/close-delimited", JSON),
        ("/close-delimited-gzip", JSON),
        ("/login", b"<html>Sign in"),
    ],
)
async def test_a_body_arrives_decoded_and_hashed(evil: Evil, path: str, body: bytes) -> None:
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + path))
    assert (page.body, page.body_hash) == (body, hashlib.sha256(body).hexdigest())


async def test_wire_bytes_are_counted_before_decoding(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/gzip-8-mib"))
    assert len(page.body) == 8 * MIB
    assert page.wire_bytes == int(page.headers["content-length"])


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("/gzip-cut", FetchFailure.BROKEN, "ended early"),
        ("/gzip-cut-in-trailer", FetchFailure.BROKEN, "ended early"),
        ("/gzip-then-garbage", FetchFailure.BROKEN, "ended early, in the middle of its gzip"),
        ("/gzip-bad-checksum", FetchFailure.BROKEN, "but is not, or not entirely"),
        ("/gzip-is-plain", FetchFailure.BROKEN, "but is not, or not entirely"),
        ("/gzip-100k-members", FetchFailure.BROKEN, "more than 8 members"),
        ("/gzip-gzip", FetchFailure.BROKEN, "a coding we did not ask for (gzip, gzip)"),
        ("/br", FetchFailure.BROKEN, "a coding we did not ask for (br)"),
        ("/zstd", FetchFailure.BROKEN, "a coding we did not ask for (zstd)"),
        ("/deflate", FetchFailure.BROKEN, "a coding we did not ask for (deflate)"),
        ("/gzip-bomb", FetchFailure.TOO_LARGE, "more than 33,554,432 bytes after decoding"),
        ("/one-gigabyte", FetchFailure.TOO_LARGE, "announces 1,000,000,000 bytes"),
        ("/endless", FetchFailure.TOO_LARGE, "more than 16,777,216 bytes before decoding"),
    ],
)
async def test_a_hostile_body_is_refused_within_bounds(evil: Evil, path: str, kind: FetchFailure, reason: str) -> None:
    with peak_under(80):
        async with stalls_under(0.25):
            error = await fails(evil.url + path, kind, reason)
    assert error.status == 200


async def test_a_body_that_is_just_within_its_limit_is_accepted_and_one_byte_more_is_not(evil: Evil) -> None:
    async with make_fetcher(max_body_bytes=8 * MIB) as fetcher:
        assert len((await fetcher.fetch(get(evil.url + "/gzip-8-mib"))).body) == 8 * MIB
    await fails(evil.url + "/gzip-8-mib", FetchFailure.TOO_LARGE, "after decoding", max_body_bytes=8 * MIB - 1)


async def test_an_accepted_body_costs_less_than_twice_its_size(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        await fetcher.fetch(get(evil.url + "/ok"))
        with peak_under(2 * 8 + 1):  # the test server makes 8 MiB of zeros, too
            await fetcher.fetch(get(evil.url + "/gzip-8-mib"))


async def test_the_error_of_a_refused_body_does_not_keep_the_body(evil: Evil) -> None:
    tracemalloc.start()
    try:
        error = await fails(evil.url + "/gzip-bomb", FetchFailure.TOO_LARGE, "after decoding")
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.__traceback__ is not None
    assert held < 4 * MIB < 30 * MIB < peak


async def test_the_body_of_a_redirect_is_never_read(evil: Evil) -> None:
    with peak_under(8):
        async with make_fetcher() as fetcher:
            page = await fetcher.fetch(get(evil.url + "/redirect-with-bomb"))
    assert (page.body, page.url) == (JSON, evil.url + "/redirect-with-bomb/")


@pytest.mark.parametrize(
    ("path", "attempts"), [("/cut-length", 2), ("/gzip-cut", 2), ("/gzip-bomb", 1), ("/one-gigabyte", 1)]
)
async def test_broken_answers_are_tried_once_more_and_too_large_ones_never(
    evil: Evil, path: str, attempts: int
) -> None:
    async with make_fetcher(retries=3) as fetcher:
        with pytest.raises(Exception, match=path):
            await fetcher.fetch(get(evil.url + path))
    assert evil.count(path) == attempts


async def test_chance_damage_is_gone_the_second_time(evil: Evil) -> None:
    async with make_fetcher(retries=1) as fetcher:
        assert (await fetcher.fetch(get(evil.url + "/cut-length-once"))).body == JSON
