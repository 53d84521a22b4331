from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2


def job(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting as the site gives it."""
    item = {
        "uniqueID": id_,
        "reference": f"P8-{id_}-0",
        "title": f"Crew Member {id_}",
        "description": "<p>Cook.</p>",
        "locations": [{"city": "Edmonton", "state": "Alberta", "country": "Canada", "isRemote": False}],
        "isRemote": False,
        "employmentType": [],
        "isInternal": "false",
        "applyURL": f"https://www.mchire.com/co/Acme/Job?job_id={id_}",
        "originalURL": f"crew-member/job/P8-{id_}-0",
        "lang": "en",
        "accountName": "Doe ,Jane",
    }
    return {**item, **changes}


def board(jobs: list[dict[str, Any]]) -> Answers:
    """Answer for a site with these postings."""

    def answers(request: Request) -> bytes | Page:
        start = (int(parse_qs(urlsplit(request.url).query)["page_number"][0]) - 1) * SIZE
        return as_json({"jobs": jobs[start : start + SIZE], "facets": [], "totalJob": len(jobs)})

    return answers


JOBS = [job(f"PDX_MC_{number}") for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("paradox", "careers.acme.ca"),
    answers=board(JOBS),
    ids=tuple(one["uniqueID"] for one in JOBS),
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([{**JOBS[0], "title": 7}, *JOBS[1:]]),
)
