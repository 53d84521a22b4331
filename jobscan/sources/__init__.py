"""The boards' formats, sans I/O: a file or folder for each system, and ``kit``, which they share.

A new system is one file here and one line in `SYSTEMS`. Its adapter is imported when one of its boards is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from jobscan.sources.kit.adapter import Adapter
from jobscan.sources.kit.detection import decode_name, read_address

if TYPE_CHECKING:
    from jobscan.domain.source import Source
    from jobscan.sources.kit.candidates import Candidate


class System(NamedTuple):
    """What is known of a system without importing its adapter."""

    #: Its name for people.
    label: str
    #: The module in this package that is its adapter.
    module: str
    #: The hosts of its boards, including subdomains. No other address is recognised as one of its boards.
    hosts: tuple[str, ...]

    def has_host(self, host: str) -> bool:
        """Say whether a host can have boards of this system."""
        return any(f".{host}".endswith(f".{own}") for own in self.hosts)


#: By the ``type`` that sources have in the configuration.
SYSTEMS: Mapping[str, System] = {
    "greenhouse": System("Greenhouse", "greenhouse", ("greenhouse.io",)),
    "lever": System("Lever", "lever", ("lever.co",)),
    "ashby": System("Ashby", "ashby", ("ashbyhq.com",)),
    "workday": System("Workday", "workday.adapter", ("myworkdayjobs.com", "myworkdaysite.com")),
    "comeet": System("Comeet", "comeet.adapter", ("comeet.com", "comeet.co")),
    "smartrecruiters": System("SmartRecruiters", "smartrecruiters", ("smartrecruiters.com",)),
    "workable": System("Workable", "workable", ("workable.com",)),
    "recruitee": System("Recruitee", "recruitee", ("recruitee.com",)),
    "bamboohr": System("BambooHR", "bamboohr", ("bamboohr.com",)),
    "rippling": System("Rippling", "rippling", ("rippling.com",)),
    "breezy": System("Breezy HR", "breezy", ("breezy.hr",)),
    "pinpoint": System("Pinpoint", "pinpoint", ("pinpointhq.com",)),
    "gem": System("Gem", "gem", ("gem.com",)),
    "oracle": System("Oracle Recruiting", "oracle", ("oraclecloud.com", "oraclecloud.eu")),
    "adp": System("ADP Workforce Now", "adp", ("workforcenow.adp.com",)),
    "ukg": System("UKG Pro", "ukg", ("ultipro.com", "ultipro.ca", "rec.pro.ukg.net")),
    "ukgready": System(
        "UKG Ready",
        "ukgready",
        ("saashr.com", "entertimeonline.com", "yourpayrollhr.com", "workforceready.com.au", "mykronos.com"),
    ),
    "dayforce": System("Dayforce", "dayforce", ("jobs.dayforcehcm.com",)),
    "paylocity": System("Paylocity", "paylocity", ("recruiting.paylocity.com",)),
    "csod": System("Cornerstone", "csod", ("csod.com",)),
    "paycom": System("Paycom", "paycom", ("paycomonline.net",)),
    "isolved": System("isolved", "isolved", ("isolvedhire.com", "applicantpro.com")),
    "jibe": System("iCIMS Jibe", "jibe", ("jibeapply.com",)),
    "eightfold": System("Eightfold", "eightfold", ("eightfold.ai",)),
    "phenom": System("Phenom", "phenom.adapter", ("phenompeople.com",)),
    "hibob": System("HiBob", "hibob", ("hibob.com",)),
    "manatal": System("Manatal", "manatal", ("careers-page.com",)),
    "teamtailor": System("Teamtailor", "teamtailor", ("teamtailor.com",)),
    "dover": System("Dover", "dover", ("dover.com",)),
    "brassring": System("BrassRing", "brassring", ("brassring.com",)),
    "radancy": System("Radancy", "radancy", ()),
    "avature": System("Avature", "avature", ("avature.net",)),
    "paradox": System("Paradox", "paradox", ("mchire.com",)),
    # Any page can be one: it is configured, never recognised.
    "careers": System("Careers page", "careers.adapter", ()),
    "personio": System("Personio", "personio", ("personio.de", "jobs.personio.com")),
    "jazzhr": System("JazzHR", "jazzhr", ("applytojob.com",)),
    "icims": System("iCIMS", "icims", ("icims.com",)),
    "jobvite": System("Jobvite", "jobvite", ("jobvite.com",)),
    "join": System("JOIN", "join", ("join.com",)),
    "successfactors": System(
        "SuccessFactors",
        "successfactors",
        (
            "successfactors.com",
            "successfactors.eu",
            "sapsf.com",
            "sapsf.eu",
            "sapsf.cn",
            "jobs2web.com",
            "jobs.hr.cloud.sap",
        ),
    ),
    "taleo": System("Taleo Business Edition", "taleo", ("tbe.taleo.net",)),
    "peopleadmin": System("PeopleAdmin", "peopleadmin", ("peopleadmin.com",)),
    "softgarden": System("softgarden", "softgarden", ("career.softgarden.de",)),
    "neogov": System("NEOGOV", "neogov", ("governmentjobs.com",)),
    "zoho": System("Zoho Recruit", "zoho", ("zohorecruit.com", "zohorecruit.eu", "zohorecruit.in")),
}


class _Adapters(Mapping[str, Adapter]):
    """The adapters by type of system, each imported on first use."""

    def __getitem__(self, type_: str) -> Adapter:
        return _import_adapter(SYSTEMS[type_].module)

    def __contains__(self, type_: object) -> bool:
        return type_ in SYSTEMS

    def __iter__(self) -> Iterator[str]:
        return iter(SYSTEMS)

    def __len__(self) -> int:
        return len(SYSTEMS)


@cache
def _import_adapter(module: str) -> Adapter:
    return cast("Adapter", import_module(f"{__name__}.{module}"))


ADAPTERS: Mapping[str, Adapter] = _Adapters()


def identifier_problem(adapter: Adapter, identifier: str) -> str | None:
    """Say what is wrong with an identifier as people write it, and what to write; None when nothing is.

    One that was copied from an address bar ("Acme%20AI") would be encoded again on its way to the board, which would
    not know that name.
    """
    meant = decode_name(identifier)
    if meant != identifier and adapter.check_identifier(meant) is None:
        return f'"{identifier}" is percent-encoded, like a URL; write "{meant}"'
    return adapter.check_identifier(identifier)


def detect_source(url: str) -> Source | None:
    """Recognise a board of any system by one of its URLs; None when it belongs to none."""
    address = read_address(url)
    if address is None:
        return None
    adapters = (ADAPTERS[type_] for type_, system in SYSTEMS.items() if system.has_host(address.host))
    return next((source for adapter in adapters if (source := adapter.detect(url))), None)


def detect_sources_in(html: str) -> tuple[Candidate, ...]:
    """Find the boards of any system that an employer's own page names, each once, the most likely first."""
    from jobscan.sources.kit.candidates import merge_candidates
    from jobscan.sources.kit.employer_page import EmployerPage

    page = EmployerPage(html)
    return merge_candidates(found for adapter in ADAPTERS.values() for found in adapter.detect_in(page))


__all__ = ["ADAPTERS", "SYSTEMS", "Adapter", "System", "detect_source", "detect_sources_in", "identifier_problem"]
