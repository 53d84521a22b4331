"""Neither the order of postings nor that of pages matters, and an id counts once."""

from __future__ import annotations

import asyncio
import random
import tempfile
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.persistence import DatabaseSettings
from tests.engine.board_server import (
    BoardServer,
    WorkdayBoard,
    greenhouse_board,
    greenhouse_job,
    greenhouse_reply,
    serve_boards,
)
from tests.engine.harness import Harness, Rows, open_fetcher
from tests.fixtures.databases import opened

#: Two states of one board: 1 leaves, 2 and 3 change, 30 comes.
BEFORE = [greenhouse_job(number) for number in range(12)]
AFTER = [
    *(greenhouse_job(number) for number in range(4, 12)),
    greenhouse_job(0),
    greenhouse_job(2, title="Other"),
    greenhouse_job(3, location={"name": "Paris"}),
    greenhouse_job(30),
]
DUPLICATES = [greenhouse_job(1), greenhouse_job(1, title="B"), greenhouse_job(1, title="C")]


def stored(rows: dict[str, Rows]) -> dict[str, Rows]:
    """Return the dump without what depends on the bytes of the answer, or on the port of the server."""
    [source] = rows["sources"]
    kept = {name: value for name, value in source.items() if name not in ("body_hash", "base_url")}
    bare = [{name: value for name, value in scan.items() if name != "wire_bytes"} for scan in rows["scans"]]
    return {**rows, "sources": [kept], "scans": bare}


def end_state(*boards_in_turn: list[dict[str, Any]]) -> dict[str, Rows]:
    """Return what a new SQLite file holds after scans of a board that gives these answers, one after the other."""

    async def run(folder: str) -> dict[str, Rows]:
        settings = DatabaseSettings(url=f"sqlite:///{folder}/jobs.db")
        async with opened(settings) as database, serve_boards() as boards, open_fetcher() as fetcher:
            harness = Harness(database, fetcher)
            for jobs in boards_in_turn:
                await harness.scan(boards.greenhouse("acme", greenhouse_reply(jobs)))
            return stored(await harness.dump())

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(folder))


@cache
def usual_end() -> dict[str, Rows]:
    return end_state(BEFORE, AFTER)


@cache
def end_of_duplicates() -> dict[str, Rows]:
    return end_state(DUPLICATES)


@settings(max_examples=6, deadline=None)
@given(before=st.permutations(BEFORE), after=st.permutations(AFTER))
def test_the_order_of_postings_does_not_matter(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    assert end_state(before, after) == usual_end()


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(DUPLICATES))
def test_of_duplicates_with_different_content_the_same_one_always_stands(order: list[dict[str, Any]]) -> None:
    assert end_state(order) == end_of_duplicates()


async def test_duplicate_ids_in_a_board_are_one_posting(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board([1, 2, 2, 3, 1]))
    record = await harness.scan(acme)
    assert (record.outcome, record.counts.postings, record.counts.new) == ("ok", 3, 3)
    assert await harness.active(acme) == {"1", "2", "3"}


async def test_an_id_is_the_same_as_number_and_as_text(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_board([12]))
    await harness.scan(acme)
    for spelt in ("12", 12.0):
        boards.greenhouse("acme", greenhouse_reply([greenhouse_job(12, id=spelt)]))
        assert (await harness.scan(acme)).counts.unchanged == 1
    assert list(await harness.jobs(acme)) == ["12"]


async def test_the_order_of_rows_over_pages_does_not_matter(harness: Harness, boards: BoardServer) -> None:
    workday = WorkdayBoard(boards, 45)
    await harness.scan(workday.source)
    first = (await harness.dump())["jobs"]
    workday.details_asked()
    shuffled = list(workday.rows.items())
    random.Random(7).shuffle(shuffled)
    workday.rows = dict(shuffled)
    record = await harness.scan(workday.source)
    assert (record.outcome, record.counts.unchanged) == ("unchanged", 45)
    assert workday.details_asked() == []
    assert (await harness.dump())["jobs"] == first
