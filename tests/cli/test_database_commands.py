"""db upgrade, db current, and how commands refuse a database that is not this version's."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def configured(run: Run) -> Run:
    Path("config.yaml").write_text("database: sqlite:///data/x.db\n")
    return run


def test_a_database_is_made_and_then_current(configured: Run) -> None:
    ran = configured("db", "current")
    assert (ran.code, ran.out) == (10, "")
    assert ran.err == (
        f"jobscan: there is no database yet at {Path.cwd()}/data/x.db; `jobscan scan` creates it;"
        " data/x.db is relative to the directory jobscan is started in\n"
    )
    assert not Path("data").exists()
    assert configured("db", "upgrade").out.startswith("sqlite:///data/x.db is at ")
    ran = configured("db", "current", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["status"], found["current"]) == (0, "current", found["head"])
    assert configured("db", "upgrade").code == 0


@pytest.mark.parametrize("command", [["jobs"], ["jobs", "show", "ab"], ["sources"]])
def test_a_database_without_tables_is_refused_with_what_to_do(configured: Run, command: list[str]) -> None:
    ran = configured(*command)
    assert (ran.code, ran.out) == (10, "")
    assert "`jobscan scan` creates it" in ran.err
    Path("data").mkdir(mode=0o700)
    Path("data/x.db").touch(mode=0o600)
    ran = configured(*command)
    assert (ran.code, ran.out) == (10, "")
    assert "run `jobscan db upgrade`" in ran.err
    ran = configured("db", "current")
    assert ran.code == 10
    assert ran.out.startswith("sqlite:///data/x.db: empty (it has none, this version ")


def test_a_newer_database_is_refused_and_left_alone(configured: Run) -> None:
    configured("db", "upgrade")
    with sqlite3.connect("data/x.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for command in (["jobs"], ["sources"], ["db", "upgrade"]):
        ran = configured(*command)
        assert ran.code == 10
        assert "a newer jobscan has used it" in ran.err
    assert json.loads(configured("db", "current", "--json").out)["current"] == "9999"


def test_a_fresh_database_has_nothing_to_list(configured: Run) -> None:
    configured("db", "upgrade")
    for command in (["jobs"], ["sources"]):
        ran = configured(*command)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "`jobscan add URL` adds one." in configured("sources", "--color", "always").out
    assert json.loads(configured("jobs", "--json").out) == []


def test_a_database_that_cannot_be_opened_is_an_error_without_its_password(run: Run) -> None:
    Path("config.yaml").write_text("database: postgresql://me:hunter2@127.0.0.1:9/jobs\n")
    ran = run("jobs", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "hunter2" not in ran.err
    assert json.loads(ran.err.splitlines()[-1])["code"] == 1
