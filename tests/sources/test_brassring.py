"""BrassRing's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.posting import ParsedPage
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import brassring
from tests.fixtures.corpus import Corpus
from tests.sources.boards.brassring import row
from tests.sources.pages import answer, as_json, jobs, read, source

GATEWAY = "25632/5649"


def listing(*rows: object, count: int | None = None) -> ParsedPage:
    body = {"JobsCount": len(rows) if count is None else count, "Jobs": {"Job": list(rows)}}
    return read("brassring", as_json(body), identifier=GATEWAY)


def job_with(**said: Any) -> RawJob:
    return jobs(listing(row("1", **said)))[0]


# The requests.


@pytest.mark.parametrize(
    ("identifier", "host", "partner", "site"),
    [(GATEWAY, "sjobs", "25632", "5649"), ("krb-sjobs/30122/6533", "krb-sjobs", "30122", "6533")],
)
def test_a_gateway_is_asked_by_its_two_numbers(identifier: str, host: str, partner: str, site: str) -> None:
    request = brassring.first_request(source("brassring", identifier))
    assert request.url == f"https://{host}.brassring.com/TGnewUI/Search/Ajax/ProcessSortAndShowMoreJobs"
    sent = json.loads(request.body or b"")
    assert (request.method, sent["partnerId"], sent["siteId"]) == ("POST", partner, site)
    assert (sent["pageNumber"], sent["pageSize"]) == ("1", "50")


def test_further_pages_are_numbered() -> None:
    parsed = listing(row("1"), row("2"), count=5)
    assert [json.loads(request.body or b"")["pageNumber"] for request in parsed.next] == ["2", "3"]


def test_a_later_page_without_rows_is_an_error() -> None:
    gateway = source("brassring", GATEWAY)
    (request,) = listing(row("1"), count=2).next
    with pytest.raises(BoardError, match="no rows where some are promised"):
        brassring.parse(gateway, request, answer(as_json({"JobsCount": 2, "Jobs": {"Job": []}})))


# The recorded answer.


def test_the_recorded_rows_are_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("brassring/bestbuy_search_page1.json")
    items = [{one["QuestionName"]: one["Value"] for one in item["Questions"]} for item in raw["Jobs"]["Job"]]
    parsed = read("brassring", corpus.read("brassring/bestbuy_search_page1.json"), identifier=GATEWAY)
    assert (parsed.total, len(parsed.next)) == (2088, 2088 // 3 - 1)
    assert [(job.external_id, job.title) for job in jobs(parsed)] == [
        (item["reqid"], item["jobtitle"]) for item in items
    ]
    assert [job.url for job in jobs(parsed)] == [item["Link"] for item in raw["Jobs"]["Job"]]
    assert [job.updated_at for job in jobs(parsed)] == [
        datetime.strptime(item["lastupdated"], "%d-%b-%Y").replace(tzinfo=UTC) for item in items
    ]


# Fields.


def test_only_questions_that_mean_the_same_everywhere_are_read() -> None:
    job = job_with(
        location=" Everett, MA ", department="Sales", jobdescription="<p>Sell.</p>", formtext12="Everett", autoreq="9BR"
    )
    assert job == RawJob(
        external_id="1",
        title="Engineer 1",
        locations=("Everett, MA",),
        url="https://sjobs.brassring.com/TGnewUI/Search/home/HomeWithPreLoad"
        "?partnerid=25632&siteid=5649&PageType=JobDetails&jobid=1",
        department="Sales",
        updated_at=datetime(2026, 7, 28, tzinfo=UTC),
        description="<p>Sell.</p>",
    )


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("1-Jun-2026", datetime(2026, 6, 1, tzinfo=UTC)),
        ("17-JUN-2026", datetime(2026, 6, 17, tzinfo=UTC)),
        ("07/28/2026", None),
        ("31-Feb-2026", None),
        ("1-Foo-2026", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_when_it_has_one_meaning(sent: object, kept: datetime | None) -> None:
    assert job_with(lastupdated=sent).updated_at == kept


@pytest.mark.parametrize("link", [None, "", "https://evil.example/x", "javascript:x", 7])
def test_an_address_elsewhere_is_made_of_the_numbers(link: object) -> None:
    job = jobs(listing({**row("1"), "Link": link}))[0]
    assert job.url.startswith("https://sjobs.brassring.com/TGnewUI/Search/home/HomeWithPreLoad?partnerid=25632")


def test_a_row_without_title_is_seen_and_one_without_id_is_lost() -> None:
    parsed = listing(row("1", jobtitle=None), row("2", reqid=""), {"Questions": None}, row("3"))
    assert [(posting.external_id, posting.job is None) for posting in parsed.postings] == [("1", True), ("3", False)]
    assert (parsed.lost, len(parsed.problems)) == (2, 3)


def test_the_day_of_a_change_changes_no_fingerprint() -> None:
    before, after = (listing(one).postings[0] for one in (row("1"), row("1", lastupdated="1-Aug-2026")))
    assert before.fingerprint == after.fingerprint


@pytest.mark.parametrize("none", [None, {}, {"Job": None}, {"Job": []}])
def test_a_gateway_without_postings_has_a_count_of_0(none: object) -> None:
    assert read("brassring", as_json({"JobsCount": 0, "Jobs": none}), identifier=GATEWAY).postings == ()


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b"", BoardFailure.NOT_FOUND),
        (200, b'{"JobsCount": 0}', BoardFailure.UNREADABLE),
        (200, b'{"Jobs": {"Job": []}}', BoardFailure.UNREADABLE),
        (200, b'{"JobsCount": null, "Jobs": null}', BoardFailure.UNREADABLE),
        (200, b'{"JobsCount": -1, "Jobs": null}', BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_list_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="BrassRing gateway 25632/5649: ") as caught:
        read("brassring", body, identifier=GATEWAY, status=status)
    assert caught.value.kind is kind


# Identifiers and detection.


@pytest.mark.parametrize("identifier", [GATEWAY, "krb-sjobs/30122/6533", "368/5205"])
def test_two_numbers_are_accepted(identifier: str) -> None:
    assert brassring.check_identifier(identifier) is None


@pytest.mark.parametrize("identifier", ["", "25632", "sjobs/25632/5649", "x/25632/5649", "a/b", "25632/5649/", "0/1"])
def test_what_is_no_gateway_is_refused_and_says_what_to_write(identifier: str) -> None:
    problem = brassring.check_identifier(identifier)
    assert problem is not None
    assert "write" in problem


def test_a_source_that_is_no_gateway_is_an_error() -> None:
    with pytest.raises(BoardError, match="not partnerid/siteid"):
        brassring.first_request(source("brassring", "acme"))


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid=25632&siteid=5649", GATEWAY),
        (
            "https://SJOBS.brassring.com/TGnewUI/Search/home/HomeWithPreLoad?PartnerId=25632&SiteId=5649&jobid=1",
            GATEWAY,
        ),
        (
            "https://krb-sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid=30122&siteid=6621",
            "krb-sjobs/30122/6621",
        ),
    ],
)
def test_a_gateway_is_recognised_by_both_its_numbers(url: str, identifier: str) -> None:
    found = brassring.detect(url)
    assert found is not None
    assert found.identifier == identifier


@pytest.mark.parametrize(
    "url",
    [
        "https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid=25632",
        "https://www.brassring.com/?partnerid=1&siteid=2",
        "https://brassring.com/?partnerid=1&siteid=2",
        "https://sjobs.brassring.com/?partnerid=a&siteid=b",
    ],
)
def test_what_names_no_gateway_is_not_recognised(url: str) -> None:
    assert brassring.detect(url) is None


def test_among_all_known_careers_addresses_only_brassrings_are_recognised(corpus: Corpus) -> None:
    urls = [one["board_url"] for one in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    ours = {url for url in urls if "sjobs.brassring.com" in url}
    assert len(ours) == 6
    assert {url for url in urls if brassring.detect(url)} == ours


def test_a_gateway_that_a_page_links_to_is_found() -> None:
    html = '<a href="https://sjobs.brassring.com/TGnewUI/Search/Home/Home?partnerid=25632&amp;siteid=5649">Jobs</a>'
    (found,) = brassring.detect_in(EmployerPage(html))
    assert found.source.identifier == GATEWAY
