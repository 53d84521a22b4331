from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT = 103
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOi0xMDB9.c2ln"
CONTEXT = {
    "corp": "acme",
    "cultureID": 1,
    "token": TOKEN,
    "endpoints": {"cloud": "https://eu-fra.api.csod.com/", "api": "/"},
}


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the API gives it."""
    item = {
        "requisitionId": number,
        "postingEffectiveDate": "10/5/2026",
        "postingExpirationDate": "-",
        "displayJobTitle": f"Intern {number}",
        "locations": [{"city": "Morrisville", "state": "NC", "country": "US"}],
        "externalDescription": "Role Overview",
    }
    return {**item, **changes}


def site_page(context: object) -> Page:
    """Return the page of a career site."""
    body = f"<!doctype html><html><script>csod.context={json.dumps(context)};\n</script></html>"
    return answer(body.encode(), content_type="text/html")


def unknown(_request: Request) -> Page:
    """Answer with the page to which an unknown site is redirected."""
    return replace(answer(b"<html>Error</html>", content_type="text/html"), url="https://acme.csod.com/ui/error")


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a career site with these postings, 100 on a page."""

    def answers(request: Request) -> bytes | Page:
        if request.body is None:
            return site_page(CONTEXT)
        if request.headers["Authorization"] != f"Bearer {TOKEN}":
            return answer(b"", status=401)
        number = json.loads(request.body)["pageNumber"]
        page = listed[100 * (number - 1) : 100 * number]
        return as_json({"status": "Success", "data": {"totalCount": len(listed), "requisitions": page}})

    return answers


BOARD = SampleBoard(
    source=source("csod", "acme/5"),
    answers=board([row(1000 + number) for number in range(COUNT)]),
    ids=tuple(str(1000 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=unknown,
    broken=board([row(1000, displayJobTitle=7), *(row(1000 + number) for number in range(1, COUNT))]),
)
