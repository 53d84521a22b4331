"""A look at a board that stores nothing, and the way from a careers URL to its board."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jobscan.engine.scan.discovery import SeveralBoardsError, find_source
from jobscan.engine.scan.preview import preview
from jobscan.exceptions import BoardError, FetchError
from jobscan.fetch import Fetcher
from tests.engine.board_server import (
    BoardServer,
    Reply,
    WorkdayBoard,
    greenhouse_board,
    greenhouse_job,
    greenhouse_reply,
)
from tests.engine.harness import open_fetcher, recorded_source
from tests.engine.test_token import OLD, Comeet
from tests.fixtures.replay import Replay


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with open_fetcher() as opened:
        yield opened


async def test_it_shows_the_first_postings_as_they_would_be_stored(fetcher: Fetcher, replay: Replay) -> None:
    seen = await preview(recorded_source(replay, "greenhouse", "canonical"), fetcher, limit=3)
    assert (seen.postings, seen.more, len(seen.jobs), seen.problems) == (175, False, 3, ())
    assert all(job.title and job.url and "<p>" not in job.description for job in seen.jobs)


async def test_it_asks_for_the_details_of_the_first_postings_only(fetcher: Fetcher, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 45)
    workday.instead = {"JR1001": Reply(status=500)}
    seen = await preview(workday.source, fetcher, limit=3)
    assert (seen.postings, seen.more) == (45, True)
    assert [job.external_id for job in seen.jobs] == ["JR1000", "JR1002"]
    assert "500" in seen.problems[0]
    assert workday.details_asked() == ["JR1000", "JR1001", "JR1002"]


async def test_it_finds_the_token_on_the_way(fetcher: Fetcher, boards: BoardServer) -> None:
    seen = await preview(Comeet(boards).source, fetcher, limit=5)
    assert (seen.postings, seen.token, len(seen.jobs)) == (3, OLD, 3)


async def test_it_gives_the_employers_own_name(fetcher: Fetcher, boards: BoardServer) -> None:
    reply = greenhouse_reply([greenhouse_job(1), greenhouse_job(2, company_name="Acme Rockets")])
    assert (await preview(boards.greenhouse("acme", reply), fetcher, limit=5)).company == "Acme Rockets"
    assert (await preview(boards.greenhouse("acme", greenhouse_board([])), fetcher, limit=5)).company is None


async def test_a_board_that_cannot_be_read_says_why(fetcher: Fetcher, boards: BoardServer) -> None:
    with pytest.raises(BoardError, match="HTTP 404"):
        await preview(boards.greenhouse("acme", Reply(status=404)), fetcher, limit=5)
    with pytest.raises(FetchError, match="500"):
        await preview(boards.greenhouse("acme", Reply(status=500)), fetcher, limit=5)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("greenhouse/canonical", "greenhouse/canonical"),
        ("https://boards.greenhouse.io/canonical/jobs/4754075", "greenhouse/canonical"),
        ("https://jobs.lever.co/spotify", "lever/spotify"),
        ("https://gdit.wd5.myworkdayjobs.com/External_Career_Site", "workday/gdit/wd5/External_Career_Site"),
        ("https://www.comeet.com/jobs/wiliot/F6.003", "comeet/wiliot/F6.003"),
    ],
)
async def test_a_url_names_its_board_without_a_request(fetcher: Fetcher, url: str, key: str) -> None:
    # A request to these hosts would fail here: nothing but loopback can be reached.
    assert str((await find_source(url, fetcher)).source.key) == key


async def test_a_careers_page_is_asked_for_the_board_it_embeds(fetcher: Fetcher, boards: BoardServer) -> None:
    html = b'<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>'
    boards.routes |= {
        "/careers": Reply(status=302, headers=("Location: /careers/all",)),
        "/careers/all": Reply(body=html, headers=("Content-Type: text/html",)),
    }
    assert str((await find_source(f"{boards.url}/careers", fetcher)).source.key) == "greenhouse/acme"


async def test_the_board_that_a_page_embeds_beats_one_that_it_links_to(fetcher: Fetcher, boards: BoardServer) -> None:
    boards.routes["/careers"] = Reply(
        body=b'<a href="https://boards.greenhouse.io/sisterco">Sister Co</a><a href="//jobs.lever.co/friend">Friend</a>'
        b'<script src="https://jobs.ashbyhq.com/acme/embed?version=2"></script>',
        headers=("Content-Type: text/html",),
    )
    found = await find_source(f"{boards.url}/careers", fetcher)
    assert str(found.source.key) == "ashby/acme"
    assert [str(one.source.key) for one in found.candidates] == ["ashby/acme", "greenhouse/sisterco", "lever/friend"]


async def test_of_several_boards_all_are_named_and_none_is_taken(fetcher: Fetcher, boards: BoardServer) -> None:
    boards.routes["/careers"] = Reply(
        body=b'<a href="https://boards.greenhouse.io/sisterco">Sister Co</a>'
        + b'<a href="//jobs.lever.co/acme">Us</a>' * 2,
        headers=("Content-Type: text/html",),
    )
    with pytest.raises(SeveralBoardsError) as caught:
        await find_source(f"{boards.url}/careers", fetcher)
    assert str(caught.value) == (
        f"{boards.url}/careers names several boards: lever/acme (linked twice),"
        " greenhouse/sisterco (linked once); give the one you want, such as lever/acme"
    )
    assert [str(one.source.key) for one in caught.value.candidates] == ["lever/acme", "greenhouse/sisterco"]


async def test_a_page_that_names_very_many_boards_is_answered_in_one_line(
    fetcher: Fetcher, boards: BoardServer
) -> None:
    links = b"".join(b'<a href="//jobs.lever.co/fund%d">x</a>' % number for number in range(100))
    boards.routes["/portfolio"] = Reply(body=links, headers=("Content-Type: text/html",))
    with pytest.raises(SeveralBoardsError, match=r"lever/fund7 \(linked once\) and 92 more; give") as caught:
        await find_source(f"{boards.url}/portfolio", fetcher)
    assert len(str(caught.value)) < 500


def web_page(html: str) -> Reply:
    return Reply(body=html.encode(), headers=("Content-Type: text/html; charset=utf-8",))


async def test_a_home_page_is_followed_to_the_careers_page(fetcher: Fetcher, boards: BoardServer) -> None:
    boards.routes |= {
        "/": web_page(
            '<a href="/about">Über uns</a><a href="/blog/jobs-of-the-future">Blog</a><a href="/k">Karriere</a>'
        ),
        "/k": web_page('<iframe src="https://jobs.lever.co/acme"></iframe>'),
    }
    found = await find_source(boards.url, fetcher)
    assert str(found.source.key) == "lever/acme"
    assert found.via == (f"{boards.url}/k", "Karriere")


async def test_no_more_than_four_pages_are_requested(fetcher: Fetcher, boards: BoardServer) -> None:
    links = "".join(f'<a href="/jobs/{number}">Jobs {number}</a>' for number in range(9))
    boards.routes |= {"/home": web_page(links), "/jobs/0": Reply(status=404), "/jobs/": web_page("<p>Nothing")}
    with pytest.raises(
        BoardError, match=r"/home and 3 careers pages that it links to, and nothing that describes postings: open one"
    ):
        await find_source(f"{boards.url}/home", fetcher)
    assert [path for path in boards.paths() if path != "/robots.txt"] == ["/home", "/jobs/0", "/jobs/1", "/jobs/2"]


async def test_an_identifier_from_an_address_bar_is_decoded(fetcher: Fetcher) -> None:
    for word in ("ashby/Acme%20AI", "ashby/Acme%2520AI", "https://jobs.ashbyhq.com/Acme%20AI"):
        assert (await find_source(word, fetcher)).source.identifier == "Acme AI"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("acme", '"acme" is not a valid address'),
        ("greenhouse/not a board!", "is not a board token"),
        ("{boards}/empty", "open one of its postings in a browser"),
    ],
)
async def test_what_leads_to_no_board_says_what_to_do(
    fetcher: Fetcher, boards: BoardServer, url: str, reason: str
) -> None:
    boards.routes["/empty"] = Reply(body=b"<p>We are hiring", headers=("Content-Type: text/html",))
    with pytest.raises(BoardError) as caught:
        await find_source(url.replace("{boards}", boards.url), fetcher)
    assert reason in str(caught.value)


# Careers pages of no known system.


def described(title: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "JobPosting", "title": "{title}"}}</script>'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (described("Cook") + described("Baker"), "2 postings described by the page itself (schema.org)"),
        (described("Cook"), "1 posting described by the page itself (schema.org)"),
        ('<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">Cook</b></div>', "1 posting"),
        (
            '<link rel="alternate" type="application/rss+xml" title="Jobs" href="/feed">',
            "a feed of postings that the page names",
        ),
        ('<ul class="job_listings"></ul>', "the list of WP Job Manager, a plugin of WordPress"),
        ('<a href="/jobs/1-cook">Cook</a><a href="/jobs/2-baker">Baker</a>', "links to 2 postings of the same site"),
        ('<a href="/jobs/1-cook">Cook</a>', "a link to 1 posting of the same site"),
    ],
)
async def test_a_page_that_describes_its_postings_is_a_board(
    fetcher: Fetcher, boards: BoardServer, html: str, reason: str
) -> None:
    boards.routes |= {"/work": web_page(html), "/jobs/1-cook": web_page(described("Cook"))}
    found = await find_source(f"{boards.url}/work", fetcher)
    assert (found.source.type, found.source.identifier) == ("careers", f"{boards.url}/work".removeprefix("http://"))
    assert (found.reason or "").startswith(reason)
    assert found.via is None


async def test_a_known_system_wins_over_what_the_page_describes(fetcher: Fetcher, boards: BoardServer) -> None:
    boards.routes |= {
        "/": web_page(described("Cook") + described("Baker") + '<a href="/k">Karriere</a>'),
        "/k": web_page('<a href="https://jobs.lever.co/acme">Jobs</a>'),
    }
    found = await find_source(boards.url, fetcher)
    assert (str(found.source.key), found.reason) == ("lever/acme", None)


async def test_a_home_page_leads_to_a_careers_page_that_describes_its_postings(
    fetcher: Fetcher, boards: BoardServer
) -> None:
    boards.routes |= {"/": web_page('<a href="/k">Karriere</a>'), "/k": web_page(described("Koch") * 2)}
    found = await find_source(boards.url, fetcher)
    assert found.source.identifier == f"{boards.url}/k".removeprefix("http://")
    assert found.via == (f"{boards.url}/k", "Karriere")


async def test_the_page_of_one_posting_is_taken_last(fetcher: Fetcher, boards: BoardServer) -> None:
    boards.routes |= {
        "/team/cook": web_page(described("Cook") + '<a href="/k">Our jobs</a>'),
        "/k": web_page(described("Koch") * 2),
    }
    found = await find_source(f"{boards.url}/team/cook", fetcher)
    assert found.source.identifier == f"{boards.url}/k".removeprefix("http://")


async def test_links_to_pages_that_describe_nothing_are_no_board(fetcher: Fetcher, boards: BoardServer) -> None:
    boards.routes |= {"/work": web_page('<a href="/jobs/1">Cook</a>'), "/jobs/1": web_page("<h1>Cook</h1>")}
    with pytest.raises(BoardError, match="open one of its postings in a browser"):
        await find_source(f"{boards.url}/work", fetcher)
    assert [path for path in boards.paths() if path != "/robots.txt"] == ["/work", "/jobs/1"]
