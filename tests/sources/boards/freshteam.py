from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the widget's list gives it."""
    item = {
        "id": id_,
        "title": f"Engineer {id_}",
        "description": "<p>Build things.</p>",
        "no_of_openings": None,
        "job_type": 2,
        "status": 2,
        "deleted": False,
        "closing_date": None,
        "created_at": "2026-02-06T19:22:55.000Z",
        "url": f"https://acme.freshteam.com/jobs/h{id_}/engineer",
        "unique_id": f"h{id_}",
        "remote": False,
        "branch_id": 9,
        "job_role_id": 4,
        "preferred_remote_job_locations": None,
    }
    return {**item, **changes}


def board(*rows: dict[str, Any]) -> bytes:
    """Return the list with these postings."""
    branches = [{"id": 9, "name": "HQ", "city": "Pune", "country_code": "IN", "location": "Pune, India"}]
    return as_json({"jobs": rows, "branches": branches, "job_roles": [{"id": 4, "name": "Engineering"}]})


BOARD = SampleBoard(
    source=source("freshteam", "acme"),
    answers=lambda _request: board(row(1000070208), row(1000070209)),
    ids=("1000070208", "1000070209"),
    empty=lambda _request: board(),
    unknown=lambda _request: answer(b"<!doctype html><html><body>404</body></html>", content_type="text/html"),
    broken=lambda _request: board(row(1000070208, title=7), row(1000070209)),
)
