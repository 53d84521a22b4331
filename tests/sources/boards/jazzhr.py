from __future__ import annotations

from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed

SIGN = '<a id="resumator-back-button" href="/apply/">View All Jobs</a>'


def row(code: str, title: str, more: str = "") -> str:
    """Return a row of the list."""
    link = (
        f'<h3 class="list-group-item-heading"><a href="https://acme.applytojob.com/apply/{code}/x">\n {title} </a></h3>'
    )
    return f'<li class="list-group-item">{link}<ul><li><i class="fa fa-map-marker"></i>Austin, TX</li>{more}</ul></li>'


BOARD = SampleBoard(
    source=source("jazzhr", "acme"),
    answers=routed(
        {
            "/apply/aaaaaaaaaa": as_page(described("Engineer")),
            "/apply/bbbbbbbbbb": as_page(described("Baker")),
            "acme.applytojob.com/apply": as_page(SIGN + row("aaaaaaaaaa", "Engineer") + row("bbbbbbbbbb", "Baker")),
        }
    ),
    ids=("aaaaaaaaaa", "bbbbbbbbbb"),
    empty=routed({"/apply": as_page(SIGN)}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
    broken=routed(
        {
            "/apply/bbbbbbbbbb": as_page(described("Baker")),
            "/apply": as_page(SIGN + row("aaaaaaaaaa", "") + row("bbbbbbbbbb", "Baker")),
        }
    ),
)
