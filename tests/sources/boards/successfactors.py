from __future__ import annotations

from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed


def row(number: str, title: str) -> str:
    """Return a row of the search."""
    link = f'<a class="jobTitle-link" href="/job/Bonn-{number}/{number}/">{title}</a>'
    return f'<tr class="data-row"><td>{link}</td><td><span class="jobLocation"> Bonn, DE </span></td></tr>'


def search(*rows: str, label: str) -> str:
    """Return a page of the search."""
    return f'<span class="paginationLabel">{label}</span><table id="searchresults">{"".join(rows)}</table>'


BOARD = SampleBoard(
    source=source("successfactors", "jobs.acme.com"),
    answers=routed(
        {
            "startrow=0": as_page(search(row("1001", "Engineer"), label="Results <b>1 – 1</b> of <b>2</b>")),
            "startrow=1": as_page(search(row("1002", "Baker"), label="Results <b>2 – 2</b> of <b>2</b>")),
            "/job/": as_page(described("x")),
        }
    ),
    ids=("1001", "1002"),
    empty=routed({"startrow=0": as_page('<div id="noresults">There are currently no open positions</div>')}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
    broken=routed(
        {
            "startrow=0": as_page(search(row("1001", ""), row("1002", "Baker"), label="Results 1 – 2 of 2")),
            "/job/": as_page(described("x")),
        }
    ),
)
