from __future__ import annotations

from typing import Any

from tests.sources.boards.careers import as_page
from tests.sources.pages import as_json, source
from tests.sources.sample_board import SampleBoard, routed


def element(number: int | str, **changes: Any) -> dict[str, Any]:
    """Return an element of the feed."""
    identifier = {"@type": "PropertyValue", "name": "ACME", "value": number}
    item = {"@type": "JobPosting", "title": f"Engineer {number}", "identifier": identifier, "description": "<p>x</p>"}
    return {"@type": "DataFeedItem", "item": {**item, **changes}}


def feed(*elements: object) -> bytes:
    """Return the feed of a board."""
    return as_json({"@type": "DataFeed", "numberOfItems": len(elements), "dataFeedElement": list(elements)})


BOARD = SampleBoard(
    source=source("softgarden", "acme"),
    answers=routed({"acme.career.softgarden.de/jobs.feed.json": feed(element(1), element("2"))}),
    ids=("1", "2"),
    empty=routed({"/jobs.feed.json": feed()}),
    unknown=lambda _request: as_page("Unknown subdomain.", status=404),
    broken=routed({"/jobs.feed.json": feed(element(1, title=""), element(2))}),
)
