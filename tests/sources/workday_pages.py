"""Workday's requests and answers in small, and what a test reads from them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from jobscan.domain.source import Source
from jobscan.sources.systems.workday import adapter as workday
from tests.fixtures.corpus import SCRUBBED
from tests.sources.pages import answer, as_json

if TYPE_CHECKING:
    from jobscan.domain.job import RawJob
    from jobscan.domain.page import Request
    from jobscan.domain.posting import ParsedPage, Posting

GDIT = Source(type="workday", identifier="gdit/wd5/External_Career_Site", name="GDIT")
ROW: dict[str, Any] = {
    "title": "Data Engineer",
    "externalPath": "/job/USA-DC-Washington/Data-Engineer_RQ216675",
    "locationsText": "USA DC Washington",
    "postedOn": "Posted 8 Days Ago",
    "bulletFields": ["RQ216675"],
}
INFO: dict[str, Any] = {
    "title": "Data Engineer",
    "jobDescription": "<p>Build</p>",
    "location": "USA DC Washington",
    "startDate": "2026-07-07",
    "timeType": "Full time",
    "canApply": True,
    "posted": True,
    "externalUrl": "https://gdit.wd5.myworkdayjobs.com/External_Career_Site/job/USA-DC-Washington/Data-Engineer_RQ216675",
}
REFUSAL = SCRUBBED.read("workday/errors/400-limit-over-20.json")


def listing(*rows: object, total: object = 1, facets: object = ()) -> bytes:
    return as_json({"total": total, "jobPostings": rows, "facets": facets, "userAuthenticated": False})


def rows(count: int, start: int = 0) -> list[dict[str, Any]]:
    return [{**ROW, "externalPath": f"/job/X/Title_R{number:05}"} for number in range(start, start + count)]


def read(body: bytes, *, source: Source = GDIT, request: Request | None = None, status: int = 200) -> ParsedPage:
    return workday.parse(source, request or workday.first_request(source), answer(body, status=status))


def only(parsed: ParsedPage) -> Posting:
    assert parsed.problems == ()
    (posting,) = parsed.postings
    return posting


def sent(request: Request) -> dict[str, Any]:
    assert request.body is not None
    decoded: dict[str, Any] = json.loads(request.body)
    return decoded


def offsets(parsed: ParsedPage) -> list[int]:
    return [sent(request)["offset"] for request in parsed.next]


def detail_request(row: dict[str, Any] = ROW, source: Source = GDIT) -> Request:
    request = only(read(listing(row), source=source)).detail
    assert request is not None
    return request


def detail(info: dict[str, Any], row: dict[str, Any] = ROW) -> RawJob:
    job = only(read(as_json({"jobPostingInfo": info}), request=detail_request(row))).job
    assert job is not None
    return job


def facet(parameter: str, counts: dict[str, int]) -> dict[str, object]:
    return {
        "facetParameter": parameter,
        "descriptor": parameter.title(),
        "values": [{"descriptor": name, "id": name, "count": count} for name, count in counts.items()],
    }
