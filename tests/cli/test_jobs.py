"""jobs, jobs show and sources, on a real database."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import sqlite3
import webbrowser
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from jobscan.cli.kit.output import show_age, show_given, show_moment, write_csv
from jobscan.domain.facts import JobFacts, PayRange
from jobscan.domain.job import PayInterval
from jobscan.persistence import Database, DatabaseSettings, FactsRepository
from jobscan.utils.time import format_utc
from tests.cli.conftest import BERLIN, Run, seen
from tests.cli.history import DESIGNER, ENGINEER, FORMULA, GONE, NOW

pytestmark = pytest.mark.usefixtures("history")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [FORMULA, DESIGNER, ENGINEER]),
        (["--status", "all"], [FORMULA, DESIGNER, GONE, ENGINEER]),
        (["--status", "expired"], [GONE]),
        (["--title", "ENGINEER"], [ENGINEER]),
        (["--company", "canonical"], [DESIGNER, ENGINEER]),
        (["--company", "canon"], []),
        (["--location", "emea"], [ENGINEER]),
        (["--location", "Remote - EMEA"], [ENGINEER]),
        (["--location", "remote"], [ENGINEER]),
        (["--title", "staff", "--title", "DESIGNER", "--title", "none"], [DESIGNER, ENGINEER]),
        (["--title", "staff", "--title", "designer", "--location", "london", "--location", "paris"], [DESIGNER]),
        (["--company", "spotify", "--company", "canonical", "--limit", "2"], [FORMULA, DESIGNER]),
        (["--department", "engineering"], [ENGINEER]),
        (["--department", "/engineer/"], [ENGINEER]),
        (["--employment-type", "Full-Time", "--employment-type", "contract"], [ENGINEER]),
        (["--posted-since", "41d"], [ENGINEER]),
        (["--posted-since", "39d"], []),
        (["--remote"], [ENGINEER]),
        (["--since", "3d"], [FORMULA]),
        (["--since", format_utc(NOW - timedelta(days=8, hours=1))], [FORMULA, DESIGNER]),
        (["--limit", "1"], [FORMULA]),
        (["--source", "greenhouse/canonical"], [DESIGNER, ENGINEER]),
        (["--source", "spotify"], [FORMULA]),
        (["--source", "Spotify", "--source", "canonical", "--title", "/e/", "--limit", "2"], [FORMULA, DESIGNER]),
        (["--source", "Greenhouse"], [DESIGNER, ENGINEER]),
        (["--source", "ramp"], []),
        (["--source", "Wiliot"], []),
    ],
)
def test_jobs_lists_what_fits_the_newest_first(run: Run, arguments: list[str], expected: list[object]) -> None:
    ran = run("jobs", *arguments)
    assert (ran.code, ran.err) == (0, "")
    by_key = {job.job_key: job for job in (ENGINEER, DESIGNER, FORMULA, GONE)}
    assert [by_key[row[0]] for row in ran.rows] == expected


def test_piped_lines_are_whole_and_have_iso_dates(run: Run) -> None:
    (row,) = run("jobs", "--title", "staff").rows
    assert row == [
        ENGINEER.job_key,
        "active",
        "Staff Engineer",
        "Canonical",
        "Home based, EMEA; Berlin",
        "remote",
        format_utc(NOW - timedelta(days=9)),
        format_utc(NOW - timedelta(hours=1)),  # effective: the board's last complete scan
        "https://example.com/1",
        format_utc(NOW - timedelta(days=40)),
        "Engineering",
        "full_time",
        "90,000 – 120,000 EUR per year",
    ]


def test_json_has_the_columns_of_the_table_and_the_effective_last_seen_at(run: Run) -> None:
    (found,) = json.loads(run("jobs", "--title", "staff", "--json").out)
    assert list(found)[:8] == [
        "job_key", "source_type", "source_identifier", "external_id", "title", "company", "location", "url",
    ]  # fmt: skip
    assert list(found)[-1] == "description"
    assert len(found) == 31
    assert found["description"] == ENGINEER.description
    assert found["last_seen_at"] == format_utc(NOW - timedelta(hours=1))
    assert (found["workplace"], found["salary_min"], found["salary_interval"]) == ("remote", 90_000, "year")
    assert json.loads(run("jobs", "--title", "nothing", "--json").out) == []


def test_csv_opens_in_a_spreadsheet_without_running_anything(run: Run) -> None:
    found = list(csv.DictReader(io.StringIO(run("jobs", "--csv").out)))
    assert [row["title"] for row in found] == ["'" + FORMULA.title, "Designer", "Staff Engineer"]
    assert "description" not in found[0]
    described = list(csv.DictReader(io.StringIO(run("jobs", "--csv", "--description").out)))
    assert described[1]["description"] == DESIGNER.description


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_beginning_of_a_formula_is_disarmed(start: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(["a", "b"], [SimpleNamespace(a=f"{start}1", b=-1)])
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))[1] == [f"'{start}1", "-1"]


def test_a_table_fits_80_columns_and_shows_all_of_them(run: Run) -> None:
    assert seen(run("jobs", "--color", "always", "--status", "all").out) == [
        "KEY       TITLE                    COMPANY    LOCATION     POSTED  SEEN  STATUS",
        '68f9410e  =HYPERLINK("http://evi…  Spotify    Berlin            -    2d  active',
        "12c16f9e  Designer                 Canonical  London            -    8d  active",
        "7a72dbec  Recruiter                Spotify    Berlin            -   30d  expired",
        "106d2d5a  Staff Engineer           Canonical  Home based…     40d    9d  active",
    ]  # fmt: skip


def test_a_wide_table_has_salaries_when_there_are_any(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    heading, row = seen(run("jobs", "--title", "staff", "--color", "always").out)
    assert heading.split() == ["KEY", "TITLE", "COMPANY", "LOCATION", "SALARY", "POSTED", "SEEN"]
    assert "  90,000 – 120,000 EUR per year  " in row
    assert "SALARY" not in run("jobs", "--title", "designer", "--color", "always").out


def test_a_table_that_is_cut_says_of_how_many(run: Run) -> None:
    lines = seen(run("jobs", "--status", "all", "--limit", "3", "--color", "always").out)
    assert (len(lines), lines[-1]) == (5, "3 of 4 postings; --limit N shows more.")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--title", "%"], '--title: "%" has no letter or digit to look for; write a word, a phrase, or an expression'),
        (["--country", "Atlantis"], '--country: "Atlantis" is not a country or region that is known'),
        (["--level", "guru", "--max-years", "-1"], "--level"),
        (["--min-salary", "80000"], "--currency: is missing"),
        (["--text", 'a "b'], "--text: a quote in it is not closed"),
        (["--text", "a", "--keyword", "b"], "--text cannot go with --keywords"),
    ],
)
def test_a_search_that_cannot_be_meant_is_refused(run: Run, arguments: list[str], message: str) -> None:
    ran = run("jobs", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes its arguments into the file ``opened`` beside it, and ends with ``$BROWSER_RC``."""
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/opened\nexit $BROWSER_RC\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(program))
    monkeypatch.setenv("BROWSER_RC", "0")
    # Python keeps the list of browsers for the process.
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    return program


def test_open_shows_a_posting_in_the_browser(run: Run, browser: Path) -> None:
    ran = run("jobs", "open", DESIGNER.job_key[:6])

    assert (ran.code, ran.out) == (0, f"Opened Designer (Canonical): {DESIGNER.url}\n")
    assert run("jobs", "open", "ffffff").code == 2
    assert (browser.parent / "opened").read_text(encoding="utf-8") == f"{DESIGNER.url}\n"


def test_a_browser_that_does_not_start_leaves_the_address(
    run: Run, browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER_RC", "3")
    monkeypatch.setenv("PATH", str(browser.parent / "empty"))

    ran = run("jobs", "open", DESIGNER.job_key[:6])

    assert (ran.code, ran.err) == (1, f"jobscan: no browser could be started; the address is {DESIGNER.url}\n")


def test_a_posting_without_an_address_opens_nothing(run: Run, browser: Path) -> None:
    with closing(sqlite3.connect("history.db")) as connection, connection:
        connection.execute("UPDATE jobs SET url = '' WHERE job_key = ?", (DESIGNER.job_key,))

    ran = run("jobs", "open", DESIGNER.job_key[:6])

    assert (ran.code, ran.err) == (1, "jobscan: the board gives no address for Designer (Canonical)\n")
    assert not (browser.parent / "opened").exists()


def test_descriptions_without_csv_are_refused(run: Run) -> None:
    ran = run("jobs", "--description")
    assert (ran.code, ran.out) == (2, "")
    assert "--description goes with --csv; --json includes descriptions anyway." in ran.err


def test_an_empty_table_says_what_to_try(run: Run) -> None:
    assert seen(run("jobs", "--title", "nothing", "--color", "always").out) == [
        "No matching postings. --status all includes expired ones; `jobscan scan` reads",
        "the boards.",
    ]


def test_an_unknown_source_is_answered_with_what_is_near(run: Run) -> None:
    ran = run("jobs", "--source", "canonicl")
    assert (ran.code, ran.err) == (2, 'jobscan: no source is called "canonicl"; did you mean "Canonical"?\n')
    assert 'did you mean "greenhouse"?' in run("jobs", "--source", "grenhouse").err
    assert "`jobscan sources` lists them" in run("jobs", "--source", "qqqqqqqq").err


def test_a_time_that_is_none_shows_right_ones(run: Run) -> None:
    ran = run("jobs", "--since", "yesterday")
    assert ran.code == 2
    assert "write it like 90s, 15m, 6h, 1d or 1h30m, or as a date like 2026-11-20" in ran.err


def test_show_tells_the_story_of_a_posting(run: Run) -> None:
    ran = run("jobs", "show", ENGINEER.job_key[:6])
    assert ran.code == 0
    for line in (
        "Salary      90,000 – 120,000 EUR per year",
        "Workplace   remote",
        "    title: Engineer → Staff Engineer",
        "      - We look for an Engineer.",
        "      + We look for a Staff Engineer.",
        "  You will work.",
    ):
        assert line in seen(ran.out)


@pytest.mark.parametrize("time_zone", [BERLIN], indirect=True)
def test_moments_are_local_for_people_and_utc_for_programs(run: Run) -> None:
    out = run("jobs", "show", ENGINEER.job_key).out
    local = (NOW - timedelta(days=1)).astimezone()
    assert local.tzname() in ("CET", "CEST")
    assert f"  {local:%Y-%m-%d %H:%M %Z}  updated" in out
    assert "UTC" not in out
    assert format_utc(NOW - timedelta(days=1)) in run("jobs", "show", ENGINEER.job_key, "--json").out
    assert {row[6][-1] for row in run("jobs").rows} == {"Z"}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "2026-02-01 00:30 CET"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "2026-08-01 01:30 CEST"),
        # A day, which must not become another one.
        (datetime(2026, 7, 31, tzinfo=UTC), "2026-07-31"),
    ],
)
@pytest.mark.parametrize("time_zone", [BERLIN], indirect=True)
@pytest.mark.usefixtures("time_zone")
def test_the_moments_of_boards_are_local_and_their_days_are_days(given: datetime, shown: str) -> None:
    assert show_given(given) == shown
    assert show_moment(given, UTC) == f"{given:%Y-%m-%d %H:%M} UTC"


def test_of_a_long_paragraph_show_tells_the_words_that_changed(run: Run) -> None:
    shown = " ".join(" ".join(seen(run("jobs", "show", ENGINEER.job_key[:6], "--color", "always").out)).split())
    excerpts = [f"… what people need. It takes {years} years. In small teams that like …" for years in (3, 5)]
    assert f"- {excerpts[0]} + {excerpts[1]} --full shows the whole lines" in shown
    whole = run("jobs", "show", ENGINEER.job_key[:6], "--full").out
    assert "like each other we build what people need. It takes 3 years. In small teams" in whole
    assert "shows the whole" not in whole


def test_show_says_when_a_posting_that_never_changed_was_first_seen(run: Run) -> None:
    lines = seen(run("jobs", "show", DESIGNER.job_key).out)
    (entry,) = lines[lines.index("History") + 1 : lines.index("Description") - 1]
    assert re.fullmatch(r"  \d{4}-\d\d-\d\d \d\d:\d\d \S+  first seen", entry)
    assert "first seen" not in run("jobs", "show", ENGINEER.job_key).out.partition("History")[2]


def test_show_says_why_a_posting_expired(run: Run) -> None:
    out = run("jobs", "show", GONE.job_key).out
    assert re.search(r"^Status      expired since .* UTC: missing from 2 complete scans$", out, re.MULTILINE)
    assert "missing from the last 1 complete scan(s)" in run("jobs", "show", FORMULA.job_key).out


def test_show_as_data_has_the_history(run: Run) -> None:
    found = json.loads(run("jobs", "show", ENGINEER.job_key[:6], "--json").out)
    assert found["job_key"] == ENGINEER.job_key
    first, second = found["history"]
    assert (first["kind"], first["changes"]) == ("new", {})
    assert second["changes"]["title"] == {"old": "Engineer", "new": "Staff Engineer"}
    assert second["changed_at"] == format_utc(NOW - timedelta(days=1))


def test_long_texts_are_cut_for_people_and_whole_on_demand(run: Run) -> None:
    cut = seen(run("jobs", "show", GONE.job_key, "--color", "always").out)
    assert cut[-2:] == ["  line 12", "  … 18 more lines; --full shows all"]
    assert "      + line 8" in cut
    assert "      … 22 more; --full shows all" in cut
    assert "    location: Berlin → (none)" in cut
    for whole in (["--color", "always", "--full"], []):
        lines = seen(run("jobs", "show", GONE.job_key, *whole).out)
        assert lines[-1] == "  line 30"
        assert "      + line 30" in lines


def test_a_key_that_begins_several_or_none_is_an_error(run: Run) -> None:
    ran = run("jobs", "show", "ffffff")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "jobscan: no posting has a key that begins with 'ffffff'; `jobscan jobs` lists keys\n"
    ran = run("jobs", "show", "1")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "jobscan: 1 is ambiguous; give more of the key:",
        "jobscan:   106d2d5a275a3855  Staff Engineer (Canonical)",
        "jobscan:   12c16f9e13cc2376  Designer (Canonical)",
    ]


def test_sources_lists_health_into_pipes(run: Run) -> None:
    rows = run("sources").rows
    assert [(row[2], row[3], row[6], row[7]) for row in rows] == [
        ("Canonical", "ok", "2", "0"),
        ("Duolingo", "quarantine", "0", "0"),
        ("Linear", "disabled", "0", "0"),
        ("Ramp", "never", "0", "0"),
        ("Spotify", "failing", "1", "1"),
        ("Wiliot", "removed", "0", "0"),
    ]
    assert rows[4][8] == "board spotify: HTTP 404, there is no board of that name; check the identifier"


def test_sources_as_data_hold_no_token(run: Run) -> None:
    out = run("sources", "--json").out
    found = {entry["name"]: entry for entry in json.loads(out)}
    assert found["Spotify"]["state"] == "failing"
    assert found["Spotify"]["failures"] == 3
    assert (found["Spotify"]["active"], found["Spotify"]["expired"]) == (1, 1)
    assert found["Canonical"]["last_success_at"] == format_utc(NOW - timedelta(hours=1))
    assert found["Ramp"]["next_due_at"] is None
    assert "s3cret" not in out


def test_sources_as_a_table_shows_the_errors_below(run: Run) -> None:
    lines = seen(run("sources", "--color", "always").out)
    assert lines[0].split() == ["NAME", "SOURCE", "STATE", "SUCCESS", "DUE", "ACTIVE", "MISSING"]
    assert lines[5].split() == ["Spotify", "lever/spotify", "failing", "2d", "now", "1", "1"]
    assert " ".join(lines[-2:]) == (
        "Spotify: board spotify: HTTP 404, there is no board of that name; check the identifier"
    )
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=-59), "now"),
        (timedelta(minutes=59), "59m"),
        (timedelta(hours=-3), "in 3h"),
        (timedelta(days=400), "400d"),
    ],
)
def test_ages_are_in_their_largest_unit(distance: timedelta, expected: str) -> None:
    assert show_age(NOW - distance, NOW) == expected
    assert show_age(None, NOW) == "-"


def test_a_wide_table_shows_pay_that_only_the_text_states(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    assert "~" not in run("jobs", "--color", "always").out
    asyncio.run(_state_pay(DESIGNER.job_key, DESIGNER.content_hash))
    [row] = [line for line in seen(run("jobs", "--color", "always").out) if DESIGNER.title in line]
    assert "~50,000 – 60,000 EUR per year" in row
    # Where there is no room, nothing is cut for it.
    monkeypatch.setenv("COLUMNS", "80")
    assert "~" not in run("jobs", "--color", "always").out


async def _state_pay(job_key: str, content_hash: str) -> None:
    pay = PayRange(minimum=50_000, maximum=60_000, currency="EUR", interval=PayInterval.YEAR)
    database = await Database.open(DatabaseSettings(url="sqlite:///history.db"))
    async with database.write() as session:
        facts = JobFacts(job_key=job_key, content_hash=content_hash, rules=1, pay_range=pay, evidence={})
        await FactsRepository(session).store([facts])
    await database.close()
