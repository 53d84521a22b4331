from __future__ import annotations

from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed


def card(number: str, title: str, more: str = "") -> str:
    """Return a row of the list."""
    link = f'<a href="https://careers-acme.icims.com/jobs/{number}/x/job?in_iframe=1" class="iCIMS_Anchor">'
    return f'<li class="iCIMS_JobCardItem"><div class="title">{link}<h3>{title}</h3></a></div>{more}</li>'


def listed(*cards: str, page: str = "Page 1 of 1") -> str:
    """Return a page of the list."""
    heading = f'<h2 class="iCIMS_SubHeader iCIMS_SubHeader_Jobs">Search Results {page}</h2>'
    return f'<form id="searchForm"></form>{heading}<ul class="iCIMS_JobsTable">{"".join(cards)}</ul>'


BOARD = SampleBoard(
    source=source("icims", "careers-acme"),
    answers=routed(
        {
            "pr=0": as_page(listed(card("1", "Engineer"), page="Page 1 of 2")),
            "pr=1": as_page(listed(card("2", "Baker"), page="Page 2 of 2")),
            "/jobs/1/": as_page(described("Engineer")),
            "/jobs/2/": as_page(described("Baker")),
        }
    ),
    ids=("1", "2"),
    empty=routed({"pr=0": as_page(listed())}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
    broken=routed(
        {"pr=0": as_page(listed(card("1", ""), card("2", "Baker"))), "/jobs/2/": as_page(described("Baker"))}
    ),
)
