from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def position(uid: str, **changes: Any) -> dict[str, Any]:
    """Return a position as the API gives it."""
    url = f"https://www.comeet.com/jobs/acme/F6.003/engineer/{uid}"
    item = {"uid": uid, "name": f"Engineer {uid}", "url_comeet_hosted_page": url, "details": []}
    return {**item, **changes}


BOARD = SampleBoard(
    source=replace(source("comeet", "F6.003"), token="0A1B2C"),
    answers=routed({"/company/F6.003/positions": as_json([position("18.767"), position("18.768")])}),
    ids=("18.767", "18.768"),
    empty=routed({"/company/F6.003/positions": b"[]"}),
    unknown=lambda _request: answer(b'{"status":400,"message":"invalid company id"}', status=400),
    broken=routed({"/company/F6.003/positions": as_json([position("18.767", name=7), position("18.768")])}),
)
