from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2
CLOSED = answer(b"", status=405)


def row(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a row as a site gives it."""
    item = {
        "jobId": id_,
        "reqId": id_,
        "jobSeqNo": f"ACMEUS{id_}EXTERNALENUS",
        "title": f"Nurse {id_}",
        "location": "Durham, North Carolina, United States",
        "category": "Nursing",
        "type": "Full-Time",
        "postedDate": "2026-08-11T14:53:27.000+0000",
        "descriptionTeaser": "Care for people.",
    }
    return {**item, **changes}


def search(rows: list[dict[str, Any]], start: int) -> dict[str, Any]:
    """Return what a site finds."""
    page = rows[start : start + SIZE]
    return {"status": 200, "hits": len(page), "totalHits": len(rows), "data": {"jobs": page}}


def page_with(**data: Any) -> Page:
    """Return a page whose script holds these objects."""
    html = f"<html><script>var phApp = phApp || {{}};\nphApp.ddo = {json.dumps(data)}; phApp.x = {{}};</script></html>"
    return answer(html.encode(), content_type="text/html")


def board(rows: list[dict[str, Any]], *, has_widgets: bool = True) -> Answers:
    """Answer for a site with these rows."""

    def answers(request: Request) -> bytes | Page:
        parts = urlsplit(request.url)
        if parts.path == "/widgets":
            wanted = json.loads(request.body or b"{}")
            if not has_widgets:
                return CLOSED
            if wanted["ddoKey"] == "refineSearch":
                assert wanted["jobs"] is True
                return as_json({"refineSearch": search(rows, wanted["from"])})
            job = {"jobId": wanted["jobId"], "description": "<p>Care for people, and more.</p>"}
            return as_json({"jobDetail": {"status": 200, "data": {"job": job}}})
        if parts.path.endswith("/search-results"):
            return page_with(a=1, eagerLoadRefineSearch=search(rows, int(parse_qs(parts.query)["from"][0])))
        id_ = parts.path.rpartition("/")[2]
        job = {"jobId": id_, "description": "<p>Care for people, and more.</p>"}
        return page_with(jobDetail={"status": 200, "data": {"job": job}})

    return answers


ROWS = [row(str(273419 + number)) for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("phenom", "careers.acme.com/us/en"),
    answers=board(ROWS),
    ids=tuple(str(273419 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row("273419", title=7), *ROWS[1:]]),
)
