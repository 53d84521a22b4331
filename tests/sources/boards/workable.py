from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed

BERLIN = {"country": "Germany", "countryCode": "DE", "city": "Berlin", "region": "Berlin", "hidden": False}


def row(shortcode: str, **changes: Any) -> dict[str, Any]:
    """Return a row as the widget gives it."""
    url = f"https://apply.workable.com/j/{shortcode}"
    item = {
        "title": f"Nurse {shortcode}",
        "shortcode": shortcode,
        "employment_type": "Full-time",
        "telecommuting": False,
        "department": "Care",
        "url": url,
        "application_url": f"{url}/apply",
        "published_on": "2026-07-30",
        "created_at": "2025-02-27",
        "locations": [BERLIN],
        "description": "<p>Care for people.</p>",
    }
    return {**item, **changes}


def account(*rows: object) -> bytes:
    """Return the answer of an account with these rows."""
    return as_json({"name": "Acme", "description": None, "jobs": list(rows)})


BOARD = SampleBoard(
    source=source("workable", "acme"),
    answers=routed({"/accounts/acme?details=true": account(row("F4C096B22E"), row("1865248842"))}),
    ids=("F4C096B22E", "1865248842"),
    empty=routed({"/accounts/acme": account()}),
    unknown=lambda _request: answer(b"Not Found", status=404, content_type="text/plain"),
    broken=routed({"/accounts/acme": account(row("F4C096B22E", title=7), row("1865248842"))}),
)
