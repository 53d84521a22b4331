from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT = 28
CONTEXT = {"clientNamespace": "acme", "jobBoardCode": "CANDIDATEPORTAL", "isDisabled": False}
TOKEN = "0a1b2c3d4e5f"
COOKIE = f"__Host-next-auth.csrf-token={TOKEN}%7C9f8e"


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the API gives it."""
    item = {
        "jobPostingId": number,
        "jobTitle": f"Specialist {number}",
        "jobDescription": "Safety &amp; Health",
        "hasVirtualLocation": False,
        "postingStartTimestampUTC": "2026-10-05T04:00:00+00:00",
        "postingLocations": [{"formattedAddress": "Salt Lake City, UT, USA"}],
        "searchScore": 0,
    }
    return {**item, **changes}


def token_page() -> Page:
    """Return the answer with the token and its cookie."""
    page = answer(as_json({"csrfToken": TOKEN}))
    cookies = f"__Secure-next-auth.callback-url=https%3A%2F%2Fx; Path=/, {COOKIE}; Path=/; HttpOnly; Secure"
    return replace(page, headers={**page.headers, "set-cookie": cookies})


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a portal with these postings, 25 on a page."""

    def answers(request: Request) -> bytes | Page:
        if "/sitecontext/acme/CANDIDATEPORTAL/en-US" in request.url:
            return as_json(CONTEXT)
        if request.url.endswith("/api/auth/csrf"):
            return token_page()
        if request.headers.get("X-CSRF-TOKEN") != TOKEN or request.headers.get("Cookie") != COOKIE:
            return answer(b"", status=403)
        offset = json.loads(request.body or b"")["paginationStart"]
        page = listed[offset : offset + 25]
        return as_json({"jobPostings": page, "maxCount": len(listed), "offset": offset, "count": len(page)})

    return answers


BOARD = SampleBoard(
    source=source("dayforce", "acme/CANDIDATEPORTAL"),
    answers=board([row(1000 + number) for number in range(COUNT)]),
    ids=tuple(str(1000 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b"", status=404),
    broken=board([row(1000, jobTitle=7), *(row(1000 + number) for number in range(1, COUNT))]),
)
