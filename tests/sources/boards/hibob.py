from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def ad(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting as the site gives it."""
    item = {
        "id": id_,
        "title": f"Engineer {id_}",
        "department": "Clin Ops",
        "employmentType": "Regular Full Time",
        "site": "Dublin",
        "country": "Ireland",
        "language": "en",
        "description": "<p>Build things.</p>",
        "requirements": "<p>Know things.</p>",
        "responsibilities": "",
        "benefits": None,
        "publishedAt": "2026-07-17T00:00:00Z",
        "workspaceTypeId": "hybrid",
        "workspaceType": "Hybride",
    }
    return {**item, **changes}


BOARD = SampleBoard(
    source=source("hibob", "acme"),
    answers=routed({"acme.careers.hibob.com/api/job-ad": as_json({"jobAdDetails": [ad("a"), ad("b")]})}),
    ids=("a", "b"),
    empty=routed({"/api/job-ad": as_json({"filterGroups": {}, "jobAdDetails": []})}),
    unknown=lambda _request: answer(b'{"error":"unauthorized"}', status=401),
    broken=routed({"/api/job-ad": as_json({"jobAdDetails": [ad("a", title=7), ad("b")]})}),
)
