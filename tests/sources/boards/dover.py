from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2
PAGE_ID = "08fa6161-f59a-43eb-8035-0b8acebac5af"


def row(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "id": id_,
        "title": f"Engineer {id_}",
        "locations": [
            {
                "location_type": "REMOTE",
                "location_option": {"display_name": "United States", "country": "US"},
                "name": "United States",
                "is_primary": True,
            }
        ],
        "workplace_type": "REMOTE",
        "is_published": True,
        "is_sample": False,
    }
    return {**item, **changes}


def details(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting's details."""
    item = {
        "id": id_,
        "client_name": "Acme",
        "title": f"Engineer {id_}",
        "user_provided_description": "<p>Build robots.</p>",
        "created": "2026-06-20T12:00:00Z",
        "compensation": {
            "lower_bound": 120000,
            "upper_bound": 150000,
            "currency_code": "USD",
            "open_to_sharing_comp": True,
            "employment_type": "FULL_TIME",
        },
        "active": True,
        "is_private": False,
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]], **changes: Any) -> Answers:
    """Answer for a career page with these rows, whose details have these changes."""

    def answers(request: Request) -> bytes | Page:
        parts = urlsplit(request.url)
        if parts.path == "/api/v1/careers-page-slug/acme":
            return as_json({"id": PAGE_ID, "name": "Acme", "slug": "acme"})
        if parts.path == f"/api/v1/careers-page/{PAGE_ID}/jobs":
            start = int(parse_qs(parts.query)["offset"][0])
            more = "https://app.dover.com/next" if start + SIZE < len(rows) else None
            return as_json({"count": len(rows), "next": more, "results": rows[start : start + SIZE]})
        if parts.path.startswith("/api/v1/inbound/application-portal-job/"):
            return as_json(details(parts.path.rpartition("/")[2], **changes))
        return answer(b'{"detail":"Not found."}', status=404)

    return answers


IDS = tuple(f"aa378aa1-79f3-4995-8667-{number:012}" for number in range(COUNT))
BOARD = SampleBoard(
    source=source("dover", "acme"),
    answers=board([row(id_) for id_ in IDS]),
    ids=IDS,
    empty=board([]),
    unknown=lambda _request: answer(b'{"detail":"Not found."}', status=404),
    broken=board([row(IDS[0], title=7), *(row(id_) for id_ in IDS[1:])]),
)
