"""What people read: subjects, texts, links, what changed, reports."""

from __future__ import annotations

import re
from typing import Any

import pytest

from jobscan.domain.delivery import AlertLink, DeliveryKind, NotificationKind, OtherPosting
from jobscan.notify.render.message import render, render_report_html, render_report_text
from jobscan.utils.diff import unified_diff
from tests.notify.messages import NOW, message, report, told

NEW, UPDATED, REOPENED, EXISTING = NotificationKind


@pytest.mark.parametrize(
    ("jobs", "fields", "subject"),
    [
        ([told()], {}, "Senior Engineer at Canonical (London) - Python"),
        ([told(kind=UPDATED)], {}, "Updated: Senior Engineer at Canonical (London) - Python"),
        ([told(kind=REOPENED, location="")], {}, "Reopened: Senior Engineer at Canonical - Python"),
        ([told(location="Berlin; London; ; Ulm")], {}, "Senior Engineer at Canonical (Berlin +2) - Python"),
        ([told(company="")], {}, "Senior Engineer (London) - Python"),
        ([told()], {"more": 4}, "1 new job, 4 more - Python"),
        ([told()] * 5 + [told(kind=UPDATED)] * 2, {}, "5 new jobs, 2 updated - Python"),
        ([told(kind=UPDATED)] * 2 + [told(kind=REOPENED)], {}, "2 updated jobs, 1 reopened - Python"),
        ([told(kind=EXISTING)] * 3, {"more": 1200}, "1,203 existing jobs - Python"),
        (
            [told()] * 2,
            {"kind": DeliveryKind.OVERFLOW, "alert_name": None, "more": 3},
            "2 new jobs, 3 more beyond your daily limit",
        ),
        ([told()], {"kind": DeliveryKind.TEST, "alert_name": None}, "A test message from jobscan"),
        (
            [],
            {"kind": DeliveryKind.REPORT, "alert_name": None, "report": report()},
            "jobscan report: 12 new jobs, 1 board failing",
        ),
    ],
)
def test_a_subject_says_what_is_inside(jobs: list[Any], fields: dict[str, Any], subject: str) -> None:
    assert render(message(*jobs, **fields)).subject == subject


def test_a_subject_that_is_too_long_keeps_its_end() -> None:
    subject = render(message(told("word " * 100), alert_name="name " * 50)).subject
    assert len(subject) <= 150
    assert re.search(r"word… at Canonical \(London\) - name( name)*…$", subject)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"salary_min": 80_000.0, "salary_max": 100_000.0, "salary_interval": "year"}, "80,000–100,000 EUR a year"),
        ({"salary_min": 80_000, "salary_max": 80_000, "salary_interval": "year"}, "80,000 EUR a year"),
        ({"salary_min": 12.5, "salary_interval": "hour"}, "from 12.50 EUR an hour"),
        ({"salary_max": 5_000, "salary_interval": "month"}, "up to 5,000 EUR a month"),
        ({"salary_max": 5_000, "salary_currency": None}, "up to 5,000"),
        ({"salary_max": 5_000, "salary_interval": "once"}, "up to 5,000 EUR once"),
        ({"employment_type": "full_time", "workplace": "remote", "department": "R&D"}, "Remote · Full-time · R&D"),
        ({"employment_type": "Regular Full Time (Salary)"}, "Regular Full Time (Salary)"),
    ],
)
def test_what_is_known_of_a_posting_stands_in_one_line(fields: dict[str, Any], shown: str) -> None:
    rendered = render(message(told(**{"salary_currency": "EUR"} | fields)))
    assert f"\n  {shown}\n" in rendered.text


def test_a_posting_of_which_little_is_known_has_no_empty_lines() -> None:
    text = render(message(told("", company="", location="", url=""))).text
    assert "[NEW] (no title)\n\n" in text


def test_the_places_of_all_postings_for_a_job_stand_together() -> None:
    others = (OtherPosting("k2", "Paris; london", "https://example.org/2"), OtherPosting("k3", "Paris", ""))
    text = render(message(told(others=others))).text
    assert "Canonical · London; Paris (3 postings)" in text
    nowhere = render(message(told(location="", others=(OtherPosting("k2", "", ""),)))).text
    assert "Canonical · (2 postings)" in nowhere


def test_what_changed_is_shown_old_and_new() -> None:
    diff = "@@ -1,3 +1,3 @@\n same\n-three years\n+five <b>years</b>\n" + "\n".join(f"+line {n}" for n in range(9))
    changed = {
        "title": ("Engineer", "Senior Engineer"),
        "department": (None, "R&D"),
        "workplace": ("onsite", "remote"),
        "salary_max": (None, 90_000.0),
        "description": (None, diff),
        "something_new": (1, 2),
    }
    job = told(kind=UPDATED, changes=changed, salary_min=70_000, salary_max=90_000, salary_currency="EUR")
    rendered = render(message(job))
    for line in (
        "[UPDATED] Senior Engineer",
        "  Title: Engineer → Senior Engineer",
        "  Department: none → R&D",
        "  Workplace: Onsite → Remote",
        "  Salary: from 70,000 EUR → 70,000–90,000 EUR",
        "    − three years",
        "    + five <b>years</b>",
        "    + line 3",
        "    … and 5 more changed lines",
    ):
        assert f"{line}\n" in rendered.text
    assert "line 4" not in rendered.text
    assert "same" not in rendered.text
    assert "five &lt;b&gt;years&lt;/b&gt;" in rendered.html


def test_of_a_long_paragraph_the_words_that_changed_are_shown() -> None:
    long = "We build things that people like, in small teams that talk to each other. " * 40
    diff = unified_diff(f"{long}You bring three years. {long}", f"{long}You bring five years. {long}")
    text = render(message(told(kind=UPDATED, changes={"description": (None, diff)}))).text
    assert "    − … talk to each other. You bring three years. We build things that …\n" in text
    assert "    + … talk to each other. You bring five years. We build things that …\n" in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//", "ftp://x.org/", "https://u:p@x.org/", "/a"]
)
def test_only_links_to_the_web_are_links(url: str) -> None:
    rendered = render(message(told(url=url)))
    assert "<a " not in rendered.html
    assert url not in rendered.text


def test_a_mail_loads_nothing_and_runs_nothing() -> None:
    html = render(message(told('"><img src=x onerror=alert(1)>', url='https://x.org/"onmouseover="x'), more=3)).html
    assert not re.search(r"<(img|script|iframe|link|object|form|svg)|\bon\w+=\"|url\(|@import", html)
    assert "&lt;img src=x" in html


def test_the_moment_is_the_users_and_utc_when_the_zone_is_none() -> None:
    assert "12 Nov 2026, 08:05 (Europe/Berlin)" in render(message()).text
    for zone in ("", "../../etc/passwd", "Europe", "\ud800", "x" * 5000):
        assert "12 Nov 2026, 07:05 (UTC)" in render(message(time_zone=zone)).text


def test_how_to_stop_is_a_link_or_a_command() -> None:
    linked = render(message(unsubscribe_url="https://example.org/u/1"))
    assert "Stop this alert: https://example.org/u/1\n" in linked.text
    assert '<a href="https://example.org/u/1"' in linked.html
    command = render(message(alert_name="my jobs; rm -rf /"))
    assert "Stop this alert: jobscan alerts disable 'my jobs; rm -rf /'\n" in command.text
    assert "<code>jobscan alerts disable &#39;my jobs; rm -rf /&#39;</code>" in command.html
    others = render(message(alert_name="sre", user="ada@example.org"))
    assert "Stop this alert: jobscan alerts disable sre --user ada@example.org\n" in others.text
    assert "top th" not in render(message(kind=DeliveryKind.TEST, alert_name=None)).text


def test_a_digest_of_several_alerts_says_how_to_stop_each() -> None:
    links = [AlertLink(name="go", unsubscribe_url="https://example.org/u/1"), AlertLink(name="my jobs")]
    digest = {"kind": DeliveryKind.OVERFLOW, "alert_name": None, "user": "ada@example.org"}
    rendered = render(message(**digest, alerts=tuple(links)))
    assert rendered.text.endswith(
        "Stop go: https://example.org/u/1\nStop my jobs: jobscan alerts disable 'my jobs' --user ada@example.org\n"
    )
    assert '<a href="https://example.org/u/1" style="color:#0b57d0"><bdi>Stop go</bdi></a>' in rendered.html
    many = tuple(AlertLink(name=f"alert {number}") for number in range(13))
    assert render(message(**digest, alerts=many)).text.endswith(
        "--user ada@example.org\n… and 3 more: jobscan alerts list --user ada@example.org\n"
    )


def test_a_report_shows_what_fails_first_and_all_counts() -> None:
    text = render_report_text(report(), "Europe/Berlin")
    assert (
        text
        == """\
jobscan report: 12 new jobs, 1 board failing
5 Nov 2026, 08:05 to 12 Nov 2026, 08:05 (Europe/Berlin)

Boards
! Spotify (lever/spotify): 672 scans, 40 failed · 1 reopened · 88 open
    HTTP 503: api.lever.co reports a server error
  Canonical (greenhouse/canonical): 672 scans · 12 new · 4 updated · 3 expired · 140 open

Alerts
  Python (me): 12 matches: 10 sent, 2 pending

Messages
  12 sent, 1 dead

Troubles
  message 7: 550 unknown
"""
    )
    html = render_report_html(report(), "Europe/Berlin")
    assert html.index("Spotify") < html.index("Canonical")
    mailed = render(message(kind=DeliveryKind.REPORT, alert_name=None, report=report()))
    stop = "To stop the report, take `report.send` out of the configuration."
    assert mailed.text == f"{text}\n----\n{stop}\n"
    before, _, after = html.partition("</div>\n</body>")
    assert mailed.html.startswith(before)
    assert mailed.html.endswith(f"{stop}</div>\n</div>\n</body>{after}")


def test_an_empty_report_says_so() -> None:
    empty = report(sources=(), alerts=(), deliveries={}, troubles=())
    text = render_report_text(empty, "UTC")
    assert "None are watched." in text
    assert "There are none." in text
    assert "None were sent." in text
    assert "Troubles" not in text + render_report_html(empty, "UTC")


def test_a_mailed_report_of_very_many_boards_is_cut_and_the_command_shows_all() -> None:
    many = report(sources=report().sources * 150)
    mailed = render(message(kind=DeliveryKind.REPORT, alert_name=None, report=many))
    shown = mailed.text.count("(lever/spotify)") + mailed.text.count("(greenhouse/canonical)")
    assert 100 < shown < 300
    assert f"  … and {300 - shown} more: jobscan report --since 2026-11-05T07:05Z\n" in mailed.text
    assert render_report_text(many, "UTC").count("(greenhouse/canonical)") == 150


def test_moments_at_the_ends_of_the_calendar_are_shown() -> None:
    at = NOW.replace(year=9999, month=12, day=31, hour=23)
    assert "31 Dec 9999, 23:05" in render(message(created_at=at, time_zone="Asia/Tokyo")).text
