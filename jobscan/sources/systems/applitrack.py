"""AppliTrack (Frontline): the script that draws a school district's list, with whole postings.

The vendor documents none of it. Markup as seen in a recording of one district, August 2026; that "all" asks for all
postings, and the address of a posting, as publicly reported in 2026.
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
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.html import WebPage, first_in, inner_html, node_text, parse_fragment
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.rows import read_rows, require_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "applitrack"
LABEL = "AppliTrack"

_LIMIT = HostLimit(name="applitrack", concurrency=4)
_HOST = "www.applitrack.com"
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?", re.ASCII)
_EXAMPLE = f'"ehps" for {_HOST}/ehps/onlineapp/'
#: Pieces of the page, each as a text of JavaScript; one that does not end is half of an answer.
_WRITE = "document.write('"
_WRITTEN = re.compile(r"document\.write\('(?P<text>(?:[^'\\]++|\\.)*+)'\)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINE_ENDS = {"n": "\n", "r": "\r", "t": "\t"}
#: Pictures in texts, most of the bytes of some boards (reported), and more than a page may have.
_PICTURE = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,40};base64,[A-Za-z0-9+/=]++", re.IGNORECASE)
_ROWS = "ul.postingsList"
_ROW_ID = re.compile(r"p(\d{1,12})_", re.ASCII)
_LIST = "#AppliTrackListContent"
#: The end of the form that the list stands in, in the last characters of a whole answer.
_END = "</form>"


class _Row:
    """The element of a posting, and its number."""

    def __init__(self, node: LexborNode) -> None:
        found = _ROW_ID.fullmatch(node.attributes.get("id") or "")
        self.id = found[1] if found else None
        self.node = node


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a district's name in addresses, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return f'"{identifier[:80]!a}" is not the name of a district; write the part before /onlineapp/, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the script with all postings."""
    url = f"{_site(source)}/jobpostings/Output.asp?all=1"
    return Request(url=url, limit=_LIMIT, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the script, which has the whole list and does not say how many postings it has.

    Raises `BoardError` for everything but the script of a list, and for half of one.
    """
    what = f"AppliTrack board {source.identifier}"
    require_ok(page, what)
    html = parse_fragment(_written(page, what), request.url)
    if html is None:
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: the list is longer or deeper than any list of postings")
    if html.first(_LIST) is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: what the script draws is no list of postings")
    rows = [_Row(node) for node in html.select(_ROWS)]
    return read_rows(rows, lambda row, number: _read_row(source, html, row, number), what, noun="row")


def detect(url: str) -> Source | None:
    """Recognise a district by its list, a posting or the script; None when it is not AppliTrack's."""
    address = read_address(url)
    if address is None or address.host not in (_HOST, _HOST.removeprefix("www.")):
        return None
    name, below = ("".join(address.segments[at : at + 1]).lower() for at in (0, 1))
    if below != "onlineapp" or check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(name))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the districts whose lists a page links to or embeds."""
    return page.boards(detect)


def _site(source: Source) -> str:
    return f"https://{_HOST}/{source.identifier}/onlineapp"


def _written(page: Page, what: str) -> str:
    """Return what the script writes into the page, without pictures. Raises `BoardError` when it breaks off."""
    if "charset" not in page.headers.get("content-type", "").lower():
        # Without a word of it in the answer, the recorded one is in this encoding.
        page = replace(page, headers={**page.headers, "content-type": "text/javascript; charset=windows-1252"})
    text = decode_text(page)
    written = [found["text"] for found in _WRITTEN.finditer(text)]
    if not written:
        reason = f"{what}: the answer is no script that draws a list (a login, a challenge or a moved board)"
        raise BoardError(BoardFailure.UNREADABLE, reason)
    html = _ESCAPED.sub(lambda found: _LINE_ENDS.get(found[1], found[1]), "".join(written))
    if len(written) != text.count(_WRITE) or _END not in html[-4_000:]:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the script breaks off; the next scan reads it again")
    # A picture may begin in one piece and end in the next.
    return _PICTURE.sub("", html)


def _read_row(source: Source, html: WebPage, row: _Row, external_id: str) -> RawJob:
    title, fields = first_in(row.node, "#wrapword"), _fields(row.node)
    place = " ".join(fields.get("Location", "").split())
    text = html.first(f"#DescriptionText{external_id}_ .normal")
    return RawJob(
        external_id=external_id,
        title=require_title(node_text(title) if title is not None else None),
        # A school's name, or "District Wide".
        locations=(place,) if place else (),
        url=f"{_site(source)}/default.aspx?AppliTrackJobId={external_id}",
        department=fields.get("Position Type") or None,
        posted_at=read_us_day(fields.get("Date Posted")),
        description=inner_html(text) if text is not None else "",
    )


def _fields(row: LexborNode) -> Mapping[str, str]:
    """Return the texts of a row by their labels, the first where one comes twice."""
    found: dict[str, str] = {}
    for name, text in _labelled(row):
        found.setdefault(name, text)
    return found


def _labelled(row: LexborNode) -> Iterator[tuple[str, str]]:
    for item in row.css("li"):
        label = first_in(item, "span.label")
        if label is not None:
            texts = (node_text(value) for value in item.css("span.normal")[:5])
            yield node_text(label).removesuffix(":"), "".join(texts)
