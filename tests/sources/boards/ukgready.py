from __future__ import annotations

from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

IDENTIFIER = "secure4.saashr.com/6162397"
COUNT = 203


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "id": number,
        "job_title": f"Nurse {number}",
        "location": {"country": "USA", "city": "Vernon", "state": "TX", "zip": "76384"},
        "base_pay_from": 46.0,
        "base_pay_frequency": "HOUR",
        "employee_type": {"id": 1, "name": "PRN Non-Exempt"},
        "job_description": "Short...",
        "is_remote_job": False,
    }
    return {**item, **changes}


def board(listed: list[dict[str, Any]]) -> Answers:
    """Answer for a company with these rows, 200 on a page."""

    def answers(request: Request) -> bytes | Page:
        path, _, query = request.url.partition("?")
        if not query:
            number = int(path.rpartition("/")[2])
            return as_json({**row(number), "job_description": "<p>x</p>", "job_requirement": "<p>y</p>"})
        number = int(query.partition("offset=")[2].partition("&")[0])
        page = listed[200 * (number - 1) : 200 * number]
        return as_json({"job_requisitions": page, "_paging": {"offset": number, "size": 200, "total": len(listed)}})

    return answers


BOARD = SampleBoard(
    source=source("ukgready", IDENTIFIER),
    answers=board([row(1000 + number) for number in range(COUNT)]),
    ids=tuple(str(1000 + number) for number in range(COUNT)),
    empty=board([]),
    unknown=lambda _request: answer(b'{"errors":[{"message":"Company not found"}]}', status=400),
    broken=board([row(1000, job_title=7), *(row(1000 + number) for number in range(1, COUNT))]),
)
