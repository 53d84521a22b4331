from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def job(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a job as the API gives it."""
    url = f"https://jobs.ashbyhq.com/acme/{id_}"
    item = {"id": id_, "title": f"Engineer {id_}", "jobUrl": url, "location": "Berlin", "descriptionHtml": "<p>x</p>"}
    return {**item, **changes}


def jobs(*items: object) -> bytes:
    """Return a board with these jobs."""
    return as_json({"apiVersion": "1", "jobs": items})


BOARD = SampleBoard(
    source=source("ashby", "acme"),
    answers=routed({"/job-board/acme": jobs(job("a"), job("b"))}),
    ids=("a", "b"),
    empty=routed({"/job-board/acme": jobs()}),
    unknown=lambda _request: answer(b"Not Found", status=404, content_type="text/plain"),
    broken=routed({"/job-board/acme": jobs(job("a", title=7), job("b"))}),
)
