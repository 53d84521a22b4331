"""TalentEd (PowerSchool): the first page of a school district's list, as people see it.

The vendor documents none of it. Markup as seen in a recording of one district, August 2026. Further pages are drawn by
scripts that nobody has recorded, and so are the pages of postings: there are no texts, and a list with more than one
page is never taken for whole.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_us_day
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "tedk12"
LABEL = "TalentEd"

_LIMIT = HostLimit(name="tedk12", concurrency=4)
_DOMAIN = "tedk12.com"
_ROWS = "tr[id^='JobList_']"
_NUMBER = re.compile(r"\bViewJob\.aspx\?JobID=(\d{1,12})\b", re.IGNORECASE)
#: How many postings there are, in a field that people do not see; lists without postings have it, too.
_TOTAL = "input#JobListTotalCount"


class _Row:
    """The element of a posting, and its number."""

    def __init__(self, node: LexborNode) -> None:
        link = first_in(node, "a[href]")
        found = _NUMBER.search((link.attributes.get("href") or "") if link is not None else "")
        self.id = found[1] if found else None
        #: Title, day, type and place, as the heads of the columns have it.
        self.cells = tuple(node_text(cell) for cell in node.css("td"))


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a district's name in the address of its list, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "hardinpublic")


def first_request(source: Source) -> Request:
    """Return the request for the list."""
    url = f"{_site(source)}/index.aspx"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the first page of the list, which says how many postings there are.

    Raises `BoardError` for what is no list, such as the page without one that some programs get (reported).
    """
    what = f"TalentEd board {source.identifier}"
    html = parse_html(page, what, missing="there is no district of that name; it may have moved")
    total = _total(html)
    if total is None:
        reason = f"{what}: the page has no list (a login, a challenge, or a page for other browsers)"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    rows = [_Row(node) for node in html.select(_ROWS)]
    parsed = read_rows(rows, lambda row, number: _read_row(source, row, number), what, noun="row")
    if total <= len(rows):
        return replace(parsed, total=total)
    problem = f"{what}: {total - len(rows)} of {total} postings are on further pages, which are not read"
    return replace(parsed, total=total, lost=parsed.lost + total - len(rows), problems=(*parsed.problems, problem))


def detect(url: str) -> Source | None:
    """Recognise a district by its list or a posting; None when it is not at TalentEd's domain."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the districts whose lists a page links to or embeds."""
    return page.boards(detect)


def _site(source: Source) -> str:
    return f"https://{source.identifier}.{_DOMAIN}/hire"


def _total(html: WebPage) -> int | None:
    field = html.first(_TOTAL)
    value = (field.attributes.get("value") or "").strip() if field is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def _read_row(source: Source, row: _Row, external_id: str) -> RawJob:
    title, day, type_, place = (*row.cells, "", "", "", "")[:4]
    return RawJob(
        external_id=external_id,
        title=require_title(title),
        # A school's name, or "District Wide".
        locations=(place,) if place else (),
        url=f"{_site(source)}/ViewJob.aspx?JobID={external_id}",
        department=type_ or None,
        posted_at=read_us_day(day),
    )
