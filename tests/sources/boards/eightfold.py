from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT = 12
CAREERS = answer(
    b'<!doctype html><html><body><a href="/careers/join?domain=acme.com">Join</a></body></html>',
    content_type="text/html",
)
REFUSED = answer(b'{"message": "PCSX is not enabled"}', status=403)


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the newer interface."""
    item = {
        "id": id_,
        "displayJobId": f"R{id_}",
        "name": f"Analyst {id_}",
        "locations": ["Germany, Berlin"],
        "postedTs": 1787122800,
        "department": "Finance",
        "workLocationOption": "onsite",
        "positionUrl": f"/careers/job/{id_}",
    }
    return {**item, **changes}


def older_row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the older interface."""
    item = {
        "id": id_,
        "name": f"Analyst {id_}",
        "location": "Berlin",
        "locations": ["Berlin"],
        "department": "Finance",
        "t_create": 1781660892,
        "t_update": 1781711697,
        "job_description": "",
        "locale": "en_US",
        "work_location_option": "onsite",
        "canonicalPositionUrl": f"https://jobs.acme.com/careers/job/{id_}",
        "isPrivate": False,
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]], *, is_older: bool = False) -> Answers:
    """Answer for a board with these rows that knows one of the interfaces."""

    def answers(request: Request) -> bytes | Page:
        parts = urlsplit(request.url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/careers":
            return CAREERS
        if query.get("domain") != "acme.com":
            return answer(b'{"message": "not found"}', status=404)
        if is_older == parts.path.startswith("/api/pcsx/"):
            return REFUSED
        if "start" in query:
            start = int(query["start"])
            page = {"positions": rows[start : start + 10], "count": len(rows)}
            return as_json(page if is_older else {"status": 200, "error": {"message": "", "body": ""}, "data": page})
        if is_older:
            id_ = int(parts.path.rpartition("/")[2])
            return as_json({"id": id_, "name": f"Analyst {id_}", "job_description": "<p>Count.</p>"})
        return as_json({"status": 200, "data": {"id": int(query["position_id"]), "jobDescription": "<p>Count.</p>"}})

    return answers


ROWS = [row(1000 + number) for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("eightfold", "acme"),
    answers=board(ROWS),
    ids=tuple(str(1000 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row(1000, name=7), *ROWS[1:]]),
)
