"""Where a Phenom board lives: its identifier, and the addresses that lead to it."""

from __future__ import annotations

import re
from typing import NamedTuple

from jobscan.domain.source import Source
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import read_address
from jobscan.sources.kit.hosts import check_board_host, guess_owner

TYPE = "phenom"

_VENDOR = "phenompeople.com"
_CONTENT_HOST = re.compile(r"content-[a-z0-9]{1,10}\.phenompeople\.com", re.ASCII)
_REF = re.compile(r"[A-Z0-9]{3,40}", re.ASCII)
#: Country, or what stands for it ("global"), and language.
_SITE = re.compile(r"(?:[a-z]{2}|global)/[a-z]{2}(?:-[a-z]{2})?", re.ASCII)
_EXAMPLE = '"careers.acme.com", or "careers.acme.com/global/en" for a site that is not at /us/en'


class PhenomBoard(NamedTuple):
    """Where a board is."""

    host: str
    #: "us/en"; None: the identifier does not say. Of the content interface the employer's reference.
    site: str | None

    @property
    def is_content(self) -> bool:
        """Return whether this is a board of the content interface."""
        return _CONTENT_HOST.fullmatch(self.host) is not None


def check_identifier(identifier: str) -> str | None:
    """Say what is wrong with ``host`` or ``host/country/language``, with a right one; None when it can be one.

    Of the content interface it is ``content-us.phenompeople.com/REFERENCE``.
    """
    host, slash, site = identifier.partition("/")
    problem = check_board_host(host, _EXAMPLE)
    if problem is not None or not slash:
        return problem or (f"write the employer's reference, too: {host}/ACMEUS" if _is_vendors(host) else None)
    fits = _REF if _CONTENT_HOST.fullmatch(host) else _SITE
    if not fits.fullmatch(site):
        return f'"{site[:80]!a}" is not a site\'s country and language; write the host, such as {_EXAMPLE}'
    return None


def detect(url: str) -> Source | None:
    """Recognise a board of the content interface; sites are on employers' hosts, whose addresses do not show it."""
    address = read_address(url)
    if address is None or not _CONTENT_HOST.fullmatch(address.host):
        return None
    path = address.segments
    if path[:1] != ("api",) or len(path) < 2 or not _REF.fullmatch(path[1].upper()):
        return None
    ref = path[1].upper()
    return Source(type=TYPE, identifier=f"{address.host}/{ref}", name=ref)


def detect_site(url: str) -> Source | None:
    """Return the site of an address that is known to be Phenom's; None when its host cannot be one."""
    address = read_address(url)
    if address is None:
        return None
    site = "/".join(address.segments[:2])
    identifier = f"{address.host}/{site}" if _SITE.fullmatch(site) else address.host
    if check_identifier(identifier) is not None:
        return None
    return Source(type=TYPE, identifier=identifier, name=guess_owner(address.host))


def _is_vendors(host: str) -> bool:
    return host.endswith(f".{_VENDOR}")


def read_identifier(identifier: str) -> PhenomBoard:
    """Return the board of an identifier. Raises `BoardError` (not found) when it is not one."""
    problem = check_identifier(identifier)
    if problem is not None:
        raise BoardError(BoardFailure.NOT_FOUND, problem)
    host, _, site = identifier.partition("/")
    return PhenomBoard(host, site or None)
