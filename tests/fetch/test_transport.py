"""What servers do on the wire, and what becomes of it."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.domain.page import HostLimit, Validators
from jobscan.exceptions import FetchError, FetchFailure
from tests.fetch.helpers import accepts_nobody, fails, failure_of, get, make_fetcher, stalls_under
from tests.fixtures.evil import JSON, Asked, Evil, Wire, serve_evil


async def test_a_page_carries_what_arrived(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/headers"))
    assert (page.url, page.status, page.body) == (evil.url + "/headers", 200, JSON)
    assert page.headers["x-twice"] == "a, b"
    assert page.body_hash == hashlib.sha256(JSON).hexdigest()
    assert page.wire_bytes == len(JSON)


async def test_requests_carry_our_name_and_ask_for_gzip_only(evil: Evil) -> None:
    async with make_fetcher(user_agent="jobscan/test") as fetcher:
        await fetcher.fetch(get(evil.url + "/ok", headers={"Accept-Encoding": "br", "X-Own": "yes"}))
    headers = evil.log[0].headers
    assert (headers["user-agent"], headers["accept-encoding"], headers["x-own"]) == ("jobscan/test", "gzip", "yes")


async def test_a_post_sends_its_body(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        await fetcher.fetch(get(evil.url + "/ok", method="POST", body=b'{"limit":20}'))
    assert (evil.log[0].method, evil.log[0].body) == ("POST", b'{"limit":20}')


async def test_connections_are_kept_and_cookies_are_not(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        for _ in range(3):
            await fetcher.fetch(get(evil.url + "/headers"))
    assert evil.connections == 1
    assert all("cookie" not in asked.headers for asked in evil.log)


async def test_a_304_does_not_cost_its_connection(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        for _ in range(3):
            await fetcher.fetch(get(evil.url + "/304"), Validators(etag='"v1"'))
    assert evil.connections == 1


async def test_what_comes_after_an_answer_is_not_the_answer_to_the_next_request(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        for _ in range(2):
            assert (await fetcher.fetch(get(evil.url + "/twice"))).body == JSON
            assert (await fetcher.fetch(get(evil.url + "/headers"))).headers["x-twice"] == "a, b"
    # Each of the two surplus answers cost its connection.
    assert evil.connections == 3


async def test_proxies_and_credentials_of_the_environment_are_ignored(
    evil: Evil, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w") as file:
        file.write("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", netrc)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/ok"))
    assert page.status == 200
    assert "authorization" not in evil.log[0].headers


async def test_secrets_in_urls_and_headers_reach_no_log_and_no_error(
    evil: Evil, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with make_fetcher() as fetcher:
        await fetcher.fetch(get(evil.url + "/ok?token=canary", headers={"X-Api-Key": "canary"}))
        error = await failure_of(fetcher, get(evil.url + "/cut-length?token=canary"))
    assert "canary" not in caplog.text
    assert "canary" not in f"{error} {error.url} {error.reason}"
    assert error.url.endswith("/cut-length?token=***")


async def test_validators_are_sent_and_a_304_is_a_page(evil: Evil) -> None:
    known = Validators(etag='"v1"', last_modified="Sat, 29 Oct 1994 19:43:31 GMT")
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/304"), known)
    assert (page.status, page.body, page.validators.etag) == (304, b"", '"v1"')
    sent = evil.log[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"v1"', known.last_modified)


@pytest.mark.parametrize("validators", [None, Validators(), Validators(etag="a\r\nb"), Validators(etag='"ä"')])
async def test_a_304_that_was_not_asked_for_is_broken_and_tried_once_more(
    evil: Evil, validators: Validators | None
) -> None:
    async with make_fetcher(retries=3) as fetcher:
        error = await failure_of(fetcher, get(evil.url + "/304"), validators=validators)
    assert (error.kind, evil.count("/304")) == (FetchFailure.BROKEN, 2)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
async def test_refusals_are_pages_for_the_adapter_to_judge(evil: Evil, status: int) -> None:
    async with make_fetcher(retries=2) as fetcher:
        page = await fetcher.fetch(get(f"{evil.url}/status?is={status}"))
    assert (page.status, page.body, evil.count("/status")) == (status, b"a page", 1)


async def test_a_refusal_whose_page_cannot_be_read_is_still_that_refusal(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/missing-in-br"))
    assert (page.status, page.body) == (404, b"")


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("/reset", FetchFailure.NETWORK, "reset the connection"),
        ("/closed", FetchFailure.NETWORK, "closed the connection without an answer"),
        ("/garbage", FetchFailure.BROKEN, "not HTTP"),
        ("/huge-headers", FetchFailure.TOO_LARGE, "100 KiB of headers"),
        ("/cut-length", FetchFailure.BROKEN, "cut the answer off after 1000 bytes"),
        ("/cut-chunk", FetchFailure.BROKEN, "cut the answer off after 9 bytes"),
        ("/status?is=206", FetchFailure.BROKEN, "206 (partial content)"),
        ("/status?is=300", FetchFailure.REDIRECT, "HTTP 300"),
        ("/status?is=305", FetchFailure.REDIRECT, "HTTP 305"),
        ("/status?is=700", FetchFailure.BROKEN, "status 700"),
        ("/status?is=500", FetchFailure.SERVER, "HTTP 500"),
    ],
)
async def test_each_fault_has_its_kind_and_a_plain_reason(
    evil: Evil, path: str, kind: FetchFailure, reason: str
) -> None:
    error = await fails(evil.url + path, kind, reason)
    assert error.url == evil.url + path


async def test_a_refused_connection_says_so(unused_tcp_port: int) -> None:
    url = f"http://127.0.0.1:{unused_tcp_port}/"
    await fails(url, FetchFailure.NETWORK, "cannot connect to 127.0.0.1: connection refused")


@pytest.mark.parametrize("path", ["/slow-headers", "/slow-body", "/endless-100-continue"])
async def test_a_trickle_ends_at_the_total_deadline_and_is_not_tried_again(evil: Evil, path: str) -> None:
    async with stalls_under(0.25):
        await fails(evil.url + path, FetchFailure.TIMEOUT, "within 1 s", total_timeout_s=1, retries=2)
    assert evil.count(path) == 1


async def test_silence_ends_at_the_read_timeout_and_is_tried_again(evil: Evil) -> None:
    await fails(evil.url + "/silent", FetchFailure.TIMEOUT, "was silent for 0.5 s", read_timeout_s=0.5, retries=1)
    assert evil.count("/silent") == 2


async def test_a_server_that_accepts_nobody_ends_at_the_connect_timeout() -> None:
    with accepts_nobody() as url:
        reason = "cannot connect to 127.0.0.1 within 0.2 s"
        await fails(url, FetchFailure.NETWORK, reason, connect_timeout_s=0.2)


async def test_a_header_that_cannot_be_sent_is_refused(evil: Evil) -> None:
    async with make_fetcher() as fetcher:
        for value in ("two\r\nlines", "\ud800"):
            error = await failure_of(fetcher, get(evil.url + "/ok", headers={"X-Own": value}))
            assert error.kind is FetchFailure.REFUSED
    assert evil.log == []


async def test_a_closed_fetcher_says_how_it_is_used(evil: Evil) -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await make_fetcher().fetch(get(evil.url + "/ok"))


async def test_tiny_chunks_do_not_hold_the_loop_up(evil: Evil) -> None:
    async with stalls_under(0.25), make_fetcher() as fetcher:
        page = await fetcher.fetch(get(evil.url + "/confetti"))
    assert page.body == b"x" * 60_000


async def test_a_cancelled_request_ends_at_once_and_makes_room_under_its_limit(evil: Evil) -> None:
    limit = HostLimit(name="one", concurrency=1)
    async with make_fetcher() as fetcher:
        running = asyncio.create_task(fetcher.fetch(get(evil.url + "/silent", limit=limit)))
        waiting = asyncio.create_task(fetcher.fetch(get(evil.url + "/ok?cancelled", limit=limit)))
        while not evil.log:
            await asyncio.sleep(0)
        for task in (waiting, running):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        page = await fetcher.fetch(get(evil.url + "/ok", limit=limit))
    assert page.status == 200
    assert [asked.path for asked in evil.log] == ["/silent", "/ok"]


@pytest.mark.parametrize("path", ["/silent", "/slow-headers", "/slow-body"])
async def test_closing_the_fetcher_ends_what_is_running(evil: Evil, path: str) -> None:
    # By themselves they would run for an hour.
    async with make_fetcher(read_timeout_s=3_600, total_timeout_s=3_600) as fetcher:
        running = asyncio.create_task(failure_of(fetcher, get(evil.url + path)))
        while not evil.log:
            await asyncio.sleep(0)
    assert (await running).kind is FetchFailure.TIMEOUT


async def test_closing_the_fetcher_ends_what_waits_for_its_turn_or_its_next_attempt(evil: Evil) -> None:
    limit = HostLimit(name="one", concurrency=1)
    async with make_fetcher(retries=1, retry_wait_s=0.2) as fetcher:
        resting = asyncio.create_task(fetcher.fetch(get(evil.url + "/status?is=500", limit=limit)))
        while not evil.log:
            await asyncio.sleep(0)
        blocking = asyncio.create_task(failure_of(fetcher, get(evil.url + "/silent", limit=limit)))
        while evil.count("/silent") == 0:
            await asyncio.sleep(0)
        waiting = asyncio.create_task(fetcher.fetch(get(evil.url + "/ok", limit=limit)))
        await asyncio.sleep(0)
    for task in (resting, waiting):
        with pytest.raises(RuntimeError, match="closed"):
            await task
    await blocking


PIECES = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 404 No\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 101 Switching\r\n\r\n",
    b"HTTP/1.1 304 Same\r\n",
    b"HTTP/1.1 302 Found\r\nLocation: ",
    b"Content-Length: 5\r\n",
    b"Content-Length: -1\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"\r\n",
    b"5\r\nhello\r\n",
    b"0\r\n\r\n",
    b"FFFFFFFFFFFFFFFF\r\n",
    gzip.compress(b"hello"),
    b"\x00",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=8).map(b"".join))
def test_whatever_bytes_arrive_there_is_a_page_or_a_fetch_error(answer: bytes) -> None:
    async def run() -> None:
        async def send(wire: Wire, _asked: Asked, _evil: Evil) -> None:
            await wire.send(answer)

        async with serve_evil(modes={"/": send}) as evil, make_fetcher(total_timeout_s=5) as fetcher:
            with suppress(FetchError):
                page = await fetcher.fetch(get(evil.url + "/"))
                assert 200 <= page.status < 500

    asyncio.run(run())
