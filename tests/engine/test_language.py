"""Boards that answer only when they are told a language: found out once, remembered, and nobody else is told one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from jobscan.decide.scan.language import ACCEPT_LANGUAGE
from jobscan.domain.scan import ScanOutcome
from jobscan.engine.scan.preview import preview
from tests.engine.board_server import BoardServer, Handler, Reply, WorkdayBoard, greenhouse_board
from tests.engine.harness import Harness, open_fetcher
from tests.fixtures.evil import Asked

REFUSED = Reply(status=500)


def languages(boards: BoardServer) -> list[str | None]:
    """Return the language of each request since the last call."""
    found = [asked.headers.get("accept-language") for asked in boards.log]
    boards.log.clear()
    return found


def demanding(handler: Reply | Handler) -> Handler:
    """Return a route that refuses requests without a language."""

    def answer(asked: Asked) -> Reply:
        if "accept-language" not in asked.headers:
            return REFUSED
        return handler if isinstance(handler, Reply) else handler(asked)

    return answer


def demand(boards: BoardServer, *paths: str) -> None:
    """Let these routes refuse requests without a language."""
    for path in paths:
        boards.routes[path] = demanding(boards.routes[path])


LIST, DETAIL = f"{WorkdayBoard.ROOT}/jobs", f"{WorkdayBoard.ROOT}/job/"


async def test_a_board_that_needs_a_language_is_read_and_asked_so_from_then_on(
    harness: Harness, boards: BoardServer
) -> None:
    board = WorkdayBoard(boards, 3)
    demand(boards, LIST, DETAIL)
    record = await harness.scan(board.source)
    assert (record.outcome, record.counts.new, record.requests) == (ScanOutcome.OK, 3, 3 + 3)
    # The list without, with, and without once more; then everything with it.
    assert languages(boards) == [None, ACCEPT_LANGUAGE, None, *[ACCEPT_LANGUAGE] * 3]
    assert (await harness.status(board.source)).accept_language == ACCEPT_LANGUAGE

    board.rows |= {"JR2000": WorkdayBoard._row(1000)}
    record = await harness.scan(board.source)
    assert (record.outcome, record.counts.new) == (ScanOutcome.OK, 1)
    assert languages(boards) == [ACCEPT_LANGUAGE] * 2


async def test_details_alone_may_need_it(harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 20)
    demand(boards, DETAIL)
    record = await harness.scan(board.source)
    assert (record.outcome, record.counts.new, record.problems) == (ScanOutcome.OK, 20, ())
    # Eight were on their way together; one of them found it out for all.
    told = languages(boards)
    assert told.count(None) == 1 + 8 + 1
    assert told.count(ACCEPT_LANGUAGE) == 20


@pytest.mark.parametrize("retries", [0, 2])
async def test_a_board_that_refuses_everything_costs_one_more_request(
    sqlite_harness: Harness, boards: BoardServer, retries: int
) -> None:
    async with open_fetcher(retries=retries, retry_wait_s=0.001) as fetcher:
        harness = replace(sqlite_harness, fetcher=fetcher)
        source = boards.greenhouse("acme", REFUSED)
        for _ in range(2):
            record = await harness.scan(source)
            assert record.outcome is ScanOutcome.FAILED
            assert languages(boards) == [None] * (retries + 1) + [ACCEPT_LANGUAGE]
        assert (await harness.status(source)).accept_language is None


async def test_details_that_refuse_everything_are_asked_again_once(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    board = WorkdayBoard(boards, 20)
    boards.routes[DETAIL] = REFUSED
    await sqlite_harness.scan(board.source)
    assert languages(boards).count(ACCEPT_LANGUAGE) == 1
    assert (await sqlite_harness.status(board.source)).accept_language is None


async def test_trouble_that_passes_meanwhile_teaches_nothing(sqlite_harness: Harness, boards: BoardServer) -> None:
    replies = iter([REFUSED, greenhouse_board([1, 2, 3]), greenhouse_board([1, 2])])
    source = boards.greenhouse("acme", lambda asked: next(replies))
    record = await sqlite_harness.scan(source)
    # What counts is the last answer, to the request as it always is.
    assert (record.outcome, record.counts.postings) == (ScanOutcome.OK, 2)
    assert languages(boards) == [None, ACCEPT_LANGUAGE, None]
    assert (await sqlite_harness.status(source)).accept_language is None


@pytest.mark.parametrize("last", [Reply(status=503), Reply(body=b"{}", cut=1)], ids=["busy", "broken"])
async def test_an_end_that_proves_nothing_teaches_nothing(
    sqlite_harness: Harness, boards: BoardServer, last: Reply
) -> None:
    replies = iter([REFUSED, greenhouse_board([1]), last])
    source = boards.greenhouse("acme", lambda asked: next(replies))
    record = await sqlite_harness.scan(source)
    assert (record.outcome, "HTTP 500" in (record.error or "")) == (ScanOutcome.FAILED, True)
    assert (await sqlite_harness.status(source)).accept_language is None


async def test_a_page_that_fails_among_others_is_not_asked_again(sqlite_harness: Harness, boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 60)
    board.pages_instead[20] = REFUSED
    record = await sqlite_harness.scan(board.source)
    assert record.outcome is ScanOutcome.INCOMPLETE
    assert set(languages(boards)) == {None}


@pytest.mark.parametrize("route", [lambda: greenhouse_board([1]), lambda: Reply(status=404), lambda: Reply(status=503)])
async def test_a_board_that_answers_otherwise_is_never_told_a_language(
    sqlite_harness: Harness, boards: BoardServer, route: Callable[[], Reply]
) -> None:
    await sqlite_harness.scan(boards.greenhouse("acme", route()))
    assert languages(boards) == [None]


async def test_what_an_unchanged_board_answers_is_known_in_its_language_too(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    source = boards.greenhouse("acme", demanding(greenhouse_board([1, 2], etag=True)))
    assert (await sqlite_harness.scan(source)).outcome is ScanOutcome.OK
    languages(boards)
    assert (await sqlite_harness.scan(source)).outcome is ScanOutcome.UNCHANGED
    assert [asked.headers.get("if-none-match") is not None for asked in boards.log] == [True]
    assert languages(boards) == [ACCEPT_LANGUAGE]


async def test_a_look_at_a_board_finds_it_out_too(boards: BoardServer) -> None:
    board = WorkdayBoard(boards, 3)
    demand(boards, LIST, DETAIL)
    async with open_fetcher() as fetcher:
        found = await preview(board.source, fetcher, limit=2)
    assert (found.postings, len(found.jobs), found.problems) == (3, 2, ())
