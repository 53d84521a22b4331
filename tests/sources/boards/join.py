from __future__ import annotations

import json
from typing import Any

from tests.sources.boards.careers import as_page
from tests.sources.pages import as_json, source
from tests.sources.sample_board import SampleBoard, routed


def item(id_: int, **changes: Any) -> dict[str, Any]:
    """Return a posting as the page's data has it."""
    return {"id": id_, "idParam": f"{id_}-x", "title": f"Engineer {id_}", "city": {"cityName": "Bonn"}, **changes}


def state(*items: dict[str, Any], page: int = 1, pages: int = 1, total: int | None = None) -> Any:
    """Return the company's page with its data."""
    pagination = {"page": page, "pageCount": pages, "perPage": 5, "total": len(items) if total is None else total}
    jobs = {"items": list(items), "pagination": pagination}
    data = {"props": {"pageProps": {"initialState": {"company": {"name": "Acme"}, "jobs": jobs}}}}
    return as_page(f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>')


DETAIL = as_json({"title": "x", "description": "**Build** things.", "status": "ONLINE"})

BOARD = SampleBoard(
    source=source("join", "acme"),
    answers=routed(
        {
            "page=2": state(item(2), page=2, pages=2, total=2),
            "join.com/companies/acme": state(item(1), pages=2, total=2),
            "/api/public/jobs/": DETAIL,
        }
    ),
    ids=("1", "2"),
    empty=routed({"/companies/": state(pages=0)}),
    unknown=lambda _request: as_page(
        '<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"statusCode":404}}}</script>'
    ),
    broken=routed({"/companies/": state(item(1, title=7), item(2)), "/api/public/jobs/": DETAIL}),
)
