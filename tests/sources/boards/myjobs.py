from __future__ import annotations

import re
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 2
SITE = {
    "clientName": "Acme",
    "domain": "acme",
    "orgoid": "G3ABCDEF",
    "myJobsToken": "abc.def",
    "properties": {"myadpUrl": "https://my.adp.com"},
    "settings": {"careerSiteType": "external"},
}


def place(city: str, *, primary: bool = True) -> dict[str, Any]:
    """Return a place of a posting."""
    return {
        "primaryIndicator": primary,
        "nameCode": {"longName": f"{city} office"},
        "address": {
            "cityName": city,
            "countrySubdivisionLevel1": {"codeValue": "NC", "longName": "North Carolina"},
            "country": {"codeValue": "USA"},
        },
    }


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    item = {
        "reqId": str(id_),
        "jobTitle": f"Eng I-{id_}",
        "publishedJobTitle": f"Engineer {id_}",
        "type": "Full Time",
        "jobDescription": "<p>Build things.</p>",
        "jobQualifications": "<p>Know things.</p>",
        "postingDate": "2026-04-23T16:09:11Z",
        "requisitionLocations": [place("Charlotte")],
        "organizationalUnits": [{"nameCode": {"longName": "Technology"}}],
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a career site with these postings."""

    def answers(request: Request) -> bytes | Page:
        found = re.search(r"\$skip=(\d+)", request.url)
        if found is None:
            return as_json(SITE)
        start = int(found[1])
        return as_json({"count": len(rows), "jobRequisitions": rows[start : start + SIZE]})

    return answers


ROWS = [row(5001 + number) for number in range(5)]
BOARD = SampleBoard(
    source=source("myjobs", "acme"),
    answers=board(ROWS),
    ids=tuple(str(5001 + number) for number in range(5)),
    empty=board([]),
    unknown=lambda _request: answer(b'{"message":"career site not found"}', status=400),
    broken=board([row(5001, publishedJobTitle=7, jobTitle=None), *ROWS[1:]]),
)
