"""What commands leave alone: modules they do not need, garbage that is none, memory that they need not fill."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest

import jobscan.__main__ as program
from jobscan.cli.kit import common
from jobscan.cli.kit.common import collect_garbage, iterate_async, run_async
from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lean import hidden
from jobscan.cli.kit.output import write_json, write_json_list
from jobscan.domain.listing import JobFilter
from jobscan.persistence import DatabaseSettings, JobRepository
from jobscan.services.jobs import iterate_jobs, load_jobs
from tests.cli.conftest import Run
from tests.fixtures.databases import opened
from tests.persistence.nouns import stored_job

ROOT = Path(__file__).parents[2]
#: What only scanning, telling, migrating or looking at tables needs.
HEAVY = (
    "alembic mako rich pygments httpx httpcore jinja2 aiosmtplib starlette uvicorn ahocorasick_rs re2 structlog stamina"
    " asyncpg sqlalchemy.dialects.postgresql"
)
ROOMS = (
    "engine fetch notify config.edit config.move decide.match persistence.lock persistence.health services.health"
    " services.records"
)
TABLES = "alert delivery facts ledger notification scan secret user"


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("words", "but", "tables"),
    [
        ("jobs", "", ""),
        ("jobs --json", "services.records", ""),
        ("jobs --source spotify", "", ""),
        ("sources", "", ""),
        ("matches", "", "alert delivery ledger notification user"),
    ],
)
def test_a_command_that_reads_imports_only_what_it_needs(tmp_path: Path, words: str, but: str, tables: str) -> None:
    unwanted = [*HEAVY.split(), *(f"jobscan.{room}" for room in ROOMS.split() if room != but)]
    unwanted += [f"jobscan.persistence.tables.{name}" for name in TABLES.split() if name not in tables.split()]
    script = (
        f"import sys; from jobscan.cli import main; code = main([*{words.split()!r}])\n"
        f"found = sorted(set({unwanted!r}) & set(sys.modules))\n"
        "sys.exit(f'imported: {found}' if found or code else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_daemon_does_without_what_makes_tables() -> None:
    script = (
        "import sys; from jobscan.cli.commands.run.command import command\n"
        "from jobscan.cli.kit.later import load; from jobscan.cli.kit.lean import hidden\n"
        "with hidden(*command.callback.without): load(command.callback.place)\n"
        "found = sorted({'rich', 'pygments', 'alembic', 'jinja2', 'aiosmtplib', 'apprise', 'starlette', 'uvicorn'}"
        " & set(sys.modules))\n"
        "sys.exit(f'imported: {found}' if found else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_hidden_packages_can_be_imported_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("colorsys", "this_is_none"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with hidden("colorsys", "json", "this_is_none"):
        assert sys.modules["json"] is not None
        with pytest.raises(ImportError):
            __import__("colorsys")
    assert "this_is_none" not in sys.modules
    assert __import__("colorsys").__name__ == "colorsys"


def test_garbage_is_not_looked_for_before_there_can_be_any(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def run() -> int:
        seen.append(gc.isenabled())
        return 3

    monkeypatch.setattr(program, "run", run)
    monkeypatch.setattr(gc, "freeze", lambda: seen.append("frozen"))
    try:
        with pytest.raises(SystemExit) as ended:
            program.main()
    finally:
        gc.enable()
    assert (ended.value.code, seen) == (3, [False, "frozen"])


def test_garbage_is_looked_for_when_a_command_takes_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    monkeypatch.setattr(common, "_START_S", 0.5)

    async def work() -> bool:
        at_first = gc.isenabled()
        while not gc.isenabled():
            await asyncio.sleep(0.01)
        return not at_first

    async def parts() -> AsyncGenerator[list[bool], None]:
        yield [await work()]

    ways: list[Callable[[], bool]] = [lambda: run_async(work()), lambda: next(iterate_async(parts()))]
    for way in ways:
        gc.disable()
        try:
            assert way()
        finally:
            gc.enable()
    assert frozen == [True, True]
    collect_garbage()  # works already: nothing is frozen that could be garbage
    assert frozen == [True, True]


def test_asynchronous_parts_come_item_by_item_and_are_closed() -> None:
    said: list[str] = []

    async def parts() -> AsyncGenerator[list[int], None]:
        try:
            for part in ([1, 2], [], [3]):
                await asyncio.sleep(0)
                said.append(f"made {part}")
                yield part
        finally:
            await asyncio.sleep(0)
            said.append("closed")

    items = iterate_async(parts())
    assert (next(items), said) == (1, ["made [1, 2]"])
    assert [*items] == [2, 3]
    assert said == ["made [1, 2]", "made []", "made [3]", "closed"]

    said.clear()
    items = iterate_async(parts())
    assert next(items) == 1
    items.close()  # type: ignore[attr-defined]
    assert said == ["made [1, 2]", "closed"]


async def test_a_long_history_comes_in_parts_without_what_goes_meanwhile(tmp_path: Path) -> None:
    async with opened(DatabaseSettings(url=f"sqlite:///{tmp_path / 'jobs.db'}")) as database:
        async with database.write() as session:
            await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(2_500)])
            every = await JobRepository(session).find(JobFilter(), [])
        parts = [part async for part in iterate_jobs(database, JobFilter())]
        assert [len(part) for part in parts] == [1_000, 1_000, 500]
        assert [stored for part in parts for stored in part] == every

        keys = [every[7].job.job_key, "0" * 64, every[3].job.job_key]
        assert [part async for part in load_jobs(database, keys)] == [[every[7], every[3]]]
        assert [part async for part in load_jobs(database, [])] == []


@pytest.mark.parametrize("form", ["--json", "--csv", "--limit=9"])
def test_nothing_is_written_before_what_is_wrong_is_told(run: Run, form: str) -> None:
    Path("config.yaml").write_text("database: sqlite:///none.db\n", encoding="utf-8")
    ran = run("jobs", form)
    assert (ran.code, ran.out) == (ExitCode.NOT_MIGRATED, "")


@pytest.mark.parametrize("records", [[], [{"a": 1}], [{"a": None, "b": {"c": ["d\n", "é"]}}, {}, []]])
def test_a_list_written_record_by_record_is_what_json_would_write(
    records: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    write_json_list(iter(records))
    piecewise = capsys.readouterr().out
    write_json(records)
    assert piecewise == capsys.readouterr().out
