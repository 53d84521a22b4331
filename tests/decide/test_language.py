"""When a board that refuses is asked again with a language."""

from __future__ import annotations

import pytest

from jobscan.decide.scan.language import may_want_language, names_language, refuses
from jobscan.domain.page import HostLimit, Purpose, Request
from jobscan.exceptions import FetchError, FetchFailure

LIMIT = HostLimit(name="x")


def request(purpose: Purpose = Purpose.LIST, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(url="https://example.com", limit=LIMIT, purpose=purpose, headers=named)


def error(status: int | None) -> FetchError:
    return FetchError(FetchFailure.SERVER, "no", url="https://example.com", status=status)


@pytest.mark.parametrize(
    ("status", "is_refusal"), [(500, True), (501, False), (502, False), (503, False), (None, False)]
)
def test_only_a_500_may_be_a_refusal_of_a_request_without_language(status: int | None, is_refusal: bool) -> None:
    assert refuses(error(status)) is is_refusal
    assert may_want_language(request(), error(status), ()) is is_refusal


def test_an_answer_refuses_nothing() -> None:
    assert not refuses(None)
    assert not may_want_language(request(), None, ())


@pytest.mark.parametrize(
    ("purpose", "answered", "may"),
    [
        (Purpose.LIST, (), True),
        (Purpose.LIST, (Purpose.LIST,), False),
        (Purpose.DETAIL, (Purpose.LIST,), True),
        (Purpose.DETAIL, (Purpose.LIST, Purpose.DETAIL), False),
    ],
)
def test_a_board_that_answers_some_of_a_kind_is_not_asked_again(
    purpose: Purpose, answered: tuple[Purpose, ...], may: bool
) -> None:
    assert may_want_language(request(purpose), error(500), answered) is may


def test_a_request_that_names_a_language_is_left_as_it_is() -> None:
    named = request(ACCEPT_language="de")
    assert names_language(named)
    assert not may_want_language(named, error(500), ())
    assert not names_language(request(Accept="text/html"))
