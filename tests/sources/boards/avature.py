from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2
IDS = tuple(str(17055 + number) for number in range(COUNT))
HEAD = '<meta name="avature.portal.id" content="4"/><meta name="avature.portal.page" content="SearchJobs"/>'


def row(id_: str, *, title: str = "Auditor", subtitle: str = "") -> str:
    """Return a row of the search."""
    link = f"https://acme.avature.net/careers/JobDetail/Auditor/{id_}"
    values = subtitle or "<span>Charlotte</span>, <span>NC</span>, <span>Ref #2</span>. <span>Posted Jul-28-2026</span>"
    return (
        f'<article class="article article--result"><h3><a href="{link}">{title} {id_ if title else ""}</a></h3>'
        f'<div class="article__header__text__subtitle">{values}</div>'
        f'<a href="https://acme.avature.net/careers/ApplicationMethods?jobId={id_}"><span>Apply</span></a>'
        f'<div class="article__content">We are looking for somebody who</div></article>'
    )


def search_page(rows: list[str], *, legend: str = "", links: str = "", head: str = HEAD) -> Page:
    """Return a page of the search."""
    html = (
        f'<!doctype html><html><head>{head}</head><body><div class="list-controls__text__legend">{legend}</div>'
        f"{links}{''.join(rows)}</body></html>"
    )
    return answer(html.encode(), content_type="text/html")


def board(rows: list[str], *, has_legend: bool = True) -> Answers:
    """Answer for a site with these rows, with the total in a legend or with links to other pages only."""

    def answers(request: Request) -> bytes | Page:
        parts = urlsplit(request.url)
        if not parts.path.endswith("/SearchJobs/"):
            data = '{"@type": "JobPosting", "title": "Auditor", "description": "<p>Audit.</p>"}'
            html = f'<html><h1>Job</h1><script type="application/ld+json">{data}</script></html>'
            return answer(html.encode(), content_type="text/html")
        start = int(parse_qs(parts.query)["jobOffset"][0])
        shown = rows[start : start + SIZE]
        if has_legend:
            return search_page(shown, legend=f"{start + 1}-{start + len(shown)} of {len(rows)} results")
        numbers = range(0, len(rows), SIZE)
        return search_page(
            shown, links="".join(f'<a href="{request.url.partition("?")[0]}?jobOffset={n}">p</a>' for n in numbers)
        )

    return answers


BOARD = SampleBoard(
    source=source("avature", "acme/careers"),
    answers=board([row(id_) for id_ in IDS]),
    ids=IDS,
    empty=lambda _request: search_page([], legend="0 results"),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row(IDS[0], title=""), *(row(id_) for id_ in IDS[1:])]),
)
