from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import Answers, SampleBoard

COUNT, SIZE = 5, 2


def item(id_: str, *, posting: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return an item of the feed."""
    jobposting = {
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "Acme", "value": 7323464},
        "datePosted": "2026-03-03T14:43:09+01:00",
        "hiringOrganization": {"@type": "Organization", "name": "Acme"},
        "jobLocation": [
            {
                "@type": "Place",
                "address": {"addressLocality": "Madrid", "addressCountry": "ES", "addressRegion": "EMEA"},
            }
        ],
    }
    whole = {
        "id": id_,
        "title": f"Engineer {id_}",
        "url": f"https://acme.teamtailor.com/jobs/7323464-engineer-{id_}",
        "date_published": "2026-03-03T14:43:09+01:00",
        "content_html": "<p>Build things.</p>",
        "_jobposting": {**jobposting, **(posting or {})},
    }
    return {**whole, **changes}


def board(items: list[dict[str, Any]]) -> Answers:
    """Answer for a site with these items."""

    def answers(request: Request) -> bytes | Page:
        number = int(parse_qs(urlsplit(request.url).query).get("page", ["1"])[0])
        feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": "Acme"}
        if number * SIZE < len(items):
            feed["next_url"] = f"https://acme.teamtailor.com/jobs.json?page={number + 1}&per_page=100"
        return as_json({**feed, "items": items[(number - 1) * SIZE : number * SIZE]})

    return answers


ITEMS = [item(f"942c032b-91ee-4fc4-a044-{number:012}") for number in range(COUNT)]
BOARD = SampleBoard(
    source=source("teamtailor", "acme"),
    answers=board(ITEMS),
    ids=tuple(one["id"] for one in ITEMS),
    empty=board([]),
    unknown=lambda _request: answer(b"<html>Not found</html>", status=404, content_type="text/html"),
    broken=board([{**ITEMS[0], "title": 7}, *ITEMS[1:]]),
)
