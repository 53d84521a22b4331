"""JazzHR (Resumator): the board's page for people, and a page for each posting with JSON-LD.

The vendor's API needs a key. Markup as seen in recordings of a list and a posting, and reported of another list, 2026.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import WebPage, first_in, node_text, parse_html
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "jazzhr"
LABEL = "JazzHR"

_LIMIT = HostLimit(name="jazzhr", concurrency=4)
_HOST = ".applytojob.com"
#: The name of an account is a label of a host.
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
#: The vendor's own.
_OTHERS = frozenset({"www", "app", "api", "info", "support", "help"})
#: "/apply/{code}/{title}", or "/apply/jobs/details/{code}".
_POSTING = re.compile(r"/apply/(?:jobs/details/)?(?P<code>(?!confirm\b)[A-Za-z0-9]{6,16})(?:/|$)")
#: What all of its pages have, whatever they list.
_SIGNS = "[id^=resumator], [class^=resumator], a[href*='/apply/confirm']"
_ROWS = "li.list-group-item"


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an account's name ("acme"), with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    example = 'write the part before ".applytojob.com" alone, in lower case, such as "acme"'
    return f'"{identifier[:80]}" is not an account name of JazzHR; {example}'


def first_request(source: Source) -> Request:
    """Return the request for the page that lists all postings."""
    url = f"https://{source.identifier}{_HOST}/apply"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the list, which is whole and says no total, or the page of one posting.

    Raises `BoardError` for a list without the marks of JazzHR's pages, and for a posting without JSON-LD.
    """
    what = f"JazzHR board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what)
    html = parse_html(page, what, missing="there is no board of that name; the company may have moved")
    rows = list(_rows(html, f"{source.identifier}{_HOST}"))
    if not rows and html.first(_SIGNS) is None:
        reason = f"{what}: the page is not a list of JazzHR's (a login, a challenge, or an account that is closed)"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    if not rows and any(_POSTING.search(urlsplit(url).path) for _, url in html.links()):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: links to postings in a list of another make")

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    return read_rows(rows, read, what, noun="row")


def detect(url: str) -> Source | None:
    """Recognise a board by its page or by a posting; None for the vendor's own pages."""
    address = read_address(url)
    name = address.host.removesuffix(_HOST) if address and address.host.endswith(_HOST) else ""
    if not _NAME.fullmatch(name) or name in _OTHERS:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _rows(html: WebPage, host: str) -> Iterator[ListedPage]:
    for node in html.select(_ROWS):
        link = first_in(node, "h3 a[href], h4 a[href]")
        url = html.absolute(link.attributes.get("href")) if link is not None else None
        if link is None or url is None:
            continue
        path = urlsplit(url).path
        code = _POSTING.search(path)
        place = _beside(node, "i.fa-map-marker")
        yield ListedPage(
            id=code["code"] if code else None,
            link=f"https://{host}{path}",
            title=node_text(link),
            places=(place,) if place else (),
            department=_beside(node, "i.fa-sitemap"),
        )


def _beside(node: LexborNode, icon: str) -> str | None:
    """Return the words beside an icon, which tells what they are."""
    found = first_in(node, icon)
    return node_text(found.parent) or None if found is not None and found.parent is not None else None
