from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def post(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting as the API gives it."""
    item = {
        "id": id_,
        "title": f"Keeper {id_}",
        "absolute_url": f"https://jobs.gem.com/acme/{id_}",
        "content": "<div>Keep grounds.</div>",
        "content_plain": "Keep grounds.",
        "created_at": "2026-06-01T23:23:57.104Z",
        "first_published_at": "2026-06-01T23:27:28.432Z",
        "updated_at": "2026-09-29T22:04:22.657Z",
        "departments": [{"id": "1", "name": "Maintenance"}],
        "employment_type": "full_time",
        "location": {"name": "Austin, Texas, United States"},
        "location_type": "in_office",
        "offices": [{"id": "2", "name": "Austin, Texas", "location": {"name": "Austin"}}],
    }
    return {**item, **changes}


BOARD = SampleBoard(
    source=source("gem", "acme"),
    answers=routed({"/job_board/v0/acme/job_posts/": as_json([post("am9icG9z"), post("4074772002")])}),
    ids=("am9icG9z", "4074772002"),
    empty=routed({"/acme/job_posts/": b"[]"}),
    unknown=lambda _request: answer(b'{"message":"Not Found"}', status=404),
    broken=routed({"/acme/job_posts/": as_json([post("am9icG9z", title=7), post("4074772002")])}),
)
