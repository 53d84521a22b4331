"""Hosts of boards, pages after the first, values of changing types."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detection import guess_company
from jobscan.sources.kit.hosts import check_board_host, guess_owner, is_host
from jobscan.sources.kit.paging import further_numbers, further_offsets
from jobscan.sources.kit.values import join_place, parse_epoch_s, text_of, texts_of


@pytest.mark.parametrize("host", ["jobs.jcp.com", "careers.abb", "a-b.c-d.io", "x.co.uk", "xn--a.com"])
def test_a_host_is_a_name_of_labels(host: str) -> None:
    assert is_host(host)
    assert check_board_host(host, '"jobs.acme.com"') is None


@pytest.mark.parametrize(
    "host", ["", "acme", "Acme.com", "10.0.0.1", "a..b", "-a.com", "a.com.", "a.com:80", "a.com/x", "a b.com", "ä.de"]
)
def test_what_is_no_host_is_refused_with_an_example(host: str) -> None:
    problem = check_board_host(host, '"jobs.acme.com"')
    assert problem is not None
    assert problem.endswith('such as "jobs.acme.com"')


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("careers.acme.com", "Acme"),
        ("www.att.jobs", "Att"),
        ("jobs.booking.com", "Booking"),
        ("careers.southglos.gov.uk", "Southglos"),
        ("explore.jobs.netflix.net", "Netflix"),
        ("careers.abb", "Careers"),
        ("us-jobs.big-corp.com", "Big Corp"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_company_is_the_part_of_a_host_that_is_registered(host: str, name: str) -> None:
    assert guess_owner(host) == name


def test_an_identifier_that_begins_with_a_host_has_its_company() -> None:
    assert guess_company("careers.acme.com/us/en") == "Acme"
    assert guess_company("thea.energy") == "Thea Energy"
    assert guess_company("192.0.2.7/jobs") == "192.0.2.7"


@pytest.mark.parametrize(
    ("total", "rows", "offsets", "numbers"),
    [
        (0, 0, [], []),
        (5, 0, [], []),
        (2, 2, [], []),
        (1, 2, [], []),
        (5, 2, [2, 4], [2, 3]),
        (4, 2, [2], [2]),
    ],
)
def test_further_pages_follow_from_the_first(total: int, rows: int, offsets: list[int], numbers: list[int]) -> None:
    assert list(further_offsets(total, rows, "board")) == offsets
    assert list(further_numbers(total, rows, "board")) == numbers


def test_a_total_that_no_board_has_is_refused() -> None:
    with pytest.raises(BoardError, match="board: 25001 postings") as caught:
        further_offsets(25_001, 10, "board")
    assert caught.value.kind is BoardFailure.TOO_MANY


@pytest.mark.parametrize(
    ("value", "text"), [(" a ", "a"), ("", None), (" ", None), (7, None), (None, None), ([], None)]
)
def test_only_a_text_is_a_text(value: object, text: str | None) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "texts"), [("a", ("a",)), (["a", None, " b ", 7, ""], ("a", "b")), (None, ()), ({"a": 1}, ())]
)
def test_one_text_stands_for_a_list_of_one(value: object, texts: tuple[str, ...]) -> None:
    assert texts_of(value) == texts


def test_the_parts_of_a_place_are_joined_once_each() -> None:
    assert join_place("Singapore", None, "", "Singapore ", "SG") == "Singapore, SG"
    assert join_place(None, 7) == ""


@pytest.mark.parametrize(
    ("value", "moment"),
    [(1787122800, datetime(2026, 8, 19, 7, 0, tzinfo=UTC)), (None, None), ("1", None), (True, None), (10**20, None)],
)
def test_seconds_since_1970_are_a_moment(value: object, moment: datetime | None) -> None:
    assert parse_epoch_s(value) == moment
