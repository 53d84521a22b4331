from __future__ import annotations

from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

CLIENT = "7d58836c-11dd-4415-9de0-63b918b88652"
COUNT = 23


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "itemID": f"92012{number}_1",
        "requisitionTitle": f"Custodian {number}",
        "postDate": "2026-07-02T12:04:00.000-04:00",
        "workLevelCode": {"shortName": "Full-Time"},
        "customFieldGroup": {
            "stringFields": [{"stringValue": str(number), "nameCode": {"codeValue": "ExternalJobID"}}],
            "dateFields": [{"dateValue": "2026-08-07T03:15Z", "nameCode": {"codeValue": "CurrentServerDateTime"}}],
        },
        "requisitionLocations": [{"nameCode": {"shortName": " Great Falls, MT, US"}}],
    }
    return {**item, **changes}


def rows(count: int) -> list[dict[str, Any]]:
    """Return the rows of a list."""
    return [row(1000 + number) for number in range(count)]


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a career center with these rows, 20 on a page."""

    def answers(request: Request) -> bytes | Page:
        path, _, query = request.url.partition("?")
        number = path.rpartition("/job-requisitions/")[2]
        if number != path:
            return as_json({"requisitionTitle": f"Custodian {number}", "requisitionDescription": "<p>x</p>"})
        start = int(query.rpartition("skip=")[2])
        meta = {"startSequence": start, "totalNumber": len(listed)}
        return as_json({"jobRequisitions": listed[start - 1 : start + 19], "meta": meta})

    return answers


BOARD = SampleBoard(
    source=source("adp", f"{CLIENT}/19000101_000001"),
    answers=board(rows(COUNT)),
    ids=tuple(f"92012{1000 + number}_1" for number in range(COUNT)),
    empty=board([]),
    # Reported in 2026 with this status and type; the words are made up.
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([row(1000, requisitionTitle=7), *rows(COUNT)[1:]]),
)
