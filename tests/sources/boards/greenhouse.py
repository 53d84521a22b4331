from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def job(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a job as the API gives it."""
    url = f"https://boards.greenhouse.io/acme/jobs/{id_}"
    item = {"id": id_, "title": f"Engineer {id_}", "absolute_url": url, "location": {"name": "Berlin"}, "content": "x"}
    return {**item, **changes}


def jobs(*items: object) -> bytes:
    """Return a board with these jobs."""
    return as_json({"jobs": items, "meta": {"total": len(items)}})


BOARD = SampleBoard(
    source=source("greenhouse", "acme"),
    answers=routed({"/boards/acme/jobs": jobs(job(1), job(2))}),
    ids=("1", "2"),
    empty=routed({"/boards/acme/jobs": jobs()}),
    unknown=lambda _request: answer(b'{"status":404,"error":"Job board not found"}', status=404),
    broken=routed({"/boards/acme/jobs": jobs(job(1, title=7), job(2))}),
)
