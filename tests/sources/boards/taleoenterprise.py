from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.boards.careers import as_page
from tests.sources.pages import as_json, source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 2
SHELL = '<form action="/careersection/rest/jobboard/searchjobs?portal=101430233"></form>'


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    item = {
        "jobId": str(264858 + number),
        "contestNo": str(2602892 + number),
        "column": [f"Engineer {number}", '["TX-Richmond"]', "Sep 1, 2026"],
        "linkedColumn": 0,
        "locationsColumns": [1],
    }
    return {**item, **changes}


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a career section with these postings."""

    def answers(request: Request) -> bytes | Page:
        if request.body is None:
            shell: Page = as_page(SHELL)
            return shell
        number = json.loads(request.body)["pageNo"]
        paging = {"currentPageNo": number, "pageSize": 25, "totalCount": len(rows)}
        shown = rows[(number - 1) * SIZE : number * SIZE]
        return as_json({"requisitionList": shown, "pagingData": paging, "careerSectionUnAvailable": False})

    return answers


ROWS = [row(number) for number in range(5)]
BOARD = SampleBoard(
    source=source("taleoenterprise", "acme/2"),
    answers=board(ROWS),
    ids=tuple(str(2602892 + number) for number in range(5)),
    empty=board([]),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=board([row(0, linkedColumn=None), *ROWS[1:]]),
)
