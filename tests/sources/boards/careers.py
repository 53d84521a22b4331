from __future__ import annotations

import json
from typing import Any

from tests.sources.pages import answer, source
from tests.sources.sample_board import SampleBoard, routed


def as_page(html: str, *, status: int = 200) -> Any:
    """Return the answer of a web page."""
    return answer(f"<!doctype html><html><body>{html}</body></html>".encode(), status=status, content_type="text/html")


def described(title: str | None, **more: Any) -> str:
    """Return the script that describes a posting."""
    node = {"@context": "https://schema.org", "@type": "JobPosting", "title": title, "description": "<p>Build.</p>"}
    return f'<script type="application/ld+json">{json.dumps({**node, **more})}</script>'


def site_map(*pages: tuple[str, str]) -> Any:
    """Return a site map of these pages and the days of their last changes."""
    urls = "".join(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url, day in pages)
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return answer(body.encode(), content_type="application/xml")


LINKS = (
    '<h1>Jobs</h1><a href="/jobs/1-engineer?utm_source=x">Engineer</a>'
    '<a href="/jobs/2-baker#apply">More</a><a href="/">x</a>'
)

BOARD = SampleBoard(
    source=source("careers", "acme.com/careers"),
    answers=routed(
        {
            "acme.com/careers": as_page(LINKS),
            "/sitemap.xml": site_map(("https://acme.com/jobs/1-engineer", "2026-05-01")),
            "/jobs/1-engineer": as_page(described("Engineer")),
            "/jobs/2-baker": as_page(described("Baker")),
        }
    ),
    ids=("https://acme.com/jobs/1-engineer", "https://acme.com/jobs/2-baker"),
    empty=routed({"acme.com/careers": as_page("<h1>Jobs</h1><p>There are currently no open positions.</p>")}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
)
