"""A Workday board: its identifier, its addresses, and the URLs that people use."""

from __future__ import annotations

import re
from typing import NamedTuple

from jobscan.domain.page import HostLimit
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_name, read_address

TYPE = "workday"

_EXAMPLE = "gdit/wd5/External_Career_Site"
_IDENTIFIER = re.compile(r"([a-z0-9][a-z0-9_-]*)/(wd\d{1,4})(\.myworkdaysite\.com)?/([A-Za-z0-9_-]+)", re.ASCII)
_JOBS_HOST = re.compile(r"([a-z0-9][a-z0-9_-]*)\.(wd\d{1,4})\.myworkdayjobs\.com", re.ASCII)
_SITE_HOST = re.compile(r"(wd\d{1,4})\.myworkdaysite\.com", re.ASCII)
#: "de", "en-US", "en-us", "pt_BR", "zh-Hans-CN", "es-419".
_LANGUAGE_TAG = re.compile(
    r"([a-z]{2})(?:[-_](?:hans|hant|latn|cyrl))?(?P<region>[-_](?:[a-z]{2}|\d{3}))?", re.ASCII | re.IGNORECASE
)
_LANGUAGES = frozenset(
    "ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko lt lv"
    " mk ml mn mr ms my nb nl nn no pa pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh".split()
)
#: What precedes a posting.
_POSTINGS = frozenset({"job", "details"})
#: What else follows a site in the addresses of its pages.
_PAGES = _POSTINGS | {"jobs", "login", "page", "userhome", "jobalerts", "introduceyourself"}


class WorkdayBoard(NamedTuple):
    """One site of one tenant; a company may have several ("External", "University"), each a board of its own."""

    host: str
    #: Its boards share servers and limits: "wd5", or "wd5.myworkdaysite.com".
    pod: str
    #: As the path spells it; host names cannot have its "_".
    tenant: str
    #: Upper and lower case matter.
    site: str

    @property
    def api(self) -> str:
        """Return the base address of the list ("/jobs") and the details ("/job/…")."""
        return f"https://{self.host}/wday/cxs/{self.tenant}/{self.site}"

    @property
    def public(self) -> str:
        """Return the base address of the pages for people ("/job/…")."""
        shared = _SITE_HOST.fullmatch(self.host)
        return f"https://{self.host}/" + (f"recruiting/{self.tenant}/{self.site}" if shared else self.site)

    @property
    def limit(self) -> HostLimit:
        """Return the host limit of the pod: 32 requests at once brought 429 to four tenants, 8 none (reported 2026)."""
        return HostLimit(name=f"workday:{self.pod.partition('.')[0]}", concurrency=8)


def check_identifier(identifier: str) -> str | None:
    """Return what is wrong with ``tenant/wdN/Site`` or ``tenant/wdN.myworkdaysite.com/Site``; None if it can be one."""
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
    """Recognise a board by its careers page, a posting or an API URL, with or without languages before the site."""
    address = read_address(url)
    if address is None:
        return None
    path = _from_site(address.segments)
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


def _from_site(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path from the site on; empty when it names none: "/en-US/en-GB/External/jobs" → External, jobs.

    Sites of two letters exist ("/UR/job/…", "/JJ"). Two letters are a language if a site follows. Alone, they are a
    language if they name one, and then there is no site; after a language they are the site.
    """
    languages = 0
    while languages < len(path) and _is_language(path[languages], path[languages + 1 :]):
        languages += 1
    if languages > 1 and languages == len(path) and len(path[-1]) == 2:
        languages -= 1
    path = path[languages:]
    return () if languages and path[:1] and path[0] in _POSTINGS else path


def _is_language(segment: str, rest: tuple[str, ...]) -> bool:
    tag = _LANGUAGE_TAG.fullmatch(segment)
    if tag is None:
        return False
    if tag[1] in _LANGUAGES:
        # "/de/job/…" is a posting of a site called "de"; "/de/jobs" is a site called "jobs", which exists.
        return tag["region"] is not None or not rest or rest[0] not in _POSTINGS
    return bool(rest) and rest[0].lower() not in _PAGES


def read_identifier(identifier: str) -> WorkdayBoard:
    """Return the board of an identifier. Raises `BoardError` (not found) when it is not one."""
    found = _IDENTIFIER.fullmatch(identifier)
    if found is None:
        raise BoardError(BoardFailure.NOT_FOUND, check_identifier(identifier) or "")
    tenant, pod, shared, site = found.groups()
    host = pod + shared if shared else f"{_dns_name(tenant)}.{pod}.myworkdayjobs.com"
    return WorkdayBoard(host, pod, tenant, site)


def _dns_name(tenant: str) -> str:
    return tenant.replace("_", "-")
