"""The boards' formats, sans I/O: ``systems``, a file or folder for each, and ``kit``, which they share.

A new system is one file there and one line in `SYSTEMS`. Its adapter is imported when one of its boards is used.
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
    #: The module in `jobscan.sources.systems` that is its adapter.
    module: str
    #: The hosts of its boards, including subdomains. No other address is recognised as one of its boards.
    hosts: tuple[str, ...]
    #: Address of one of its boards, without "https://", as people see it in a browser.
    example: str = ""
    #: Whether the details of new and changed postings are asked for, one request each.
    has_details: bool = False
    #: What else a reader of the list of systems has to know of its identifiers; in Markdown.
    note: str = ""

    def has_host(self, host: str) -> bool:
        """Say whether a host can have boards of this system."""
        return any(f".{host}".endswith(f".{own}") for own in self.hosts)


#: By the ``type`` that sources have in the configuration.
SYSTEMS: Mapping[str, System] = {
    "greenhouse": System("Greenhouse", "greenhouse", ("greenhouse.io",), "boards.greenhouse.io/canonical"),
    "lever": System(
        "Lever", "lever", ("lever.co",), "jobs.lever.co/spotify", note="or `eu/…` for the European installation"
    ),
    "ashby": System("Ashby", "ashby", ("ashbyhq.com",), "jobs.ashbyhq.com/ramp"),
    "workday": System(
        "Workday",
        "workday.adapter",
        ("myworkdayjobs.com", "myworkdaysite.com"),
        "nvidia.wd5.myworkdayjobs.com/NVIDIAExternalCareerSite",
        has_details=True,
    ),
    "comeet": System("Comeet", "comeet.adapter", ("comeet.com", "comeet.co"), "www.comeet.com/jobs/wiliot/F6.003"),
    "smartrecruiters": System(
        "SmartRecruiters",
        "smartrecruiters",
        ("smartrecruiters.com",),
        "careers.smartrecruiters.com/WesternDigital",
        has_details=True,
    ),
    "workable": System("Workable", "workable", ("workable.com",), "apply.workable.com/huggingface"),
    "recruitee": System("Recruitee", "recruitee", ("recruitee.com",), "channable.recruitee.com"),
    "bamboohr": System("BambooHR", "bamboohr", ("bamboohr.com",), "10web.bamboohr.com/careers", has_details=True),
    "rippling": System(
        "Rippling", "rippling", ("rippling.com",), "ats.rippling.com/11fs-group-ltd/jobs", has_details=True
    ),
    "breezy": System("Breezy HR", "breezy", ("breezy.hr",), "matroid.breezy.hr", has_details=True),
    "pinpoint": System("Pinpoint", "pinpoint", ("pinpointhq.com",), "workwithus.pinpointhq.com"),
    "gem": System("Gem", "gem", ("gem.com",), "jobs.gem.com/resprop"),
    "oracle": System(
        "Oracle Recruiting",
        "oracle",
        ("oraclecloud.com", "oraclecloud.eu"),
        "eluq.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_2001",
        has_details=True,
    ),
    "adp": System(
        "ADP Workforce Now",
        "adp",
        ("workforcenow.adp.com",),
        "workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html?cid=7d58836c-11dd-4415-9de0-63b918b88652&ccId=19000101_000001",
        has_details=True,
    ),
    "ukg": System(
        "UKG Pro",
        "ukg",
        ("ultipro.com", "ultipro.ca", "rec.pro.ukg.net"),
        "recruiting.ultipro.com/AIS1000AISI/JobBoard/b22b728d-47a6-4550-9005-01c83b9a527f",
        has_details=True,
    ),
    "ukgready": System(
        "UKG Ready",
        "ukgready",
        ("saashr.com", "entertimeonline.com", "yourpayrollhr.com", "workforceready.com.au", "mykronos.com"),
        "secure4.saashr.com/ta/6162397.careers",
        has_details=True,
    ),
    "dayforce": System("Dayforce", "dayforce", ("jobs.dayforcehcm.com",), "jobs.dayforcehcm.com/gbank/CANDIDATEPORTAL"),
    "paylocity": System(
        "Paylocity",
        "paylocity",
        ("recruiting.paylocity.com",),
        "recruiting.paylocity.com/Recruiting/Jobs/All/8e0feae7-e42f-437e-97b1-53b917185eed",
        has_details=True,
    ),
    "csod": System("Cornerstone", "csod", ("csod.com",), "chopard.csod.com/ux/ats/careersite/5/home?c=chopard"),
    "paycom": System(
        "Paycom",
        "paycom",
        ("paycomonline.net",),
        "www.paycomonline.net/v4/ats/web.php/portal/8A447BC5FCD6B95C1D0610E61444DA92/career-page",
        has_details=True,
    ),
    "isolved": System(
        "isolved", "isolved", ("isolvedhire.com", "applicantpro.com"), "bfcc.isolvedhire.com/jobs/", has_details=True
    ),
    "jibe": System(
        "iCIMS Jibe", "jibe", ("jibeapply.com",), "costco.jibeapply.com", note="or `jobs.jcp.com` on a host of its own"
    ),
    "eightfold": System(
        "Eightfold",
        "eightfold",
        ("eightfold.ai",),
        "eaton.eightfold.ai/careers",
        has_details=True,
        note="or `jobs.infineon.com` on a host of its own; `app/acme.com` where a host has several employers",
    ),
    "phenom": System(
        "Phenom",
        "phenom.adapter",
        ("phenompeople.com",),
        "content-us.phenompeople.com/api/SNCOUS/searchJobs",
        has_details=True,
        note="or the host `careers.acme.com`, with `/global/en` behind it where that is not `/us/en`",
    ),
    "hibob": System("HiBob", "hibob", ("hibob.com",), "oosto.careers.hibob.com"),
    "manatal": System("Manatal", "manatal", ("careers-page.com",), "www.careers-page.com/castelion-corporation"),
    "teamtailor": System("Teamtailor", "teamtailor", ("teamtailor.com",), "leaseweb.teamtailor.com"),
    "dover": System("Dover", "dover", ("dover.com",), "app.dover.com/jobs/work-at-cerrion", has_details=True),
    "brassring": System(
        "BrassRing",
        "brassring",
        ("brassring.com",),
        "sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid=25632&siteid=5649",
        note="partnerid and siteid",
    ),
    "radancy": System(
        "Radancy",
        "radancy",
        (),
        "jobs.walgreens.com/en",
        has_details=True,
        note="the host, with the language where addresses have it",
    ),
    "avature": System(
        "Avature",
        "avature",
        ("avature.net",),
        "ally.avature.net/careers/SearchJobs",
        has_details=True,
        note="or `jobs.ea.com/en_US/careers` on a host of its own",
    ),
    "paradox": System("Paradox", "paradox", ("mchire.com",), "jobs.mchire.com/jobs", note="or another host"),
    # Any page can be one: it is configured, never recognised.
    "careers": System("Careers page", "careers.adapter", (), "acme.com/careers", has_details=True),
    "personio": System("Personio", "personio", ("personio.de", "jobs.personio.com"), "rtc-rath.jobs.personio.de"),
    "jazzhr": System("JazzHR", "jazzhr", ("applytojob.com",), "paradromicsinc.applytojob.com", has_details=True),
    "icims": System("iCIMS", "icims", ("icims.com",), "careers-wipfli.icims.com", has_details=True),
    "jobvite": System("Jobvite", "jobvite", ("jobvite.com",), "jobs.jobvite.com/feedingamerica", has_details=True),
    "join": System("JOIN", "join", ("join.com",), "join.com/companies/bexio", has_details=True),
    "successfactors": System(
        "SuccessFactors",
        "successfactors.adapter",
        (
            "successfactors.com",
            "successfactors.eu",
            "sapsf.com",
            "sapsf.eu",
            "sapsf.cn",
            "jobs2web.com",
            "jobs.hr.cloud.sap",
        ),
        "career012.successfactors.eu/career?company=banquepict",
        has_details=True,
        note="or `jobs.acme.com`",
    ),
    "taleo": System(
        "Taleo Business Edition",
        "taleo",
        ("tbe.taleo.net",),
        "phe.tbe.taleo.net/phe01/ats/careers/v2/searchResults?org=TMCAZ&cws=38",
    ),
    "peopleadmin": System("PeopleAdmin", "peopleadmin", ("peopleadmin.com",), "unc.peopleadmin.com"),
    "softgarden": System("softgarden", "softgarden", ("career.softgarden.de",), "demo.career.softgarden.de"),
    "neogov": System(
        "NEOGOV",
        "neogov",
        ("governmentjobs.com", "schooljobs.com"),
        "www.governmentjobs.com/careers/michigan",
        note="or `schooljobs.com/ummissoula`, with one request for each posting",
    ),
    "zoho": System(
        "Zoho Recruit", "zoho", ("zohorecruit.com", "zohorecruit.eu", "zohorecruit.in"), "caymanairways.zohorecruit.com"
    ),
    "freshteam": System("Freshteam", "freshteam", ("freshteam.com",), "haptik.freshteam.com/jobs"),
    "homerun": System("Homerun", "homerun", ("homerun.co",), "microsure.homerun.co"),
    "trakstar": System(
        "Trakstar Hire",
        "trakstar",
        ("hire.trakstar.com", "recruiterbox.com"),
        "midea.hire.trakstar.com",
        has_details=True,
    ),
    "factorial": System(
        "Factorial",
        "factorial",
        ("factorialhr.com", "factorial.es", "factorial.it", "factorial.fr"),
        "careers.factorialhr.com",
        has_details=True,
    ),
    "traffit": System("TRAFFIT", "traffit", ("traffit.com",), "bataug.traffit.com/career/"),
    "dvinci": System("d.vinci", "dvinci", ("dvinci-hr.com",), "inverto.dvinci-hr.com"),
    "hireology": System("Hireology", "hireology", ("hireology.com",), "careers.hireology.com/andersonautogroup"),
    "polymer": System("Polymer", "polymer", ("polymer.co",), "jobs.polymer.co/vibe-kanban", has_details=True),
    "flatchr": System("Flatchr", "flatchr", ("flatchr.io",), "careers.flatchr.io/fr/company/sharkrobotics/"),
    "hrmos": System("HRMOS", "hrmos", ("hrmos.co",), "hrmos.co/pages/tel/jobs", has_details=True),
    "herp": System("HERP Hire", "herp", ("herp.careers",), "herp.careers/v1/allm", has_details=True),
    "gupy": System("Gupy", "gupy", ("gupy.io",), "vemproitau.gupy.io", has_details=True),
    "applitrack": System("AppliTrack", "applitrack", ("applitrack.com",), "www.applitrack.com/ehps/onlineapp/"),
    "schoolspring": System(
        "SchoolSpring", "schoolspring", ("schoolspring.com",), "lewistown.schoolspring.com", has_details=True
    ),
    "tylerportico": System(
        "Tyler Portico",
        "tylerportico",
        ("tylerportico.com",),
        "rowancountync.tylerportico.com/tess/citizen/jobs/job-list",
    ),
    "keka": System("Keka", "keka", ("keka.com",), "cis.keka.com/careers"),
    "myjobs": System("ADP MyJobs", "myjobs", ("myjobs.adp.com",), "myjobs.adp.com/conservicecareers/cx/job-listing"),
    "tedk12": System("TalentEd", "tedk12", ("tedk12.com",), "hardinpublic.tedk12.com/hire/index.aspx"),
    "taleoenterprise": System(
        "Taleo Enterprise",
        "taleoenterprise",
        ("taleo.net",),
        "drhorton.taleo.net/careersection/2/jobsearch.ftl",
        note="the company and its career section",
    ),
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
    return cast("Adapter", import_module(f"{__name__}.systems.{module}"))


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
