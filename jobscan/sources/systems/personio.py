"""Personio: the whole board in one XML feed.

Fields as documented at developer.personio.de (the XML feed of open positions, 2026) and as seen in recordings of three
boards, 2024 to 2026.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import HostLimit, Request
from jobscan.domain.source import Source
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.detection import guess_name, read_address
from jobscan.sources.kit.json import require_ok
from jobscan.sources.kit.pay import amount, read_salary
from jobscan.sources.kit.rows import read_rows, require_title
from jobscan.sources.kit.xml import child_text, children_of, element_text, parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage

TYPE = "personio"
LABEL = "Personio"

#: All accounts are one backend, and it throttles: 429 after a few quick requests (reported, 2026).
_LIMIT = HostLimit(name="personio", concurrency=2)
#: The name of an account is a label of a host.
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HOSTS = (".jobs.personio.de", ".jobs.personio.com", "-jobs.personio.de")
_EXAMPLE = 'write the part before ".jobs.personio.de" alone, in lower case, such as "acme"'


class _Row(NamedTuple):
    id: str | None
    element: Element


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with an account's name ("acme"), with a right one; None when it can be one."""
    if _NAME.fullmatch(identifier):
        return None
    return f'"{identifier[:80]}" is not an account name of Personio; {_EXAMPLE}'


def first_request(source: Source) -> Request:
    """Return the request for the whole board.

    No language is asked for: the board's own has all texts, another one empties those that it lacks (reported, 2026).
    """
    return Request(url=f"{_page_of(source)}/xml", limit=_LIMIT, headers={"Accept": "application/xml, text/xml"})


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    """Read the board; it never says how many postings it has.

    An unknown account is redirected to Personio's own site, which the fetcher refuses, or is a 404. The feed can be
    switched off, too. Raises `BoardError` for everything but the feed.
    """
    what = f"Personio board {source.identifier}"
    require_ok(page, what, missing="there is no board of that name, or its employer has not switched the XML feed on")
    root = parse_xml(page, what, "workzag-jobs")
    rows = [_Row(child_text(element, "id"), element) for element in children_of(root, "position")]
    return read_rows(rows, lambda row, external_id: _read_job(source, row.element, external_id), what, noun="position")


def detect(url: str) -> Source | None:
    """Recognise a board by its page, a posting or its feed; None for Personio's own pages and its logins."""
    address = read_address(url)
    if address is None:
        return None
    names = (address.host.removesuffix(host) for host in _HOSTS if address.host.endswith(host))
    name = next(names, "")
    return Source(type=TYPE, identifier=name, name=guess_name(name)) if _NAME.fullmatch(name) else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    """Find the boards that an employer's page links to or embeds."""
    return page.boards(detect)


def _page_of(source: Source) -> str:
    return f"https://{source.identifier}.jobs.personio.de"


def _read_job(source: Source, position: Element, external_id: str) -> RawJob:
    """Return the posting; ``subcompany`` is a legal entity ("RTC-Rath GmbH"), not the name that people look for."""
    offices = [child_text(position, "office")]
    for more in children_of(position, "additionalOffices"):
        offices += [element_text(office) for office in children_of(more, "office")]
    return RawJob(
        external_id=external_id,
        title=require_title(child_text(position, "name")),
        locations=tuple(office for office in offices if office),
        url=f"{_page_of(source)}/job/{quote(external_id, safe='')}",
        department=child_text(position, "department"),
        employment_type=_read_employment(position),
        salary=_read_salary(next(children_of(position, "salaryInformation"), None)),
        # Of the position's creation, which can be years before; nothing says when it was changed.
        posted_at=read_moment(child_text(position, "createdAt")),
        description=_read_description(position),
    )


def _read_employment(position: Element) -> str | None:
    """Return "permanent, part-time"; a schedule that leaves it open ("full-or-part-time") says nothing."""
    kind, schedule = child_text(position, "employmentType"), child_text(position, "schedule")
    return ", ".join(word for word in (kind, schedule) if word and word != "full-or-part-time") or None


def _read_salary(pay: Element | None) -> Salary | None:
    """Return the pay: "18.50" to nothing, "EUR", "hourly"."""
    if pay is None:
        return None
    low, high = amount(child_text(pay, "min")), amount(child_text(pay, "max"))
    if low is None and high is None:
        return None
    return read_salary(low, high, child_text(pay, "currencyCode"), child_text(pay, "type"))


def _read_description(position: Element) -> str:
    """Return all sections as HTML under their headings."""
    parts: list[str] = []
    for sections in children_of(position, "jobDescriptions"):
        for section in children_of(sections, "jobDescription"):
            heading, text = child_text(section, "name"), child_text(section, "value")
            if heading and text:
                parts.append(f"<h3>{escape(heading, quote=False)}</h3>")
            parts.append(text or "")
    return "".join(parts)
