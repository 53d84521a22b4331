from __future__ import annotations

from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 2


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    item = {
        "id": id_,
        "hash_id": f"h{id_}",
        "title": f"Engineer {id_}",
        "city": "Charlotte",
        "state_region": "NC",
        "country": "United States",
        "display_location": "Charlotte, NC",
        "remoteness_pretty": "Hybrid",
        "kind_pretty": "Full-time",
        "job_post_url": f"https://jobs.polymer.co/acme/{id_}",
        "organization_name": "Acme Labs",
        "job_category_name": "Engineering",
        "salary_pretty": "100K - 120K USD a year",
        "published_at": "2026-09-01T10:00:00.000Z",
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]], *, pages_first: bool = True) -> Answers:
    """Answer for a board; ``pages_first``: ``total`` is the number of pages, as some reports have it."""

    def answers(request: Request) -> bytes | Page:
        _, _, number = request.url.partition("?page=")
        if not number:
            id_ = int(request.url.rpartition("/")[2])
            found = next(item for item in rows if item["id"] == id_)
            return as_json({**found, "description": "<p>Build things.</p>", "department": None})
        page = rows[(int(number) - 1) * SIZE : int(number) * SIZE]
        total, count = (-(-len(rows) // SIZE), len(rows)) if pages_first else (len(rows), len(page))
        meta = {"total": total, "count": count, "page": int(number), "is_last": False}
        return as_json({"items": page, "meta": meta})

    return answers


ROWS = [row(7001 + number) for number in range(5)]
BOARD = SampleBoard(
    source=source("polymer", "acme"),
    answers=board(ROWS),
    ids=tuple(str(7001 + number) for number in range(5)),
    empty=board([]),
    unknown=lambda _request: answer(b'{"error":"no careers_page found"}', status=422),
    broken=board([row(7001, title=7), *ROWS[1:]]),
)
