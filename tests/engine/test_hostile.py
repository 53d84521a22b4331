"""Hostile answers cost the one source that gives them: memory, the event loop and other sources stay as they were."""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from jobscan.domain.scan import ScanOutcome
from tests.engine.board_server import BoardServer, Reply, greenhouse_board, greenhouse_job, greenhouse_reply
from tests.engine.harness import Harness
from tests.fixtures.evil import Evil

pytestmark = pytest.mark.slow

MIB = 1024 * 1024
GZIPPED = ("Content-Type: application/json", "Content-Encoding: gzip")

#: Ways of the evil server → what the user is told.
EVIL = {
    "gzip-bomb": "more than 33,554,432 bytes after decoding",
    "gzip-gzip": "coding we did not ask for",
    "gzip-100k-members": "more than 8 members",
    "gzip-cut": "ended early",
    "br": "coding we did not ask for",
    "slow-headers": "within 2 s",
    "slow-body": "within 2 s",
    "silent": "silent",
    "endless": "more than 16,777,216 bytes",
    "one-gigabyte": "the server announces 1,000,000,000 bytes",
    "endless-100-continue": "within 2 s",
    "huge-headers": "100 KiB of headers",
    "garbage": "not HTTP",
    "reset": "reset the connection",
    "closed": "closed the connection",
    "cut-chunk": "cut the answer off",
    "loop": "more than 5 times",
    "redirect?to=http://169.254.169.254/latest": "redirected to another host",
    "redirect?to=http://10.0.0.1/": "redirected to another host",
    "redirect?to=file:///etc/passwd": "not an http(s) URL",
    "login": "HTML page, not JSON",
}


def zipped(body: bytes) -> Reply:
    return Reply(body=gzip.compress(body, 1), headers=GZIPPED)


def plain(body: bytes) -> Reply:
    return Reply(body=body)


def a_list_of(item: bytes, size: int = 30 * MIB) -> bytes:
    return b'{"jobs": [' + b",".join([item] * (size // (len(item) + 1))) + b"]}"


def many_postings(count: int, size: int) -> bytes:
    return greenhouse_reply(greenhouse_job(n, content=f"{n} " + "words " * (size // 6)) for n in range(count)).body


#: Bodies that are no board → what the user is told.
BODIES: dict[str, tuple[Callable[[], Reply], str]] = {
    "100k deep": (lambda: plain(b'{"jobs": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "nested too deeply"),
    "100k deep in a posting": (lambda: plain(b'{"jobs": [{"id": 1, "x": ' + b"[" * 100_000), "nested too deeply"),
    "30 MB of text": (lambda: zipped(b"x" * 30 * MIB), "not the JSON"),
    "30 MB of noise": (lambda: zipped(bytes(range(256)) * (30 * MIB // 256)), "not the JSON"),
    "30 MB of brackets": (lambda: zipped(b"[" * 30 * MIB), "not the JSON"),
    "30 MB of blanks": (lambda: zipped(b" " * 30 * MIB), "empty"),
    "30 MB of empty postings": (lambda: zipped(a_list_of(b"{}")), "not a plausible list of postings"),
    "30 MB of numbers": (lambda: zipped(a_list_of(b"1")), "not a plausible list of postings"),
    "30 MB of escapes": (lambda: zipped(b'{"jobs": ["' + b"\\ud800" * (5 * MIB) + b'"]}'), "not the JSON"),
    "900k lone surrogates": (
        lambda: zipped(b'{"jobs": [{"id": 1, "title": "' + b"\\ud800" * 900_000 + b"x" * 24 * MIB + b'"}], "a": \xff'),
        "not the JSON",
    ),
    "latin-1": (
        lambda: zipped(b'{"jobs": [{"id": 1, "title": "' + b"bonne ann\xe9e " * (2 * MIB) + b'"}], "a"'),
        "not the JSON",
    ),
    "5,000 digits": (lambda: plain(b'{"jobs": ' + b"9" * 5_000 + b"}"), "not the JSON"),
    "too many postings": (
        lambda: zipped(a_list_of(b'{"id": 1, "title": "x", "content": "' + b"x" * 200 + b'"}', 8 * MIB)),
        "25000 is the limit",
    ),
}


async def measure(
    folder: Path, cycles: list[list[tuple[str, str]]], limits: Mapping[int, Mapping[str, float]] | None = None
) -> list[dict[str, Any]]:
    """Scan in a process of its own; return what each cycle cost. ``limits`` are settings of the fetcher, by cycle."""
    found = limits or {}
    job = {
        "database": str(folder / "jobs.db"),
        "cycles": [{"boards": boards, "limits": found.get(number, {})} for number, boards in enumerate(cycles)],
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.engine.hostile_driver",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        output, _ = await process.communicate(json.dumps(job).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    return [json.loads(line) for line in output.splitlines() if line.startswith(b"{")]


def path_of(name: str) -> str:
    return name.replace(" ", "-").replace(",", "")


def check_failed(cycle: dict[str, Any], reasons: dict[str, str]) -> None:
    """Check that each source failed for its reason, that the honest one did not, and what the cycle cost."""
    records = dict(cycle["records"])
    assert records.pop("honest")[0] in (ScanOutcome.OK, ScanOutcome.UNCHANGED)
    assert records.keys() == reasons.keys()
    for name, (outcome, error) in records.items():
        assert (outcome, reasons[name] in error) == (ScanOutcome.FAILED, True), (name, error)
    assert cycle["mib"] <= 80, (round(cycle["mib"]), list(records))
    assert cycle["stall_s"] <= 0.25, (cycle["stall_s"], list(records))


async def test_a_hostile_server_costs_one_source_and_little_else(
    tmp_path: Path, evil: Evil, boards: BoardServer
) -> None:
    boards.routes["/honest"] = greenhouse_board(range(300))
    honest = ("honest", boards.url)
    # The floods by themselves, and what ends by time apart from the rest: only the limit that is meant is ever met,
    # however slow this machine is.
    floods, timed = ["endless", "endless-100-continue"], ["slow-headers", "slow-body", "silent"]
    parts = [*([name] for name in floods), timed, [name for name in EVIL if name not in (*floods, *timed)]]
    short = {"total_timeout_s": 2.0, "read_timeout_s": 1.0}
    _, *cycles = await measure(
        tmp_path,
        [[honest], *([*((name, evil.url) for name in names), honest] for names in parts)],
        {2: short, 3: short},
    )
    for cycle, names in zip(cycles, parts, strict=True):
        check_failed(cycle, {name: EVIL[name] for name in names})


async def test_a_hostile_body_costs_one_source_and_little_else(tmp_path: Path, boards: BoardServer) -> None:
    for name, (reply, _) in BODIES.items():
        boards.routes["/" + path_of(name)] = reply()
    boards.routes["/honest"] = greenhouse_board(range(300))
    honest = ("honest", boards.url)
    _, *cycles = await measure(tmp_path, [[honest], *([(path_of(name), boards.url), honest] for name in BODIES)])
    for cycle, (name, (_, reason)) in zip(cycles, BODIES.items(), strict=True):
        check_failed(cycle, {path_of(name): reason})


async def test_hostile_bodies_that_arrive_whole_in_the_same_second_cost_no_more_than_one(
    tmp_path: Path, boards: BoardServer
) -> None:
    for name, (reply, _) in BODIES.items():
        boards.routes["/" + path_of(name)] = reply()
    boards.routes["/honest"] = greenhouse_board(range(300))
    honest = ("honest", boards.url)
    together = [*((path_of(name), boards.url) for name in BODIES), honest]
    # Without the bound the first cycle takes 230 MiB, and each further one may take more.
    _, *cycles = await measure(tmp_path, [[honest], together, together])
    for cycle in cycles:
        check_failed(cycle, {path_of(name): reason for name, (_, reason) in BODIES.items()})


async def test_a_board_of_25_mb_is_read_within_the_same_bounds(tmp_path: Path, boards: BoardServer) -> None:
    boards.routes |= {"/honest": greenhouse_board(range(300)), "/large": zipped(many_postings(5_000, 5_000))}
    _, cycle = await measure(tmp_path, [[("honest", boards.url)], [("large", boards.url)]])
    assert cycle["records"] == {"large": [ScanOutcome.OK, None]}
    assert (cycle["mib"] <= 80, cycle["stall_s"] <= 0.25) == (True, True), cycle


def costly_postings(edition: str) -> Reply:
    """Return a board whose markup is slow to read, and its lines slow to compare with those of another edition."""
    slow_to_read = edition + " &lt;a " * (512 * 1024 // 7)
    slow_to_compare = "\n".join("line" if number % 2 else f"{edition} {number}" for number in range(140))
    contents = [slow_to_read] * 30 + [slow_to_compare] * 30
    return zipped(greenhouse_reply(greenhouse_job(n, content=content) for n, content in enumerate(contents)).body)


async def test_descriptions_that_are_slow_to_read_hold_the_loop_up_one_by_one(
    tmp_path: Path, boards: BoardServer
) -> None:
    editions = iter([costly_postings("first"), costly_postings("second")])
    boards.routes["/costly"] = lambda _asked: next(editions)
    for cycle in await measure(tmp_path, [[("costly", boards.url)]] * 2):
        assert cycle["records"] == {"costly": [ScanOutcome.OK, None]}
        assert cycle["stall_s"] <= 0.25, cycle


async def test_text_that_no_database_takes_is_cleaned_and_stored(harness: Harness, boards: BoardServer) -> None:
    hostile = {
        "title": "Nul\0 and \ud800 lone\nlines \u202egnitirw",
        "location": {"name": "Ber\0lin \udfff"},
        "content": "a\0b &amp;#0; &amp;#xD800; \ud83d c",
        "company_name": "Ac\0me \ud800",
        "departments": [{"id": 7, "name": "R\0&D \udc00"}],
    }
    acme = boards.greenhouse("acme", greenhouse_reply([greenhouse_job(1, **hostile), greenhouse_job(2)]))
    record = await harness.scan(acme)
    assert (record.outcome, record.counts.new) == (ScanOutcome.OK, 2)
    job = (await harness.jobs(acme))["1"].job
    assert job.title == "Nul and \ufffd lone lines gnitirw"
    shown = "".join((job.title, job.location, job.company, job.department or "", job.description))
    assert "\0" not in shown
    assert shown == shown.encode("utf-8", "strict").decode()
    assert (await harness.scan(acme)).outcome is ScanOutcome.UNCHANGED


async def test_a_title_of_10_mb_is_cut(harness: Harness, boards: BoardServer) -> None:
    acme = boards.greenhouse("acme", greenhouse_reply([greenhouse_job(1, title="x" * 10 * MIB)]))
    assert (await harness.scan(acme)).counts.new == 1
    assert (await harness.jobs(acme))["1"].job.title == "x" * 500


@pytest.mark.parametrize(
    "stamp",
    [
        "0000-00-00T00:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+01:00",
        "1e999",
        "٢٠٢٦-01-01",
        "x" * 9_999,
    ],
)
async def test_a_date_outside_of_the_calendar_is_none(sqlite_harness: Harness, boards: BoardServer, stamp: str) -> None:
    job = greenhouse_job(1, updated_at=stamp, first_published=stamp)
    acme = boards.greenhouse("acme", greenhouse_reply([job]))
    assert (await sqlite_harness.scan(acme)).counts.new == 1
    stored = (await sqlite_harness.jobs(acme))["1"].job
    assert (stored.posted_at, stored.updated_at) == (None, None)


async def test_wrong_bytes_in_a_large_board_are_repaired_wherever_they_stand(
    sqlite_harness: Harness, boards: BoardServer
) -> None:
    # Large, so that it is repaired in several steps.
    unit = rb"\ud83d\ude00 \ud83d \\ud800 \ude00 " + "é".encode() + b" \xe9 .."
    rows = (b'{"id": %d, "title": "%d", "content": "%s"}' % (number, number, unit * 3_000) for number in range(40))
    body = b'{"jobs": [' + b",".join(rows) + b"]}"
    assert len(body) > 4 * MIB
    acme = boards.greenhouse("acme", Reply(body=body))
    assert (await sqlite_harness.scan(acme)).counts.new == 40
    expected = " ".join(["\U0001f600 \ufffd \\ud800 \ufffd é \ufffd .."] * 3_000)
    found = {stored.job.description for stored in (await sqlite_harness.jobs(acme)).values()}
    assert found == {expected.replace(".. ", "..")}
