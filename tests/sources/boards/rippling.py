from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

UNKNOWN = answer(b'{"detail":"Not found."}', status=404)


def row(id_: str, place: str = "London", **changes: Any) -> dict[str, Any]:
    """Return a row of the list: a posting at one of its places."""
    item = {
        "id": id_,
        "name": f"Operator {id_}",
        "url": f"https://ats.rippling.com/acme/jobs/{id_}",
        "department": {"name": "Operations"},
        "locations": [{"name": place, "workplaceType": "ON_SITE"}],
        "language": "en-GB",
    }
    return {**item, **changes}


def detail(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting."""
    item = {
        "uuid": id_,
        "name": f"Operator {id_}",
        "companyName": "Acme Ltd",
        "description": {"role": "<p>Operate.</p>", "company": "<p>We are Acme.</p>"},
        "department": {"name": "Operations", "base_department": "All"},
        "workLocations": ["London, UK"],
        "employmentType": {"label": "SALARIED_FT", "id": "Salaried, full-time"},
        "createdOn": "2026-03-31T17:37:26.093000-07:00",
        "payRangeDetails": [{"currency": "GBP", "frequency": "YEAR", "rangeStart": 50000, "rangeEnd": 60000}],
    }
    return {**item, **changes}


def board(rows: list[Any], *, most: int = 1_000) -> Answers:
    """Answer for a board with these rows, ``most`` on a page at most."""

    def answers(request: Request) -> bytes | Page:
        address = urlsplit(request.url)
        if not address.path.startswith("/api/v2/board/acme/jobs"):
            return UNKNOWN
        id_ = address.path.rpartition("/")[2]
        if id_ != "jobs":
            return as_json(detail(id_))
        asked = {name: int(value[0]) for name, value in parse_qs(address.query).items()}
        size = min(asked["pageSize"], most)
        start = asked["page"] * size
        return as_json(
            {
                "items": rows[start : start + size],
                "page": asked["page"],
                "pageSize": size,
                "totalItems": len(rows),
                "totalPages": -(-len(rows) // size),
            }
        )

    return answers


ROWS = [row("a"), row("a", "Paris"), row("b"), row("c")]
BOARD = SampleBoard(
    source=source("rippling", "acme"),
    answers=board(ROWS, most=2),
    ids=("a", "b", "c"),
    empty=board([]),
    unknown=lambda _request: UNKNOWN,
    broken=board([row("a", name=7), *ROWS[2:]]),
)
