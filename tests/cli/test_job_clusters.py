"""``jobs show`` says which postings are for the same job, ``jobs split`` undoes it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from jobscan.decide.posting.same_job import cluster_keys
from jobscan.domain.job import JobStatus, StoredJob
from jobscan.persistence import ClusterRepository, Database, DatabaseSettings, JobRepository
from tests.cli.conftest import Run, seen
from tests.cli.history import ENGINEER, NOW, job

pytestmark = pytest.mark.usefixtures("history")


async def _add_places() -> list[str]:
    """Store a job that is listed for two places and once more after it expired; return the keys, the oldest first."""
    text = " ".join(f"On day {number} you repair the pumps of the town." for number in range(8))
    parts = [
        ("greenhouse/canonical", "11", "Berlin"),
        ("greenhouse/canonical", "12", "Paris"),
        ("lever/spotify", "13", "Rome"),
    ]
    postings = [
        job(board, id_, "Plumber", company="Acme", description=text, location=place) for board, id_, place in parts
    ]
    days = (30, 2, 1)
    stored = [
        StoredJob(job=each, first_seen_at=NOW - timedelta(days=day), last_seen_at=NOW - timedelta(days=day))
        for each, day in zip(postings, days, strict=True)
    ]
    stored[0] = replace(
        stored[0], status=JobStatus.EXPIRED, expired_at=NOW - timedelta(days=7), expiry_reason="missing"
    )
    database = await Database.open(DatabaseSettings(url="sqlite:///history.db"))
    try:
        async with database.write() as session:
            await JobRepository(session).bulk_upsert(stored)
            await ClusterRepository(session).store(list(map(cluster_keys, postings)))
    finally:
        await database.close()
    return [each.job_key for each in postings]


def test_postings_for_the_same_job_are_shown_with_the_reason_and_can_be_split(run: Run) -> None:
    first, second, third = asyncio.run(_add_places())
    lines = seen(run("jobs", "show", second).out)
    at = lines.index("The same job as")
    assert lines[at + 1 : at + 7] == [
        f"  {first[:8]}  Plumber · Berlin · expired",
        f"    same title and text; places differ; posted again 5 days after {first[:8]} expired",
        "    https://example.com/11",
        f"  {third[:8]}  Plumber · Rome · active",
        "    same title and text; places differ",
        "    https://example.com/13",
    ]
    assert "The same job as" not in run("jobs", "show", ENGINEER.job_key).out

    said = f"{second[:8]} Plumber (Acme)"
    split = run("jobs", "split", second[:8])
    assert split.out == (
        f"{said} is no longer the same job as 2 others; "
        "what happens to it is sent on its own. --undo takes this back.\n"
    )
    assert run("jobs", "split", second).out == f"{said} is split already.\n"
    assert "Split from the postings for the same job" in run("jobs", "show", second).out
    cluster = json.loads(run("jobs", "show", third, "--json").out)["cluster"]
    assert [member["job_key"] for member in cluster["members"]] == [first]
    assert json.loads(run("jobs", "show", second, "--json").out)["cluster"]["split_at"] is not None

    assert run("jobs", "split", second, "--undo").out == f"{said} can be joined with other postings again.\n"
    assert run("jobs", "split", second, "--undo").out == f"{said} was not split.\n"
    assert [
        member["job_key"] for member in json.loads(run("jobs", "show", second, "--json").out)["cluster"]["members"]
    ] == [first, third]
    alone = run("jobs", "split", ENGINEER.job_key)
    assert "is never joined; what happens to it is sent on its own" in alone.out
    assert run("jobs", "split", "0123").code != 0
