from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

IDENTIFIER = "recruiting2.ultipro.com/ACM1000ACME/b22b728d-47a6-4550-9005-01c83b9a527f"
COUNT = 53


def id_of(number: int) -> str:
    """Return the id of a posting."""
    return f"7c8b0de3-3ea7-4262-974b-{number:012}"


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    address = {"City": "Houston", "State": {"Code": "TX"}, "Country": {"Code": "USA", "Name": "United States"}}
    item = {
        "Id": id_of(number),
        "Title": f"Engineer {number}",
        "FullTime": True,
        "JobCategoryName": "Engineering",
        "Locations": [{"LocalizedName": "Headquarters", "Address": address}],
        "PostedDate": "2026-09-21T18:35:39.718Z",
        "BriefDescription": "Short.",
        "MatchScore": 1.0,
        "JobLocationType": 1,
    }
    return {**item, **changes}


def detail_page(detail: object) -> bytes:
    """Return the page of a posting."""
    script = f"var opportunity = new US.Opportunity.CandidateOpportunityDetail({json.dumps(detail)});"
    return f"<!doctype html><html><body><script>{script}</script></body></html>".encode()


def board_page(board_id: str, *featured: object) -> bytes:
    """Return the page of a board, which shows some of its postings before anything is searched for."""
    model = {
        "pageSize": 50,
        "loadUrl": f"/ACM1000ACME/JobBoard/{board_id}/JobBoardView/LoadSearchResults",
        "initialFeaturedOpportunities": list(featured),
    }
    script = f"var opportunityModel = new US.Opportunity.OpportunitiesViewModel({json.dumps(model)});"
    return f"<!doctype html><html><body><script>{script}</script></body></html>".encode()


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a board with these rows, 50 on a page."""

    def answers(request: Request) -> bytes | Page:
        if request.url == f"https://{IDENTIFIER.replace('/b22b', '/JobBoard/b22b')}":
            return answer(board_page(IDENTIFIER.rpartition("/")[2]), content_type="text/html")
        if request.body is None:
            id_ = request.url.rpartition("=")[2]
            page = detail_page({"Id": id_, "Title": f"Engineer {id_[-4:]}", "Description": "<p>x</p>"})
            return answer(page, content_type="text/html")
        offset = json.loads(request.body)["opportunitySearch"]["Skip"]
        return as_json({"opportunities": listed[offset : offset + 50], "totalCount": len(listed), "locations": []})

    return answers


BOARD = SampleBoard(
    source=source("ukg", IDENTIFIER),
    answers=board([row(number) for number in range(COUNT)]),
    ids=tuple(id_of(number) for number in range(COUNT)),
    empty=board([]),
    # An assumption: what an unknown board is answered with was neither seen nor reported. The tests of UKG have more.
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row(0, Title=7), *(row(number) for number in range(1, COUNT))]),
)
