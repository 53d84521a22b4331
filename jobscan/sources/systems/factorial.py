"""Factorial: an employer's career page with a card for each posting, and a page for each with its text.

Factorial documents only an interface that needs a key. Markup as publicly reported of six boards, June to September
2026; there is no recording. The page also shows the employer's people, of whom nothing is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import ListedPage, detail_posting, read_detail
from jobscan.sources.kit.detection import guess_name, read_address, require_identifier
from jobscan.sources.kit.html import WebPage, node_text, parse_html
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.subdomains import subdomain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "factorial"
LABEL = "Factorial"

_LIMIT = HostLimit(name="factorial", concurrency=4)
#: One for each country in which boards have been seen.
_DOMAINS = ("factorialhr.com", "factorial.es", "factorial.it", "factorial.fr")
#: The vendor's own, besides those that vendors generally have; "careers" is the vendor's own board.
_OTHERS = frozenset({"apidoc", "community", "partners", "preproduction", "welcome"})
#: "/job_posting/ai-developer-304592", of older postings "/job_posting/29737".
_POSTING = re.compile(r"/job_posting/(?:[^/]{0,300}-)?(?P<number>\d{1,12})/?$", re.ASCII)
_CARDS = "[data-job-postings-url]"
#: What pages with a list have, whatever it holds; one card is for applications without a posting, and has no address.
_SIGNS = (
    "li.job-offer-item, #location_filter, #team_filter, [data-target*='job-filters'], [data-controller*='job-filters']"
)
_EXAMPLE = '"acme.factorialhr.com" for https://acme.factorialhr.com/'


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with the host of a career page ("acme.factorialhr.com"); None when it can be one."""
    if any(subdomain_of(identifier, domain, _OTHERS) for domain in _DOMAINS):
        return None
    return f'"{identifier[:80]!a}" is not the host of a career page in lower case; write {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the career page. Raises `BoardError` for a wrong identifier."""
    require_identifier(source, check_identifier)
    url = f"https://{source.identifier}/"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "text/html"}, audience=Audience.PAGE)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the career page, which lists all postings and says no total, or the page of one posting.

    Raises `BoardError` for a page without the marks of Factorial's lists, and for half of one.
    """
    what = f"Factorial board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        return read_detail(request, page, what, text_in="div.styledText")
    html = parse_html(page, what, missing="there is no career page of that name; the company may have moved")
    if not html.has_end:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page breaks off; the next scan reads it again")
    rows = list(_rows(html, source.identifier))
    if not rows and html.first(_SIGNS) is None:
        reason = f"{what}: the page is none of Factorial's lists (a login, a challenge, or it was made anew)"
        raise BoardError(BoardFailure.UNREADABLE, reason)

    def read(row: ListedPage, external_id: str) -> Posting:
        require_title(row.title)
        return detail_posting(row, external_id, _LIMIT)

    return read_rows(rows, read, what, noun="card")


def detect(url: str) -> Source | None:
    """Recognise a board by its career page or a posting; None when it is at none of Factorial's domains."""
    address = read_address(url)
    if address is None or check_identifier(address.host) is not None:
        return None
    return Source(type=TYPE, identifier=address.host, name=guess_name(address.host.partition(".")[0]))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _rows(html: WebPage, host: str) -> Iterator[ListedPage]:
    teams, places = _options(html, "#team_filter"), _options(html, "#location_filter")
    for card in html.select(_CARDS):
        path = urlsplit(html.absolute(card.attributes.get("data-job-postings-url")) or "").path
        number = _POSTING.search(path)
        cells = _cells(card)
        place = places.get(card.attributes.get("data-location-id") or "")
        team = teams.get(card.attributes.get("data-team-id") or "") or (cells[1] if len(cells) > 2 else None)
        rest = [cell for cell in cells[1:] if cell not in (team, place)]
        is_remote = card.attributes.get("data-is-remote") == "true"
        yield ListedPage(
            id=number["number"] if number else None,
            link=f"https://{host}{path}",
            title=cells[0] if cells else "",
            places=(place,) if place else (),
            department=team,
            employment_type=card.attributes.get("data-contract-type") or None,
            workplace=rest[-1] if rest else "Remote" if is_remote else None,
        )


def _cells(card: LexborNode) -> list[str]:
    """Return the texts of a card in its order: title, team, work model, of which the last two may be missing."""
    inner = (node for node in card.traverse(include_text=False) if node.first_child is not None)
    return [text for node in inner if _holds_text(node) and (text := node_text(node))]


def _holds_text(node: LexborNode) -> bool:
    return any(child.tag == "-text" and (child.text_content or "").strip() for child in node.iter(include_text=True))


def _options(html: WebPage, selector: str) -> Mapping[str, str]:
    """Return the numbers that a filter of the page has, and what they are called."""
    options = html.select(f"{selector} option[value]")
    return {number: node_text(option) for option in options if (number := option.attributes.get("value"))}
