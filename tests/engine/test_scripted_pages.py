"""Careers pages that scripts make: the system behind them is found first, and nothing expires of what did not load."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from jobscan.domain.source import Source
from jobscan.engine.scan.discovery import Discovery, SeveralBoardsError, find_source
from jobscan.engine.scan.preview import preview
from jobscan.exceptions import BoardError
from jobscan.fetch import BrowserSettings, Fetcher
from jobscan.fetch.browser.port import BrowserRequest
from jobscan.persistence import Database
from tests.engine.board_server import BoardServer, Reply
from tests.engine.harness import QUICK, Harness
from tests.engine.sample_site import HurriedFetcher
from tests.fixtures.pretend_browser import Ask, PretendBrowser

SHELL = "<html><title>Careers</title><div id=app></div></html>"
PEOPLE = (
    '<h1>Careers</h1><ul><li class="job"><a href="/x/1">Engineer</a></li>'
    '<li class="job"><a href="/x/2">Office Manager</a></li></ul>'
)
GREENHOUSE = "https://boards-api.greenhouse.io/v1/boards/acme/jobs"


def described(title: str, **fields: Any) -> str:
    return (
        f'<script type="application/ld+json">{json.dumps({"@type": "JobPosting", "title": title, **fields})}</script>'
    )


def web(html: str) -> Reply:
    return Reply(body=html.encode(), headers=("Content-Type: text/html",))


@dataclass
class Scripts:
    """What the scripts of every page make, and what they ask for first."""

    makes: Callable[[str], str] = lambda html: html
    asks: list[BrowserRequest] = field(default_factory=list)
    #: Markup of the pages that were rendered.
    seen: list[str] = field(default_factory=list)

    async def run(self, html: str, ask: Ask) -> str:
        self.seen.append(html)
        for asked in self.asks:
            await ask(asked)
        return self.makes(html)


@asynccontextmanager
async def open_scripted(scripts: Scripts) -> AsyncIterator[Fetcher]:
    browser = PretendBrowser(scripts.run)
    async with Fetcher(replace(QUICK, browser=BrowserSettings(quiet_s=0.01)), launch=browser.launch) as fetcher:
        yield fetcher


async def find(boards: BoardServer, scripts: Scripts, select: str | None = None) -> Discovery:
    boards.routes["/work"] = web(SHELL)
    async with open_scripted(scripts) as fetcher:
        return await find_source(f"{boards.url}/work", fetcher, select, render=True)


@pytest.mark.parametrize(
    ("kind", "method", "url"),
    [
        ("xhr", "GET", GREENHOUSE),
        ("fetch", "GET", GREENHOUSE + "?content=true"),
        # Refused, as it sends data to another site; its address tells enough.
        ("fetch", "POST", "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs"),
        ("document", "GET", "https://boards.greenhouse.io/embed/job_board?for=acme"),
    ],
)
async def test_a_system_that_scripts_ask_is_the_board(boards: BoardServer, kind: str, method: str, url: str) -> None:
    scripts = Scripts(lambda _: described("Cook"), [BrowserRequest(url=url, kind=kind, method=method)])
    found = await find(boards, scripts)
    assert str(found.source.key) in ("greenhouse/acme", "workday/acme/wd5/Careers")
    assert (found.asked_at, found.reason, found.source.render) == (url, None, False)


async def test_a_system_that_scripts_put_into_the_page_is_the_board(boards: BoardServer) -> None:
    found = await find(boards, Scripts(lambda _: '<iframe src="https://jobs.lever.co/acme"></iframe>'))
    assert (str(found.source.key), found.asked_at, found.candidates[0].reason) == ("lever/acme", None, "embedded")


async def test_of_several_systems_none_is_taken(boards: BoardServer) -> None:
    urls = (GREENHOUSE, "https://api.lever.co/v0/postings/acme")
    with pytest.raises(SeveralBoardsError, match=r"greenhouse/acme \(embedded\), lever/acme \(embedded\)"):
        await find(boards, Scripts(asks=[BrowserRequest(url=url, kind="fetch") for url in urls]))


async def test_without_a_system_the_page_that_the_scripts_made_is_the_board(boards: BoardServer) -> None:
    here = f"{boards.url}/work".removeprefix("http://")
    boards.routes |= {"/jobs/1": web(SHELL), "/jobs/2": web(SHELL)}

    def linked(html: str) -> str:
        # The page of the sample posting is made by scripts as well.
        return described("Cook") if len(scripts.seen) > 1 else '<a href="/jobs/1">Cook</a><a href="/jobs/2">Baker</a>'

    for makes, select, reason, learned in (
        (lambda _: described("Cook") + described("Baker"), None, "2 postings described by the page itself", None),
        (linked, None, "links to 2 postings of the same site", None),
        (lambda _: PEOPLE, None, "2 rows of a list for people, found by li.job", "li.job"),
        (lambda _: PEOPLE, "ul li", "2 rows of a list for people, found by ul li", "ul li"),
    ):
        scripts = Scripts(makes)
        found = await find(boards, scripts, select)
        assert (found.source.identifier, found.source.render, found.source.select) == (here, True, learned), reason
        assert (found.reason or "").startswith(reason)


async def test_what_a_browser_shows_no_postings_in_says_what_its_scripts_did_not_get(boards: BoardServer) -> None:
    asks = [BrowserRequest(url="https://api.example/graphql", kind="fetch", method="POST", body=b"{}")]
    with pytest.raises(BoardError) as caught:
        await find(boards, Scripts(asks=asks))
    assert str(caught.value) == (
        f"{boards.url}/work: its scripts ask no known system for postings, and no list of postings was found in what"
        " they make; 1 request of its scripts failed: POST fetch of api.example: it sends data to another site"
    )


async def test_a_page_that_cannot_be_read_says_what_its_scripts_did_not_get(boards: BoardServer) -> None:
    boards.routes["/work"] = web(SHELL)
    asks = [BrowserRequest(url=f"{boards.url}/lost.json", kind="fetch")]
    async with open_scripted(Scripts(lambda _: "<p>Loading</p>", asks)) as fetcher:
        with pytest.raises(BoardError, match=r"finds nothing.*; 1 request of its scripts failed: GET fetch.*HTTP 404"):
            await preview(scripted_source(boards, select="li"), fetcher, limit=5)


def scripted_source(boards: BoardServer, **fields: Any) -> Source:
    return Source(type="careers", identifier="acme.com/work", name="Acme", base_url=boards.url, render=True, **fields)


async def test_pages_of_postings_are_rendered_only_where_the_server_sent_no_posting(boards: BoardServer) -> None:
    """Each rendering costs a second, and the company's server all of the page's scripts."""
    boards.routes |= {
        "/work": web(SHELL),
        "/jobs/1": web(described("Cook", description="Cooks.")),
        "/jobs/2": web("<html>made later</html>"),
    }

    def makes(html: str) -> str:
        if "app" in html:
            return '<a href="/jobs/1">Cook</a><a href="/jobs/2">Baker</a>'
        return described("Baker", description="Bakes.")

    scripts = Scripts(makes)
    async with open_scripted(scripts) as fetcher:
        seen = await preview(scripted_source(boards), fetcher, limit=5)
    assert [(job.title, job.description) for job in seen.jobs] == [("Cook", "Cooks."), ("Baker", "Bakes.")]
    assert scripts.seen == [SHELL, "<html>made later</html>"]
    assert seen.problems == ()


async def test_nothing_expires_of_a_page_whose_scripts_did_not_get_their_data(
    database: Database, boards: BoardServer
) -> None:
    """Such a page says that nothing is open, and so does one where that is true: only what failed tells them apart."""
    boards.routes |= {"/work": web(SHELL), "/data": Reply(status=503)}
    scripts = Scripts(lambda _: described("Cook", identifier="1") + described("Baker", identifier="2"))
    async with open_scripted(scripts) as fetcher:
        harness, source = Harness(database, HurriedFetcher(fetcher)), scripted_source(boards)
        assert (await harness.scan(source)).outcome == "ok"
        scripts.makes = lambda _: "<p>There are no open positions.</p>"
        scripts.asks = [BrowserRequest(url=f"{boards.url}/data", kind="fetch")]
        for _ in range(3):
            record = await harness.scan(source)
            assert record.outcome == "failed"
        assert "careers page acme.com/work: it lists nothing, but 1 request of its scripts failed" in str(
            (await harness.status(source)).error_message
        )
        assert await harness.active(source) == {"1", "2"}
        scripts.asks = []
        for _ in range(4):
            assert (await harness.scan(source)).outcome != "failed"
        assert await harness.active(source) == set()


async def test_a_list_is_not_whole_when_its_own_server_left_the_scripts_without_data(
    database: Database, boards: BoardServer
) -> None:
    """What other sites do not answer is nothing of the list: trackers never do."""
    boards.routes |= {"/work": web(SHELL), "/data": Reply(status=503)}
    both = described("Cook", identifier="1") + described("Baker", identifier="2")
    scripts = Scripts(lambda _: both)
    async with open_scripted(scripts) as fetcher:
        harness, source = Harness(database, HurriedFetcher(fetcher)), scripted_source(boards)
        await harness.scan(source)
        scripts.makes = lambda _: described("Cook", identifier="1") + described("Nurse", identifier="3")
        scripts.asks = [BrowserRequest(url=f"{boards.url}/data", kind="fetch")]
        records = [await harness.scan(source) for _ in range(3)]
        assert {record.outcome for record in records} == {"incomplete"}
        assert any("1 request of its scripts failed: GET fetch of 127.0.0.1" in line for line in records[0].problems)
        assert await harness.active(source) == {"1", "2", "3"}
        scripts.asks = [
            BrowserRequest(url="https://tracker.invalid/", kind="fetch"),
            BrowserRequest(url=f"{boards.url}/lost.js", kind="script"),
        ]
        for _ in range(3):
            await harness.scan(source)
        assert await harness.active(source) == {"1", "3"}


async def test_a_page_that_scripts_make_the_same_is_unchanged(database: Database, boards: BoardServer) -> None:
    boards.routes["/work"] = replace(web(SHELL), etag=True)
    scripts = Scripts(lambda _: described("Cook", identifier="1"))
    async with open_scripted(scripts) as fetcher:
        harness, source = Harness(database, HurriedFetcher(fetcher)), scripted_source(boards)
        outcomes = [(await harness.scan(source)).outcome for _ in range(2)]
        # The server sends the same shell, and its scripts find something new.
        scripts.makes = lambda _: described("Baker", identifier="2")
        outcomes.append((await harness.scan(source)).outcome)
        assert outcomes == ["ok", "unchanged", "ok"]
        assert await harness.active(source) == {"1", "2"}
        # What was learned of the page is not believed of the page without its scripts.
        assert replace(source, render=False).reading != source.reading
