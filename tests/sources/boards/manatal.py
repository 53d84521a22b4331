from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the API gives it."""
    item = {
        "id": id_,
        "hash": f"RY{id_}WX",
        "position_name": f"Engineer {id_}",
        "description": "<p>Build things.</p>",
        "country": "United States",
        "state": "California",
        "city": "Torrance",
        "location_display": "Torrance, California, United States",
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a career page with these postings."""

    def answers(request: Request) -> bytes | Page:
        start = (int(parse_qs(urlsplit(request.url).query)["page"][0]) - 1) * SIZE
        page = rows[start : start + SIZE]
        more = "https://www.careers-page.com/next" if start + SIZE < len(rows) else None
        return as_json({"count": len(rows), "next": more, "previous": None, "results": page})

    return answers


ROWS = [row(3164048 + number) for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("manatal", "acme"),
    answers=board(ROWS),
    ids=tuple(str(3164048 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b'{"detail":"Not found."}', status=404),
    broken=board([row(3164048, position_name=7), *ROWS[1:]]),
)
