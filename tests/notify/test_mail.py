"""The bytes of a mail: headers, and that no text breaks or forges any of them."""

from __future__ import annotations

import email.policy
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.domain.delivery import DeliveryKind, NotificationKind
from jobscan.domain.report import AlertReport, SourceReport
from jobscan.notify import sample_message
from jobscan.notify.render.message import render, render_report_html, render_report_text
from jobscan.notify.render.mime import Envelope, build_mail
from tests.notify.messages import NOW, TOKEN, message, report, told

ENVELOPE = Envelope(sender="jobs@example.org", recipient="me@example.org")
ALWAYS = ["Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
STRICT = email.policy.default.clone(raise_on_defect=True)


def read(mail: bytes) -> EmailMessage:
    """Read a mail strictly, its lines' lengths and ends too."""
    assert b"\n" not in mail.replace(b"\r\n", b"")
    assert b"\r" not in mail.replace(b"\r\n", b"")
    assert max(map(len, mail.split(b"\r\n"))) <= 998
    found = message_from_bytes(mail, policy=STRICT)
    assert isinstance(found, EmailMessage)
    return found


def texts(mail: EmailMessage) -> tuple[str, str]:
    """Return the plain and the HTML part."""
    plain, html = mail.iter_parts()
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return tuple(part.get_content().replace("\r\n", "\n") for part in (plain, html))


def build(sent: Any = None, envelope: Envelope = ENVELOPE) -> EmailMessage:
    return read(build_mail(sent or message(), envelope))


def test_headers_of_an_alert() -> None:
    mail = build(
        message(unsubscribe_url="https://jobs.example.org/u/abc"),
        Envelope(sender="jobs@example.org", recipient="me@example.org", reply_to="owner@example.org"),
    )
    assert {name: str(value) for name, value in mail.items()} == {
        "Date": "Thu, 12 Nov 2026 07:05:00 +0000",
        "From": "jobscan <jobs@example.org>",
        "To": "me@example.org",
        "Subject": "Senior Engineer at Canonical (London) - Python",
        "Message-ID": f"<{TOKEN}@example.org>",
        "Auto-Submitted": "auto-generated",
        "Reply-To": "owner@example.org",
        "List-Id": '"Python" <python.jobscan.example.org>',
        "List-Unsubscribe": "<https://jobs.example.org/u/abc>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="=_jobscan_{TOKEN}"',
    }


@pytest.mark.parametrize("kind", [DeliveryKind.OVERFLOW, DeliveryKind.TEST, DeliveryKind.REPORT])
def test_what_is_of_no_alert_is_of_no_list(kind: DeliveryKind) -> None:
    mail = build(message(kind=kind, alert_name=None, report=report() if kind is DeliveryKind.REPORT else None))
    assert sorted(mail.keys()) == sorted(ALWAYS)


def test_a_long_link_stands_behind_its_colon_in_one_line() -> None:
    url = "https://jobs.example.org/u/" + "x" * 800
    raw = build_mail(message(unsubscribe_url=url), ENVELOPE)
    assert f"\r\nList-Unsubscribe: <{url}>\r\n".encode() in raw
    read(raw)


@pytest.mark.parametrize(
    "url", ["", "javascript:x", "https://a\r\nBcc: x@y.z", "https://x/" + "y" * 2000, "not a link"]
)
def test_a_link_that_cannot_be_one_is_left_out(url: str) -> None:
    assert "List-Unsubscribe" not in build(message(unsubscribe_url=url))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Köln, senior", "=?utf-8?q?K=C3=B6ln=2C_senior?= <koln-senior.jobscan.example.org>"),
        ('a "b" \\ <c@d>', '"a \\"b\\" \\\\ <c@d>" <a-b-c-d.jobscan.example.org>'),
        ("…", "<alert-"),
        ("=?utf-8?q?x?=", "<utf-8-q-x.jobscan.example.org>"),
    ],
)
def test_an_alert_is_a_list_of_its_own(name: str, header: str) -> None:
    raw = build_mail(message(alert_name=name), ENVELOPE).decode("ascii").replace("\r\n ", " ")
    (found,) = (text for text in raw.split("\r\n") if text.startswith("List-Id: "))
    assert header in found


def test_every_attempt_is_the_same_bytes() -> None:
    sent = message(told("Ü"), told(kind=NotificationKind.UPDATED, changes={"title": ("a", "b")}), more=7)
    assert build_mail(sent, ENVELOPE) == build_mail(sent, ENVELOPE)


def test_both_parts_say_the_same_and_are_read_back_whole() -> None:
    plain, html = texts(build(message(told("Größe ≥ 3 = <b>"))))
    rendered = render(message(told("Größe ≥ 3 = <b>")))
    assert (plain, html) == (rendered.text, rendered.html)
    assert "Größe ≥ 3 = &lt;b&gt;" in html


HOSTILE = [
    "a\r\nBcc: victim@example.org",
    "a\nSubject: forged",
    "a\r\n\r\n<script>alert(1)</script>",
    "a\u2028Bcc: x@y.z",
    "a\u2029b\x85c\x0bd\x0ce",
    "\ud800 lone",
    "\u202eevil\u202c \u2066x\u2069",
    "\x00\x01\x02\x7f",
    "x" * 200_000,
    "ü" * 200_000,
    "=?utf-8?b?QmNjOiB4?=",
    "\ufdfa" * 3_000,
    "a\x0b\u0301" * 500,
    "--=_jobscan_" + TOKEN + "--",
    "{{ 7 * 7 }}{% include 'x' %}",
    "",
    " ",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_adds_a_header_or_a_line(text: str) -> None:
    mail = build(message(told(text, company=text, location=text, url=text, department=text), alert_name=text))
    assert sorted(mail.keys()) == sorted([*ALWAYS, "List-Id"])
    assert len(str(mail["Subject"])) <= 150
    plain, html = texts(mail)
    assert "49" not in plain.replace(TOKEN, "")
    assert "<script>" not in html
    assert not {"\u202e", "\u2028", "\x0b", "\r"} & set(plain + html)


anything = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(HOSTILE)
values = anything | st.none() | st.floats() | st.integers() | st.booleans()
changes = st.dictionaries(
    st.sampled_from(["title", "location", "employment_type", "salary_min", "salary_currency", "description", "new"])
    | anything,
    st.tuples(values, values),
    max_size=4,
)
amounts = st.none() | st.floats()
entries = st.builds(
    told,
    anything,
    st.sampled_from(NotificationKind),
    company=anything,
    location=anything,
    url=anything,
    department=st.none() | anything,
    employment_type=st.none() | anything,
    workplace=st.none() | anything,
    salary_min=amounts,
    salary_max=amounts,
    salary_currency=st.none() | anything,
    salary_interval=st.none() | anything,
    changes=changes,
)
counts = st.integers(0, 10**6)
boards = st.builds(
    SourceReport,
    source_type=anything,
    source_identifier=anything,
    name=anything,
    scans=counts,
    failed=counts,
    error_message=st.none() | anything,
)
alerts = st.builds(AlertReport, user=anything, name=anything, by_status=st.dictionaries(anything, counts, max_size=3))
reports = st.builds(
    report,
    sources=st.lists(boards, max_size=3).map(tuple),
    alerts=st.lists(alerts, max_size=3).map(tuple),
    deliveries=st.dictionaries(anything, counts, max_size=3),
    troubles=st.lists(anything, max_size=3).map(tuple),
)
messages = st.builds(
    lambda jobs, **fields: message(*jobs, **fields),
    st.lists(entries, min_size=1, max_size=3),
    kind=st.sampled_from(DeliveryKind),
    token=anything,
    time_zone=anything | st.just("Europe/Berlin"),
    alert_name=st.none() | anything,
    more=st.integers(-1, 10**9),
    unsubscribe_url=st.none() | anything | st.just("https://example.org/u"),
    report=st.none() | reports,
)


@settings(max_examples=150, deadline=None)
@given(messages)
def test_any_text_in_any_field_gives_a_mail_with_exactly_the_headers_that_are_ours(sent: Any) -> None:
    mail = build(sent)
    expected = list(ALWAYS)
    if sent.kind is DeliveryKind.ALERT:
        expected.append("List-Id")
    if sent.unsubscribe_url == "https://example.org/u":
        expected += ["List-Unsubscribe", "List-Unsubscribe-Post"]
    assert sorted(mail.keys()) == sorted(expected)
    assert str(mail["From"]) == "jobscan <jobs@example.org>"
    assert len(str(mail["Subject"])) <= 150
    plain, html = texts(mail)
    assert html.count("<!doctype html>") == 1
    assert "<script" not in html.lower()
    assert plain.endswith("\n")


@settings(max_examples=50, deadline=None)
@given(reports, anything)
def test_any_report_is_a_page_and_a_text(given_report: Any, time_zone: str) -> None:
    assert render_report_html(given_report, time_zone).rstrip().endswith("</html>")
    assert render_report_text(given_report, time_zone).startswith("jobscan report: ")


def test_the_sample_says_that_it_is_one() -> None:
    plain, _ = texts(build(sample_message(TOKEN, NOW, recipient="me@example.org")))
    assert "an example" in plain
    assert "80,000–100,000 EUR a year" in plain
