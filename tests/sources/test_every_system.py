"""What holds for every system: what is read, what an empty and an unknown board are, what a fault costs."""

from __future__ import annotations

from importlib import import_module

import pytest

from jobscan.domain.page import Page, Purpose, Request
from jobscan.exceptions import BoardError
from jobscan.sources import ADAPTERS, SYSTEMS
from tests.sources.pages import answer
from tests.sources.sample_board import Answers, SampleBoard, walk

HTML = answer(b"<!doctype html><html><body><h1>Welcome</h1></body></html>", content_type="text/html")
LOGIN = answer(
    b'<!doctype html><html><body><form action="/login" method="post"><input name="password"></form></body></html>',
    content_type="text/html",
)
#: Vendors that are known to take more requests at once than four.
MORE_AT_ONCE = {"greenhouse": 8, "ashby": 8, "workday": 8}
#: Answers to a list that say nothing of a board; as many of them as it has pages.
NONSENSE = {
    "a web page": HTML,
    "a login page": LOGIN,
    "nothing": answer(b""),
    "half of a list": answer(b'{"jobs": [{"id": 1, "ti'),
    "an error in JSON": answer(b'{"error": "internal", "message": "something went wrong"}'),
    "null": answer(b"null"),
}


def board_of(type_: str) -> SampleBoard:
    """Return the sample of a system."""
    board = import_module(f"tests.sources.boards.{type_.replace('-', '_')}").BOARD
    assert isinstance(board, SampleBoard)
    return board


def instead(answers: Answers, page: Page) -> Answers:
    """Answer the first request as ever, and all others with this page."""
    first: list[Request] = []

    def changed(request: Request) -> bytes | Page:
        first.append(request)
        return answers(request) if request == first[0] else page

    return changed


@pytest.fixture(params=SYSTEMS)
def board(request: pytest.FixtureRequest) -> SampleBoard:
    return board_of(request.param)


def test_a_board_is_read_whole(board: SampleBoard) -> None:
    walked = walk(board.source, board.answers)
    assert walked.problems == []
    assert tuple(posting.external_id for posting in walked.postings) == board.ids
    jobs = [posting.job for posting in walked.postings if posting.job is not None]
    assert len(jobs) == len(board.ids)
    assert all(job.title.strip() and job.url.startswith("https://") for job in jobs)
    assert walked.total in (None, len(board.ids))
    assert len({posting.fingerprint for posting in walked.postings}) == len(board.ids)


def test_it_is_read_the_same_again(board: SampleBoard) -> None:
    assert walk(board.source, board.answers).postings == walk(board.source, board.answers).postings


def test_no_vendor_gets_more_than_four_requests_at_once(board: SampleBoard) -> None:
    most = MORE_AT_ONCE.get(board.source.type, 4)
    assert max(request.limit.concurrency for request in walk(board.source, board.answers).requests) <= most


def test_the_registry_says_whether_details_are_asked_for(board: SampleBoard) -> None:
    asked = {request.purpose for request in walk(board.source, board.answers).requests}
    assert (Purpose.DETAIL in asked) is SYSTEMS[board.source.type].has_details


def test_an_empty_board_is_healthy(board: SampleBoard) -> None:
    if board.empty is not None:
        walked = walk(board.source, board.empty)
        assert (walked.postings, walked.problems, walked.lost, walked.total or 0) == ([], [], 0, 0)


def test_an_unknown_board_fails_and_says_what_to_do(board: SampleBoard) -> None:
    with pytest.raises(BoardError) as caught:
        walk(board.source, board.unknown)
    assert board.source.identifier in str(caught.value) or board.source.identifier.split("/")[0] in str(caught.value)
    assert len(str(caught.value)) > 40


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_what_is_no_list_is_never_an_empty_board(board: SampleBoard, nonsense: str) -> None:
    with pytest.raises(BoardError):
        walk(board.source, lambda _request: NONSENSE[nonsense])


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_what_comes_instead_of_a_later_page_is_an_error(board: SampleBoard, nonsense: str) -> None:
    if len(walk(board.source, board.answers).requests) > 1:
        with pytest.raises(BoardError):
            walk(board.source, instead(board.answers, NONSENSE[nonsense]))


def test_a_broken_item_costs_no_other(board: SampleBoard) -> None:
    if board.broken is not None:
        walked = walk(board.source, board.broken)
        assert len(walked.problems) == 1
        assert [posting.external_id for posting in walked.postings if posting.job is not None] == list(board.ids[1:])
        assert [posting.external_id for posting in walked.postings] == list(board.ids)


def test_there_is_a_sample_of_every_system() -> None:
    assert [board_of(type_).source.type for type_ in ADAPTERS] == list(SYSTEMS)
