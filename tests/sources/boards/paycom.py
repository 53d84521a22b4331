from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

KEY = "4863CB61AD1B2555F37E9E5884626947"
COUNT = 103
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOi0xMDB9.c2ln"
SERVICE = "https://portal-applicant-tracking.us-cent.paycomonline.net"


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "jobId": number,
        "jobTitle": f"Instructor {number}",
        "positionType": "Part Time",
        "remoteType": "",
        "locations": "KALISPELL, MT 59901",
        "description": "DEPARTMENT:\r\nMusic...",
        "postedOn": "",
        "isHotJob": False,
    }
    return {**item, **changes}


def portal_page(token: str = TOKEN, service: str = f"{SERVICE}/") -> Page:
    """Return the page of a portal."""
    library = json.dumps({"locale": "en-US", "atsPortalMantleServiceUrl": service})
    config = json.dumps({"sessionJWT": token, "libConfig": library})
    body = f"<!doctype html><html><script>\nvar configsFromHost = {config};\nvar Mountable = {{}};</script></html>"
    return answer(body.encode(), content_type="text/html")


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a portal with these rows, 100 on a page."""

    def answers(request: Request) -> bytes | Page:
        if request.url.endswith("/career-page"):
            return portal_page()
        if request.headers["Authorization"] != TOKEN:
            return answer(b"", status=401)
        if request.body is None:
            number = int(request.url.rpartition("/")[2])
            return as_json({"jobPosting": {"jobId": number, "jobTitle": f"Instructor {number}", "description": "x"}})
        skip = json.loads(request.body)["skip"]
        return as_json({"jobPostingPreviews": listed[skip : skip + 100], "jobPostingPreviewsCount": len(listed)})

    return answers


BOARD = SampleBoard(
    source=source("paycom", KEY),
    answers=board([row(1000 + number) for number in range(COUNT)]),
    ids=tuple(str(1000 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(
        b"<html>Job board does not exist or is unavailable at this time.</html>", content_type="text/html"
    ),
    broken=board([row(1000, jobTitle=7), *(row(1000 + number) for number in range(1, COUNT))]),
)
