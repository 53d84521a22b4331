"""Eightfold: the interfaces behind ``/careers`` on eightfold.ai and on employers' own hosts.

The vendor documents none of this. Rows are those of recorded answers of two employers (2026); what only public reports
of that year say is marked as reported.

There are two interfaces: ``/api/pcsx``, and the older ``/api/apply/v2``; a board answers one of them and refuses the
other with 403 (reported). Both want the employer's domain, which is not the host. The careers page names it, and a scan
remembers it as the source's token; a board whose domain is not the page's own has it in its identifier
("app/acme.com"). A scan is a GET per page of 10 rows, then one per new or changed posting: lists have no descriptions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode, urljoin

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.hosts import check_board_host, guess_owner, is_host
from jobscan.sources.kit.items import ReadRow, RowReader, canonical_id, fingerprint
from jobscan.sources.kit.json import decode_json, require_ok
from jobscan.sources.kit.paging import further_offsets
from jobscan.sources.kit.values import parse_epoch_s, text_of, texts_of
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.page import Page
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "eightfold"
LABEL = "Eightfold"

_VENDOR = "eightfold.ai"
#: About 100 requests in a minute are answered (reported); a page has 10 rows whatever is asked for.
_LIMIT = HostLimit(name="eightfold", concurrency=4, per_second=1.5)
#: Hosts of the vendor's own at eightfold.ai (reported).
_SERVICES = frozenset("api cdn login static status vs-errors www".split())
#: Stands for several employers; without a domain it is the vendor's own board.
_SHARED = "app"
_EXAMPLE = f'"jobs.infineon.com", or "eaton" for eaton.{_VENDOR}'
_NO_BOARD = (
    "there is no such board; take the host from the address of the careers page. Some employers have one of their own"
)
_NO_POSTING = "it may have been taken down since the list was read; the next scan will show"
#: In links of the careers page, and in its settings.
_DOMAIN = re.compile(
    r"(?:[?&;]domain=|(?:\"|&\#34;|&quot;)domain(?:\"|&\#34;|&quot;):\s?(?:\"|&\#34;|&quot;))"
    r"([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4})(?=[\"'&\#<\s\\])",
    re.ASCII | re.IGNORECASE,
)
_MAX_PAGE = 4 * 1024 * 1024


class _Site(NamedTuple):
    """What an identifier names."""

    host: str
    #: The employer's; None: the careers page has to name it.
    domain: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What a list request asks for."""

    domain: str
    #: The domain was found on the careers page in this scan.
    fresh: bool = False
    older: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the list said of a posting whose details are asked for."""

    job: RawJob
    fingerprint: str
    older: bool


class _Row(msgspec.Struct):
    """A row of either interface. Of fields that matter less than id and title another type is as good as none."""

    id: int | str
    name: str
    #: "United States, Washington, Redmond" each; "New Orleans, LA USA 70112" in the older interface.
    locations: Any = None
    #: The first of ``locations``; older interface only.
    location: Any = None
    #: A list with some employers (reported).
    department: Any = None
    #: onsite, hybrid, remote_local, remote_global (some reported).
    workLocationOption: Any = None  # noqa: N815 - the API's name
    work_location_option: Any = None
    #: Seconds since 1970.
    postedTs: Any = None  # noqa: N815
    t_create: Any = None
    #: Alike for many postings of a board: it moves with the vendor's imports, too.
    t_update: Any = None
    #: "/careers/job/1970393556962891".
    positionUrl: Any = None  # noqa: N815
    canonicalPositionUrl: Any = None  # noqa: N815
    #: "en_US"; older interface only.
    locale: Any = None
    isPrivate: Any = None  # noqa: N815


class _Least(msgspec.Struct):
    id: Any = None


class _Data(msgspec.Struct):
    positions: list[msgspec.Raw]
    count: int


class _Answer(msgspec.Struct):
    data: _Data


class _Detail(msgspec.Struct):
    """A posting's details; of either interface, under other names (reported)."""

    id: int | str
    jobDescription: str | None = None  # noqa: N815
    job_description: str | None = None
    isPrivate: Any = None  # noqa: N815


class _DetailAnswer(msgspec.Struct):
    data: _Detail


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with a host ("jobs.infineon.com") or a name at eightfold.ai ("eaton"); None when nothing is.

    Either may be followed by the employer's domain ("app/acme.com"), for hosts that stand for several.
    """
    name, slash, domain = identifier.partition("/")
    if name.endswith(f".{_VENDOR}"):
        return f'write "{name.removesuffix(f".{_VENDOR}")}{slash}{domain}"; hosts are for boards that are elsewhere'
    if slash and not is_host(domain):
        return f'"{domain[:80]!a}" is no domain; write it as in "{_SHARED}/acme.com", or the host alone: {_EXAMPLE}'
    return check_board_host(name if "." in name else f"{name}.{_VENDOR}", _EXAMPLE)


def first_request(source: Source) -> Request:
    """Return the request for the first page of the list, or for the careers page while the domain is not known."""
    domain = _site(source).domain or source.token
    if domain is None:
        return _careers_request(source)
    return _list_request(source, _Ask(domain=domain))


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the careers page for its domain, a page of the list, or a posting's details.

    Raises `BoardError` for an unknown board, a refusal by both interfaces, another format.
    """
    what = f"Eightfold board {source.identifier}"
    if request.purpose is Purpose.TOKEN:
        return _parse_careers(source, page, what)
    if request.purpose is Purpose.DETAIL:
        listed: _Listed = request.context
        return _parse_detail(listed, page, f"posting {listed.job.external_id} of {what}")
    ask: _Ask = request.context
    if page.status == 403 and not ask.older and ask.start == 0 and b"PCSX" in page.body[:4_096]:
        return ParsedPage(next=(_list_request(source, replace(ask, older=True)),))
    if page.status == 404 and not ask.fresh and ask.start == 0 and _site(source).domain is None:
        # The employer may have another domain now.
        return ParsedPage(next=(_careers_request(source),))
    require_ok(page, what, missing=_NO_BOARD)
    return _parse_list(source, ask, page, what)


def detect(url: str) -> Source | None:
    """Recognise a board at eightfold.ai; None for other hosts.

    A domain in the address becomes a part of the identifier if the host's name does not say it: "eaton" is eaton.com's.
    """
    address = read_address(url)
    if address is None or not address.host.endswith(f".{_VENDOR}"):
        return None
    name = address.host.removesuffix(f".{_VENDOR}")
    if name in _SERVICES or "." in name or check_identifier(name) is not None:
        return None
    domain = address.query.get("domain", "").lower()
    if not is_host(domain) or domain == _VENDOR or domain.partition(".")[0] == name:
        return Source(type=TYPE, identifier=name, name=guess_name(name))
    return Source(
        type=TYPE, identifier=f"{name}/{domain}", name=guess_owner(domain) if name == _SHARED else guess_name(name)
    )


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards at eightfold.ai that a page links to or embeds; pages on employers' hosts name theirs."""
    return page.boards(detect)


def _site(source: Source) -> _Site:
    name, _, domain = source.identifier.partition("/")
    return _Site(name if "." in name else f"{name}.{_VENDOR}", domain or None)


def _careers_request(source: Source) -> Request:
    url = f"https://{_site(source).host}/careers"
    return Request(url=url, limit=_LIMIT, purpose=Purpose.TOKEN, audience=Audience.PAGE)


def _list_request(source: Source, ask: _Ask) -> Request:
    path = "api/apply/v2/jobs" if ask.older else "api/pcsx/search"
    query = {"domain": ask.domain, "start": str(ask.start)} | ({"num": "10"} if ask.older else {})
    url = f"https://{_site(source).host}/{path}?{urlencode(query)}"
    return Request(url=url, limit=_LIMIT, headers={"Accept": "application/json"}, context=ask)


def _detail_request(source: Source, ask: _Ask, listed: _Listed) -> Request:
    id_ = quote(listed.job.external_id, safe="")
    if ask.older:
        path = f"api/apply/v2/jobs/{id_}?{urlencode({'domain': ask.domain})}"
    else:
        path = f"api/pcsx/position_details?{urlencode({'position_id': listed.job.external_id, 'domain': ask.domain})}"
    url = f"https://{_site(source).host}/{path}"
    headers = {"Accept": "application/json"}
    return Request(url=url, limit=_LIMIT, headers=headers, purpose=Purpose.DETAIL, context=listed)


def _parse_careers(source: Source, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_BOARD)
    html = page.body[:_MAX_PAGE].decode("utf-8", "replace")
    domains = (found[1].lower() for found in _DOMAIN.finditer(html))
    # Any page may link to the vendor's own board.
    named = sorted(filter(is_host, domains), key=lambda domain: domain == _VENDOR)
    domain = next(iter(named), None)
    if domain is None:
        reason = f"{what}: the careers page names no employer's domain, so it is not Eightfold's; {_NO_BOARD}"
        raise BoardError(BoardFailure.NOT_FOUND, reason)
    return ParsedPage(token=domain, next=(_list_request(source, _Ask(domain=domain, fresh=True)),))


def _parse_list(source: Source, ask: _Ask, page: Page, what: str) -> ParsedPage:
    data = decode_json(page, _Data, what) if ask.older else decode_json(page, _Answer, what).data
    if data.count < 0:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer counts less than no postings")
    reader = RowReader(
        shape=_Row,
        least=_Least,
        id_of=lambda row: canonical_id(row.id),
        posting_of=lambda row, external_id: _read_row(source, ask, row, external_id),
        seen_of=lambda _row, external_id, print_: Posting(external_id=external_id, fingerprint=print_),
        # Reachable by link only.
        is_listed=lambda row: row.isPrivate is not True,
        noun="position",
    )
    parsed = reader.read(data.positions, what)
    if ask.start:
        return parsed
    offsets = further_offsets(data.count, len(data.positions), what)
    further = tuple(_list_request(source, replace(ask, start=offset)) for offset in offsets)
    hidden = len(data.positions) - len(parsed.postings) - parsed.lost
    return replace(parsed, next=further, total=data.count - hidden)


def _read_row(source: Source, ask: _Ask, row: _Row, external_id: str) -> ReadRow:
    job = _job(source, row, external_id)
    print_ = fingerprint(
        job.title, job.locations, job.url, job.department, job.workplace, job.language, texts_of(row.department)
    )
    listed = _Listed(job=job, fingerprint=print_, older=ask.older)
    detail = _detail_request(source, ask, listed)
    face = Face(job.url, job.title, "; ".join(job.locations) or None)
    return ReadRow(Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face))


def _job(source: Source, row: _Row, external_id: str) -> RawJob:
    """Return the posting as far as its row tells it."""
    host = _site(source).host
    page = clean_url(urljoin(f"https://{host}/", text_of(row.positionUrl) or ""))
    is_own = page is not None and page.startswith(f"https://{host}/") and bool(text_of(row.positionUrl))
    named = clean_url(row.canonicalPositionUrl) or (page if is_own else None)
    locale = text_of(row.locale)
    return RawJob(
        external_id=external_id,
        title=row.name,
        locations=texts_of(row.locations) or texts_of(row.location),
        url=named or f"https://{host}/careers/job/{quote(external_id, safe='')}",
        department=_first(texts_of(row.department)),
        workplace=_workplace(text_of(row.workLocationOption) or text_of(row.work_location_option)),
        language=locale.replace("_", "-") if locale else None,
        posted_at=parse_epoch_s(row.postedTs) or parse_epoch_s(row.t_create),
        updated_at=parse_epoch_s(row.t_update),
    )


def _first(texts: Sequence[str]) -> str | None:
    return texts[0] if texts else None


def _workplace(option: str | None) -> str | None:
    """Return the word for how work is done: "remote_local" and "remote_global" say from where it may be remote."""
    return "remote" if option and option.startswith("remote_") else option


def _parse_detail(listed: _Listed, page: Page, what: str) -> ParsedPage:
    require_ok(page, what, missing=_NO_POSTING)
    detail = decode_json(page, _Detail, what) if listed.older else decode_json(page, _DetailAnswer, what).data
    if canonical_id(detail.id) != listed.job.external_id:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is another posting")
    text = detail.jobDescription or detail.job_description or ""
    job = replace(listed.job, description=text)
    return ParsedPage(postings=(Posting(external_id=job.external_id, fingerprint=listed.fingerprint, job=job),))
