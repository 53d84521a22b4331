"""Workday's identifiers, and the URLs by which its boards are recognised."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.exceptions import BoardError
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems.workday import adapter as workday
from tests.fixtures.corpus import Corpus
from tests.sources.workday_pages import (
    GDIT,
)

if TYPE_CHECKING:
    pass


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["gdit/wd5/External_Career_Site", "a_b-c/wd103/2", "wf/wd1.myworkdaysite.com/W"])
def test_a_right_identifier_is_accepted(identifier: str) -> None:
    assert workday.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "gdit",
        "gdit/wd5",
        "GDIT/wd5/Site",
        "gdit/wd/Site",
        "gdit/wd5/Site/jobs",
        "gdit/wd5/",
        "gdit/wd5/../x",
        "gdit/wd5/a b",
        "gdit/wd5.evil.example/Site",
        "https://gdit.wd5.myworkdayjobs.com/Site",
        "gdit/wd5/Site\n",
    ],
)
def test_a_wrong_identifier_is_answered_with_a_right_one(identifier: str) -> None:
    problem = workday.check_identifier(identifier)
    assert problem is not None
    assert "gdit/wd5/External_Career_Site" in problem
    with pytest.raises(BoardError, match=r"write|is not tenant"):
        workday.first_request(dataclasses.replace(GDIT, identifier=identifier))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://gdit.wd5.myworkdayjobs.com/External_Career_Site", "gdit/wd5/External_Career_Site"),
        ("gdit.wd5.myworkdayjobs.com/External_Career_Site/", "gdit/wd5/External_Career_Site"),
        ("https://GDIT.WD5.myworkdayjobs.com/External_Career_Site", "gdit/wd5/External_Career_Site"),
        ("https://ag.wd3.myworkdayjobs.com/en-US/Airbus", "ag/wd3/Airbus"),
        ("https://ag.wd3.myworkdayjobs.com/en-US/Airbus/job/Toulouse/Engineer_JR1-1?q=x", "ag/wd3/Airbus"),
        ("https://ag.wd3.myworkdayjobs.com/Airbus/details/Engineer_JR1", "ag/wd3/Airbus"),
        ("https://troweprice.wd5.myworkdayjobs.com/TRowePrice/jobs", "troweprice/wd5/TRowePrice"),
        ("https://chevron.wd5.myworkdayjobs.com/jobs", "chevron/wd5/jobs"),
        ("https://23andme.wd5.myworkdayjobs.com/23", "23andme/wd5/23"),
        ("https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/Site/jobs", "gdit/wd5/Site"),
        ("https://gdit.wd5.myworkdayjobs.com/wday/cxs/gdit/Site/job/X/Y_R1", "gdit/wd5/Site"),
        ("https://a-b.wd1.myworkdayjobs.com/wday/cxs/a_b/Site/jobs", "a_b/wd1/Site"),
        ("https://wd1.myworkdaysite.com/recruiting/wf/WellsFargoJobs", "wf/wd1.myworkdaysite.com/WellsFargoJobs"),
        ("https://wd3.myworkdaysite.com/en-GB/recruiting/hca/h/job/X/Y_R1", "hca/wd3.myworkdaysite.com/h"),
        ("https://wd3.myworkdaysite.com/wday/cxs/hca/h/jobs", "hca/wd3.myworkdaysite.com/h"),
        ("https://wd3.myworkdaysite.com/de/recruiting/hca/h", "hca/wd3.myworkdaysite.com/h"),
        ("https://wd3.myworkdaysite.com/en-US/en-GB/recruiting/hca/h", "hca/wd3.myworkdaysite.com/h"),
        # Languages, in all spellings seen, and two of them.
        ("https://acme.wd1.myworkdayjobs.com/de/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/de-DE/External/jobs", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/en-us/External/job/Dublin/Planner_JR-1", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/EN-US/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/pt_BR/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/es-419/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/zh-Hans-CN/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/en-US/en-GB/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/en-US/de/External/job/Dublin/Planner_JR-1", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/DE/External", "acme/wd1/External"),
        ("https://acme.wd1.myworkdayjobs.com/de/jobs", "acme/wd1/jobs"),
        # Sites of two letters, and sites that only look like a language.
        ("https://acme.wd1.myworkdayjobs.com/UR/job/Cebu/Engineer_R-1", "acme/wd1/UR"),
        ("https://acme.wd1.myworkdayjobs.com/UR/details/Engineer_R-1", "acme/wd1/UR"),
        ("https://acme.wd1.myworkdayjobs.com/UR/login", "acme/wd1/UR"),
        ("https://acme.wd1.myworkdayjobs.com/JJ", "acme/wd1/JJ"),
        ("https://acme.wd1.myworkdayjobs.com/JJ/jobs", "acme/wd1/JJ"),
        ("https://acme.wd1.myworkdayjobs.com/en-US/UR", "acme/wd1/UR"),
        ("https://acme.wd1.myworkdayjobs.com/en-US/UR/job/Cebu/Engineer_R-1", "acme/wd1/UR"),
        ("https://acme.wd1.myworkdayjobs.com/en-US/de", "acme/wd1/de"),
        ("https://acme.wd1.myworkdayjobs.com/de/job/Berlin/Engineer_R-1", "acme/wd1/de"),
        ("https://acme.wd1.myworkdayjobs.com/GE_Jobs", "acme/wd1/GE_Jobs"),
        ("https://acme.wd1.myworkdayjobs.com/US-Jobs/job/Cebu/Engineer_R-1", "acme/wd1/US-Jobs"),
        ("https://acme.wd1.myworkdayjobs.com/UK_EU", "acme/wd1/UK_EU"),
    ],
)
def test_a_board_is_recognised_by_each_of_its_urls(url: str, identifier: str) -> None:
    found = workday.detect(url)
    assert found is not None
    assert found.identifier == identifier
    assert workday.check_identifier(identifier) is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://gdit.wd5.myworkdayjobs.com/",
        "https://gdit.wd5.myworkdayjobs.com/en-US",
        "https://gdit.wd5.myworkdayjobs.com/en-US/en-GB",
        "https://gdit.wd5.myworkdayjobs.com/de",
        "https://gdit.wd5.myworkdayjobs.com/en-US/job/Cebu/Engineer_R-1",
        "https://gdit.wd5.myworkdayjobs.com/wday/authgwy/gdit/login",
        "https://gdit.wd5.myworkdayjobs.com/robots.txt",
        "https://gdit.wd5.myworkdayjobs-impl.com/Site",
        "https://gdit.wd5.myworkdayjobs.com.evil.example/Site",
        "https://wd1.myworkdaysite.com/recruiting/wf",
        "https://wd1.myworkdaysite.com/other/wf/Site",
        "https://community.workday.com/maintenance-page",
        "https://www.acronis.com/en/careers/jobs/",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert workday.detect(url) is None


def test_every_known_workday_host_is_recognised_and_nothing_else_is(corpus: Corpus) -> None:
    urls = [row["board_url"] for row in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    ours = {url for url in urls if "myworkdayjobs.com/" in url or "myworkdaysite.com/" in url}
    assert len(ours) > 150
    assert {url for url in urls if workday.detect(url)} == ours


def test_a_link_in_an_employers_page_is_recognised() -> None:
    page = '<a href="https:\\/\\/gdit.wd5.myworkdayjobs.com\\/en-US\\/External_Career_Site">Jobs</a>'
    (found,) = workday.detect_in(EmployerPage(page))
    assert (found.source.type, found.source.identifier, found.source.name) == ("workday", GDIT.identifier, "Gdit")
    assert workday.detect_in(EmployerPage("<p>We use Workday.</p>")) == []


@given(
    st.text() | st.from_regex(r"https://[a-z-]{1,9}\.wd[0-9]{1,3}\.myworkday(jobs|site)\.com/.{0,30}", fullmatch=True)
)
def test_what_is_recognised_has_an_identifier_that_is_accepted(url: str) -> None:
    found = workday.detect(url)
    assert found is None or workday.check_identifier(found.identifier) is None
