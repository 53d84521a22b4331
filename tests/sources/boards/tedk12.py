from __future__ import annotations

from tests.sources.boards.careers import as_page
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard


def row(number: int, title: str) -> str:
    """Return a row of the list."""
    link = f"ViewJob.aspx?JobID={number}"
    return (
        f'<tr id="JobList_{number}"><td><strong><a href="{link}">{title}</a></strong></td><td>08/03/2026</td>'
        f'<td>Support</td><td>District Wide</td><td><a class="button" href="{link}">Apply</a></td></tr>'
    )


def listed(*rows: str, total: int | None = None) -> str:
    """Return the list with these rows, which says that there are as many, or ``total``."""
    count = len(rows) if total is None else total
    return f'<table>{"".join(rows)}</table><input type="hidden" id="JobListTotalCount" value="{count}">'


BOARD = SampleBoard(
    source=source("tedk12", "acme"),
    answers=lambda _request: as_page(listed(row(6222, "Substitute"), row(6225, "Technician"))),
    ids=("6222", "6225"),
    empty=lambda _request: as_page(listed()),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=lambda _request: as_page(listed(row(6222, ""), row(6225, "Technician"))),
)
