from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 2


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    item = {
        "id": id_,
        "name": f"Technician {id_}",
        "created_at": "2026-07-27T19:10:31.370Z",
        "status": "Open",
        "employment_status": "Full Time - hourly",
        "job_description": "<h2>Role</h2><p>Repair cars.</p>",
        "locations": [{"city": "Lincoln", "state": "NE", "zip_code": "68521", "address": "2500 Wildcat Drive"}],
        "remote": False,
        "job_family": {"id": 9, "name": "Service"},
        "career_site_url": f"https://careers.hireology.com/acmelincoln/{id_}/description",
        "organization": {"id": 21165, "name": "Acme of Lincoln", "type": "Location"},
        "compensation": {
            "is_comp_range": True,
            "comp_single_amount": "0.0",
            "comp_range_min": "25.0",
            "comp_range_max": "35.5",
            "comp_period": "hour",
            "comp_frequency": "weekly",
        },
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a career site with these postings."""

    def answers(request: Request) -> bytes | Page:
        start = (int(parse_qs(urlsplit(request.url).query)["page"][0]) - 1) * SIZE
        return as_json({"data": rows[start : start + SIZE], "count": len(rows), "page": 1, "page_size": 500})

    return answers


ROWS = [row(2827500 + number) for number in range(5)]
BOARD = SampleBoard(
    source=source("hireology", "acme"),
    answers=board(ROWS),
    ids=tuple(str(2827500 + number) for number in range(5)),
    empty=board([]),
    unknown=lambda _request: answer(b'{"errors":["not found"]}', status=404),
    broken=board([row(2827500, name=7), *ROWS[1:]]),
)
