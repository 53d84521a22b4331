"""doctor and backup: taking care of the database."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
import time_machine

from tests.cli.conftest import BERLIN, Run, seen
from tests.cli.history import NOW


def checks(run: Run) -> dict[str, tuple[str, str]]:
    """Return status and detail of each check, by name."""
    return {row[1]: (row[0], row[2]) for row in run("doctor").rows}


@pytest.mark.usefixtures("history")
def test_doctor_finds_nothing_wrong_with_a_good_set_up(run: Run) -> None:
    ran = run("doctor")
    assert ran.code == 0
    found = checks(run)
    for name in ("python", "config", "database", "schema", "integrity", "file modes", "disk", "history"):
        assert found[name][0] == "ok", name
    assert "failed" not in {status for status, _ in found.values()}


@pytest.mark.usefixtures("history")
def test_doctor_speaks_to_people_and_programs(run: Run) -> None:
    lines = seen(run("doctor", "--color", "always").out)
    assert lines[0].split()[:3] == ["ok", "python", "CPython"]
    assert max(map(len, lines)) <= 80
    found = json.loads(run("doctor", "--json").out)
    assert {"name", "status", "detail"} == set(found[0])


def test_doctor_lists_the_mistakes_of_the_configuration(run: Run) -> None:
    Path("config.yaml").write_text("scan: {jitter: x}\nlog: {level: x}\n")
    ran = run("doctor")
    assert ran.code == 2
    assert [row[0] for row in ran.rows] == ["ok", "failed", "failed"]
    assert ran.rows[1][2] == "config.yaml:1:16: scan.jitter: must be a number"


def test_doctor_says_when_the_database_cannot_be_reached(run: Run) -> None:
    Path("config.yaml").write_text("database: postgresql://me:hunter2@127.0.0.1:9/jobs\n")
    ran = run("doctor")
    assert ran.code == 1
    assert ran.rows[-1][:2] == ["failed", "database"]
    assert "127.0.0.1:9" in ran.rows[-1][2]
    assert "hunter2" not in ran.out + ran.err


def test_doctor_says_that_tables_are_missing_or_newer(run: Run) -> None:
    Path("config.yaml").write_text("database: sqlite:///x.db\n")
    state, detail = checks(run)["database"]
    assert (state, detail.partition(";")[0]) == ("failed", f"there is no database yet at {Path.cwd()}/x.db")
    assert not Path("x.db").exists()
    Path("x.db").touch(mode=0o600)
    assert "run `jobscan db upgrade`" in checks(run)["schema"][1]
    run("db", "upgrade")
    with sqlite3.connect("x.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    status, detail = checks(run)["schema"]
    assert status == "failed"
    assert "a newer jobscan has used it" in detail
    assert run("doctor").code == 10


@pytest.mark.usefixtures("history")
def test_doctor_notices_a_clock_that_went_back(run: Run) -> None:
    with time_machine.travel("2020-01-01T00:00:00Z"):
        status, detail = checks(run)["history"]
    assert status == "failed"
    assert detail == (
        f"a scan was stored at {NOW:%Y-%m-%d %H:%M} UTC, but here it is 2020-01-01 00:00 UTC:"
        " set the clock, or sources wait until then"
    )


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("time_zone", [BERLIN], indirect=True)
def test_doctor_tells_people_the_time_where_they_are(run: Run) -> None:
    with time_machine.travel("2020-01-01T00:00:00Z"):
        people, programs = run("doctor", "--color", "always").out, run("doctor", "--json").out
    assert "but here it is 2020-01-01 01:00 CET" in " ".join(" ".join(seen(people)).split())
    assert "but here it is 2020-01-01 00:00 UTC" in programs


@pytest.mark.parametrize(
    ("mode", "text", "expected"),
    [
        (0o644, "sources: [{type: lever, identifier: x, token: t}]\n", 1),
        (0o600, "sources: [{type: lever, identifier: x, token: t}]\n", 0),
        (0o644, "sources: [{type: lever, identifier: x}]\n", 0),
        (0o640, "database: postgresql://me:hunter2@127.0.0.1:9/jobs\n", 1),
        (0o644, "database: postgresql://me@127.0.0.1:9/jobs\n", 0),
    ],
)
def test_doctor_warns_of_a_secret_that_others_can_read(run: Run, mode: int, text: str, expected: int) -> None:
    Path("config.yaml").write_text(text)
    Path("config.yaml").chmod(mode)
    found = [row for row in run("doctor").rows if "can be read by other users" in row[2]]
    assert len(found) == expected
    assert all(row[0] == "warning" and "chmod 600 config.yaml" in row[2] for row in found)


def test_doctor_warns_of_a_file_with_a_secret_that_others_can_read(run: Run) -> None:
    Path("config.yaml").write_text("notify: {team: {type: slack, url_file: the url}}\n")
    Path("the url").write_text("https://hooks.example.com/x")
    Path("the url").chmod(0o640)
    (found,) = [row for row in run("doctor").rows if "can be read by other users" in row[2]]
    assert found == [
        *("warning", "config"),
        "the url, the file of notify.team.url_file, can be read by other users: chmod 600 'the url'",
    ]
    Path("the url").chmod(0o600)
    assert "other users" not in run("doctor").out


def test_doctor_looks_for_the_browser_only_where_pages_are_rendered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Path("chromium").absolute()
    program.touch(0o755)
    page = "sources: [{type: careers, identifier: acme.com/work, render: true}]\n"
    without = 'pages made by scripts need Playwright; install it with: pip install "jobscan[browser]"'
    for text, found in (
        (f"browser: {{path: {program}}}\n{page}", ["ok", f"{program} is there"]),
        (
            f"browser: {{path: lost}}\n{page}",
            ["warning", "browser.path: lost is no program; name an installed Chromium"],
        ),
        (page.replace("render: true", "render: true, enabled: false"), None),
        ("sources: []\n", None),
    ):
        Path("config.yaml").write_text(text)
        rows = [row for row in run("doctor").rows if row[1] == "browser"]
        assert [[status, detail] for status, _, detail in rows] == ([] if found is None else [found])
    Path("config.yaml").write_text(f"browser: {{path: {program}}}\n{page}")
    monkeypatch.setattr("jobscan.fetch.browser.program.find_spec", lambda _: None)
    assert [row[2] for row in run("doctor").rows if row[1] == "browser"] == [without]


def test_backup_makes_no_database_to_copy(run: Run) -> None:
    Path("config.yaml").touch()
    ran = run("backup", "copy.db")
    assert ran.code == 10
    assert "there is no database yet" in ran.err
    assert not Path("data").exists()
    assert not Path("copy.db").exists()


@pytest.mark.usefixtures("history")
def test_backup_writes_a_database_and_never_over_a_file(run: Run) -> None:
    assert run("backup", "copy.db").out == "Wrote copy.db.\n"
    with sqlite3.connect("copy.db") as connection:
        assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (4,)
    connection.close()
    assert Path("copy.db").stat().st_mode & 0o777 == 0o600
    ran = run("backup", "copy.db")
    assert (ran.code, ran.out) == (2, "")
    assert "copy.db already exists" in ran.err
