"""HiBob's quirks, each by name; the facts are from a recording and from public reports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import hibob
from tests.fixtures.corpus import Corpus
from tests.sources.boards.hibob import ad
from tests.sources.pages import as_json, jobs, read, source


def job_with(**changes: object) -> RawJob:
    return jobs(read("hibob", as_json({"jobAdDetails": [ad("a", **changes)]})))[0]


def test_a_board_is_one_request_that_names_its_site() -> None:
    request = hibob.first_request(source("hibob", "acme"))
    assert request.url == "https://acme.careers.hibob.com/api/job-ad"
    assert request.headers["Referer"] == "https://acme.careers.hibob.com/"
    assert request.headers["companyIdentifier"] == "acme"


def test_the_recorded_board_is_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("hibob/clinical_job-ad.json")["jobAdDetails"]
    parsed = read("hibob", corpus.read("hibob/clinical_job-ad.json"))
    found = jobs(parsed)
    assert (parsed.total, parsed.next) == (None, ())
    assert [
        (job.external_id, job.title, job.department, job.employment_type, job.workplace, job.language) for job in found
    ] == [
        (item["id"], item["title"], item["department"], item["employmentType"], item["workspaceTypeId"], "en")
        for item in raw
    ]
    assert [job.description for job in found] == [
        f"{raw[0]['description']}\n{raw[0]['requirements']}",
        raw[1]["description"],
    ]
    assert [job.posted_at for job in found] == [
        datetime(2026, 7, 17, tzinfo=UTC),
        datetime(2026, 8, 21, tzinfo=UTC),
    ]


def test_all_fields_of_a_posting() -> None:
    assert job_with(responsibilities="<p>Do things.</p>", benefits="<p>Lunch.</p>") == RawJob(
        external_id="a",
        title="Engineer a",
        locations=("Dublin, Ireland",),
        url="https://acme.careers.hibob.com/jobs/a",
        department="Clin Ops",
        employment_type="Regular Full Time",
        workplace="hybrid",
        language="en",
        posted_at=datetime(2026, 7, 17, tzinfo=UTC),
        description="<p>Build things.</p>\n<p>Do things.</p>\n<p>Know things.</p>\n<p>Lunch.</p>",
    )


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"site": "Ireland"}, ("Ireland",)),
        ({"site": None}, ("Ireland",)),
        ({"site": "", "country": None}, ()),
        ({"country": 7}, ("Dublin",)),
    ],
)
def test_the_place_is_site_and_country(changes: dict[str, object], kept: tuple[str, ...]) -> None:
    assert job_with(**changes).locations == kept


def test_the_sites_own_word_stands_in_for_a_missing_id_of_the_workplace() -> None:
    assert job_with(workspaceTypeId=None).workplace == "Hybride"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, b'{"error":"unauthorized"}', BoardFailure.FORBIDDEN),
        (404, b"", BoardFailure.NOT_FOUND),
        (200, b'{"filterGroups": {}}', BoardFailure.UNREADABLE),
        (200, b'{"jobAdDetails": null}', BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_board_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="HiBob board acme: ") as caught:
        read("hibob", body, status=status)
    assert caught.value.kind is kind


@pytest.mark.parametrize("identifier", ["oosto", "swissto12-b67d359b42"])
def test_a_name_is_accepted(identifier: str) -> None:
    assert hibob.check_identifier(identifier) is None


@pytest.mark.parametrize("identifier", ["", "Oosto", "oosto.careers.hibob.com", "a/b", "-a", "a\n"])
def test_what_is_no_name_is_refused_with_an_example(identifier: str) -> None:
    problem = hibob.check_identifier(identifier)
    assert problem is not None
    assert '"oosto"' in problem


@pytest.mark.parametrize(
    ("url", "identifier", "name"),
    [
        ("https://oosto.careers.hibob.com/", "oosto", "Oosto"),
        ("https://newcore-identity.careers.hibob.com/jobs/05ee8195", "newcore-identity", "Newcore Identity"),
        ("https://SWISSTO12-b67d359b42.careers.hibob.com", "swissto12-b67d359b42", "Swissto12"),
    ],
)
def test_a_board_is_recognised_by_its_host(url: str, identifier: str, name: str) -> None:
    found = hibob.detect(url)
    assert found is not None
    assert (found.identifier, found.name) == (identifier, name)


@pytest.mark.parametrize(
    "url", ["https://careers.hibob.com", "https://app.hibob.com/login", "https://a.b.careers.hibob.com"]
)
def test_other_hosts_of_the_vendor_are_no_boards(url: str) -> None:
    assert hibob.detect(url) is None


def test_among_all_known_careers_addresses_only_hibobs_are_recognised(corpus: Corpus) -> None:
    urls = [row["board_url"] for row in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    ours = {url for url in urls if ".careers.hibob.com" in url}
    assert len(ours) == 6
    assert {url for url in urls if hibob.detect(url)} == ours


def test_a_board_that_a_page_links_to_is_found() -> None:
    (found,) = hibob.detect_in(EmployerPage('<a href="https://oosto.careers.hibob.com/">Jobs</a>'))
    assert found.source.identifier == "oosto"
