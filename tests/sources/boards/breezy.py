from __future__ import annotations

import json
from typing import Any

from jobscan.domain.page import Page
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard, routed


def row(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "id": id_,
        "friendly_id": f"{id_}-driver",
        "name": f"Driver {id_}",
        "url": f"https://acme.breezy.hr/p/{id_}-driver",
        "published_date": "2026-06-04T23:24:11.988Z",
        "type": {"id": "fullTime", "name": "Full-Time"},
        "location": {"city": "Tacoma", "name": "Tacoma, WA", "is_remote": False, "country": None},
        "department": "Local",
        "salary": "€40,000 – €50,000 / year",
        "company": {"name": "Acme", "friendly_id": "acme"},
        "locations": [{"name": "Tacoma, WA"}],
    }
    return {**item, **changes}


def described(**changes: Any) -> dict[str, Any]:
    """Return a posting as its page describes it for machines."""
    item = {"@context": "https://schema.org", "@type": "JobPosting", "title": "Driver", "datePosted": "2023-06-14"}
    return {**item, "description": "<p>Drive <b>home</b>.</p>", **changes}


def page(*data: object) -> Page:
    """Return the page of a posting with these JSON-LD scripts."""
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in data)
    html = f"<!doctype html><html><head>{scripts}</head><body><h1>Driver</h1></body></html>"
    return answer(html.encode(), content_type="text/html")


def board(*rows: object) -> Answers:
    """Answer for a board with these rows."""
    return routed({"acme.breezy.hr/json": as_json(list(rows)), "acme.breezy.hr/p/": page(described())})


BOARD = SampleBoard(
    source=source("breezy", "acme"),
    answers=board(row("e63605aeb81c"), row("a1b2c3d4e5f6")),
    ids=("e63605aeb81c", "a1b2c3d4e5f6"),
    empty=board(),
    # It really redirects to breezy.hr, which is refused before anything is read.
    unknown=lambda _request: answer(b"<!doctype html><h1>Breezy</h1>", content_type="text/html"),
    broken=board(row("e63605aeb81c", name=7), row("a1b2c3d4e5f6")),
)
