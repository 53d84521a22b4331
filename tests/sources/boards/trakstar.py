from __future__ import annotations

from collections.abc import Sequence

from jobscan.domain.page import Page, Request
from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import Answers, SampleBoard

SIGN = '<script>RB.init_data = {"paginator": {}};</script>'


def row(code: str, title: str) -> str:
    """Return a row of the list."""
    spans = "".join(
        f'<span class="meta-job-location-{part}">{text}</span>,'
        for part, text in (("city", "Pune"), ("state", "Maharashtra"), ("country", "India"))
    )
    return (
        f'<div class="js-card list-item js-careers-page-job-list-item" data-href="/jobs/{code}/">'
        f'<a href="https://acme.hire.trakstar.com/jobs/{code}/"><h3 class="js-job-list-opening-name">{title}</h3>'
        f'<div class="js-job-list-opening-loc">{spans}</div><div class="rb-text-4"> Field </div>'
        '<div class="js-job-list-opening-meta"><span> Full-time </span></div></a></div>'
    )


def board(rows: Sequence[str], size: int = 2, *, told: bool = True) -> Answers:
    """Answer for a board with these rows, which says how many there are unless it is not ``told``."""
    total = f'<a class="js-show-openings" href="#x">View {len(rows)} Openings</a>' if rows and told else ""

    def answers(request: Request) -> bytes | Page:
        path, _, number = request.url.partition("?p=")
        if "/jobs/" in path:
            posting: Page = as_page(described("Engineer"))
            return posting
        start = (int(number or 1) - 1) * size
        listed: Page = as_page(SIGN + total + "".join(rows[start : start + size]))
        return listed

    return answers


ROWS = [row(f"fk0{number}", f"Engineer {number}") for number in range(5)]
BOARD = SampleBoard(
    source=source("trakstar", "acme"),
    answers=board(ROWS),
    ids=tuple(f"fk0{number}" for number in range(5)),
    empty=board([]),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=board([row("fk00", ""), *ROWS[1:]]),
)
