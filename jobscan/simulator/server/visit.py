"""What a first scan asks a board, byte for byte as jobscan's adapters do: so that answers can be rendered before it.

The adapters themselves live in a room that this one does not know; a test compares the two.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from jobscan.simulator.server.exchange import SimulatedRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.simulator.market.board import SimulatedBoard

#: Workday's rows per page.
_PAGE = 20
_COMEET_TOKEN = re.compile(rb"[Tt]oken[\"']?\s*[:=]\s*[\"']?([0-9A-Za-z]{8,128})")


def first_visit(board: SimulatedBoard) -> Iterator[SimulatedRequest]:
    """Yield the requests of a first scan: lists, pages, tokens and details. Nothing for a system that is unknown."""
    name = board.identifier
    match board.system:
        case "greenhouse":
            yield SimulatedRequest("GET", f"/v1/boards/{quote(name, safe='')}/jobs", "content=true")
        case "lever":
            yield SimulatedRequest("GET", f"/v0/postings/{quote(name.rpartition('/')[2], safe='')}", "mode=json")
        case "ashby":
            yield SimulatedRequest("GET", f"/posting-api/job-board/{quote(name, safe='')}", "includeCompensation=true")
        case "workday":
            yield from _visit_workday(board)
        case "comeet":
            yield from _visit_comeet(board)


def _visit_workday(board: SimulatedBoard) -> Iterator[SimulatedRequest]:
    tenant, _, site = board.identifier.split("/")
    # A tenant with "-" may be spelt with "_" in paths; clients try that when the first is refused.
    for spelling in dict.fromkeys((tenant, tenant.replace("-", "_"))):
        api = f"/wday/cxs/{spelling}/{site}"
        first = _page(api, 0)
        yield first
        if board.answer(first).status == HTTPStatus.OK:
            yield from _visit_pages(board, api)
            return


def _visit_pages(board: SimulatedBoard, api: str) -> Iterator[SimulatedRequest]:
    """Yield pages and details; of a board above Workday's limit of 2,000 those of the first 2,000."""
    offset, total = 0, 1
    while offset < total:
        page = _page(api, offset)
        yield page
        try:
            said = msgspec.json.decode(board.answer(page).body)
        except msgspec.DecodeError:
            return
        # Later pages say 0.
        total = max(total, said.get("total") or 0)
        for row in said.get("jobPostings", ()):
            if path := row.get("externalPath"):
                yield SimulatedRequest("GET", api + path)
        offset += _PAGE


def _page(api: str, offset: int) -> SimulatedRequest:
    wanted = {"appliedFacets": {}, "limit": _PAGE, "offset": offset, "searchText": ""}
    return SimulatedRequest("POST", f"{api}/jobs", "", msgspec.json.encode(wanted))


def _visit_comeet(board: SimulatedBoard) -> Iterator[SimulatedRequest]:
    slug, _, uid = board.identifier.partition("/")
    page = SimulatedRequest("GET", f"/jobs/{slug}/{uid}")
    yield page
    token = _COMEET_TOKEN.search(board.answer(page).body)
    if token is not None:
        yield SimulatedRequest(
            "GET", f"/careers-api/2.0/company/{uid}/positions", f"token={token[1].decode()}&details=true"
        )
