from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard, routed

NOWHERE = {"country": None, "state": None, "province": None, "city": None}


def row(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "id": id_,
        "jobOpeningName": f"Mechanic {id_}",
        "departmentLabel": "Maintenance",
        "employmentStatusLabel": "Full-Time",
        "location": {"city": "Edmonton", "state": "Alberta"},
        "atsLocation": NOWHERE,
        "isRemote": None,
        "locationType": "0",
    }
    return {**item, **changes}


def detail(id_: str, **changes: Any) -> bytes:
    """Return the answer of a posting."""
    opening = {
        "jobOpeningShareUrl": f"https://acme.bamboohr.com/careers/{id_}",
        "jobOpeningName": f"Mechanic {id_}",
        "departmentLabel": "Maintenance",
        "employmentStatusLabel": "Full-Time",
        "location": {"city": "Edmonton", "state": "Alberta", "postalCode": "T9E", "addressCountry": "Canada"},
        "atsLocation": {"country": None, "countryId": None, "state": None, "city": None},
        "description": "<p>Repair planes.</p>",
        "datePosted": "2026-07-21",
        "locationType": "0",
    }
    return as_json({"meta": {}, "result": {"jobOpening": {**opening, **changes}}})


def board(*rows: object) -> Answers:
    """Answer for a board with these rows."""
    listed = as_json({"meta": {"totalCount": len(rows)}, "result": list(rows)})
    return routed({"/careers/list": listed, "/careers/39/detail": detail("39"), "/careers/41/detail": detail("41")})


BOARD = SampleBoard(
    source=source("bamboohr", "acme"),
    answers=board(row("39"), row("41")),
    ids=("39", "41"),
    empty=board(),
    # It really redirects, which is refused before anything is read.
    unknown=lambda _request: answer(b"<!doctype html><h1>BambooHR</h1>", content_type="text/html"),
    broken=board(row("39", jobOpeningName=7), row("41")),
)
