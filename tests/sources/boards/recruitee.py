from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard, routed


def offer(id_: int, **changes: Any) -> dict[str, Any]:
    """Return an offer as the API gives it."""
    item = {
        "id": id_,
        "title": f"Accountant {id_}",
        "status": "published",
        "slug": f"accountant-{id_}",
        "company_name": "Acme GmbH",
        "department": "Finance",
        "location": "Berlin, Berlin, Deutschland",
        "city": "Berlin",
        "state_name": "Berlin",
        "country": "Deutschland",
        "remote": False,
        "hybrid": True,
        "on_site": False,
        "employment_type_code": "fulltime_permanent",
        "salary": {"min": "60000", "max": "75000", "period": "year", "currency": "EUR"},
        "published_at": "2026-08-05 10:10:39 UTC",
        "updated_at": "2026-08-05 11:45:30 UTC",
        "careers_url": f"https://jobs.acme.com/o/accountant-{id_}",
        "careers_apply_url": f"https://jobs.acme.com/o/accountant-{id_}/c/new",
        "description": "<p>Count.</p>",
        "requirements": "<p>DATEV</p>",
    }
    return {**item, **changes}


def offers(*items: object) -> bytes:
    """Return the answer of a site with these offers."""
    return as_json({"offers": list(items)})


BOARD = SampleBoard(
    source=source("recruitee", "acme"),
    answers=routed({"acme.recruitee.com/api/offers/": offers(offer(1), offer(2))}),
    ids=("1", "2"),
    empty=routed({"/api/offers/": offers()}),
    unknown=lambda _request: answer(b'{"error":"Not Found"}', status=404),
    broken=routed({"/api/offers/": offers(offer(1, title=7), offer(2))}),
)
