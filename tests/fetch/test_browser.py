"""Pages that scripts make, with a browser that asks for what the test wants: guard, limits, and its own life."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from jobscan.domain.page import Audience, Page, Request, Validators
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch import BrowserSettings, Fetcher, FetchSettings
from jobscan.fetch.browser.port import BrowserAnswer, BrowserFault, BrowserRequest
from tests.engine.board_server import BoardServer, Reply, json_reply, serve_boards
from tests.fetch.helpers import LIMIT, LOOPBACK
from tests.fixtures.pretend_browser import Ask, PretendBrowser, Scripts, get_each

HTML = ("Content-Type: text/html",)
QUICK = BrowserSettings(quiet_s=0.01)


def always(page: Page) -> bool:
    return True


@asynccontextmanager
async def rendering(scripts: Scripts, **limits: Any) -> AsyncIterator[tuple[BoardServer, Fetcher, PretendBrowser]]:
    browser = PretendBrowser(scripts)
    settings = FetchSettings(allow_networks=LOOPBACK, retries=0, browser=replace(QUICK, **limits))
    async with serve_boards() as boards, Fetcher(settings, launch=browser.launch) as fetcher:
        boards.routes["/careers"] = Reply(body=b"<p>shell</p>", headers=HTML, etag=True)
        boards.routes["/jobs.json"] = json_reply(["Cook"])
        yield boards, fetcher, browser


def page_request(boards: BoardServer, path: str = "/careers", **fields: Any) -> Request:
    return Request(url=boards.url + path, limit=LIMIT, audience=Audience.PAGE, renders=always, **fields)


async def idle_scripts(html: str, ask: Ask) -> str:
    return f"{html}<p>made</p>"


async def test_the_page_is_what_its_scripts_make_of_what_the_server_sent() -> None:
    async def scripts(html: str, ask: Ask) -> str:
        [jobs] = [await ask(asked) for asked in get_each(f"{boards.url}/jobs.json")]
        assert jobs is not None
        return html + jobs.body.decode()

    async with rendering(scripts) as (boards, fetcher, browser):
        request = page_request(boards)
        page = await fetcher.fetch(request, Validators(etag='"known"'))
        assert (page.body, page.content_type, page.url) == (b'<p>shell</p>["Cook"]', "text/html", request.url)
        assert page.validators == Validators()
        assert page.rendering is not None
        assert (page.rendering.asked, page.rendering.failures) == ((f"{boards.url}/jobs.json",), 0)
        # The page itself is not requested twice, and what it was before its scripts is never enough.
        assert boards.paths() == ["/robots.txt", "/careers", "/jobs.json"]
        assert "if-none-match" not in boards.log[1].headers
        assert browser.starts == [FetchSettings().user_agent]
    assert browser.ends == [True]


async def test_only_web_pages_that_need_it_are_rendered() -> None:
    async with rendering(idle_scripts) as (boards, fetcher, browser):
        boards.routes["/gone"] = Reply(status=404, headers=HTML)
        plain = replace(page_request(boards), renders=lambda page: b"shell" not in page.body)
        for request in (plain, page_request(boards, "/gone"), page_request(boards, "/jobs.json")):
            assert (await fetcher.fetch(request)).rendering is None
        assert browser.starts == []


async def test_everything_that_a_page_asks_for_goes_through_the_guard() -> None:
    """Also what redirects lead to, frames that robots.txt closes, and private addresses in other spellings."""
    given: dict[str, BrowserAnswer | None] = {}

    async def scripts(html: str, ask: Ask) -> str:
        urls = [
            "http://10.0.0.1/a",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::ffff:192.168.0.1]/",
            "http://0x7f.1/",
            f"{boards.url}/to-private",
            "file:///etc/passwd",
            f"{boards.url}/lost",
        ]
        for asked in get_each(*urls):
            given[asked.url] = await ask(asked)
        closed = BrowserRequest(url=f"{boards.url}/closed", kind="document")
        given[closed.url] = await ask(closed)
        image = BrowserRequest(url=f"{boards.url}/logo.png", kind="image")
        given[image.url] = await ask(image)
        return html

    async with rendering(scripts) as (boards, fetcher, _):
        boards.routes["/robots.txt"] = Reply(
            body=b"User-agent: *\nDisallow: /closed\n", headers=("Content-Type: text/plain",)
        )
        boards.routes["/to-private"] = Reply(status=302, headers=("Location: https://192.168.1.1/",))
        page = await fetcher.fetch(page_request(boards))
        lost = given.pop(f"{boards.url}/lost")
        assert lost is not None
        assert (lost.status, set(given.values())) == (404, {None})
        assert set(boards.paths()) == {"/robots.txt", "/careers", "/to-private", "/lost"}
        assert page.rendering is not None
        # All of them but the picture.
        assert (page.rendering.failures, len(page.rendering.failed)) == (8, 3)
        assert page.rendering.describe().startswith(
            "8 requests of its scripts failed: GET fetch of 10.0.0.1: refused to"
        )


async def test_styles_are_empty_and_data_is_sent_to_the_pages_own_site_only() -> None:
    async def scripts(html: str, ask: Ask) -> str:
        styles = await ask(BrowserRequest(url=f"{boards.url}/a.css", kind="stylesheet"))
        headers = {"content-type": "application/json", "cookie": "a=b"}
        posted = await ask(
            BrowserRequest(url=f"{boards.url}/jobs.json", kind="fetch", method="POST", headers=headers, body=b"{}")
        )
        other = await ask(BrowserRequest(url="https://tracker.example/", kind="fetch", method="POST", body=b"{}"))
        assert styles is not None
        assert posted is not None
        assert other is None
        return f"{styles.body.decode()}|{posted.body.decode()}"

    async with rendering(scripts) as (boards, fetcher, _):
        page = await fetcher.fetch(page_request(boards))
        assert page.body == b'|["Cook"]'
        [post] = [asked for asked in boards.log if asked.method == "POST"]
        assert (post.body, post.headers.get("content-type"), "cookie" in post.headers) == (
            b"{}",
            "application/json",
            False,
        )
        assert boards.paths().count("/a.css") == 0
        assert page.rendering is not None
        assert page.rendering.failed == ("POST fetch of tracker.example: it sends data to another site",)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"max_requests": 3}, "it asks for more than 3 things"),
        ({"max_page_bytes": 20}, "it asks for more than 20 bytes"),
        ({"max_html_chars": 20}, "its scripts made a page of 60 characters; 20 is the limit"),
    ],
)
async def test_a_page_that_takes_more_than_its_limits_is_none(limits: dict[str, int], reason: str) -> None:
    """Cut short it would look like a board that lost postings."""

    async def scripts(html: str, ask: Ask) -> str:
        for asked in get_each(*[f"{boards.url}/jobs.json"] * 6):
            await ask(asked)
        return html * 5

    async with rendering(scripts, **limits) as (boards, fetcher, browser):
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(page_request(boards))
        assert (caught.value.kind, caught.value.reason) == (FetchFailure.TOO_LARGE, reason)
        assert boards.paths().count("/jobs.json") <= 6
        assert browser.ends == [True]


async def test_an_answer_that_is_too_large_or_too_slow_fails_alone() -> None:
    async def scripts(html: str, ask: Ask) -> str:
        answers = [await ask(asked) for asked in get_each(f"{boards.url}/large", f"{boards.url}/slow")]
        return str(answers)

    async with rendering(scripts, max_body_bytes=1_000, request_timeout_s=0.2) as (boards, fetcher, _):
        gate = asyncio.Event()
        boards.routes |= {"/large": json_reply("x" * 2_000), "/slow": Reply(gate=gate)}
        page = await fetcher.fetch(page_request(boards))
        gate.set()
        assert page.body == b"[None, None]"
        assert page.rendering is not None
        assert [line.partition(": ")[2][:24] for line in page.rendering.failed] == [
            "the server announces 2,0",
            "no complete answer from ",
        ]


async def test_scripts_that_are_never_done_end_at_the_limit() -> None:
    async def scripts(html: str, ask: Ask) -> str:
        await asyncio.Event().wait()
        return html

    async with rendering(scripts, page_timeout_s=0.1) as (boards, fetcher, browser):
        with pytest.raises(FetchError, match=r"its scripts were not done within 0\.1 s") as caught:
            await fetcher.fetch(page_request(boards))
        assert (caught.value.kind, browser.ends) == (FetchFailure.TIMEOUT, [True])


async def test_a_cancelled_page_takes_the_browser_with_it_and_the_next_one_gets_another() -> None:
    begun, runs = asyncio.Event(), iter([True, False])

    async def scripts(html: str, ask: Ask) -> str:
        begun.set()
        if next(runs):
            await asyncio.Event().wait()
        return html

    async with rendering(scripts) as (boards, fetcher, browser):
        task = asyncio.create_task(fetcher.fetch(page_request(boards)))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert browser.ends == [True]
        assert (await fetcher.fetch(page_request(boards))).body == b"<p>shell</p>"
        assert len(browser.starts) == 2


async def test_one_page_at_a_time_is_in_the_browser_until_it_was_read() -> None:
    inside = 0

    async def scripts(html: str, ask: Ask) -> str:
        assert inside == 0
        return html

    async with rendering(scripts) as (boards, fetcher, browser):

        async def read() -> None:
            nonlocal inside
            async with fetcher.lend(page_request(boards)):
                inside += 1
                await asyncio.sleep(0)
                inside -= 1

        await asyncio.gather(*(read() for _ in range(4)))
        assert len(browser.starts) == 1


async def test_a_browser_is_closed_when_it_is_idle_and_started_anew_after_some_pages() -> None:
    async with rendering(idle_scripts, pages_per_start=2) as (boards, fetcher, browser):
        for _ in range(5):
            await fetcher.fetch(page_request(boards))
        assert (len(browser.starts), browser.ends) == (3, [False, False])
    assert browser.ends == [False, False, True]
    async with rendering(idle_scripts, idle_s=0.01) as (boards, fetcher, browser):
        await fetcher.fetch(page_request(boards))
        await browser.ended.wait()
        assert browser.ends == [False]
        await fetcher.fetch(page_request(boards))
        assert len(browser.starts) == 2


async def test_a_browser_that_died_while_it_was_idle_is_started_anew() -> None:
    async with rendering(idle_scripts) as (boards, fetcher, browser):
        await fetcher.fetch(page_request(boards))
        browser.is_running = False
        await fetcher.fetch(page_request(boards))
        assert (len(browser.starts), browser.ends) == (2, [True])


async def test_faults_of_the_browser_are_errors_that_say_what_to_do() -> None:
    async with rendering(idle_scripts) as (boards, fetcher, browser):
        for fault, kind in (
            (BrowserFault("install it", is_missing=True), FetchFailure.REFUSED),
            (BrowserFault("it crashed"), FetchFailure.BROKEN),
        ):
            browser.fault = fault
            with pytest.raises(FetchError, match=str(fault)) as caught:
                await fetcher.fetch(page_request(boards))
            assert (caught.value.kind, caught.value.url) == (kind, f"{boards.url}/careers")
        browser.fault = None
        assert (await fetcher.fetch(page_request(boards))).rendering is not None
