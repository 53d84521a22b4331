from __future__ import annotations

from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.boards.careers import as_page
from tests.sources.pages import as_json, source
from tests.sources.sample_board import Answers, SampleBoard

ID = "6E7D7968-e438-49d0-ac71-9f0487fd4395"
INFO = {"name": "Acme", "companyWebsite": "www.acme.com", "careersBackgroundPath": None}
PORTAL = f"<script>fetch('/ats/documents/{ID}/careerportal/x.html')</script>"


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    place = {"name": "Hyderabad", "city": "Hyderabad", "state": "TG", "countryCode": "IN", "countryName": "India"}
    item = {
        "id": id_,
        "title": f"Engineer {id_}",
        "description": "<div>Build things.</div>",
        "departmentName": "AI",
        "jobLocations": [place],
        "jobType": 2,
        "experience": "1-3 Years",
        "publishedOn": "2026-06-12T10:41:59.053Z",
        "salaryRange": {"minimum": 3, "maximum": 5, "currency": "INR"},
    }
    return {**item, **changes}


def board(*rows: dict[str, Any], background: str | None = None) -> Answers:
    """Answer for a portal with these postings, and with a background if there is one."""

    def answers(request: Request) -> bytes | Page:
        if request.url.endswith("/careerportalinfo"):
            return as_json({**INFO, "careersBackgroundPath": background})
        if request.url.endswith("/careers"):
            portal: Page = as_page(PORTAL)
            return portal
        return as_json(rows)

    return answers


BOARD = SampleBoard(
    source=source("keka", "acme"),
    answers=board(row(75581), row(75582)),
    ids=("75581", "75582"),
    empty=board(),
    unknown=lambda _request: as_page("<h1>Invalid Tenant</h1>"),
    broken=board(row(75581, title=7), row(75582)),
)
