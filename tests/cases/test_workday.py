"""Workday sites that number, refuse, count and address in their own ways."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
import yaml

from tests.cases.boards import Server, Workday, as_page, workday_row
from tests.cases.conftest import Case
from tests.cli.mailbox import Mailbox

MAINTENANCE = as_page(
    "<html><head><title>Workday is currently unavailable</title></head><body>Maintenance</body></html>"
)
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


def test_requisitions_with_an_underscore_are_whole(case: Case, server: Server) -> None:
    site = Workday(server=server)
    rows = [
        workday_row("Nurse", "R26_00010", "Cork"),
        workday_row("Site Electrician", "R27_00010", "Oslo"),
        workday_row("Chemist", "JR_2025_00123", "Basel"),
        workday_row("Patent Counsel", "JR_2026_00123", "Basel"),
    ]
    site.list(rows)
    for row in rows:
        site.detail(row)
    case.configure(site.source)

    (scan,) = case.scan()

    assert (scan["outcome"], scan["new"], scan["collisions"]) == ("ok", 4, 0)
    assert {job["external_id"]: job["title"] for job in case.stored()} == {
        "R26_00010": "Nurse",
        "R27_00010": "Site Electrician",
        "JR_2025_00123": "Chemist",
        "JR_2026_00123": "Patent Counsel",
    }


def test_a_tenant_that_needs_a_language_is_read_and_asked_so_from_then_on(case: Case, server: Server) -> None:
    site = Workday(server=server)
    row = workday_row("Teller", "R-100001", "Austin-TX")
    site.list([row], needs="Accept-Language")
    site.detail(row, needs="Accept-Language")
    case.configure(site.source)

    assert [(scan["outcome"], scan["new"]) for scan in case.scan()] == [("ok", 1)]
    del server.log[:]
    assert [scan["outcome"] for scan in case.scan()] == ["unchanged"]

    assert [headers.get("accept-language") for headers in server.requests("/jobs")] == ["en;q=0.9, *;q=0.5"]


def test_a_tenant_that_needs_no_language_is_asked_for_none(case: Case, server: Server) -> None:
    site = Workday(server=server)
    row = workday_row("Teller", "R-100001", "Austin-TX")
    site.list([row])
    site.detail(row)
    case.configure(site.source)
    case.scan()

    assert [headers.get("accept-language") for _, headers in server.log] == [None, None]


def test_a_total_that_is_one_too_high_for_a_day_is_accepted_and_shown(case: Case, server: Server) -> None:
    site = Workday(server=server)
    rows = [workday_row(f"Role {number}", f"JR-{1000 + number}") for number in range(40)]
    for row in rows:
        site.detail(row)
    site.list(rows[:20], total=41)
    site.list(rows[20:], offset=20)
    site.list(rows[39:], offset=40)
    case.configure(site.source)

    with time_machine.travel(START) as clock:
        (first,) = case.scan()
        assert (first["outcome"], first["postings"], first["new"]) == ("incomplete", 40, 40)
        assert "41" in first["error"]
        for hours in (1, 25):
            clock.move_to(START + timedelta(hours=hours))
            (scan,) = case.scan()
        assert scan["outcome"] in ("ok", "unchanged")
        (source,) = json.loads(case.run("sources", "--json").out)
        assert source["total_gap"] == 1

        # One posting closes; the difference stays the same, and so what is gone may go.
        site.list(rows[:20], total=40)
        site.list(rows[20:39], offset=20)
        for hours in (26, 27, 28):
            clock.move_to(START + timedelta(hours=hours))
            (scan,) = case.scan()
    assert {job["title"] for job in case.stored()} == {row["title"] for row in rows[:39]}


def test_a_board_that_refuses_all_details_is_in_trouble_where_people_look(case: Case, server: Server) -> None:
    site = Workday(server=server)
    rows = [workday_row(f"Analyst {number}", f"R-{100_000 + number}", "Austin-TX") for number in range(30)]
    site.list(rows[:20], total=30)
    site.list(rows[20:], offset=20)
    for row in rows:
        site.refuse(row, 403)
    case.configure(site.source)

    for _ in range(2):
        ran = case.run("scan")
        assert ran.code != 0
        assert "30" in ran.out
    (scan,) = case.scan()
    assert (scan["outcome"], scan["unread"], scan["expired"]) == ("failed", 30, 0)
    sources = case.run("sources", "--json").out
    assert '"state": "ok"' not in sources
    assert "30" in case.run("report").out
    assert case.stored() == []


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("/de/External", "External"),
        ("/en-us/External/job/Dublin/Tour-Planner_JR-1", "External"),
        ("/en-US/en-GB/External", "External"),
        ("/de-DE/External", "External"),
        ("/UR/job/Dublin/Tour-Planner_JR-1", "UR"),
    ],
)
def test_languages_in_an_address_are_not_the_site(case: Case, server: Server, address: str, site: str) -> None:
    for name in ("External", "UR"):
        shown = Workday(server=server, site=name)
        row = workday_row("Tour Planner", "JR-1", "Dublin")
        shown.list([row])
        shown.detail(row)
    case.configure()

    ran = case.run("test-source", f"https://acme.wd1.myworkdayjobs.com{address}", "--base-url", server.url)

    assert ran.code == 0, ran.err
    assert f"workday/acme/wd1/{site}" in ran.out + ran.err
    assert "Tour Planner" in ran.out


def test_a_site_in_other_letters_is_the_site_that_is_listed(case: Case, server: Server, tmp_path: Path) -> None:
    for name in ("AcmeCareers", "acmecareers"):
        site = Workday(server=server, site=name)
        row = workday_row("Teller", "R-100001", "Austin-TX")
        site.list([row])
        site.detail(row)
    case.configure()
    first = "https://acme.wd5.myworkdayjobs.com/AcmeCareers/job/a_1"
    again = "https://acme.wd5.myworkdayjobs.com/en-US/acmecareers/job/c_3"

    assert case.run("add", first, "--base-url", server.url).code == 0
    second = case.run("add", again, "--base-url", server.url)

    assert "AcmeCareers" in second.err + second.out
    assert "already" in second.err + second.out
    sources = yaml.safe_load((tmp_path / "config.yaml").read_text())["sources"]
    assert [source["identifier"] for source in sources] == ["acme/wd5/AcmeCareers"]


def test_what_a_first_scan_could_not_read_is_no_news_later(case: Case, server: Server, mailbox: Mailbox) -> None:
    site = Workday(server=server)
    rows = [workday_row(f"Analyst {number}", f"R-{200_000 + number}", "Austin-TX") for number in range(1, 9)]
    site.list(rows)
    for number, row in enumerate(rows, start=1):
        site.detail(row, *((MAINTENANCE,) if number > 3 else ()))
    case.configure(
        site.source,
        notify={"email": mailbox.settings()},
        alerts=[{"name": "all", "keywords": ["analyst"]}],
    )

    (first,) = case.scan()
    assert (first["outcome"], first["new"], first["unread"]) == ("incomplete", 3, 5)
    (second,) = case.scan()
    assert (second["outcome"], second["new"], second["unread"]) == ("ok", 5, 0)

    assert case.run("matches", "--json").out.count('"existing"') == 8
    assert mailbox.mails == []
