from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2


def row(slug: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the list as the API gives it."""
    data = {
        "slug": slug,
        "req_id": slug,
        "title": f"Engineer {slug}",
        "city": "Berlin",
        "country": "Germany",
        "description": "<p>Build things.</p>",
        "meta_data": False,
    }
    return {"data": {**data, **changes}}


def board(rows: list[dict[str, Any]], *, size: int = SIZE) -> Answers:
    """Answer for a board with these rows, a few on a page whatever is asked for."""

    def answers(request: Request) -> bytes | Page:
        start = (int(parse_qs(urlsplit(request.url).query)["page"][0]) - 1) * size
        return as_json({"jobs": rows[start : start + size], "totalCount": len(rows), "count": len(rows)})

    return answers


ROWS = [row(str(100 + number)) for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("jibe", "jobs.acme.com"),
    answers=board(ROWS),
    ids=tuple(str(100 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row("100", title=7), *ROWS[1:]]),
)
