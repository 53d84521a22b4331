"""Comeet's answers in small, and what a test reads from them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from jobscan.domain.source import Source
from jobscan.sources.systems.comeet import adapter as comeet
from tests.sources.pages import answer, as_json, jobs

if TYPE_CHECKING:
    from jobscan.domain.job import RawJob
    from jobscan.domain.page import Request
    from jobscan.domain.posting import ParsedPage

TOKEN = "6F329B2DE6379829B229B2037983E8B3E8B"
WILIOT = Source(type="comeet", identifier="wiliot/F6.003", name="Wiliot", token=TOKEN)
TOKENLESS = dataclasses.replace(WILIOT, token=None)
CHEQ = Source(type="comeet", identifier="cheq/65.005", name="CHEQ")
HOSTED = "https://www.comeet.com/jobs/wiliot/F6.003/forward-deployed-engineer/18.767"
ITEM: dict[str, Any] = {
    "uid": "18.767",
    "name": "Forward Deployed Engineer",
    "department": "Delivery",
    "company_name": "Wiliot",
    "email": "wiliot.18.767@applynow.io",
    "email_alias": None,
    "url_comeet_hosted_page": HOSTED,
    "url_recruit_hosted_page": HOSTED + "?new",
    "url_active_page": "https://www.wiliot.com/positions/position-18_767",
    "employment_type": "Full-time",
    "workplace_type": "On-site",
    "location": {"name": "New York", "country": "US", "city": "New York", "state": "NY", "is_remote": False},
    "is_internal": False,
    "time_updated": "2026-08-12T02:36:49Z",
    "picture_url": None,
    "questionnaires": [],
    "position_url": f"https://www.comeet.co/careers-api/2.0/company/F6.003/positions/18.767?token={TOKEN}",
    "details": [{"name": "Description", "value": "<p>Build</p>", "order": 1}],
}
CHALLENGE = b'<html><script src="/_Incapsula_Resource?SWJIYLWA=1"></script></html>'


def read(body: bytes, *, source: Source = WILIOT, request: Request | None = None, status: int = 200) -> ParsedPage:
    return comeet.parse(source, request or comeet.first_request(source), answer(body, status=status))


def job_with(**changes: object) -> RawJob:
    return jobs(read(as_json([{**ITEM, **changes}])))[0]


def hosted(company: str = "{}", positions: str = "null", *, before: str = "", after: str = "") -> bytes:
    data = f"COMPANY_DATA = {company};\nCOMPANY_POSITIONS_DATA = {positions};"
    return f"<html><script>{before}\n{data}\n{after}</script></html>".encode()


def refusal(message: str) -> bytes:
    return as_json({"status": 400, "message": message})
