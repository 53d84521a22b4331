from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT = 23


def rows(count: int) -> list[dict[str, Any]]:
    """Return rows of the list."""
    return [
        {
            "title": f"Analyst {number}",
            "externalPath": f"/job/Berlin/Analyst-{number}_JR{1000 + number}",
            "locationsText": "Berlin",
            "postedOn": "Posted Today",
            "bulletFields": [f"JR{1000 + number}"],
        }
        for number in range(count)
    ]


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a board with these rows, 20 on a page."""

    def answers(request: Request) -> bytes | Page:
        if request.body is not None:
            offset = json.loads(request.body)["offset"]
            page = listed[offset : offset + 20]
            return as_json({"total": 0 if offset else len(listed), "jobPostings": page, "facets": []})
        requisition = request.url.rpartition("_")[2]
        info = {"title": f"Analyst {requisition}", "jobDescription": "<p>x</p>", "location": "Berlin"}
        return as_json({"jobPostingInfo": {**info, "id": requisition, "jobReqId": requisition}})

    return answers


BOARD = SampleBoard(
    source=source("workday", "acme/wd5/Jobs"),
    answers=board(rows(COUNT)),
    ids=tuple(f"JR{1000 + number}" for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b'{"errorCode":"HTTP_404","httpStatus":404}', status=404),
    broken=board([{**rows(1)[0], "title": 7}, *rows(COUNT)[1:]]),
)
