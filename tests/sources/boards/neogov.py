from __future__ import annotations

from jobscan.domain.page import Page
from tests.sources.boards.careers import as_page
from tests.sources.pages import answer, source
from tests.sources.sample_board import SampleBoard, routed


def item(number: str, title: str, **fields: str) -> str:
    """Return an item of the feed."""
    more = "".join(f"<joblisting:{name}>{value}</joblisting:{name}>" for name, value in fields.items())
    link = f"<link>https://agency.governmentjobs.com/acme/default.cfm?action=viewjob&amp;jobid={number}</link>"
    return f"<item><title>{title}</title>{link}<joblisting:jobId>{number}</joblisting:jobId>{more}</item>"


def feed(*items: str) -> bytes:
    """Return the feed of an agency."""
    channel = f"<channel><title>Jobs</title>{''.join(items)}</channel>"
    namespace = 'xmlns:joblisting="http://www.neogov.com/namespaces/JobListing"'
    return f'<rss {namespace} version="2.0">{channel}</rss>'.encode()


def card(number: str, title: str, *, agency: str = "acme", place: str = "Bozeman, MT") -> str:
    """Return a posting of the list."""
    link = (
        f'<a class="item-details-link" data-department-name="Health" href="/careers/{agency}/jobs/{number}/x?page=1">'
        f" {title} </a>"
    )
    meta = f'<ul class="list-meta"><li>{place}</li><li>Full-Time - $1.00 Hourly</li></ul>'
    return (
        f'<li class="list-item" data-job-id="{number}"><h3>{link}</h3>{meta}<div class="list-entry">Build.</div></li>'
    )


def table_row(number: str, title: str, place: str) -> str:
    """Return a posting of the table beside the list."""
    head = f'<th class="job-table-title" data-job-id="{number}"><a href="/x">{title}</a></th>'
    return f'<tr>{head}<td class="job-table-location">{place}</td><td class="job-table-posted">09/21/26</td></tr>'


def fragment(*cards: str, total: int | str, rows: str = "") -> Page:
    """Return a page of the list, as the careers page's script gets it."""
    body = (
        f'<div><span id="job-postings-number">{total}</span> Job Postings found</div>'
        f'<ul class="job-listing-container">{"".join(cards)}</ul><table>{rows}</table>'
    )
    return answer(body.encode(), content_type="text/html")


BOARD = SampleBoard(
    source=source("neogov", "acme"),
    answers=routed({"jobfeed.cfm?agency=acme": feed(item("1", "Engineer"), item("2", "Baker"))}),
    ids=("1", "2"),
    empty=routed({"jobfeed.cfm": feed()}),
    unknown=lambda _request: as_page("<h1>Error</h1>", status=404),
    broken=routed({"jobfeed.cfm": feed(item("1", ""), item("2", "Baker"))}),
)
