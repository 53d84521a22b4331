from __future__ import annotations

from collections.abc import Sequence

from jobscan.domain.page import Page, Request
from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import Answers, SampleBoard

SIZE = 2


def row(code: str, title: str) -> str:
    """Return a row of the list."""
    return (
        f'<li class="pg-list-cassette jsc-joblist-cassette"><a href="https://hrmos.co/pages/acme/jobs/{code}">'
        f'<h2>{title}</h2><span class="pg-list-cassette-body">Build.</span></a>'
        '<ul class="sg-tags"><li class="sg-tag-location">東京都港区</li><li>Engineering</li></ul></li>'
    )


def board(rows: Sequence[str]) -> Answers:
    """Answer for a company with these rows."""
    pages = -(-len(rows) // SIZE)
    links = "".join(f"<li>{number}</li>" for number in range(1, pages + 1))

    def answers(request: Request) -> bytes | Page:
        path, _, number = request.url.partition("?page=")
        if not path.endswith("/jobs"):
            posting: Page = as_page(described("Engineer"))
            return posting
        start = (int(number or 1) - 1) * SIZE
        shown = rows[start : start + SIZE]
        count = f'<p class="pg-count">全 {len(rows)} 件中 {len(shown)} 件 を表示しています</p>' if shown else ""
        nav = f'<nav class="pg-pagenation"><ul>{links}<li>次へ</li></ul></nav>'
        listed: Page = as_page(f'<main class="sg-main">{count}{"".join(shown)}{nav if pages > 1 else ""}</main>')
        return listed

    return answers


ROWS = [row(f"00{number}", f"Engineer {number}") for number in range(5)]
BOARD = SampleBoard(
    source=source("hrmos", "acme"),
    answers=board(ROWS),
    ids=tuple(f"00{number}" for number in range(5)),
    empty=board([]),
    unknown=lambda _request: as_page("<h1>404</h1>", status=404),
    broken=board([row("000", ""), *ROWS[1:]]),
)
