from __future__ import annotations

from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed


def row(code: str, title: str, place: str = "Bonn") -> str:
    """Return a row of the list."""
    link = f'<td class="jv-job-list-name"><a href="/acme/job/{code}">{title}</a></td>'
    return f'<tr>{link}<td class="jv-job-list-location">{place}</td></tr>'


def listed(*rows: str, counted: str = "") -> str:
    """Return a page of the list."""
    text = f'<div class="jv-pagination-text">{counted}</div>' if counted else ""
    return f'<div class="jv-wrapper"><table>{"".join(rows)}</table>{text}</div>'


BOARD = SampleBoard(
    source=source("jobvite", "acme"),
    answers=routed(
        {
            "/job/oaaaaaaa": as_page(described("Engineer")),
            "/job/obbbbbbb": as_page(described("Baker")),
            "p=0": as_page(listed(row("oaaaaaaa", "Engineer"), counted="1-1 of 2")),
            "p=1": as_page(listed(row("obbbbbbb", "Baker"), counted="2-2 of 2")),
        }
    ),
    ids=("oaaaaaaa", "obbbbbbb"),
    empty=routed({"p=0": as_page(listed())}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
    broken=routed(
        {
            "/job/obbbbbbb": as_page(described("Baker")),
            "p=0": as_page(listed(row("oaaaaaaa", ""), row("obbbbbbb", "Baker"))),
        }
    ),
)
