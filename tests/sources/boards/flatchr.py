from __future__ import annotations

from typing import Any

from tests.sources.pages import answer, as_json, source
from tests.sources.sample_board import SampleBoard


def row(id_: str, **changes: Any) -> dict[str, Any]:
    """Return a posting as the list gives it."""
    vacancy = {
        "id": id_,
        "vacancy_id": 655446,
        "slug": f"{id_.lower()}-engineer-h-f",
        "reference": "AE 06 2026",
        "title": f"Engineer {id_} H/F",
        "description": "<p>About.</p>",
        "mission": "<p>Build things.</p>",
        "profile": None,
        "contract_type": "CDI",
        "metier": "Commercial conseil",
        "salary": 45000,
        "salary_max": 80000,
        "currency": "EUR",
        "mensuality": "y",
        "show_salary": True,
        "remote": "notime",
        "created_at": "2026-05-22T09:41:08.255Z",
        "updated_at": "2026-06-01T09:41:08.255Z",
        "apply_url": None,
        "address": {
            "locality": "Boulogne-Billancourt",
            "route": "Rue Marcel Dassault",
            "administrative_area_level_1": "Île-de-France",
            "country": "France",
        },
        "company": {"id": 1, "name": "Acme", "slug": "acme"},
    }
    return {"id": "d1", "published": True, "status": "published", "vacancy": {**vacancy, **changes}}


def board(*rows: dict[str, Any]) -> bytes:
    """Return the list with these postings."""
    return as_json({"items": rows})


BOARD = SampleBoard(
    source=source("flatchr", "acme"),
    answers=lambda _request: board(row("Wy3EOp2JolLp1KMq"), row("jAONxpv2GqapPg4Q")),
    ids=("Wy3EOp2JolLp1KMq", "jAONxpv2GqapPg4Q"),
    empty=lambda _request: board(),
    unknown=lambda _request: answer(b'{"message":"Not available for slug acme"}', status=404),
    broken=lambda _request: board(row("Wy3EOp2JolLp1KMq", title=None), row("jAONxpv2GqapPg4Q")),
)
