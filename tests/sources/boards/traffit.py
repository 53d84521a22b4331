from __future__ import annotations

from dataclasses import replace
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 2


def row(id_: int, name: Any = "Engineer", **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    geo = '{"locality": "Kraków", "region1": "małopolskie", "country": "Polska", "latitude": "50.06"}'
    item = {
        "id": id_,
        "url": f"https://acme.traffit.com/public/an/t{id_}?source=career_page",
        "valid_start": "2026-06-03 15:58:21",
        "awarded": False,
        "options": {"job_type": ["Full time"], "remote": "0", "branches": "IT"},
        "application_form": f"https://acme.traffit.com/public/form/a/t{id_}",
        "advert": {
            "id": 12345,
            "name": name,
            "language": "pl",
            "recruitment": {"nr_ref": "1/6/2026/AW/817"},
            "values": [
                {"field_id": "requirements", "value": "<p>Know things.</p>"},
                {"field_id": "description", "value": "<p>Build things.</p>"},
                {"field_id": "geolocation", "value": geo},
            ],
        },
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a board with these postings."""

    def answers(request: Request) -> bytes | Page:
        start = (int(request.headers["X-Request-Current-Page"]) - 1) * SIZE
        page = answer(as_json(rows[start : start + SIZE]))
        counts = {"x-result-total-count": str(len(rows)), "x-result-total-pages": str(-(-len(rows) // SIZE))}
        return replace(page, headers={**page.headers, **counts})

    return answers


ROWS = [row(640 + number, f"Engineer {number}") for number in range(5)]
BOARD = SampleBoard(
    source=source("traffit", "acme"),
    answers=board(ROWS),
    ids=tuple(str(640 + number) for number in range(5)),
    empty=board([]),
    unknown=lambda _request: answer(b"<h1>404</h1>", status=404, content_type="text/html"),
    broken=board([row(640, 7), *ROWS[1:]]),
)
