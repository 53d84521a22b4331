"""Posting a message: one attempt, any status, and exact about whether anything can have arrived."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from jobscan.domain.page import Request
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch import Fetcher, PostError
from tests.fetch.helpers import LIMIT, accepts_nobody, make_fetcher
from tests.fetch.tls_server import lookup, serve_tls
from tests.fixtures.evil import Evil
from tests.fixtures.receiver import Answer, Ending, Receiver, serve_receiver


@pytest.fixture
async def receiver() -> Any:
    async with serve_receiver() as server:
        yield server


def letter(url: str) -> Request:
    return Request(url=url, limit=LIMIT, method="POST", headers={"x-mine": "1"}, body=b'{"a": 1}')


async def error_of(fetcher: Fetcher, url: str) -> PostError:
    with pytest.raises(PostError) as caught:
        await fetcher.post(letter(url))
    assert "canary" not in str(caught.value) + caught.value.url + caught.value.reason
    assert isinstance(caught.value, FetchError)
    return caught.value


async def test_a_message_is_posted_as_it_is(receiver: Receiver) -> None:
    async with make_fetcher() as fetcher:
        reply = await fetcher.post(letter(receiver.url + "/path?x=1"))
    assert (reply.status, reply.retry_after_s, reply.body) == (204, None, b"")
    (asked,) = receiver.asked
    assert (asked.method, asked.path, asked.body, asked.headers["x-mine"]) == ("POST", "/path?x=1", b'{"a": 1}', "1")
    assert asked.headers["user-agent"].startswith("jobscan/")


@pytest.mark.parametrize("status", [200, 301, 303, 307, 308, 304, 400, 404, 408, 410, 429, 500, 503])
async def test_any_status_is_an_answer_and_nothing_is_followed_or_tried_again(receiver: Receiver, status: int) -> None:
    receiver.answer = Answer(status, ("Location: /elsewhere", "Retry-After: 5"), b"" if status == 304 else b"words")
    async with make_fetcher(retries=2) as fetcher:
        reply = await fetcher.post(letter(receiver.url))
    assert (reply.status, reply.retry_after_s) == (status, 30.0)
    assert len(receiver.asked) == 1


async def test_no_more_than_4_kib_of_a_reply_are_read(receiver: Receiver) -> None:
    receiver.answer = Answer(200, ending=Ending.ENDLESS)
    async with make_fetcher() as fetcher:
        reply = await fetcher.post(letter(receiver.url))
    assert reply.body == b"x" * 4096
    assert receiver.sent_bytes < 32 * 2**20  # what the kernel's buffers hold


async def test_a_body_that_breaks_off_leaves_the_status(receiver: Receiver) -> None:
    receiver.answer = Answer(500, ending=Ending.CUT)
    async with make_fetcher() as fetcher:
        reply = await fetcher.post(letter(receiver.url))
    assert (reply.status, reply.body) == (500, b"x" * 500)


async def test_a_reply_in_any_coding_is_not_unpacked(receiver: Receiver) -> None:
    receiver.answer = Answer(200, ("Content-Encoding: gzip",), b"no gzip")
    async with make_fetcher() as fetcher:
        assert (await fetcher.post(letter(receiver.url))).body == b"no gzip"
    assert receiver.asked[0].headers["accept-encoding"] == "identity"


async def test_nothing_can_have_arrived_where_there_was_no_connection(tmp_path: Path) -> None:
    async with make_fetcher(connect_timeout_s=0.2, dns_timeout_s=0.2) as fetcher:
        with accepts_nobody() as url:
            error = await error_of(fetcher, url + "canary")
            assert (error.kind, error.may_have_arrived) == (FetchFailure.NETWORK, False)
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            error = await error_of(fetcher, f"http://127.0.0.1:{bound.getsockname()[1]}/canary")
            assert (error.kind, error.may_have_arrived) == (FetchFailure.NETWORK, False)
        error = await error_of(fetcher, "http://10.0.0.1/canary?token=canary")
        assert (error.kind, error.may_have_arrived, error.url) == (FetchFailure.REFUSED, False, "http://10.0.0.1")
        error = await error_of(fetcher, "ftp://example.org/canary")
        assert (error.kind, error.may_have_arrived) == (FetchFailure.REFUSED, False)
    async with serve_tls(tmp_path) as (evil, _), make_fetcher(lookup=lookup) as fetcher:
        error = await error_of(fetcher, f"https://board.test:{evil.port}/canary")
        assert (error.kind, error.may_have_arrived, evil.log) == (FetchFailure.TLS, False, [])

    def nowhere(_host: str) -> list[str]:
        raise OSError("Name or service not known")

    async with make_fetcher(lookup=nowhere) as fetcher:
        error = await error_of(fetcher, "https://no-such-host.example/canary")
        assert (error.kind, error.may_have_arrived) == (FetchFailure.NETWORK, False)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/reset", FetchFailure.NETWORK),
        ("/closed", FetchFailure.NETWORK),
        ("/silent", FetchFailure.TIMEOUT),
        ("/slow-headers", FetchFailure.TIMEOUT),
        ("/garbage", FetchFailure.BROKEN),
        ("/huge-headers", FetchFailure.TOO_LARGE),
        ("/endless-100-continue", FetchFailure.TIMEOUT),
    ],
)
async def test_it_may_have_arrived_when_the_answer_does_not_come(evil: Evil, path: str, kind: FetchFailure) -> None:
    async with make_fetcher(read_timeout_s=1, post_timeout_s=2) as fetcher:
        error = await error_of(fetcher, evil.url + path + "?canary")
    assert (error.kind, error.may_have_arrived, len(evil.log)) == (kind, True, 1)
    assert error.url == evil.url


async def test_the_whole_of_it_ends_at_its_deadline(evil: Evil) -> None:
    async with make_fetcher(post_timeout_s=1) as fetcher:
        error = await error_of(fetcher, evil.url + "/slow-headers")
        assert "within 1 s" in error.reason
        # The status has come: it decides, however slow the rest is.
        assert (await fetcher.post(letter(evil.url + "/slow-body"))).status == 200


async def test_connections_are_not_used_twice_and_no_cancellation_costs_one(receiver: Receiver) -> None:
    receiver.answers.extend([Answer(ending=Ending.SILENT)] * 20)
    async with make_fetcher() as fetcher:
        for number in range(20):
            task = asyncio.create_task(fetcher.post(letter(receiver.url)))
            while len(receiver.asked) <= number:
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        replies = await asyncio.gather(*(fetcher.post(letter(receiver.url)) for _ in range(20)))
    assert [reply.status for reply in replies] == [204] * 20
    assert all(asked.headers["connection"] == "close" for asked in receiver.asked)


async def test_outside_of_its_context_a_fetcher_posts_nothing() -> None:
    with pytest.raises(RuntimeError, match="closed"):
        await make_fetcher().post(letter("http://127.0.0.1:1/"))
