from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2
IDS = tuple(str(98395039840 + number) for number in range(COUNT))


def row(id_: str, *, title: str = "Sales Consultant", place: str = "Chico,  California") -> str:
    """Return a row of the list."""
    return (
        f'<li><h2><a href="/job/chico/sales/117/{id_}" data-job-id="{id_}">{title} {id_ if title else ""}</a></h2>'
        f'<span class="job-location">{place}</span>'
        f'<button type="button" class="js-save-job-btn" data-job-id="{id_}" data-org-id="117">Save</button></li>'
    )


def results(rows: list[str], total: int) -> dict[str, Any]:
    """Return an answer with these rows."""
    counts = f'data-total-results="{total + 7}" data-total-job-results="{total}"'
    html = f'<section id="search-results" {counts}><ul>{"".join(rows)}</ul></section>'
    return {"filters": "", "results": html, "hasJobs": total > 0, "hasContent": True}


def posting_page(id_: str, data: str = "") -> Page:
    """Return a posting's page, with JSON-LD or without."""
    html = f'<html><body><h1>Job</h1><a data-job-id="{id_}" href="/apply">Apply</a>{data}</body></html>'
    return answer(html.encode(), content_type="text/html")


JSON_LD = (
    '<script type="application/ld+json">{"@type": "JobPosting", "title": "Sales", "description": "<p>Sell.</p>",'
    ' "datePosted": "2026-07-27", "employmentType": "FULL_TIME"}</script>'
)


def board(rows: list[str], *, data: str = JSON_LD) -> Answers:
    """Answer for a site with these rows, a few on a page whatever is asked for."""

    def answers(request: Request) -> bytes | Page:
        parts = urlsplit(request.url)
        if not parts.path.endswith("/search-jobs/results"):
            return posting_page(parts.path.rpartition("/")[2], data)
        start = (int(parse_qs(parts.query)["CurrentPage"][0]) - 1) * SIZE
        return as_json(results(rows[start : start + SIZE], len(rows)))

    return answers


BOARD = SampleBoard(
    source=source("radancy", "jobs.acme.com"),
    answers=board([row(id_) for id_ in IDS]),
    ids=IDS,
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row(IDS[0], title=""), *(row(id_) for id_ in IDS[1:])]),
)
