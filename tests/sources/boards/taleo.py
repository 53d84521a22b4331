from __future__ import annotations

from tests.sources.boards.careers import as_page
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed


def item(number: str, title: str, more: str = "") -> str:
    """Return an item of the feed."""
    return f"<item><title>{title}</title><taleo:reqId>{number}</taleo:reqId>{more}</item>"


def feed(*items: str) -> bytes:
    """Return the feed of a board."""
    channel = f"<channel><title>Jobs</title>{''.join(items)}</channel>"
    return f'<rss xmlns:taleo="urn:TBERss" version="2.0">{channel}</rss>'.encode()


BOARD = SampleBoard(
    source=source("taleo", "phe/phe01/ACME/39"),
    answers=routed({"servlet/Rss?org=ACME&cws=39": feed(item("1", "Engineer"), item("2", "Baker"))}),
    ids=("1", "2"),
    empty=routed({"/Rss": feed()}),
    unknown=lambda _request: as_page("<h1>Error</h1>"),
    broken=routed({"/Rss": feed(item("1", ""), item("2", "Baker"))}),
)
