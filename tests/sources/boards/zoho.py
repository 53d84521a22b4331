from __future__ import annotations

from tests.sources.boards.careers import as_page
from tests.sources.pages import source
from tests.sources.sample_board import SampleBoard, routed

TEXT = 'Category: IT <br><br>Location: Bonn . Germany <br><br><br><span id="spandesc"><p>Build</p></span>'


def item(number: str, title: str, text: str = TEXT) -> str:
    """Return an item of the feed."""
    link = f"<link>https://acme.zohorecruit.com/jobs/Careers/{number}/x?source=RSS</link>"
    return f"<item><title><![CDATA[{title}]]></title>{link}<description><![CDATA[{text}]]></description></item>"


def feed(*items: str) -> bytes:
    """Return the feed of an account."""
    return f"<rss version='2.0'><channel><title>Acme</title>{''.join(items)}</channel></rss>".encode()


BOARD = SampleBoard(
    source=source("zoho", "acme"),
    answers=routed(
        {"acme.zohorecruit.com/jobs/Careers/rss": feed(item("1000001", "Engineer"), item("1000002", "Baker"))}
    ),
    ids=("1000001", "1000002"),
    empty=routed({"/rss": feed()}),
    unknown=lambda _request: as_page("<h1>Zoho Recruit</h1>"),
    broken=routed({"/rss": feed(item("1000001", ""), item("1000002", "Baker"))}),
)
