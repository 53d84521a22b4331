from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def posting(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting as the API gives it."""
    item = {
        "id": id_,
        "text": f"Engineer {id_}",
        "categories": {"location": "Berlin", "commitment": "Full-time"},
        "description": "<div>Build things.</div>",
        "hostedUrl": f"https://jobs.lever.co/acme/{id_}",
    }
    return {**item, **changes}


BOARD = SampleBoard(
    source=source("lever", "acme"),
    answers=routed({"/v0/postings/acme": as_json([posting("a"), posting("b")])}),
    ids=("a", "b"),
    empty=routed({"/v0/postings/acme": b"[]"}),
    unknown=lambda _request: answer(b'{"ok":false,"error":"Document not found"}', status=404),
    broken=routed({"/v0/postings/acme": as_json([posting("a", text=7), posting("b")])}),
)
