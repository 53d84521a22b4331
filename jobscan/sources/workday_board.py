"""Where a Workday board lives: its identifier, its addresses, and the URLs that lead people to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from jobscan.domain.fetching import Lane
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.detection import guess_name, read_address

TYPE = "workday"

_EXAMPLE = "gdit/wd5/External_Career_Site"
_IDENTIFIER = re.compile(r"([a-z0-9][a-z0-9_-]*)/(wd\d{1,4})(\.myworkdaysite\.com)?/([A-Za-z0-9_-]+)", re.ASCII)
_JOBS_HOST = re.compile(r"([a-z0-9][a-z0-9_-]*)\.(wd\d{1,4})\.myworkdayjobs\.com", re.ASCII)
_SITE_HOST = re.compile(r"(wd\d{1,4})\.myworkdaysite\.com", re.ASCII)
_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}", re.ASCII)


class Board(NamedTuple):
    """One site of one tenant; a company may have several ("External", "University"), each a board of its own."""

    host: str
    #: What shares servers and limits: "wd5", or "wd5.myworkdaysite.com".
    pod: str
    #: As the path spells it; host names cannot have its "_".
    tenant: str
    #: Upper and lower case matter.
    site: str

    @property
    def api(self) -> str:
        """Return the address below which the list ("/jobs") and the details ("/job/…") are."""
        return f"https://{self.host}/wday/cxs/{self.tenant}/{self.site}"

    @property
    def public(self) -> str:
        """Return the address below which people read the postings ("/job/…")."""
        shared = _SITE_HOST.fullmatch(self.host)
        return f"https://{self.host}/" + (f"recruiting/{self.tenant}/{self.site}" if shared else self.site)

    @property
    def lane(self) -> Lane:
        """Return the pod's lane: 32 requests at once brought 429 to four tenants, 8 ran clean (reported, 2026)."""
        return Lane(name=f"workday:{self.pod.partition('.')[0]}", concurrency=8)


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``tenant/wdN/Site`` or ``tenant/wdN.myworkdaysite.com/Site``; None when it can be one."""
    if _IDENTIFIER.fullmatch(identifier):
        return None
    if "://" in identifier or "myworkdayjobs.com" in identifier:
        return f'"{identifier[:80]}" looks like a URL; write tenant/wdN/Site, such as "{_EXAMPLE}"'
    return (
        f'"{identifier[:80]}" is not tenant/wdN/Site, such as "{_EXAMPLE}": the tenant in lower case, the site exactly'
        " as the careers URL spells it; for wd1.myworkdaysite.com/recruiting/acme/Jobs write"
        ' "acme/wd1.myworkdaysite.com/Jobs"'
    )


def detect(url: str) -> Source | None:
    """Recognise a board by its careers page, a posting or an API URL, with or without a locale segment."""
    address = read_address(url)
    if address is None:
        return None
    path = address.segments
    if path and _LOCALE.fullmatch(path[0]):
        path = path[1:]
    api = path[2:4] if path[:2] == ("wday", "cxs") else ()
    if found := _JOBS_HOST.fullmatch(address.host):
        tenant, pod = found.groups()
        if len(api) == 2 and _dns_name(api[0].lower()) == _dns_name(tenant):
            tenant = api[0].lower()
        site = api[1:] or (path[:1] if path[:1] != ("wday",) else ())
    elif found := _SITE_HOST.fullmatch(address.host):
        names = api or (path[1:3] if path[:1] == ("recruiting",) else ())
        tenant, site, pod = "".join(names[:1]).lower(), names[1:], address.host
    else:
        return None
    identifier = "/".join((tenant, pod, *site))
    if not _IDENTIFIER.fullmatch(identifier):
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_name(tenant))


def read_identifier(identifier: str) -> Board:
    """Return the board of an identifier. Raises `BoardError` (not found) when it is not one."""
    found = _IDENTIFIER.fullmatch(identifier)
    if found is None:
        raise BoardError(BoardFailure.NOT_FOUND, check_identifier(identifier) or "")
    tenant, pod, shared, site = found.groups()
    host = pod + shared if shared else f"{_dns_name(tenant)}.{pod}.myworkdayjobs.com"
    return Board(host, pod, tenant, site)


def _dns_name(tenant: str) -> str:
    return tenant.replace("_", "-")
