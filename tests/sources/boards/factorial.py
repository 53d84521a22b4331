from __future__ import annotations

from tests.sources.boards.careers import as_page, described
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed

FILTERS = (
    '<select id="location_filter"><option value="">All</option><option value="7">Madrid</option></select>'
    '<select id="team_filter"><option value="3">Technology</option></select>'
)


def card(number: int, title: str, cells: str = "<div>Technology</div><div>Hybrid</div>", more: str = "") -> str:
    """Return the card of a posting."""
    return (
        "<li class='job-offer-item' data-controller='job-postings' data-contract-type='indefinite' data-location-id='7'"
        f" data-team-id='3' data-is-remote='false' {more}"
        f" data-job-postings-url='https://acme.factorialhr.com/job_posting/engineer-{number}'>"
        f"<div><div class='bold'>{title}</div>{cells}</div></li>"
    )


BOARD = SampleBoard(
    source=source("factorial", "acme.factorialhr.com"),
    answers=routed(
        {
            "-304592": as_page(described("Engineer")),
            "-304593": as_page(described("Baker")),
            "acme.factorialhr.com/": as_page(FILTERS + card(304592, "Engineer") + card(304593, "Baker")),
        }
    ),
    ids=("304592", "304593"),
    empty=routed({"acme.factorialhr.com/": as_page('<li class="job-offer-item">Surprise us</li>')}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
    broken=routed(
        {
            "-304593": as_page(described("Baker")),
            "acme.factorialhr.com/": as_page(FILTERS + card(304592, "", cells="") + card(304593, "Baker")),
        }
    ),
)
