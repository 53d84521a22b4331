from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 100


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    item = {
        "jobId": id_,
        "employer": "Lewis &amp; Clark Elementary",
        "title": f"Teacher {id_} &amp; Coach",
        "location": "Lewistown, Montana",
        "displayDate": "2026-06-25T06:00:00",
    }
    return {**item, **changes}


def board(rows: Sequence[dict[str, Any]]) -> Answers:
    """Answer for a district with these postings."""

    def answers(request: Request) -> bytes | Page:
        if "GetPagedJobsWithSearch" not in request.url:
            info = {"jobDescription": "<p>Teach.</p>", "infoURL": "https://acme.tedk12.com/hire/ViewJob.aspx?JobID=1"}
            return as_json({"success": True, "value": {"jobInfo": info}})
        number = int(parse_qs(urlsplit(request.url).query)["page"][0])
        shown = rows[(number - 1) * SIZE : number * SIZE]
        value = {"page": number, "size": SIZE, "jobsList": shown}
        return as_json({"success": True, "message": "", "validationErrors": [], "value": value})

    return answers


ROWS = [row(5803798 + number) for number in range(2)]
BOARD = SampleBoard(
    source=source("schoolspring", "acme"),
    answers=board(ROWS),
    ids=("5803798", "5803799"),
    empty=None,
    unknown=board([]),
    broken=board([row(5803798, title=7), *ROWS[1:]]),
)
UNAVAILABLE = answer(b'{"success":false,"message":"x","value":null}')
