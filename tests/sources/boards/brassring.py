from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2


def row(id_: str, **answers: Any) -> dict[str, Any]:
    """Return a row with these answers to its questions."""
    said = {"reqid": id_, "hotjob": "No", "jobtitle": f"Engineer {id_}", "lastupdated": "28-Jul-2026", "formtext1": "x"}
    link = "https://sjobs.brassring.com/TGnewUI/Search/home/HomeWithPreLoad?partnerid=25632&siteid=5649&PageType=JobDetails"
    return {
        "Link": f"{link}&jobid={id_}",
        "Questions": [{"QuestionName": name, "Value": value, "QId": 1} for name, value in {**said, **answers}.items()],
        "localeId": "1033",
    }


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a gateway with these rows."""

    def answers(request: Request) -> bytes | Page:
        start = (int(json.loads(request.body or b"")["pageNumber"]) - 1) * SIZE
        return as_json({"JobsCount": len(rows), "Jobs": {"Job": rows[start : start + SIZE]}})

    return answers


ROWS = [row(str(3748750 + number)) for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("brassring", "25632/5649"),
    answers=board(ROWS),
    ids=tuple(str(3748750 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row("3748750", jobtitle=""), *ROWS[1:]]),
)
