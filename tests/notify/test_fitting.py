"""Mails stay short enough to be shown whole: what does not fit is counted, and how to stop it is at the end."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobscan.domain.delivery import AlertLink, DeliveryKind, NotificationKind
from jobscan.domain.report import AlertReport, SourceReport
from jobscan.notify.render.message import HTML_LIMIT, Rendered, render
from tests.notify.messages import message, report, told

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message, MessageJob

pytestmark = pytest.mark.slow

#: A card's, and that of an entry in brief.
_ENTRY = re.compile(r'<div class="card"')
_BRIEF = re.compile(r'<div class="card" style="[^"]*;padding:8px 16px">')


def shown(rendered: Rendered) -> tuple[int, int]:
    """Return how many postings a mail shows whole, and how many in brief."""
    entries, brief = len(_ENTRY.findall(rendered.html)), len(_BRIEF.findall(rendered.html))
    assert rendered.text.count("\n[") == entries
    return entries - brief, brief


def hidden(rendered: Rendered) -> int:
    """Return how many postings a mail says that it does not show; the same in both parts."""
    counts = [
        re.findall(r"… and ([0-9,]+) more: (?:<code>)?jobscan matches", part) for part in (rendered.text, rendered.html)
    ]
    assert counts[0] == counts[1]
    return sum(int(count.replace(",", "")) for count in counts[0])


def assert_bounded(rendered: Rendered) -> None:
    for part in (rendered.html, rendered.text):
        assert len(part.replace("\n", "\r\n").encode()) <= HTML_LIMIT
    assert rendered.html.rstrip().endswith("</html>")


def ordinary(number: int, **fields: Any) -> MessageJob:
    """Return a posting as boards have them: six places, a salary, an address at the company's own site."""
    known: dict[str, Any] = {
        "company": "Acme Industries",
        "location": "San Francisco, CA; New York City, NY; Seattle, WA; Chicago, IL; Washington, DC; Remote (US)",
        "url": f"https://www.acme-industries.example.com/careers/senior-software-engineer-payments?gh_jid={number}",
        "salary_min": 180_000.0,
        "salary_max": 240_000.0,
        "salary_currency": "USD",
        "salary_interval": "year",
    }
    return told(f"Senior Software Engineer, Payments {number}", **known | fields)


def test_a_hundred_ordinary_postings_are_all_in_the_mail_the_first_of_them_whole() -> None:
    rendered = render(message(*map(ordinary, range(100))))
    assert_bounded(rendered)
    whole, brief = shown(rendered)
    assert whole + brief == 100
    assert whole >= 40
    assert hidden(rendered) == 0
    links = re.findall(r"gh_jid=(\d+)", rendered.html)
    assert links == [str(number) for number in range(100)]
    assert len(rendered.html.encode()) > HTML_LIMIT * 0.97


def test_what_does_not_fit_even_in_brief_is_counted_with_the_command_that_lists_it() -> None:
    rendered = render(message(*map(ordinary, range(900)), more=23, user="ada@example.org"))
    assert_bounded(rendered)
    whole, brief = shown(rendered)
    assert (whole, brief > 100) == (0, True)
    assert hidden(rendered) == 900 - brief + 23
    assert f"… and {923 - brief} more: jobscan matches --alert Python --user ada@example.org\n" in rendered.text
    assert rendered.text.endswith("\nStop this alert: jobscan alerts disable Python --user ada@example.org\n")


def test_an_entry_in_brief_says_what_it_is_where_and_what_changed() -> None:
    changes = {"title": ("Engineer", "Senior Engineer"), "description": (None, "-a\n+b")}
    last = ordinary(7, kind=NotificationKind.UPDATED, changes=changes)
    rendered = render(message(*map(ordinary, range(150)), last))
    line = "Acme Industries · San Francisco, CA +5 · title, text changed"
    assert f"[UPDATED] Senior Software Engineer, Payments 7\n  {line}\n  https://www.acme" in rendered.text
    assert f"· updated · <bdi>{line}</bdi>" in rendered.html


def test_one_huge_posting_costs_the_others_their_details_at_most() -> None:
    words = "".join(map(chr, range(0x20000, 0x20000 + 190)))
    fields = ("title", "company", "location", "department", "employment_type")
    diff = "\n".join(f"+{'&' * 300}" for _ in range(9))
    changes = dict.fromkeys(fields, ("<&'" * 200, words * 2)) | {"description": (None, diff)}
    huge = told(words, NotificationKind.NEW, company=words, location=words, url=f"https://x.org/?{'&' * 2000}")
    for jobs in ([huge, *map(ordinary, range(60))], [told(words, changes=changes)] * 3 + [ordinary(1)] * 60):
        rendered = render(message(*jobs))
        assert_bounded(rendered)
        assert sum(shown(rendered)) == len(jobs)


def test_a_link_too_long_for_a_brief_entry_is_left_out_and_the_posting_is_not() -> None:
    rendered = render(message(*[ordinary(0, url=f"https://x.org/{'y' * 1500}")] * 100))
    assert_bounded(rendered)
    whole, brief = shown(rendered)
    assert whole + brief == 100
    assert brief > 50
    assert rendered.html.count("yyyy</a>") == 0
    assert rendered.html.count('<a href="https://x.org/yy') == whole


CHARACTERS = st.sampled_from(["a", "ü", "ж", "漢", "😀", "&", "<", '"', "'", " ", "مرحبا ", "𠀀"])
WORDS = st.tuples(CHARACTERS, st.integers(0, 700)).map(lambda pair: pair[0] * pair[1])
LINKS = st.tuples(CHARACTERS, st.integers(0, 2_100)).map(lambda pair: f"https://example.org/?q={pair[0] * pair[1]}")
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.tuples(WORDS, WORDS),
        "location": st.tuples(WORDS, WORDS),
        "department": st.tuples(WORDS, WORDS),
        "description": st.tuples(st.none(), st.lists(WORDS.map("+{}".format), max_size=9).map("\n".join)),
    },
)
POSTINGS = st.builds(
    told,
    WORDS,
    st.sampled_from(NotificationKind),
    company=WORDS,
    location=WORDS,
    url=LINKS,
    department=WORDS,
    changes=CHANGES,
)


@st.composite
def long_messages(draw: st.DrawFn) -> Message:
    """Return a message of 100 to 1,000 postings of a few kinds, repeated in an order of their own."""
    kinds = draw(st.lists(POSTINGS, min_size=1, max_size=6))
    count, step = draw(st.integers(100, 1_000)), draw(st.integers(1, 7))
    jobs = [kinds[(number * step) % len(kinds)] for number in range(count)]
    name, link = draw(WORDS), draw(st.none() | LINKS)
    if draw(st.booleans()):
        links = tuple(
            AlertLink(name=f"{number}{name}", unsubscribe_url=link) for number in range(draw(st.integers(1, 40)))
        )
        return message(
            *jobs, kind=DeliveryKind.OVERFLOW, alert_name=None, alerts=links, more=draw(st.integers(0, 9_999))
        )
    return message(*jobs, alert_name=f"a{name}", unsubscribe_url=link, more=draw(st.integers(0, 9_999)))


@settings(max_examples=30, deadline=None)
@given(long_messages())
def test_any_long_message_fits_counts_what_it_leaves_out_and_ends_with_how_to_stop(sent: Message) -> None:
    rendered = render(sent)
    assert_bounded(rendered)
    assert sum(shown(rendered)) + hidden(rendered) == len(sent.jobs) + sent.more
    assert sum(shown(rendered)) > 0
    for part in (rendered.text, unescape(rendered.html)):
        ending = part[-60_000:]
        assert "Stop " in ending
        assert "jobscan alerts disable" in ending or "https://example.org/?q=" in ending
    assert render(sent) == rendered


BOARDS = st.builds(
    SourceReport,
    source_type=st.just("greenhouse"),
    source_identifier=WORDS,
    name=WORDS,
    new=st.integers(0, 10**6),
    error_message=st.none() | WORDS,
)
ALERTS = st.builds(AlertReport, user=WORDS, name=WORDS, by_status=st.just({"sent": 1}))


@settings(max_examples=40, deadline=None)
@given(st.lists(BOARDS, min_size=1, max_size=4), st.lists(ALERTS, min_size=1, max_size=4), st.integers(1, 400), WORDS)
def test_any_long_report_fits_and_counts_what_it_leaves_out(
    boards: list[SourceReport], alerts: list[AlertReport], times: int, trouble: str
) -> None:
    long = report(sources=tuple(boards * times), alerts=tuple(alerts * times), troubles=(trouble,) * 10)
    rendered = render(message(kind=DeliveryKind.REPORT, alert_name=None, report=long))
    assert_bounded(rendered)
    left = [
        int(count.replace(",", ""))
        for count in re.findall(r"… and ([0-9,]+) more: jobscan report --since", rendered.text)
    ]
    listed = rendered.html.count('<div class="rule')
    assert listed + sum(left) == len(long.sources) + len(long.alerts)
    assert rendered.text.endswith("To stop the report, take `report.send` out of the configuration.\n")


@pytest.mark.parametrize(("boards", "alerts"), [(1_000, 3), (3, 1_000), (1_000, 1_000)])
def test_in_a_report_neither_boards_nor_alerts_crowd_the_others_out(boards: int, alerts: int) -> None:
    long = report(sources=report().sources[:1] * boards, alerts=report().alerts * alerts)
    text = render(message(kind=DeliveryKind.REPORT, alert_name=None, report=long)).text
    assert text.count("(greenhouse/canonical)") >= min(boards, 60)
    assert text.count("Python (me)") >= min(alerts, 60)


def test_a_report_names_the_boards_that_fail_before_it_leaves_any_out() -> None:
    fine, failing = report().sources
    text = render(
        message(kind=DeliveryKind.REPORT, alert_name=None, report=report(sources=(fine,) * 900 + (failing,)))
    ).text
    assert "! Spotify (lever/spotify)" in text
