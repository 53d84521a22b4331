"""What could not be read is seen wherever people look: scan, sources, report, doctor, logs and exit codes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, seen
from tests.cli.loopback import Answer, Site, serve_site
from tests.cli.setups import board, write_config

NONE = "none of 4 postings could be read: Greenhouse board refusing: posting 0 cannot be read: "
SOME = "1 of 4 postings could not be read: Greenhouse board spoilt: posting 3 cannot be read: "


def listing(*, readable: int, spoilt: int) -> Answer:
    jobs: list[dict[str, Any]] = [
        {"id": number, "title": f"Engineer {number}", "absolute_url": f"https://x.example/{number}"}
        for number in range(readable + spoilt)
    ]
    for job in jobs[readable:]:
        job["title"] = ["no", "text"]
    return Answer(body=json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode())


@pytest.fixture
def site() -> Iterator[Site]:
    """Three boards: one of which nothing can be read, one of which a posting cannot, and one that is well."""
    with serve_site() as site:
        for name, answer in (
            ("refusing", listing(readable=0, spoilt=4)),
            ("spoilt", listing(readable=3, spoilt=1)),
            ("well", listing(readable=4, spoilt=0)),
        ):
            site.pages[f"/v1/boards/{name}/jobs"] = answer
        yield site


@pytest.fixture
def scanned(run: Run, site: Site, tmp_path: Path) -> Run:
    """Run commands where these boards have been scanned once."""
    write_config(tmp_path, *(board(site, name) for name in ("refusing", "spoilt", "well")))
    assert run("scan").code == 3
    return run


def test_a_scan_counts_what_is_unread_and_its_exit_code_says_so(scanned: Run) -> None:
    ran = scanned("--color", "always", "scan")
    lines = seen(ran.out)
    assert ran.code == 3
    assert [line.split() for line in lines[:4]] == [
        ["SOURCE", "SYSTEM", "OUTCOME", "POSTINGS", "NEW", "UPDATED", "EXPIRED", "UNREAD"],
        ["Refusing", "greenhouse", "failed", "4", "0", "0", "0", "4"],
        ["Spoilt", "greenhouse", "incomplete", "4", "0", "0", "0", "1"],
        ["Well", "greenhouse", "unchanged", "4", "0", "0", "0", "0"],
    ]
    assert lines[-1].endswith(": 12 postings, no change; 1 incomplete, 1 failed, 5 unread.")
    refusing, spoilt = ran.err.splitlines()
    assert refusing.startswith(f"jobscan: Refusing: {NONE}")
    assert spoilt.startswith(f"jobscan: Spoilt: {SOME}")


@pytest.mark.parametrize(("name", "code"), [("refusing", 3), ("spoilt", 3), ("well", 0)])
def test_boards_that_are_not_read_whole_never_exit_as_those_that_are(scanned: Run, name: str, code: int) -> None:
    assert scanned("scan", name).code == code


def test_programs_get_the_numbers(scanned: Run) -> None:
    *sources, summary = [json.loads(line) for line in scanned("scan", "--json").out.splitlines()]
    assert {source["name"]: (source["outcome"], source["unread"]) for source in sources} == {
        "Refusing": ("failed", 4),
        "Spoilt": ("incomplete", 1),
        "Well": ("unchanged", 0),
    }
    assert [summary[name] for name in ("failed", "incomplete", "unread", "collisions")] == [1, 1, 5, 0]


def test_sources_calls_a_board_by_what_is_wrong_with_it(scanned: Run) -> None:
    assert {row[2]: (row[3], row[9]) for row in scanned("sources").rows} == {
        "Refusing": ("failing", "4"),
        "Spoilt": ("incomplete", "1"),
        "Well": ("ok", "0"),
    }
    shown = " ".join(seen(scanned("--color", "always", "sources").out))
    assert f"Refusing: {NONE.strip()}" in shown
    assert f"Spoilt: {SOME.strip()}" in shown
    records = {record["name"]: record for record in json.loads(scanned("sources", "--json").out)}
    assert [records[name]["unread"] for name in ("Refusing", "Spoilt", "Well")] == [4, 1, 0]
    assert [records[name]["first_read_at"] is None for name in records] == [True, True, False]


def test_the_report_names_failing_boards_first_then_incomplete_ones(scanned: Run) -> None:
    lines = seen(scanned("--color", "always", "report").out)
    assert [line.split() for line in lines[2:5]] == [
        ["BOARD", "SCANS", "FAILED", "INCOMPLETE", "UNREAD", "NEW", "UPDATED", "EXPIRED", "OPEN"],
        ["Refusing", "1", "1", "0", "4", "0", "0", "0", "0"],
        ["Spoilt", "1", "0", "1", "1", "3", "0", "0", "3"],
    ]
    text = scanned("report").out
    assert text.startswith("jobscan report: 7 new jobs, 1 board failing, 1 board incomplete\n")
    assert text.index(f"    {NONE}") < text.index(f"    {SOME}")
    assert "! Spoilt (greenhouse/spoilt): 1 scan, 1 incomplete · 3 new · 3 open" in text


def test_doctor_warns_of_boards_that_are_not_well(scanned: Run) -> None:
    checks = {name: (status, detail) for status, name, detail in scanned("doctor").rows}
    status, detail = checks["boards"]
    assert status == "warning"
    assert detail.startswith(f"1 ok, 1 failing, 1 incomplete. Refusing: {NONE}")


def test_what_is_odd_with_a_board_that_is_well_is_told_all_the_same(scanned: Run, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data/jobs.db")) as connection:
        connection.execute(
            "UPDATE sources SET collisions = 2, total_gap = 1, total_gap_scans = 4,"
            " total_gap_since = '2026-01-01T00:00:00.000000Z' WHERE source_identifier = 'well'"
        )
        connection.commit()
    collide = "2 rows of the list have the ids of other postings; all are kept"
    gap = "the board says it has 1 posting more than it lists, in 4 scans in a row since 2026-01-01: accepted,"
    for command in (["--color", "always", "sources"], ["report"], ["doctor"]):
        shown = " ".join(" ".join(seen(scanned(*command).out)).split())
        assert collide in shown, command
        assert (gap in shown) is (command != ["doctor"]), command
    [well] = [row for row in scanned("sources").rows if row[2] == "Well"]
    assert (well[3], well[-1]) == ("ok", "2")
    ran = scanned("scan", "well")
    assert (ran.code, ran.rows[0][-2:]) == (0, ["0", "2"])
    assert ran.err.endswith(": 4 postings, no change; 2 collisions.\n")
