"""The command line as such: help, versions, global options, exit codes, errors."""

from __future__ import annotations

import json
import os
import platform
import re
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from jobscan import __version__
from jobscan.cli.kit.errors import ExitCode, exit_code, report
from jobscan.exceptions import ConfigError, JobscanError
from jobscan.persistence import InstanceLockedError, PersistenceError, SchemaError
from jobscan.utils.time import require_aware
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_help_lists_every_command_and_imports_none_of_them() -> None:
    script = (
        "import sys; from jobscan.cli import main; code = main(['--help'])\n"
        "heavy = {'sqlalchemy', 'httpx', 'pydantic', 'rich', 'yaml', 'asyncio', 'jobscan.sources'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy or code else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    daily = "run scan jobs alerts matches report users notify sources add test-source"
    for name in f"{daily} init check-config config doctor db backup".split():
        assert f"\n  {name} " in ran.stdout


@pytest.mark.parametrize(
    "words", ["alerts", "alerts add", "alerts test", "matches", "notify test", "report", "users add"]
)
def test_help_of_a_command_imports_nothing_heavy(words: str) -> None:
    script = (
        f"import sys; from jobscan.cli import main; code = main([*{words.split()!r}, '--help'])\n"
        "heavy = {'sqlalchemy', 'httpx', 'pydantic', 'rich', 'yaml', 'jobscan.sources'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy or code else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_versions_come_as_a_line_and_as_data(run: Run) -> None:
    ran = run("--version")
    assert ran.out == f"jobscan {__version__} (Python {platform.python_version()}, SQLite {sqlite3.sqlite_version})\n"
    sources = ["GeoNames (cities), CC BY 4.0", "Unicode CLDR (names of countries), Unicode-3.0"]
    versions = {"jobscan": __version__, "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    assert json.loads(run("--version", "--json").out) == {**versions, "data": sources}
    assert run("--version", "--verbose").out == ran.out + "".join(f"Data: {source}\n" for source in sources)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["jbos"], 'No such command "jbos". Did you mean "jobs"?'),
        (["jobs", "list"], 'No such command "list". --help lists the commands.'),
        (["jobs", "shwo", "1"], 'No such command "shwo". Did you mean "show"?'),
        (["zzz"], 'No such command "zzz". --help lists the commands.'),
        (["--json"], "--json goes after the command, or with --version."),
        (["jobs", "--nope"], 'No such option "--nope". (Did you mean one of: "--in", "--since"?)'),
        (["jobs", "--limit", "0"], 'Invalid value for "--limit": 0 is not in the range x>=1.'),
        (["jobs", "--csv", "--json"], "Choose --json or --csv."),
        (["backup"], 'Missing argument "FILE".'),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong_and_ends_with_2(run: Run, arguments: list[str], message: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.startswith("Usage: jobscan ")
    assert f"jobscan: {message}" in ran.err.splitlines()


@pytest.mark.parametrize("arguments", [["--config", "x.yaml", "jobs"], ["jobs", "--config", "x.yaml"]])
def test_global_options_stand_before_or_after_the_command(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).err == (
        "jobscan: x.yaml: there is no such file; write one with `jobscan init`, or name another with --config PATH\n"
    )


def test_no_command_means_run(run: Run) -> None:
    for arguments in ([], ["--config", "config.yaml"], ["run"]):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("jobscan: config.yaml: there is no such file")


def test_the_configuration_can_be_named_by_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOBSCAN_CONFIG", "other.yaml")
    assert run("jobs").err.startswith("jobscan: other.yaml: there is no such file")


def test_with_json_an_error_ends_in_one_line_for_programs(run: Run) -> None:
    Path("config.yaml").write_text("scan: {jitter: x}\nlog: {level: x}\n")
    ran = run("jobs", "--json")
    *lines, last = ran.err.splitlines()
    expected = [
        "config.yaml:1:16: scan.jitter: must be a number",
        "config.yaml:2:14: log.level: must be debug, info, warning or error",
    ]
    assert lines == [f"jobscan: {line}" for line in expected]
    assert json.loads(last) == {"message_type": "exit_error", "code": 2, "message": "\n".join(expected)}
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError(["x"]), 2),
        (SchemaError("x"), 10),
        (InstanceLockedError("x"), 11),
        (PersistenceError("x"), 1),
        (JobscanError("x"), 1),
        (OSError("x"), 1),
        (RuntimeError("x"), 1),
    ],
)
def test_each_kind_of_error_has_its_exit_code(error: Exception, code: int) -> None:
    assert exit_code(error) == code


def test_a_group_of_one_error_is_that_error(capsys: pytest.CaptureFixture[str]) -> None:
    group = ExceptionGroup("tasks", [ExceptionGroup("inner", [InstanceLockedError("held by process 7")])])
    assert report(group, debug=False, as_json=False) == ExitCode.LOCKED
    assert capsys.readouterr().err == "jobscan: held by process 7\n"


class NaiveWithSecret(datetime):
    """A moment whose text holds a password."""

    def isoformat(self, *_: object, **__: object) -> str:
        return "postgresql://me:hunter2@db"


def test_an_error_of_the_system_names_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    report(PermissionError(13, "Permission denied", "/x/y"), debug=False, as_json=False)
    report(OSError(28, "No space left on device"), debug=False, as_json=False)
    assert capsys.readouterr().err == "jobscan: /x/y: Permission denied\njobscan: No space left on device\n"


def test_an_unforeseen_error_shows_its_place_and_not_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="hunter2") as caught:
        require_aware(NaiveWithSecret(2026, 1, 1))
    assert report(caught.value, debug=False, as_json=False) == ExitCode.FAILURE
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(
        r"jobscan: internal error: ValueError in jobscan/utils/time\.py:\d+; this is a bug in jobscan\."
        " --debug shows the traceback",
        line,
    )


def test_debug_shows_where_an_error_comes_from(run: Run) -> None:
    assert "Traceback" not in run("jobs").err
    ran = run("jobs", "--debug")
    assert "Traceback" in ran.err
    assert ran.err.splitlines()[-1].startswith("jobscan: config.yaml: there is no such file")


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    sources = "".join(f"  - {{type: lever, identifier: board{number}}}\n" for number in range(2000))
    (tmp_path / "config.yaml").write_text("sources:\n" + sources)
    command = [sys.executable, "-m", "jobscan", "config", "show"]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environ
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")


def test_an_old_locale_does_not_end_a_command(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "sources: [{type: lever, identifier: x, name: Škoda – 株}]\n", encoding="utf-8"
    )
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "jobscan", "config", "show"]
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environ, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"?koda ? ?" in ran.stdout


@pytest.mark.parametrize("group", ["users", "alerts", "notify", "db", "config"])
def test_a_group_without_a_command_shows_its_help_once(run: Run, group: str) -> None:
    ended = run(group)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.count("Usage: ") == 1
    assert "Commands:" in ended.err
    assert "jobscan: " not in ended.err
