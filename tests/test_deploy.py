"""What is in deploy/ and .ci/: files that nothing imports, and that break in silence when the program moves on."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobscan.cli import main
from jobscan.cli.kit.deadline import EXIT_DEADLINE_S
from jobscan.cli.kit.errors import ExitCode
from jobscan.domain.source import SourceStatus
from jobscan.persistence import DatabaseSettings, SourceRepository
from tests.fixtures.databases import opened

ROOT = Path(__file__).parents[1]
UNIT = (ROOT / "deploy/jobscan.service").read_text()
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text().replace("\\\n", " ")
INTERPRETER = "/opt/jobscan/bin/python"


def setting(name: str) -> list[str]:
    """Return the values of a setting of the unit, in order."""
    return re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)


def instructions(name: str) -> list[str]:
    """Return the arguments of each instruction of this name in the Dockerfile."""
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


def analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run systemd-analyze on the unit, with this interpreter in the place of the installed one."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.fail("systemd-analyze is missing, which checks the unit; Debian and Ubuntu: apt install systemd")
    unit = folder / "jobscan.service"
    unit.write_text(UNIT.replace(INTERPRETER, sys.executable))
    command = [program, *arguments, str(unit)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})


def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    ran = analyze(tmp_path, "verify", "--man=no")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_sandbox_leaves_little_exposed(tmp_path: Path) -> None:
    ran = analyze(tmp_path, "security", "--no-pager", "--offline=true", "--threshold=20")
    assert ran.returncode == 0, ran.stdout[-300:]


@pytest.mark.parametrize("line", [line for line in setting("Exec.*") if line.startswith(INTERPRETER)])
def test_the_unit_starts_commands_that_exist(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    interpreter, flag, module, *words = line.split()
    assert (interpreter, flag, module) == (INTERPRETER, "-m", "jobscan")
    assert main([*words, "--help"]) == ExitCode.OK
    assert f"Usage: jobscan {words[0]} " in capsys.readouterr().out


def test_what_a_restart_cannot_fix_is_not_restarted() -> None:
    assert setting("RestartPreventExitStatus") == [f"{ExitCode.USAGE:d} {ExitCode.NOT_MIGRATED:d}"]
    assert setting("StartLimitIntervalSec") == ["0"]


def test_a_broken_configuration_ends_the_daemon_with_the_code_that_is_not_restarted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JOBSCAN_CONFIG", str(tmp_path / "config.yaml"))
    (tmp_path / "config.yaml").write_text("scan: {intervall: 15m}\n")
    assert main(["run"]) == ExitCode.USAGE
    assert "config.yaml:1:8: scan.intervall: " in capsys.readouterr().err


def test_systemd_waits_longer_than_the_daemon_takes_to_end() -> None:
    (wait,) = setting("TimeoutStopSec")
    assert float(wait.removesuffix("s")) > EXIT_DEADLINE_S
    assert setting("SuccessExitStatus") == [str(128 + signal.SIGTERM)]


def test_the_image_copies_only_files_that_exist_and_reach_the_build() -> None:
    allowed = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    copied = [source for line in instructions("COPY") if not line.startswith("--from") for source in line.split()[:-1]]
    assert sorted(copied) == sorted(allowed)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_installs_nothing_unpinned() -> None:
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert installs
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation" in line for line in installs)
    assert "://" not in DOCKERFILE


def test_the_image_runs_the_daemon_in_its_volume_and_not_as_root() -> None:
    final = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    (user,) = re.findall(r"^USER (\d+)$", final, re.MULTILINE)
    assert int(user) > 0
    assert f"--uid {user} " in final
    assert re.findall(r"^(?:WORKDIR|VOLUME) (.*)$", final, re.MULTILINE) == ["/data", "/data"]
    assert final.index("\nUSER ") < final.index("\nENTRYPOINT ")


def test_the_image_names_programs_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert instructions("ENTRYPOINT") == ["""["jobscan"]"""]
    assert "jobscan" in scripts
    assert instructions("CMD") == ["""["run"]"""]
    assert main(["run", "--help"]) == ExitCode.OK
    assert capsys.readouterr().out
    (check,) = instructions("HEALTHCHECK")
    assert check.endswith("""["python", "/opt/jobscan/healthcheck.py"]""")
    assert "COPY deploy/healthcheck.py /opt/jobscan/healthcheck.py\n" in DOCKERFILE


def ago(minutes: float | None) -> datetime | None:
    return None if minutes is None else datetime.now(UTC) - timedelta(minutes=minutes)


def store(folder: Path, *statuses: SourceStatus) -> None:
    """Put a configuration of these sources, and a database that knows them, into the folder."""
    lines = [f"  - {{type: {status.source_type}, identifier: {status.source_identifier}}}" for status in statuses]
    (folder / "config.yaml").write_text("\n".join(["database: sqlite:///jobscan.db", "sources:", *lines, ""]))

    async def write() -> None:
        settings = DatabaseSettings(url=f"sqlite:///{folder}/jobscan.db")
        async with opened(settings) as database, database.write() as session:
            for status in statuses:
                await SourceRepository(session).upsert(status)

    asyncio.run(write())


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A source and its moments, in minutes before the test: parameters are made long before it runs."""

    name: str
    due: float | None
    ended: float | None = None
    failed: float | None = None

    def status(self) -> SourceStatus:
        return SourceStatus(
            source_type="greenhouse",
            source_identifier=self.name,
            name=self.name,
            next_due_at=ago(self.due),
            last_success_at=ago(self.ended),
            last_error_at=ago(self.failed),
            error_message="no answer" if self.failed is not None else None,
        )


def check_health(folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("JOBSCAN_", "DATABASE_"))}
    command = [sys.executable, str(ROOT / "deploy/healthcheck.py")]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param([Seen(name="a", due=-10, ended=5)], id="all is done, the next scan is ahead"),
        pytest.param([Seen(name="a", due=-600, failed=900)], id="a failing board is no fault of the daemon"),
        pytest.param([Seen(name="a", due=90), Seen(name="b", due=-5, ended=10)], id="one long scan, others end"),
        pytest.param([Seen(name="a", due=20, ended=35)], id="a little late"),
    ],
)
def test_a_container_that_works_is_healthy(tmp_path: Path, sources: list[Seen]) -> None:
    store(tmp_path, *(source.status() for source in sources))
    ran = check_health(tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param([Seen(name="a", due=45, ended=60), Seen(name="b", due=-5, failed=50)], id="scans have stopped"),
        pytest.param([Seen(name="a", due=None)], id="scans never began"),
    ],
)
def test_a_container_whose_daemon_hangs_is_unhealthy(tmp_path: Path, sources: list[Seen]) -> None:
    store(tmp_path, *(source.status() for source in sources))
    ran = check_health(tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "no scan has ended in the last 30 minutes, and sources are due\n"


def test_a_container_without_a_database_is_unhealthy_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("sources: []\n")
    ran = check_health(tmp_path)
    assert ran.returncode == 1
    assert "there is no database yet" in ran.stderr


def test_every_change_is_checked_by_targets_that_exist() -> None:
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    targets = re.findall(r"^make ([a-z-]+)$", script.read_text(), re.MULTILINE)
    assert targets == ["install", "test", "lint"]
    for target in targets:
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)
