from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT = 103
#: Of a row's id.
FIRST = 744000100000000


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "id": str(FIRST + number),
        "name": f"Analyst {number}",
        "company": {"identifier": "Acme", "name": "Acme Inc"},
        "releasedDate": "2026-08-17T07:35:02.787Z",
        "location": {"city": "Berlin", "country": "de", "remote": False, "fullLocation": "Berlin, , Germany"},
        "department": {},
        "typeOfEmployment": {"id": "permanent", "label": "Vollzeit"},
        "language": {"code": "en"},
    }
    return {**item, **changes}


def detail(listed: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the posting behind a row."""
    url = f"https://jobs.smartrecruiters.com/Acme/{listed['id']}-analyst"
    sections = {
        "qualifications": {"title": "Qualifications", "text": "<p>Excel</p>"},
        "jobDescription": {"title": "Job Description", "text": "<p>Count things.</p>"},
    }
    own = {"postingUrl": url, "applyUrl": f"{url}?oga=true", "jobAd": {"sections": sections}, "active": True}
    return {**listed, **own, **changes}


def board(listed: list[Any], *, most: int = 100) -> Answers:
    """Answer for a company with these rows, ``most`` on a page at most."""

    def answers(request: Request) -> bytes | Page:
        address = urlsplit(request.url)
        if not address.path.startswith("/v1/companies/Acme/postings"):
            return answer(b'{"message":"Not Found"}', status=404)
        id_ = address.path.rpartition("/")[2]
        if id_ != "postings":
            return as_json(detail(row(int(id_) - FIRST)))
        asked = {name: int(value[0]) for name, value in parse_qs(address.query).items()}
        size, offset = min(asked["limit"], most), asked["offset"]
        page = listed[offset : offset + size]
        return as_json({"offset": offset, "limit": size, "totalFound": len(listed), "content": page})

    return answers


ROWS = [row(number) for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("smartrecruiters", "Acme"),
    answers=board(ROWS),
    ids=tuple(str(FIRST + number) for number in range(COUNT)),
    empty=None,
    unknown=board([]),
    broken=board([{**ROWS[0], "name": 7}, *ROWS[1:]]),
)
