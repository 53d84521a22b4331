"""Oracle Recruiting's quirks, each by name; the facts are from recordings and from public measurements."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Request
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.candidates import Evidence
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import oracle
from tests.fixtures.corpus import Corpus
from tests.sources.boards.oracle import SITES, row
from tests.sources.pages import answer, as_json, source

BOARD = source("oracle", "acme.fa.us2.oraclecloud.com/CX_2001")
API = "https://acme.fa.us2.oraclecloud.com/hcmRestApi/resources/latest"


def after_sites(body: object, *, status: int = 200, identifier: str = BOARD.identifier) -> Request:
    """Return the request that follows from the host's sites."""
    board = source("oracle", identifier)
    parsed = oracle.parse(board, oracle.first_request(board), answer(as_json(body), status=status))
    (request,) = parsed.next
    return request


def listed(*rows: object, total: object = None, at: int = 0) -> ParsedPage:
    """Parse a page of the list; ``at`` counts pages."""
    request = after_sites(SITES)
    if at:
        request = read_list(request, as_list([row(1)], 200 * (at + 1))).next[at - 1]
    return read_list(request, as_list(list(rows), len(rows) if total is None else total))


def as_list(rows: list[object], total: object) -> bytes:
    return as_json({"items": [{"TotalJobsCount": total, "requisitionList": rows}], "hasMore": False})


def read_list(request: Request, body: bytes) -> ParsedPage:
    return oracle.parse(BOARD, request, answer(body))


def detailed(detail: object, **changes: object) -> RawJob:
    """Parse the details of a posting that the list names."""
    return detail_of(as_json({"items": [detail]}), row(7, **changes))


def detail_of(body: bytes, item: dict[str, Any]) -> RawJob:
    request = listed(item).postings[0].detail
    assert request is not None
    (posting,) = oracle.parse(BOARD, request, answer(body)).postings
    assert posting.job is not None
    assert posting.fingerprint == listed(item).postings[0].fingerprint
    return posting.job


# The requests.


def test_the_sites_of_the_host_come_first_and_are_no_list() -> None:
    request = oracle.first_request(BOARD)
    assert request.url == f"{API}/recruitingCESites?onlyData=true&limit=500"
    assert request.purpose == "token"


@pytest.mark.parametrize("site", ["CX_2001", "cx_2001", "Acme-Careers", "acme-careers"])
def test_the_list_is_asked_for_by_the_number_of_the_site(site: str) -> None:
    request = after_sites(SITES, identifier=f"acme.fa.us2.oraclecloud.com/{site}")
    assert request.url == (
        f"{API}/recruitingCEJobRequisitions?onlyData=true&expand=requisitionList.secondaryLocations"
        "&finder=findReqs;siteNumber=CX_2001,limit=200,offset=0,sortBy=POSTING_DATES_DESC"
    )


@pytest.mark.parametrize("status", [400, 404])
def test_a_host_that_does_not_tell_its_sites_is_asked_for_the_site_as_written(status: int) -> None:
    assert "siteNumber=CX_2001," in after_sites({}, status=status).url


def test_a_site_that_the_host_does_not_have_is_an_error_since_oracle_would_list_the_whole_host() -> None:
    with pytest.raises(BoardError, match=r"no site of that name; it has CX_1, Acme-Careers") as caught:
        after_sites(SITES, identifier="acme.fa.us2.oraclecloud.com/CX_9999")
    assert caught.value.kind is BoardFailure.NOT_FOUND


def test_hostile_sites_are_left_out() -> None:
    sites = {"items": [{"SiteNumber": "CX_2001,limit=1"}, {"SiteNumber": 7}, {"SiteNumber": "<b>"}]}
    with pytest.raises(BoardError, match="no list of sites"):
        after_sites(sites)


def test_each_host_has_a_limit_of_its_own() -> None:
    other = source("oracle", "other.fa.us2.oraclecloud.com/CX_1")
    limits = {oracle.first_request(board).limit for board in (BOARD, other)}
    assert {(limit.name, limit.concurrency) for limit in limits} == {
        ("oracle:acme.fa.us2.oraclecloud.com", 4),
        ("oracle:other.fa.us2.oraclecloud.com", 4),
    }


# The list.


def test_all_further_pages_are_asked_for_from_the_total() -> None:
    parsed = listed(row(1), total=401)
    assert [request.url.partition("offset=")[2].partition(",")[0] for request in parsed.next] == ["200", "400"]
    assert (parsed.total, parsed.lost, parsed.problems) == (401, 0, ())


def test_a_later_page_gives_no_total_and_may_be_empty() -> None:
    assert listed(row(5), total=0, at=1).total is None
    assert listed(total=0, at=1) == ParsedPage()


def test_what_is_behind_ten_thousand_is_out_of_reach() -> None:
    parsed = listed(row(1), total=15_120)
    assert (len(parsed.next), parsed.total, parsed.lost) == (49, 15_120, 1)
    assert "out of reach" in parsed.problems[0]


@pytest.mark.parametrize("body", [{"items": []}, {"items": [{"TotalJobsCount": 0}]}, {"items": [{}]}, {}, []])
def test_an_answer_without_a_list_is_no_empty_board(body: object) -> None:
    with pytest.raises(BoardError) as caught:
        read_list(after_sites(SITES), as_json(body))
    assert caught.value.kind is BoardFailure.UNREADABLE


@pytest.mark.parametrize("total", ["7", -1, True, 1.5])
def test_a_first_page_without_a_total_is_an_error(total: object) -> None:
    with pytest.raises(BoardError, match="how many postings"):
        listed(row(1), total=total)


@pytest.mark.parametrize(
    "change", [{"Distance": 1.0}, {"Relevancy": 1}, {"TrendingFlag": True}, {"PostedDate": "2026-01-01"}]
)
def test_stamps_and_what_is_not_about_the_posting_change_no_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint == listed(row(7)).postings[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"Title": "Other"},
        {"PrimaryLocation": None},
        {"secondaryLocations": [{"Name": "Lima, Peru"}]},
        {"WorkplaceTypeCode": "ORA_REMOTE"},
        {"JobSchedule": None},
        {"ShortDescriptionStr": "x"},
    ],
)
def test_what_is_read_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert listed(row(7, **change)).postings[0].fingerprint != listed(row(7)).postings[0].fingerprint


# Recordings.


def test_the_rows_of_a_recorded_list_are_read(corpus: Corpus) -> None:
    for name, total in (("kroger_requisitions", 15_120), ("uchealth_requisitions_2of382", 382)):
        (item,) = corpus.json(f"oracle-orc/{name}.json")["items"]
        parsed = read_list(after_sites(SITES), corpus.read(f"oracle-orc/{name}.json"))
        assert parsed.total == total
        assert [posting.external_id for posting in parsed.postings] == [raw["Id"] for raw in item["requisitionList"]]
        assert [posting.face and posting.face[1:] for posting in parsed.postings] == [
            (raw["Title"], raw["PrimaryLocation"]) for raw in item["requisitionList"]
        ]


def test_a_recorded_posting_is_read_whole(corpus: Corpus) -> None:
    body = corpus.read("oracle-orc/ul-solutions_detail_10139.json")
    (raw,) = corpus.json("oracle-orc/ul-solutions_detail_10139.json")["items"]
    job = detail_of(body, row(10139, Title="Engineer", JobSchedule=None))
    assert job == RawJob(
        external_id="10139",
        title="Engineer - Electrical Distribution",
        locations=("Raleigh, NC, United States",),
        url="https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_2001/job/10139",
        department="Engineering",
        language="en",
        posted_at=datetime(2026, 10, 5, 17, 23, 26, tzinfo=UTC),
        description=job.description,
    )
    for part in ("ExternalResponsibilities", "ExternalQualifications", "CorporateDescription"):
        assert raw[f"{part}Str"] in job.description


def test_every_text_of_a_recorded_posting_is_in_its_description(corpus: Corpus) -> None:
    (raw,) = corpus.json("oracle-orc/amex_job_detail.json")["items"]
    job = detail_of(corpus.read("oracle-orc/amex_job_detail.json"), row(26011990))
    texts = [value for key, value in raw.items() if key.endswith("Str") and value]
    assert len(texts) == 5
    assert all(text in job.description for text in texts)


# Details.


def test_the_row_stands_in_for_what_the_details_do_not_say() -> None:
    item = {"PrimaryLocation": "Lima, Peru", "WorkplaceTypeCode": "ORA_HYBRID", "ShortDescriptionStr": "Short."}
    assert detailed({"Id": "7"}, **item) == RawJob(
        external_id="7",
        title="Clerk 7",
        locations=("Lima, Peru",),
        url="https://acme.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_2001/job/7",
        employment_type="Part time",
        workplace="Hybrid",
        posted_at=datetime(2026, 7, 28, tzinfo=UTC),
        description="Short.",
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"WorkplaceTypeCode": "ORA_ON_SITE", "WorkplaceType": "Vor Ort"}, "On-site"),
        ({"WorkplaceTypeCode": "ORA_REMOTE"}, "Remote"),
        ({"WorkplaceTypeCode": "ACME_OWN", "WorkplaceType": "Remote first"}, "Remote first"),
        ({"WorkplaceTypeCode": None, "WorkplaceType": ""}, None),
    ],
)
def test_the_code_of_the_workplace_is_the_same_in_every_language(sent: dict[str, Any], kept: str | None) -> None:
    assert detailed({"Id": "7", **sent}).workplace == kept


def test_all_places_are_kept_the_primary_one_first() -> None:
    more = [{"Name": "Lima, Peru"}, {"Name": None}, {"Name": " "}]
    assert detailed({"PrimaryLocation": "Austin", "secondaryLocations": more}).locations == ("Austin", "Lima, Peru")


@pytest.mark.parametrize(("sent", "kept"), [("fr_CA", "fr-CA"), ("", None), ("<b>", None), (None, None)])
def test_only_a_language_is_one(sent: object, kept: str | None) -> None:
    assert detailed({"ContentLocale": sent}).language == kept


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"items": []}, BoardFailure.NOT_FOUND),
        ({"items": [{"Title": 7}]}, BoardFailure.UNREADABLE),
        ({"items": [None]}, BoardFailure.UNREADABLE),
        ({}, BoardFailure.UNREADABLE),
    ],
)
def test_details_that_are_gone_or_unreadable_say_so(body: object, kind: BoardFailure) -> None:
    with pytest.raises(BoardError) as caught:
        detail_of(as_json(body), row(7))
    assert caught.value.kind is kind


def test_an_id_cannot_leave_its_place_in_the_address() -> None:
    request = listed(row(7, Id='1",x&y=/..')).postings[0].detail
    assert request is not None
    assert request.url.endswith("finder=ById;Id=%221%22%2Cx%26y%3D%2F..%22,siteNumber=CX_2001")


# Identifiers and detection.


@pytest.mark.parametrize(
    "identifier", ["", "acme", "acme.fa.us2.oraclecloud.com", "evil.com/CX_1", "oraclecloud.com.evil.com/CX", "a/b/c"]
)
def test_what_is_no_site_is_refused_with_an_example(identifier: str) -> None:
    problem = oracle.check_identifier(identifier)
    assert problem is not None
    assert "CX_2001" in problem
    with pytest.raises(BoardError):
        oracle.first_request(source("oracle", identifier))


@pytest.mark.parametrize(
    ("url", "identifier", "name"),
    [
        (
            "https://eluq.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_2001/job/7",
            "eluq.fa.us2.oraclecloud.com/CX_2001",
            "Eluq",
        ),
        (
            "https://hcml.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/AEO-Careers/jobs?mode=x",
            "hcml.fa.us2.oraclecloud.com/AEO-Careers",
            "AEO Careers",
        ),
        (
            "https://iaadtu.fa.ocs.oraclecloud.eu/hcmUI/CandidateExperience/fr-CA/sites/cx",
            "iaadtu.fa.ocs.oraclecloud.eu/cx",
            "Iaadtu",
        ),
        (
            f"{API}/recruitingCEJobRequisitions?finder=findReqs;siteNumber=CX_1,limit=5",
            "acme.fa.us2.oraclecloud.com/CX_1",
            "Acme",
        ),
    ],
)
def test_a_site_is_recognised_by_each_of_its_urls(url: str, identifier: str, name: str) -> None:
    found = oracle.detect(url)
    assert found is not None
    assert (found.type, found.identifier, found.name) == ("oracle", identifier, name)


@pytest.mark.parametrize(
    "url",
    [
        "https://eluq.fa.us2.oraclecloud.com/",
        "https://eluq.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en",
        "https://www.oraclecloud.com.example.com/hcmUI/CandidateExperience/en/sites/CX",
        "http://[",
    ],
)
def test_what_names_no_site_is_not_recognised(url: str) -> None:
    assert oracle.detect(url) is None


def test_every_listed_address_of_oracles_own_hosts_is_recognised(corpus: Corpus) -> None:
    urls = [row["board_url"] for row in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    own = [url for url in urls if ".oraclecloud." in url]
    assert len(own) > 25
    assert all(oracle.detect(url) for url in own)
    assert not any(oracle.detect(url) for url in urls if url not in own)


def test_a_link_of_an_employers_page_is_found() -> None:
    html = '<a href="https://a.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/7">Job</a>'
    (found,) = oracle.detect_in(EmployerPage(html))
    assert (found.source.identifier, found.evidence) == ("a.fa.us2.oraclecloud.com/CX_1", Evidence.MENTION)
