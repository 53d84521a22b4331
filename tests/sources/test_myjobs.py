"""ADP MyJobs' quirks, each by name; the facts are from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob
from jobscan.domain.page import Page, Purpose
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.systems import myjobs
from tests.sources.boards.myjobs import BOARD, SITE, board, place, row
from tests.sources.pages import answer, as_json
from tests.sources.sample_board import Walked, routed, walk


def walk_of(site: dict[str, Any], list_: object | None = None) -> Walked:
    listing = as_json({"count": 0, "jobRequisitions": []} if list_ is None else list_)
    return walk(BOARD.source, routed({"/career-site/acme": as_json(site), "apply-custom-filters": listing}))


def job_with(**changes: Any) -> RawJob:
    (posting,) = walk(BOARD.source, board([row(1, **changes)])).postings
    assert posting.job is not None
    return posting.job


def test_the_token_of_the_site_goes_with_each_page_of_the_list() -> None:
    requests = walk(BOARD.source, BOARD.answers).requests
    assert [request.purpose for request in requests] == [Purpose.TOKEN, *[Purpose.LIST] * 3]
    assert requests[0].url == "https://myjobs.adp.com/public/staffing/v1/career-site/acme"
    for request, skip in zip(requests[1:], (0, 2, 4), strict=True):
        assert request.url.startswith("https://my.adp.com/myadp_prefix/mycareer/public/staffing/v1/job-requisitions/")
        assert f"&$top=100&$skip={skip}&" in request.url
        assert (request.headers["myjobstoken"], request.headers["orgoid"]) == ("abc.def", "G3ABCDEF")


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Engineer 1",
        locations=("Charlotte, North Carolina, USA",),
        url="https://myjobs.adp.com/acme/cx/job-details?reqId=1",
        department="Technology",
        employment_type="Full Time",
        posted_at=datetime(2026, 4, 23, 16, 9, 11, tzinfo=UTC),
        description="<div><p>Build things.</p></div><div><p>Know things.</p></div>",
    )


def test_fields_that_are_missing_or_of_another_type_cost_nothing() -> None:
    both = [place("Raleigh", primary=False), place("Charlotte"), 7]
    remote = [{"nameCode": {"longName": "Remote - US"}, "address": {}}]
    rows: list[tuple[dict[str, Any], str, object]] = [
        ({"publishedJobTitle": None}, "title", "Eng I-1"),
        (
            {"requisitionLocations": both},
            "locations",
            ("Charlotte, North Carolina, USA", "Raleigh, North Carolina, USA"),
        ),
        ({"requisitionLocations": remote}, "locations", ("Remote - US",)),
        ({"requisitionLocations": [{"address": {"country": {"codeValue": "CAN"}}}]}, "locations", ("CAN",)),
        ({"requisitionLocations": None}, "locations", ()),
        ({"organizationalUnits": [{"name": "Sales"}]}, "department", "Sales"),
        ({"organizationalUnits": ["x"]}, "department", None),
        ({"type": {}}, "employment_type", None),
        ({"postingDate": None}, "posted_at", None),
        ({"jobQualifications": ""}, "description", "<div><p>Build things.</p></div>"),
    ]
    for changes, name, kept in rows:
        assert getattr(job_with(**changes), name) == kept, changes


def test_the_token_goes_to_no_other_host() -> None:
    for service, is_right in (
        ("https://my.adp.com/", True),
        ("https://my-eu.dc1.adp.com", True),
        (None, True),
        ("https://adp.com.example.com", False),
        ("http://my.adp.com", False),
        ("https://my.adp.com@example.com", False),
    ):
        site = {**SITE, "properties": {"myadpUrl": service}}
        if is_right:
            assert walk_of(site).postings == [], service
        else:
            with pytest.raises(BoardError, match="names no token or no host of ADP's"):
                walk_of(site)


def test_a_site_that_cannot_be_read_says_why() -> None:
    for site, kind in (
        ({**SITE, "settings": {"careerSiteType": "Internal"}}, BoardFailure.FORBIDDEN),
        ({**SITE, "myJobsToken": "a\r\nb"}, BoardFailure.UNREADABLE),
        ({"clientName": "Acme"}, BoardFailure.UNREADABLE),
    ):
        with pytest.raises(BoardError, match="ADP career site acme: ") as caught:
            walk_of(site)
        assert caught.value.kind is kind, site
    listings: list[object] = [{"count": -1, "jobRequisitions": []}, {"count": 1}, {"jobRequisitions": []}, []]
    for listing in listings:
        with pytest.raises(BoardError, match="ADP career site acme: "):
            walk_of(SITE, listing)


def test_a_refused_page_of_the_list_is_no_unknown_site() -> None:
    pages: dict[str, bytes | Page] = {
        "/career-site/acme": as_json(SITE),
        "apply-custom-filters": answer(b"{}", status=400),
    }
    with pytest.raises(BoardError) as caught:
        walk(BOARD.source, routed(pages))
    assert caught.value.kind is BoardFailure.REJECTED


def test_sites_are_recognised_by_their_addresses() -> None:
    for url in (
        "https://myjobs.adp.com/acme/cx/job-listing",
        "myjobs.adp.com/Acme/cx/job-details?reqId=5001",
        "https://myjobs.adp.com/public/staffing/v1/career-site/acme",
    ):
        found = myjobs.detect(url)
        assert found is not None, url
        assert found.identifier == "acme", url
    for url in ("https://myjobs.adp.com", "https://myjobs.adp.com/public/staffing", "https://my.adp.com/acme", "x"):
        assert myjobs.detect(url) is None, url
    for name in ("", "Acme", "a/b", "public"):
        assert '"conservicecareers"' in (myjobs.check_identifier(name) or ""), name
