from __future__ import annotations

from tests.sources.boards.careers import as_page
from tests.sources.pages import source
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


BOARD = SampleBoard(
    source=source("neogov", "acme"),
    answers=routed({"jobfeed.cfm?agency=acme": feed(item("1", "Engineer"), item("2", "Baker"))}),
    ids=("1", "2"),
    empty=routed({"jobfeed.cfm": feed()}),
    unknown=lambda _request: as_page("<h1>Error</h1>", status=404),
    broken=routed({"jobfeed.cfm": feed(item("1", ""), item("2", "Baker"))}),
)
