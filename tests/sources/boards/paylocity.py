from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jobscan.domain.page import Page, Request
from tests.sources.pages import answer, source
from tests.sources.sample_board import Answers, SampleBoard

COMPANY = "8e0feae7-e42f-437e-97b1-53b917185eed"


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Return a row of the list."""
    item = {
        "JobId": number,
        "JobTitle": f"Engineer {number}",
        "LocationName": "Amarillo Site",
        "PublishedDate": "2026-08-08T11:27:44-05:00",
        "Description": "",
        "IsInternal": False,
        "HiringDepartment": "Finance",
        "JobLocation": {"Name": "Amarillo Site", "City": "Amarillo", "State": "TX", "Country": "USA"},
        "IsRemote": False,
        "IndeedRemoteType": 2,
    }
    return {**item, **changes}


def web_page(script: str, *, type_: str = "", below: str = "") -> Page:
    """Return a page with a script."""
    kind = f' type="{type_}"' if type_ else ""
    body = f"<!doctype html>\n<html><head><script{kind}>\n{script}\n</script></head><body>{below}</body></html>"
    return answer(body.encode(), content_type="text/html; charset=utf-8")


def careers_page(rows: list[dict[str, Any]]) -> Page:
    """Return a careers page."""
    data = {"Departments": ["All Departments"], "Jobs": rows, "ModuleId": "8444", "ModuleTitle": "Acme LLC"}
    return web_page(f"window.pageData = {json.dumps(data)};")


def posting_page(ad: dict[str, Any], below: str = "") -> Page:
    """Return the page of a posting."""
    return web_page(json.dumps({"@type": "JobPosting", **ad}), type_="application/ld+json", below=below)


def board(rows: list[dict[str, Any]]) -> Answers:
    """Answer for a company with these postings."""

    def answers(request: Request) -> Page:
        if "/Details/" in request.url:
            return posting_page({"title": "Engineer", "description": "<p>x</p>"})
        return careers_page(rows)

    return answers


def unknown(_request: Request) -> Page:
    """Answer with the page to which an unknown company is redirected."""
    return replace(web_page("var x;"), url="https://recruiting.paylocity.com/Recruiting/Jobs/JobNotFound")


BOARD = SampleBoard(
    source=source("paylocity", COMPANY),
    answers=board([row(1), row(2), row(3)]),
    ids=("1", "2", "3"),
    empty=board([]),
    unknown=unknown,
    broken=board([row(1, JobTitle=7), row(2), row(3)]),
)
