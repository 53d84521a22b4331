from __future__ import annotations

from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed


def row(code: str, title: str) -> str:
    """Return a row of the list."""
    return (
        '<li class="requisition-list-card"><a class="with-heading requisition-list-card__header-anchor"'
        f' href="/v1/acme/{code}"><h2>{title}</h2></a>'
        '<span class="career-page-group-name-tag__text">Tech</span></li>'
    )


def listed(*rows: str, more: str = "") -> str:
    """Return the list with these rows."""
    return f'<a href="/v1/acme/top">Top</a><div class="requisition-list"><ul>{"".join(rows)}</ul></div>{more}'


GROUP = '<a href="/v1/acme/requisition-groups/14c4a661-5e48">Tech (2)</a>'
BOARD = SampleBoard(
    source=source("herp", "acme"),
    answers=routed(
        {
            "/requisition-groups/14c4a661-5e48": as_page(listed(row("Zo-SJ55QMOEC", "Baker"))),
            "/Zo-SJ55QMOEB": as_page(described("Engineer")),
            "/Zo-SJ55QMOEC": as_page(described("Baker")),
            "/v1/acme": as_page(listed(row("Zo-SJ55QMOEB", "Engineer"), more=GROUP)),
        }
    ),
    ids=("Zo-SJ55QMOEB", "Zo-SJ55QMOEC"),
    empty=routed({"/v1/acme": as_page(listed())}),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=routed(
        {
            "/requisition-groups/14c4a661-5e48": as_page(listed(row("Zo-SJ55QMOEC", "Baker"))),
            "/Zo-SJ55QMOEC": as_page(described("Baker")),
            "/v1/acme": as_page(listed(row("Zo-SJ55QMOEB", ""), more=GROUP)),
        }
    ),
)
