"""HiBob: ``/api/job-ad`` of a careers site at careers.hibob.com, the whole board in one answer.

The vendor documents none of this. Fields are those of a recorded board (2026); what only public reports of that year
say is marked as reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.values import join_place, text_of
from jobscan.utils.time import parse_iso

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "hibob"
LABEL = "HiBob"

_HOST = "careers.hibob.com"
_LIMIT = HostLimit(name="hibob", concurrency=4)
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
#: What companies have behind their names when another one has it already: "swissto12-b67d359b42".
_SUFFIX = re.compile(r"-(?=[0-9a-f]*[0-9])[0-9a-f]{8,16}\Z", re.ASCII)
_EXAMPLE = f'"oosto" for oosto.{_HOST}'
#: The parts of a text, in the order of the page.
_PARTS = ("description", "responsibilities", "requirements", "benefits")


class _JobAd(msgspec.Struct, rename="camel"):
    """A posting. Of fields that matter less than id and title another type is as good as none."""

    #: A UUID.
    id: str
    title: str
    department: Any = None
    #: The employer's own words: "Regular Full Time".
    employment_type: Any = None
    #: The name of an office, a town or a country.
    site: Any = None
    country: Any = None
    #: "en".
    language: Any = None
    #: HTML; the following, too.
    description: Any = None
    requirements: Any = None
    responsibilities: Any = None
    benefits: Any = None
    #: "2026-07-17T00:00:00Z".
    published_at: Any = None
    #: "hybrid", "remote"; "on_site" (reported). ``workspaceType`` is the same in the site's language.
    workspace_type_id: Any = None
    workspace_type: Any = None


class _Board(msgspec.Struct, rename="camel"):
    job_ad_details: list[msgspec.Raw]


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a company's name at careers.hibob.com, with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return f'"{identifier[:80]!a}" is not a name at {_HOST}; write the part before it, such as {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the whole board.

    It is refused with 401 unless it comes from the site's own page, or names the company (reported).
    """
    site = f"https://{source.identifier}.{_HOST}"
    headers = {"Accept": "application/json", "Referer": f"{site}/", "companyIdentifier": source.identifier}
    return Request(url=f"{site}/api/job-ad", limit=_LIMIT, headers=headers)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board; it never says how many postings it has.

    Raises `BoardError` when the answer is no board.
    """
    what = f"HiBob board {source.identifier}"
    if page.status == 401:
        reason = f"{what}: HTTP 401, there is no board of that name, or HiBob's rules have changed; check the name"
        raise BoardError(BoardFailure.FORBIDDEN, reason)
    require_ok(page, what)
    board = decode_json(page, _Board, what)
    return read_jobs(board.job_ad_details, _JobAd, lambda ad, external_id: _read_job(source, ad, external_id), what)


def detect(url: str) -> Source | None:
    """Recognise a board by any address of its site; None when it is not HiBob's."""
    address = read_address(url)
    if address is None or not address.host.endswith(f".{_HOST}"):
        return None
    name = address.host.removesuffix(f".{_HOST}")
    if check_identifier(name) is not None:
        return None
    return Source(type=TYPE, identifier=name, name=guess_name(_SUFFIX.sub("", name)))


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _read_job(source: Source, ad: _JobAd, external_id: str) -> RawJob:
    place = join_place(ad.site, ad.country)
    return RawJob(
        external_id=external_id,
        title=ad.title,
        locations=(place,) if place else (),
        url=f"https://{source.identifier}.{_HOST}/jobs/{external_id}",
        department=text_of(ad.department),
        employment_type=text_of(ad.employment_type),
        workplace=text_of(ad.workspace_type_id) or text_of(ad.workspace_type),
        language=text_of(ad.language),
        posted_at=parse_iso(ad.published_at),
        description="\n".join(text for part in _PARTS if (text := text_of(getattr(ad, part)))),
    )
