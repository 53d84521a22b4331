from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard

IDS = ("a76ba87a-ff37-4194-9f9d-b47800b87221", "fb8d984e-510d-4fb8-baa4-b32a00a7554a")


def row(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a position as the list gives it."""
    item: dict[str, Any] = {
        "id": id_,
        "title": f"BUS DRIVER {id_[:4]}",
        "postingStartDate": "2026-06-29T00:00:00",
        "postingEndDate": "2027-08-06T00:00:00",
        "code": "JP491280 - 1271",
        "jobFamily": "UNDESIGNATED",
        "jobClass": "OPERATIONAL SERVICES",
        "jobType": "",
        "locationDescription": None,
        "salaryRange": None,
        "description": "",
        "additionalDescriptions": [],
    }
    return {**item, **changes}


BOARD = SampleBoard(
    source=source("tylerportico", "acme"),
    answers=lambda _request: as_json([row(id_) for id_ in IDS]),
    ids=IDS,
    empty=lambda _request: b"[]",
    unknown=lambda _request: answer(b"", status=404),
    broken=lambda _request: as_json([row(IDS[0], title=7), row(IDS[1])]),
)
