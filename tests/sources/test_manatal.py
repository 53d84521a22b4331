"""Manatal's quirks, each by name; the facts are from recordings and from public reports."""

from __future__ import annotations

import pytest

from jobscan.domain.job import RawJob
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import manatal
from tests.fixtures.corpus import ORIGINALS, Corpus
from tests.sources.boards.manatal import row
from tests.sources.pages import answer, as_json, jobs, read, source


def job_with(**changes: object) -> RawJob:
    return jobs(read("manatal", as_json({"count": 1, "results": [row(1, **changes)]})))[0]


def test_a_career_page_is_read_in_pages_of_twenty() -> None:
    request = manatal.first_request(source("manatal", "acme"))
    assert request.url == "https://www.careers-page.com/api/v1.0/c/acme/jobs/?page=1&page_size=20"


def test_the_recorded_list_is_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("manatal/list-calqulate.json")
    parsed = read("manatal", corpus.read("manatal/list-calqulate.json"), identifier="calqulate")
    assert (parsed.total, parsed.next, raw["count"]) == (10, (), 10)
    assert [(job.external_id, job.title, job.locations, job.description) for job in jobs(parsed)] == [
        (
            str(item["id"]),
            item["position_name"],
            (item["location_display"],) if item["location_display"] else (),
            item["description"].strip(),
        )
        for item in raw["results"]
    ]
    assert jobs(parsed)[0].url == "https://www.careers-page.com/calqulate/job/7X4W43WX"


def test_a_recorded_first_page_asks_for_all_others() -> None:
    if ORIGINALS is not None:
        parsed = read("manatal", ORIGINALS.read("manatal/list-castelion-p1.json"), identifier="castelion-corporation")
        assert (parsed.total, len(parsed.postings), len(parsed.next)) == (137, 10, 13)
        page = ORIGINALS.read("manatal/list-castelion-p2.json")
        second = manatal.parse(source("manatal", "castelion-corporation"), parsed.next[0], answer(page))
        assert (second.next, second.total, len(second.postings)) == ((), None, 10)


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id="1",
        title="Engineer 1",
        locations=("Torrance, California, United States",),
        url="https://www.careers-page.com/acme/job/RY1WX",
        description="<p>Build things.</p>",
    )


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"location_display": ""}, ("Torrance, California, United States",)),
        ({"location_display": None, "city": "", "state": None}, ("United States",)),
        ({"location_display": None, "city": "", "state": None, "country": ""}, ()),
    ],
)
def test_the_parts_of_the_place_stand_in_for_the_whole(changes: dict[str, object], kept: tuple[str, ...]) -> None:
    assert job_with(**changes).locations == kept


@pytest.mark.parametrize("sent", [None, "", 7])
def test_a_posting_without_the_name_in_its_address_is_seen_only(sent: object) -> None:
    parsed = read("manatal", as_json({"count": 1, "results": [row(1, hash=sent)]}))
    assert (parsed.postings[0].job, parsed.lost, len(parsed.problems)) == (None, 0, 1)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b'{"detail":"Not found."}', BoardFailure.NOT_FOUND),
        (200, b'{"detail":"Not found."}', BoardFailure.UNREADABLE),
        (200, b'{"count": 0}', BoardFailure.UNREADABLE),
        (200, b'{"count": -1, "results": []}', BoardFailure.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_list_says_why(status: int, body: bytes, kind: BoardFailure) -> None:
    with pytest.raises(BoardError, match="Manatal career page acme: ") as caught:
        read("manatal", body, status=status)
    assert caught.value.kind is kind


@pytest.mark.parametrize("identifier", ["castelion-corporation", "ahdus-technology-2", "a_b", "3m"])
def test_a_name_is_accepted(identifier: str) -> None:
    assert manatal.check_identifier(identifier) is None


@pytest.mark.parametrize("identifier", ["", "api", "jobs", "Acme", "a/b", "https://www.careers-page.com/a", "a\n"])
def test_what_is_no_name_is_refused_with_an_example(identifier: str) -> None:
    problem = manatal.check_identifier(identifier)
    assert problem is not None
    assert '"castelion-corporation"' in problem


@pytest.mark.parametrize(
    "url",
    [
        "https://www.careers-page.com/Acme",
        "https://careers-page.com/acme/job/7X4W43WX?x=1",
        "https://www.careers-page.com/api/v1.0/c/acme/jobs/?page=2",
        "https://api.careers-page.com/open/v1/career-pages/acme/job-posts?page=1",
        "https://acme.careers-page.com/",
    ],
)
def test_a_board_is_recognised_by_each_of_its_addresses(url: str) -> None:
    found = manatal.detect(url)
    assert found is not None
    assert found.identifier == "acme"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.careers-page.com",
        "https://www.careers-page.com/api/v1.0",
        "https://www.careers-page.com/login",
        "https://api.careers-page.com/open/v1/job-posts/1",
        "https://careers-page.com.example.com/acme",
    ],
)
def test_what_names_no_board_is_not_recognised(url: str) -> None:
    assert manatal.detect(url) is None


def test_a_board_that_a_page_asks_for_is_found() -> None:
    (found,) = manatal.detect_in(EmployerPage('<script>u = "https://www.careers-page.com/api/v1.0/c/acme/"</script>'))
    assert found.source.identifier == "acme"
