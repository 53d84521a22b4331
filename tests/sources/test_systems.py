"""The registry of systems: it says of each what its adapter says, and imports that when it is used."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest

from jobscan.sources import ADAPTERS, SYSTEMS, detect_source
from tools.readme_systems import identifier_of

#: An address at each host that has boards.
BOARDS = {
    "greenhouse": (
        "https://boards.greenhouse.io/acme",
        "https://job-boards.greenhouse.io/acme",
        "https://boards.eu.greenhouse.io/acme",
        "https://job-boards.eu.greenhouse.io/acme",
        "https://boards-api.greenhouse.io/v1/boards/acme/jobs",
        "https://api.greenhouse.io/v1/boards/acme/jobs",
    ),
    "lever": (
        "https://jobs.lever.co/acme",
        "https://jobs.eu.lever.co/acme",
        "https://api.lever.co/v0/postings/acme",
        "https://api.eu.lever.co/v0/postings/acme",
    ),
    "ashby": ("https://jobs.ashbyhq.com/acme", "https://api.ashbyhq.com/posting-api/job-board/acme"),
    "workday": (
        "https://acme.wd5.myworkdayjobs.com/Careers",
        "https://wd1.myworkdaysite.com/recruiting/acme/Careers",
    ),
    "comeet": (
        "https://www.comeet.com/jobs/acme/F6.003",
        "https://comeet.com/jobs/acme/F6.003",
        "https://www.comeet.co/careers-api/2.0/company/F6.003/positions",
        "https://comeet.co/jobs/acme/F6.003",
    ),
    "smartrecruiters": (
        "https://careers.smartrecruiters.com/Acme",
        "https://jobs.smartrecruiters.com/Acme/744000140949875-analyst",
        "https://www.smartrecruiters.com/Acme/744000140949875-analyst",
        "https://api.smartrecruiters.com/v1/companies/Acme/postings",
    ),
    "workable": (
        "https://apply.workable.com/acme/",
        "https://acme.workable.com/jobs/1",
        "https://www.workable.com/api/accounts/acme?details=true",
    ),
    "recruitee": ("https://acme.recruitee.com/o/engineer",),
    "bamboohr": ("https://acme.bamboohr.com/careers", "https://acme.bamboohr.com/jobs/view.php?id=7"),
    "rippling": (
        "https://ats.rippling.com/acme/jobs",
        "https://api.rippling.com/platform/api/ats/v1/board/acme/jobs",
    ),
    "breezy": ("https://acme.breezy.hr/p/764f8a9923e3-engineer",),
    "pinpoint": ("https://acme.pinpointhq.com/en/postings/fceb8b47-bed5-45bd-b7f4-9161fbe78428",),
    "gem": ("https://jobs.gem.com/acme", "https://api.gem.com/job_board/v0/acme/job_posts/"),
    "oracle": (
        "https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/7",
        "https://acme.fa.ocs.oraclecloud.eu/hcmUI/CandidateExperience/en/sites/CX_1",
    ),
    "adp": (
        "https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html"
        "?cid=7d58836c-11dd-4415-9de0-63b918b88652&ccId=19000101_000001&lang=en_US",
    ),
    "ukg": tuple(
        f"https://{host}/ACM1000ACME/JobBoard/b22b728d-47a6-4550-9005-01c83b9a527f/"
        for host in ("recruiting2.ultipro.com", "recruiting.ultipro.ca", "acme.rec.pro.ukg.net")
    ),
    "ukgready": tuple(
        f"https://secure4.{host}/ta/6162397.careers"
        for host in ("saashr.com", "entertimeonline.com", "yourpayrollhr.com", "workforceready.com.au", "mykronos.com")
    ),
    "dayforce": ("https://jobs.dayforcehcm.com/en-US/acme/CANDIDATEPORTAL/jobs/44800",),
    "paylocity": ("https://recruiting.paylocity.com/Recruiting/Jobs/All/8e0feae7-e42f-437e-97b1-53b917185eed",),
    "csod": ("https://acme.csod.com/ux/ats/careersite/5/home?c=acme",),
    "paycom": (
        "https://www.paycomonline.net/v4/ats/web.php/portal/4863CB61AD1B2555F37E9E5884626947/career-page",
        "https://paycomonline.net/v4/ats/web.php/jobs?clientkey=4863CB61AD1B2555F37E9E5884626947",
    ),
    "isolved": ("https://acme.isolvedhire.com/jobs/1826401", "https://acme.applicantpro.com/jobs/"),
    "jibe": ("https://acme.jibeapply.com/jobs/1", "https://acme.jibeapply.com/api/jobs?page=1"),
    "eightfold": (
        "https://acme.eightfold.ai/careers?domain=acme.com",
        "https://acme.eightfold.ai/careers/job/1",
        "https://acme.eightfold.ai/api/pcsx/search?domain=acme.com",
    ),
    "phenom": ("https://content-us.phenompeople.com/api/ACMEUS/searchJobs?from=0&size=10",),
    "hibob": ("https://acme.careers.hibob.com/jobs", "https://acme-b67d359b42.careers.hibob.com/api/job-ad"),
    "manatal": (
        "https://www.careers-page.com/acme",
        "https://careers-page.com/acme/job/7X4W43WX",
        "https://www.careers-page.com/api/v1.0/c/acme/jobs/?page=2",
        "https://api.careers-page.com/open/v1/career-pages/acme/job-posts",
        "https://acme.careers-page.com",
    ),
    "teamtailor": ("https://acme.teamtailor.com/jobs", "https://acme.na.teamtailor.com/jobs/123-engineer"),
    "dover": (
        "https://app.dover.com/jobs/acme",
        "https://app.dover.com/apply/acme/aa378aa1-79f3-4995-8667-b78a61c12b11",
        "https://app.dover.com/Acme/careers/aa378aa1-79f3-4995-8667-b78a61c12b11",
        "https://app.dover.com/api/v1/careers-page-slug/acme",
    ),
    "brassring": (
        "https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid=25632&siteid=5649",
        "https://krb-sjobs.brassring.com/TGnewUI/Search/home/HomeWithPreLoad?partnerid=30122&siteid=6533&jobid=1",
    ),
    "avature": (
        "https://acme.avature.net",
        "https://acme.avature.net/careers/SearchJobs/?jobOffset=6",
        "https://acme.avature.net/en_US/careers/JobDetail/Engineer/1",
    ),
    "paradox": ("https://jobs.mchire.com/jobs",),
    "personio": (
        "https://acme.jobs.personio.de",
        "https://acme.jobs.personio.com/job/1",
        "https://acme-jobs.personio.de",
    ),
    "jazzhr": ("https://acme.applytojob.com", "https://acme.applytojob.com/apply/ujxQN2lhPz/Title"),
    "icims": ("https://careers-acme.icims.com/jobs/intro", "https://careers-acme.icims.com/jobs/8214/x/job"),
    "jobvite": ("https://jobs.jobvite.com/acme", "https://jobs.jobvite.com/careers/acme/jobs"),
    "join": ("https://join.com/companies/acme", "https://join.com/companies/acme/1-engineer"),
    "successfactors": (
        "https://career5.successfactors.eu/career?company=acme",
        "https://career22.sapsf.com/career?company=acme",
        "https://acme.jobs2web.com",
        "https://acme.jobs.hr.cloud.sap/search/",
    ),
    "taleo": ("https://phe.tbe.taleo.net/phe01/ats/careers/v2/searchResults?org=ACME&cws=39",),
    "peopleadmin": ("https://acme.peopleadmin.com/postings/323091",),
    "softgarden": ("https://acme.career.softgarden.de/jobs/1/x/",),
    "neogov": (
        "https://www.governmentjobs.com/careers/acme",
        "https://agency.governmentjobs.com/acme/default.cfm",
        "https://www.schooljobs.com/careers/acme/jobs/1/engineer",
    ),
    "zoho": (
        "https://acme.zohorecruit.com/jobs/Careers",
        "https://acme.zohorecruit.eu/jobs/Careers",
        "https://acme.zohorecruit.in/jobs/Careers",
    ),
    "freshteam": ("https://acme.freshteam.com/jobs/2OU7qEKgG4DR/engineer",),
    "homerun": ("https://acme.homerun.co/engineer", "https://feed.homerun.co/acme"),
    "trakstar": ("https://acme.hire.trakstar.com/jobs/fk0zowq/", "https://acme.recruiterbox.com"),
    "factorial": tuple(
        f"https://acme.{domain}/job_posting/engineer-1"
        for domain in ("factorialhr.com", "factorial.es", "factorial.it", "factorial.fr")
    ),
    "traffit": ("https://acme.traffit.com/career/", "https://acme.traffit.com/public/job_posts/published"),
    "dvinci": ("https://acme.dvinci-hr.com/de/jobs/31/engineer",),
    "hireology": (
        "https://careers.hireology.com/acme/2827500/description",
        "https://api.hireology.com/v2/public/careers/acme",
    ),
    "polymer": (
        "https://jobs.polymer.co/acme/7001",
        "https://api.polymer.co/v1/hire/organizations/acme/jobs",
    ),
    "flatchr": (
        "https://careers.flatchr.io/fr/company/acme/",
        "https://careers.flatchr.io/company/acme.json",
        "https://acme.flatchr.io",
    ),
    "hrmos": ("https://hrmos.co/pages/acme/jobs", "https://hrmos.co/pages/acme/jobs/2110310"),
    "herp": ("https://herp.careers/v1/acme", "https://herp.careers/v1/acme/Zo-SJ55QMOEB"),
    "gupy": ("https://acme.gupy.io/jobs/7001",),
    "applitrack": ("https://www.applitrack.com/acme/onlineapp/default.aspx?AppliTrackJobId=288",),
    "schoolspring": ("https://acme.schoolspring.com/jobdetail?jobId=5803798",),
    "tylerportico": ("https://acme.tylerportico.com/tess/citizen/jobs/job-list",),
    "keka": ("https://acme.keka.com/careers", "https://acme.keka.com/careers/jobdetails/75581"),
    "myjobs": ("https://myjobs.adp.com/acme/cx/job-listing",),
    "tedk12": ("https://acme.tedk12.com/hire/index.aspx",),
    "taleoenterprise": ("https://acme.taleo.net/careersection/2/jobsearch.ftl",),
}


@pytest.mark.parametrize("type_", SYSTEMS)
def test_an_entry_says_what_its_adapter_says(type_: str) -> None:
    assert (type_, SYSTEMS[type_].label) == (ADAPTERS[type_].TYPE, ADAPTERS[type_].LABEL)


@pytest.mark.parametrize("type_", SYSTEMS)
def test_the_example_in_an_entry_is_a_board_of_it(type_: str) -> None:
    identifier = identifier_of(type_)
    assert ADAPTERS[type_].check_identifier(identifier) is None
    found = detect_source(f"https://{SYSTEMS[type_].example}")
    # A host of the employer's own shows no system: then the type has to be named.
    assert found is None or (found.type, found.identifier) == (type_, identifier)


def test_the_adapters_are_those_of_the_registry() -> None:
    assert list(ADAPTERS) == list(SYSTEMS)
    assert len(ADAPTERS) == len(SYSTEMS)
    assert "monster" not in ADAPTERS
    with pytest.raises(KeyError):
        ADAPTERS["monster"]


@pytest.mark.parametrize("type_", SYSTEMS)
def test_a_host_that_only_ends_alike_is_none_of_a_system(type_: str) -> None:
    for host in SYSTEMS[type_].hosts:
        assert detect_source(f"https://my{host}/jobs/acme/F6.003") is None
        assert detect_source(f"https://{host}.example.com/jobs/acme/F6.003") is None


#: Before a vendor's host, and behind it, as pages that were put together by mistake have it.
_ODD_BEFORE = (
    "",
    ".",
    "..",
    "a..",
    "-.",
    "%20.",
    "a b.",
    "x_.",
    "é.",
    "*.",
    f"{'a' * 120}.",
    "xn--.",
    "a:b@",
    "\0.",
    "www.",
)
_ODD_BEHIND = (
    "",
    "/",
    "/..",
    "/%2e%2e",
    "/%00",
    "/a%20b/c",
    ":99/x",
    "/{path}%0a",
    "/{path}/{path}",
    "/{path}" + "x" * 300,
)


@pytest.mark.parametrize("type_", SYSTEMS)
def test_an_odd_address_is_no_board_or_one_that_can_be_asked_for(type_: str) -> None:
    example, _, path = SYSTEMS[type_].example.partition("/")
    hosts, detect = (*SYSTEMS[type_].hosts, example), ADAPTERS[type_].detect
    for host, before, behind in product(hosts, _ODD_BEFORE, _ODD_BEHIND):
        found = detect(before + host + behind.format(path=path))
        assert found is None or ADAPTERS[type_].check_identifier(found.identifier) is None


@pytest.mark.parametrize("url", [url for urls in BOARDS.values() for url in urls])
def test_what_an_adapter_recognises_is_at_its_hosts(url: str) -> None:
    (type_,) = [type_ for type_, urls in BOARDS.items() if url in urls]
    found = ADAPTERS[type_].detect(url)
    assert found is not None
    assert detect_source(url) == found


def test_importing_the_room_imports_no_adapter() -> None:
    code = "import sys, jobscan.sources; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "jobscan.sources" in loaded
    assert loaded & {"msgspec", *(f"jobscan.sources.systems.{system.module}" for system in SYSTEMS.values())} == set()
