"""Dover's quirks, each by name; the facts are from a recorded list and from public reports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from jobscan.domain.job import RawJob, Salary
from jobscan.domain.page import Page, Purpose
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.systems import dover
from tests.fixtures.corpus import Corpus
from tests.sources.boards.dover import IDS, PAGE_ID, board, details, row
from tests.sources.pages import answer, as_json, read, source
from tests.sources.sample_board import walk

ACME = source("dover", "acme")
ID = IDS[0]


def job_with(*, listed: dict[str, Any] | None = None, **changes: Any) -> RawJob:
    found = walk(ACME, board([row(ID, **(listed or {}))], **changes))
    assert found.problems == []
    (posting,) = found.postings
    assert posting.job is not None
    return posting.job


# The requests.


def test_a_page_is_asked_for_its_id_then_for_its_list_then_for_details() -> None:
    found = walk(ACME, board([row(ID)]))
    assert [request.url.removeprefix("https://app.dover.com/api/v1/") for request in found.requests] == [
        "careers-page-slug/acme",
        f"careers-page/{PAGE_ID}/jobs?limit=300&offset=0",
        f"inbound/application-portal-job/{ID}",
    ]
    assert [request.purpose for request in found.requests] == [Purpose.TOKEN, Purpose.LIST, Purpose.DETAIL]


def test_an_identifier_that_is_an_id_needs_no_look_up() -> None:
    request = dover.first_request(source("dover", PAGE_ID))
    assert request.url == f"https://app.dover.com/api/v1/careers-page/{PAGE_ID}/jobs?limit=300&offset=0"


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": "../x"}, {"id": 7}])
def test_what_is_no_id_of_a_page_is_an_error(body: object) -> None:
    with pytest.raises(BoardError, match="Dover career page acme: "):
        read("dover", as_json(body))


# The recorded list.


def test_the_recorded_rows_are_read_field_by_field(corpus: Corpus) -> None:
    raw = corpus.json("dover/results_rows_2.json")
    parsed = read("dover", as_json({"count": 2, "next": None, "results": raw}), identifier=PAGE_ID)
    assert (parsed.total, parsed.problems, parsed.next) == (2, (), ())
    listed = [posting.detail.context.job for posting in parsed.postings if posting.detail]
    assert [(job.external_id, job.title, job.locations, job.workplace) for job in listed] == [
        (item["id"], item["title"], (item["locations"][0]["name"],), item["workplace_type"]) for item in raw
    ]


@pytest.mark.parametrize("change", [{"is_sample": True}, {"is_published": False}])
def test_samples_and_what_is_not_published_are_not_listed(change: dict[str, object]) -> None:
    parsed = read("dover", as_json({"count": 2, "results": [row(IDS[0], **change), row(IDS[1])]}), identifier=PAGE_ID)
    assert ([posting.external_id for posting in parsed.postings], parsed.total) == ([IDS[1]], 1)


def test_of_several_pages_no_total_is_taken() -> None:
    found = walk(ACME, board([row(id_) for id_ in IDS]))
    assert (found.total, len(found.postings)) == (None, len(IDS))


# Fields.


def test_a_list_that_ends_before_its_count_is_not_whole() -> None:
    first = read("dover", as_json({"count": 3, "next": "x", "results": [row(IDS[0]), row(IDS[1])]}), identifier=PAGE_ID)
    board_ = source("dover", PAGE_ID)
    last = dover.parse(board_, first.next[0], answer(as_json({"count": 3, "next": None, "results": [row(IDS[2])]})))
    assert [posting.external_id for posting in last.postings] == [IDS[2]]
    for more in (None, "x"):
        end = {"count": 3, "next": more, "results": list[object]()}
        with pytest.raises(BoardError, match="ends with row 2 of 3"):
            dover.parse(board_, first.next[0], answer(as_json(end)))


def test_all_fields_of_a_posting() -> None:
    assert job_with() == RawJob(
        external_id=ID,
        title=f"Engineer {ID}",
        company="Acme",
        locations=("United States",),
        url=f"https://app.dover.com/apply/acme/{ID}",
        employment_type="FULL_TIME",
        workplace="REMOTE",
        salary=Salary(120000, 150000, "USD", None),
        posted_at=datetime(2026, 6, 20, 12, 0, tzinfo=UTC),
        description="<p>Build robots.</p>",
    )


@pytest.mark.parametrize(
    ("places", "kept"),
    [
        ([{"name": "B"}, {"name": "A", "is_primary": True}, {"name": "C"}], ("A", "B", "C")),
        ([{"location_option": {"display_name": "Berlin"}}], ("Berlin",)),
        ([{"name": "", "location_option": None}, 7, None], ()),
        (None, ()),
    ],
)
def test_the_primary_place_is_first(places: object, kept: tuple[str, ...]) -> None:
    assert job_with(listed={"locations": places}).locations == kept


@pytest.mark.parametrize(
    "pay",
    [
        None,
        [],
        {"lower_bound": 1, "upper_bound": 2, "currency_code": "USD"},
        {"lower_bound": 1, "upper_bound": 2, "open_to_sharing_comp": False},
        {"lower_bound": None, "upper_bound": 0, "open_to_sharing_comp": True},
    ],
)
def test_pay_that_is_not_shown_is_none(pay: object) -> None:
    assert job_with(compensation=pay).salary is None


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (answer(b"", status=404), BoardFailure.NOT_FOUND),
        (answer(as_json(details(ID, active=False))), BoardFailure.NOT_FOUND),
        (answer(as_json(details(ID, is_private=True))), BoardFailure.NOT_FOUND),
        (answer(as_json(details(IDS[1]))), BoardFailure.UNREADABLE),
        (answer(b"{}"), BoardFailure.UNREADABLE),
    ],
)
def test_details_that_are_not_public_or_anothers_are_an_error(page: Page, kind: BoardFailure) -> None:
    parsed = read("dover", as_json({"count": 1, "results": [row(ID)]}), identifier=PAGE_ID)
    detail = parsed.postings[0].detail
    assert detail is not None
    with pytest.raises(BoardError, match=f"posting {ID} of Dover career page acme: ") as caught:
        dover.parse(ACME, detail, page)
    assert caught.value.kind is kind


# Identifiers and detection.


@pytest.mark.parametrize("identifier", ["work-at-cerrion", "acme-0ef01d90", PAGE_ID])
def test_a_name_or_an_id_is_accepted(identifier: str) -> None:
    assert dover.check_identifier(identifier) is None


@pytest.mark.parametrize("identifier", ["", "Acme", "a/b", "https://app.dover.com/jobs/a", "a b", "a\n", "..", "."])
def test_what_is_neither_is_refused_with_an_example(identifier: str) -> None:
    problem = dover.check_identifier(identifier)
    assert problem is not None
    assert '"work-at-cerrion"' in problem


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://app.dover.com/jobs/work-at-cerrion", "work-at-cerrion"),
        ("https://app.dover.com/jobs/Acme/", "acme"),
        (f"https://app.dover.com/apply/motorq/{ID}?rs=1", "motorq"),
        (f"https://app.dover.com/Acme%20Labs/careers/{PAGE_ID.upper()}", PAGE_ID),
        ("https://app.dover.com/api/v1/careers-page-slug/acme", "acme"),
        (f"https://app.dover.com/api/v1/careers-page/{PAGE_ID}/jobs", PAGE_ID),
    ],
)
def test_a_career_page_is_recognised_by_each_of_its_addresses(url: str, identifier: str) -> None:
    found = dover.detect(url)
    assert found is not None
    assert found.identifier == identifier


@pytest.mark.parametrize(
    "url",
    [
        "https://app.dover.com",
        "https://app.dover.com/jobs",
        f"https://app.dover.com/apply/Acme/{ID}",
        f"https://app.dover.com/api/v1/inbound/application-portal-job/{ID}",
        "https://www.dover.com/jobs/acme",
        "https://app.dover.com/Acme/careers/x",
    ],
)
def test_what_names_no_career_page_is_not_recognised(url: str) -> None:
    assert dover.detect(url) is None


def test_among_all_known_careers_addresses_only_dovers_are_recognised(corpus: Corpus) -> None:
    urls = [one["board_url"] for one in corpus.rows("boards/boards_colophon_url_to_type.csv")]
    assert [url for url in urls if dover.detect(url)] == ["https://app.dover.com/jobs/work-at-cerrion"]


def test_a_career_page_that_a_page_embeds_is_found() -> None:
    (found,) = dover.detect_in(EmployerPage('<iframe src="https://app.dover.com/jobs/acme"></iframe>'))
    assert found.source.identifier == "acme"
