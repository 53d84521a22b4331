from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

HOST = "acme.isolvedhire.com"


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "id": number,
        "title": f"Coordinator {number}",
        "city": "Browning",
        "iso3": "USA",
        "abbreviation": "MT",
        "classification": None,
        "siteId": 10334,
        "startDateRef": "Jul 22, 2026",
        "endDateRef": "Jul 27, 2031",
        "orgTitle": "Other",
        "workplaceType": "Onsite",
        "employmentType": "Full Time",
        "payTypeFrame": "per hour",
        "minSalary": "17.00",
        "maxSalary": "17.35",
        "jobLocation": "504 SE Boundary St, Browning, MT, USA",
        "jobUrl": f"https://{HOST}/jobs/{number}",
    }
    return {**item, **changes}


def web_page(body: str) -> Page:
    """Return a page for people."""
    return answer(f"<!doctype html><html><body>{body}</body></html>".encode(), content_type="text/html")


def posting_page(ad: object) -> Page:
    """Return the page of a posting."""
    return web_page(f'<script type="application/ld+json">{json.dumps(ad)}</script>')


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a career site with these postings."""

    def answers(request: Request) -> bytes | Page:
        if request.url == f"https://{HOST}/jobs/":
            return web_page("<script>new Vue({ domainId : 10334, getParams : {} });</script>")
        if "/core/jobs/10334?" in request.url:
            return as_json({"success": True, "message": "", "data": {"jobs": listed, "jobCount": len(listed)}})
        return posting_page({"@type": "JobPosting", "title": "x", "description": "<p>x</p>"})

    return answers


BOARD = SampleBoard(
    source=source("isolved", HOST),
    answers=board([row(1), row(2), row(3)]),
    ids=("1", "2", "3"),
    empty=board([]),
    unknown=lambda _request: web_page("This career site has been disabled. Contact the Sales Representative."),
    broken=board([row(1, title=7), row(2), row(3)]),
)
