from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def posting(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting as the endpoint gives it."""
    item = {
        "id": id_,
        "title": f"Specialist {id_}",
        "url": f"https://acme.pinpointhq.com/en/postings/{id_}",
        "path": f"/en/postings/{id_}",
        "description": "<div><!--block-->Manage data.</div>",
        "employment_type": "permanent_full_time",
        "employment_type_text": "Permanent - Full Time",
        "workplace_type": "hybrid",
        "workplace_type_text": "Hybrid",
        "compensation_visible": True,
        "compensation_minimum": 105000.0,
        "compensation_maximum": 135000.0,
        "compensation_currency": "USD",
        "compensation_frequency": "year",
        "job": {"id": "7", "department": {"id": "8", "name": "Research"}},
        "location": {"id": "9", "city": "London", "name": "United Kingdom", "province": "London"},
    }
    return {**item, **changes}


def board(*items: object) -> bytes:
    """Return the answer of a board with these postings."""
    return as_json({"data": list(items)})


BOARD = SampleBoard(
    source=source("pinpoint", "acme"),
    answers=routed({"acme.pinpointhq.com/postings.json": board(posting("541307"), posting("542171"))}),
    ids=("541307", "542171"),
    empty=routed({"/postings.json": board()}),
    unknown=lambda _request: answer(b"<h1>Not found</h1>", status=404, content_type="text/html"),
    broken=routed({"/postings.json": board(posting("541307", title=7), posting("542171"))}),
)
