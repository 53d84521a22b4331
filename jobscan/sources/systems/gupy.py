"""Gupy: a company's career page with all postings in its data, and a page for each posting with the texts.

The vendor documents only an interface that needs a key. The data of its pages as publicly reported of several boards,
2025 and 2026; there is no recording.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.items import ListedRow, ReadRow, RowReader, canonical_id, fingerprint, seen_only
from jobscan.sources.kit.json import decode_json
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place, text_of
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "gupy"
LABEL = "Gupy"

_LIMIT = HostLimit(name="gupy", concurrency=4)
_DOMAIN = "gupy.io"
#: The vendor's own, besides those that vendors generally have: the portal lists the postings of all companies.
_OTHERS = frozenset({"portal", "employability-portal", "private-api", "candidates", "suporte", "tech", "conteudo"})
#: The texts of a posting, in the order of its page.
_TEXTS = ("description", "responsibilities", "prerequisites", "relevantExperiences")
_NO_BOARD = "there is no career page of that name; the company may have moved"
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"


class _Row(msgspec.Struct):
    """A posting of the list. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    title: str
    #: Of employment, in a word of the vendor.
    type: Any = None
    department: Any = None
    #: ``address`` with ``city``, ``state``, ``stateShortName`` and ``country``; ``workplaceType``.
    workplace: Any = None


class _Least(msgspec.Struct):
    id: Any = None


class _ListProps(msgspec.Struct):
    jobs: list[msgspec.Raw]


class _PostingProps(msgspec.Struct):
    #: ``id``, ``name``, ``publishedAt``, ``workplaceType`` ("on-site"), ``addressCity``, and the texts as HTML.
    job: dict[str, Any]


class _ListBox(msgspec.Struct, rename="camel"):
    page_props: _ListProps


class _PostingBox(msgspec.Struct, rename="camel"):
    page_props: _PostingProps


class _ListData(msgspec.Struct):
    props: _ListBox


class _PostingData(msgspec.Struct):
    props: _PostingBox


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its page, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "vemproitau")


def first_request(source: Source) -> Request:
    """Return the request for the career page."""
    return _page_request(f"{_site(source)}/", Purpose.LIST)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the career page, which has all postings and does not say how many, or the page of a posting.

    Raises `BoardError` for a page without the data.
    """
    what = f"Gupy board {source.identifier}"
    if request.purpose is Purpose.DETAIL:
        listed: ListedRow[_Row] = request.context
        return _parse_detail(source, listed, page, f"posting {listed.external_id} of {what}")
    data = decode_json(_data_of(page, what, _NO_BOARD), _ListData, what)
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(source, row, external_id),
        seen_of=seen_only,
        noun="posting",
    )
    return reader.read(data.props.page_props.jobs, what)


def detect(url: str) -> Source | None:
    """Recognise a board by its career page or a posting; None when it is not a company's at Gupy's domain."""
    address = read_address(url)
    name = subdomain_of(address.host, _DOMAIN, _OTHERS) if address else None
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _site(source: Source) -> str:
    return f"https://{source.identifier}.{_DOMAIN}"


def _page_request(url: str, purpose: Purpose, context: Any = None) -> Request:
    return Request(
        url=url,
        limit=_LIMIT,
        headers={"Accept": "text/html"},
        purpose=purpose,
        audience=Audience.PAGE,
        context=context,
    )


def _data_of(page: Page, what: str, missing: str) -> Page:
    """Return the data in a page, as if it were the page. Raises `BoardError` when there is none."""
    html = parse_html(page, what, missing=missing)
    script = html.first("script#__NEXT_DATA__")
    if script is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page has no data (a challenge, or it was made anew)")
    return replace(page, body=script.text(deep=True).encode())


def _read_row(source: Source, row: _Row, external_id: str) -> ReadRow:
    print_ = fingerprint(row)
    if not external_id.isascii() or not external_id.isdigit():
        seen = Posting(external_id=external_id, fingerprint=print_)
        return ReadRow(seen, f"({external_id[:40]}) has an id that is no number")
    url = f"{_site(source)}/jobs/{external_id}"
    detail = _page_request(url, Purpose.DETAIL, ListedRow(external_id=external_id, fingerprint=print_, row=row))
    face = Face(url, row.title, _place(row) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _parse_detail(source: Source, listed: ListedRow[_Row], page: Page, what: str) -> ParsedPage:
    found = decode_json(_data_of(page, what, _NO_POSTING), _PostingData, what).props.page_props.job
    if canonical_id(found.get("id")) != listed.external_id:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the page is of another posting")
    row = listed.row
    place = _place(row) or join_place(found.get("addressCity"), found.get("addressState"), found.get("addressCountry"))
    workplace = row.workplace.get("workplaceType") if isinstance(row.workplace, dict) else None
    job = RawJob(
        external_id=listed.external_id,
        title=row.title,
        locations=(place,) if place else (),
        url=f"{_site(source)}/jobs/{listed.external_id}",
        department=text_of(row.department),
        employment_type=text_of(row.type) or text_of(found.get("jobType")),
        workplace=text_of(workplace) or text_of(found.get("workplaceType")),
        posted_at=parse_iso(found.get("publishedAt")),
        description="".join(f"<div>{text}</div>" for name in _TEXTS if (text := text_of(found.get(name)))),
    )
    return ParsedPage(postings=(Posting(external_id=listed.external_id, fingerprint=listed.fingerprint, job=job),))


def _place(row: _Row) -> str:
    address = row.workplace.get("address") if isinstance(row.workplace, dict) else None
    if not isinstance(address, dict):
        return ""
    state = text_of(address.get("state")) or address.get("stateShortName")
    return join_place(address.get("city"), state, address.get("country"))
