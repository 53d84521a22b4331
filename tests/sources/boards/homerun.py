from __future__ import annotations

from jobscan.domain.page import Page
from tests.sources.pages import answer, source
from tests.sources.sample_board import SampleBoard


def entry(id_: str, title: str, more: str = "") -> str:
    """Return a posting as the feed gives it."""
    link = f'<link rel="alternate" type="text/html" href="https://acme.homerun.co/{id_}"/>'
    text = '<description type="html"><![CDATA[<p>Build great things.</p>]]></description>'
    return f'<entry><title type="text">{title}</title>{link}<id>{id_}</id>{text}{more}</entry>'


def feed(*entries: str) -> Page:
    """Return the feed with these postings."""
    head = "<title type='text'>Acme</title><updated>2026-04-24T07:42:51+00:00</updated>"
    body = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{"".join(entries)}</feed>'
    return answer(body.encode(), content_type="application/atom+xml")


BOARD = SampleBoard(
    source=source("homerun", "acme"),
    answers=lambda _request: feed(entry("job_AAAA", "Engineer"), entry("job_BBBB", "Baker")),
    ids=("job_AAAA", "job_BBBB"),
    empty=lambda _request: feed(),
    unknown=lambda _request: answer(b"not found", status=404, content_type="text/plain"),
    broken=lambda _request: feed(entry("job_AAAA", ""), entry("job_BBBB", "Baker")),
)
