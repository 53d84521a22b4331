"""Keka: the interface behind a company's careers portal; whole postings in one answer.

The vendor documents only an interface that needs a key. Fields as publicly reported of several hundred portals, 2026;
there is no recording. Two fields are numbers that nobody outside can read, and are left out: the kind of employment,
and what pay is for, which also comes in thousands and hundred thousands.

A scan asks for the portal, whose background names the company's id, for its page where that is missing, and then for
the list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.subdomains import check_subdomain, subdomain_of
from jobscan.sources.kit.values import join_place, text_of
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "keka"
LABEL = "Keka"

_LIMIT = HostLimit(name="keka", concurrency=4)
_DOMAIN = "keka.com"
_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
#: In the address of a file of the portal.
_ID = re.compile(rf"/documents/({_UUID})/", re.ASCII)
#: Pages with status 200 that say that there is no portal.
_GONE = ("Invalid Tenant", "Forbidden Access")
_NO_BOARD = "there is no careers portal of that name, or it is switched off; the company may have moved"


class _Row(msgspec.Struct, rename="camel"):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    title: str
    #: HTML.
    description: Any = None
    department_name: Any = None
    #: Objects with ``city``, ``name``, ``state`` and ``countryName``.
    job_locations: Any = None
    published_on: Any = None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name in the address of its portal, with a right one; None when nothing is."""
    return check_subdomain(identifier, _DOMAIN, "cognida")


def first_request(source: Source) -> Request:
    """Return the request for what the portal says of itself."""
    url = f"{_site(source)}/api/organization/default/careerportalinfo"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, purpose=Purpose.TOKEN, context=False)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read what the portal says of itself, its page, or the list, which is not counted.

    Raises `BoardError` for a portal that does not exist or is switched off, and for everything but a list.
    """
    what = f"Keka portal {source.identifier}"
    require_ok(page, what, missing=_NO_BOARD)
    if request.purpose is Purpose.TOKEN:
        return ParsedPage(next=(_after(source, request, decode_text(page), what),))
    rows = decode_json(page, list[msgspec.Raw], what)
    return read_jobs(rows, _Row, lambda row, external_id: _read_job(source, row, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a portal by its page, a posting or the API; None for what else is at Keka's domain."""
    address = read_address(url)
    if address is None or address.segments[:1] != ("careers",):
        return None
    name = subdomain_of(address.host, _DOMAIN)
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if name else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the portals that an employer's page links to or embeds."""
    return page.boards(detect)


def _site(source: Source) -> str:
    return f"https://{source.identifier}.{_DOMAIN}/careers"


def _after(source: Source, request: Request, text: str, what: str) -> Request:
    """Return the request for the list, or for the page when this answer does not name the company's id."""
    if any(words in text for words in _GONE):
        raise BoardError(BoardFailure.NOT_FOUND, f"{what}: {_NO_BOARD}")
    if found := _ID.search(text):
        url = f"{_site(source)}/api/embedjobs/default/active/{found[1].lower()}"
        return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"})
    if request.context:
        raise BoardError(
            BoardFailure.UNREADABLE, f"{what}: the page does not name the portal's id; it may have changed"
        )
    if not text.lstrip("\ufeff \r\n").startswith("{"):
        raise BoardError(
            BoardFailure.UNREADABLE, f"{what}: the answer says nothing of a portal (a login or a challenge)"
        )
    return Request(url=_site(source), limit=_LIMIT, purpose=Purpose.TOKEN, context=True)


def _read_job(source: Source, row: _Row, external_id: str) -> RawJob:
    places = row.job_locations if isinstance(row.job_locations, list) else []
    return RawJob(
        external_id=external_id,
        title=row.title,
        locations=tuple(place for one in places[:200] if (place := _place(one))),
        url=f"{_site(source)}/jobdetails/{external_id}",
        department=text_of(row.department_name),
        posted_at=parse_iso(row.published_on),
        description=text_of(row.description) or "",
    )


def _place(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    return join_place(text_of(value.get("city")) or value.get("name"), value.get("state"), value.get("countryName"))
