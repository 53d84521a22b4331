from __future__ import annotations

import re
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT = 203
SITES = {"items": [{"SiteNumber": "CX_1"}, {"SiteNumber": "CX_2001", "SiteURLName": "Acme-Careers"}]}


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "Id": str(number),
        "Title": f"Clerk {number}",
        "PostedDate": "2026-07-28",
        "PrimaryLocation": "Montrose, CO, United States",
        "secondaryLocations": [],
        "JobSchedule": "Part time",
        "Distance": 1785196800000.0,
    }
    return {**item, **changes}


def rows(count: int) -> list[dict[str, Any]]:
    """Return the rows of a list."""
    return [row(1000 + number) for number in range(count)]


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a site with these rows, 200 on a page."""

    def answers(request: Request) -> bytes | Page:
        if "recruitingCESites" in request.url:
            return as_json(SITES)
        if found := re.search(r"Id=%22(\d+)%22", request.url):
            item = {"Id": found[1], "Title": f"Clerk {found[1]}", "ExternalDescriptionStr": "<p>x</p>"}
            return as_json({"items": [item], "count": 1})
        offset = int(request.url.partition("offset=")[2].partition(",")[0])
        page = {"TotalJobsCount": len(listed), "requisitionList": listed[offset : offset + 200]}
        return as_json({"items": [page], "hasMore": False})

    return answers


BOARD = SampleBoard(
    source=source("oracle", "acme.fa.us2.oraclecloud.com/CX_2001"),
    answers=board(rows(COUNT)),
    ids=tuple(str(1000 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(as_json({"items": [{"SiteNumber": "CX_1"}], "hasMore": False})),
    broken=board([row(1000, Title=7), *rows(COUNT)[1:]]),
)
