from __future__ import annotations

import json
from typing import Any

from tests.sources.boards.careers import as_page
from tests.sources.pages import source
from tests.sources.sample_board import Answers, SampleBoard, routed


def row(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the data of the career page has it."""
    address = {"city": "São Paulo", "state": "São Paulo", "stateShortName": "SP", "country": "Brasil"}
    item = {
        "id": id_,
        "title": f"Engenheiro {id_}",
        "type": "vacancy_type_effective",
        "department": "Tecnologia",
        "workplace": {"address": address, "workplaceType": "hybrid"},
    }
    return {**item, **changes}


def posting(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the data of its own page has it."""
    item = {
        "id": id_,
        "name": f"Engenheiro {id_}",
        "description": "<p>Sobre.</p>",
        "responsibilities": "<p>Construir.</p>",
        "prerequisites": None,
        "publishedAt": "2026-08-01T10:00:00.000Z",
        "workplaceType": "on-site",
        "addressCity": "Campinas",
        "addressState": "São Paulo",
    }
    return {**item, **changes}


def data(**props: Any) -> str:
    """Return the script with these properties of a page."""
    value = json.dumps({"props": {"pageProps": props}, "page": "/", "buildId": "x"})
    return f'<script id="__NEXT_DATA__" type="application/json">{value}</script>'


def board(*rows: dict[str, Any]) -> Answers:
    """Answer for a career page with these postings."""
    pages = {f"/jobs/{item['id']}": as_page(data(job=posting(item["id"]))) for item in rows}
    return routed({**pages, "acme.gupy.io/": as_page(data(jobs=rows))})


BOARD = SampleBoard(
    source=source("gupy", "acme"),
    answers=board(row(7001), row(7002)),
    ids=("7001", "7002"),
    empty=board(),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=board(row(7001, title=7), row(7002)),
)
