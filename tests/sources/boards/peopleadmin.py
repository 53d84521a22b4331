from __future__ import annotations

from tests.sources.boards.careers import as_page
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed


def entry(number: str, title: str) -> str:
    """Return an entry of the feed."""
    return (
        f"<entry><id>https://acme.peopleadmin.com/postings/{number}</id><title>{title}</title>"
        "<content>&lt;p&gt;Build&lt;/p&gt;</content></entry>"
    )


def feed(*entries: str) -> bytes:
    """Return the feed of a site."""
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title>{"".join(entries)}</feed>'.encode()


BOARD = SampleBoard(
    source=source("peopleadmin", "acme"),
    answers=routed({"/postings/all_jobs.atom": feed(entry("1", "Engineer"), entry("2", "Baker"))}),
    ids=("1", "2"),
    empty=routed({"/postings/all_jobs.atom": feed()}),
    unknown=lambda _request: as_page("<h1>Not found</h1>", status=404),
    broken=routed({"/postings/all_jobs.atom": feed(entry("1", ""), entry("2", "Baker"))}),
)
