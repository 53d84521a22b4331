from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard


def opening(**changes: Any) -> dict[str, Any]:
    """Return the position behind a publication."""
    country = {"name": "Deutschland", "isoA2": "DE"}
    item = {
        "locations": [{"name": "Campus Nord", "address": {"city": "Hamburg", "country": country}, "country": country}],
        "department": None,
        "categories": [{"internalName": "it", "name": "IT"}],
        "workingTimes": [{"internalName": "FULL_TIME", "name": "Vollzeit"}],
        "contractPeriod": {"internalName": "UNLIMITED", "name": "unbefristet"},
        "createdDate": "2026-08-01T10:00:00Z",
        "type": "DEFAULT",
    }
    return {**item, **changes}


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a publication as the list gives it."""
    item = {
        "id": id_,
        "language": "de",
        "position": f"Engineer {id_}",
        "jobPublicationURL": f"https://acme.dvinci-hr.com/de/jobs/{id_}/engineer",
        "applicationFormURL": f"https://acme.dvinci-hr.com/de/p/x/jobs/{id_}/apply",
        "startDate": None,
        "introduction": "<p>Hello.</p>",
        "tasks": "<p>Build things.</p>",
        "profile": None,
        "weOffer": "",
        "closingText": "<p>Bye.</p>",
        "jobOpening": opening(),
    }
    return {**item, **changes}


BOARD = SampleBoard(
    source=source("dvinci", "acme"),
    answers=lambda _request: as_json([row(31), row(32)]),
    ids=("31", "32"),
    empty=lambda _request: b"[]",
    unknown=lambda _request: answer(b"not found", status=404, content_type="text/plain"),
    broken=lambda _request: as_json([row(31, position=7), row(32)]),
)
