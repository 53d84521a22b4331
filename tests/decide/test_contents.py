from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from jobscan.decide.alert.contents import message_jobs
from jobscan.domain.delivery import MatchedJob, MessageJob, Notification, NotificationKind
from tests.decide.alerts import told
from tests.decide.postings import job

NEW, UPDATED = NotificationKind.NEW, NotificationKind.UPDATED
REOPENED, EXISTING = NotificationKind.REOPENED, NotificationKind.EXISTING

TITLE = {"title": ("a", "b")}
FURTHER = {"title": ("b", "c")}
BACK = {"title": ("b", "a")}
PAY: dict[str, Any] = {"salary_min": (None, 1.0)}
TEXT = {"description": (None, "-x\n+y")}
OTHER_TEXT = {"description": (None, "-y\n+z")}


def test_nothing_is_told_of_nothing() -> None:
    assert message_jobs([]) == []


def test_a_record_that_is_not_sent_is_not_told() -> None:
    assert message_jobs([told(EXISTING, matched=None), told(UPDATED)]) == [
        MessageJob(kind=UPDATED, matched=MatchedJob.from_job(job()))
    ]


@pytest.mark.parametrize("order", list(permutations(NotificationKind)), ids=lambda order: "-".join(order))
def test_new_ones_come_first_then_what_is_back_what_changed_and_what_was_there(
    order: tuple[NotificationKind, ...],
) -> None:
    found = message_jobs([told(kind, job(str(number))) for number, kind in enumerate(order)])
    assert [one.kind for one in found] == [NEW, REOPENED, UPDATED, EXISTING]


def test_those_of_a_kind_stay_in_the_order_of_time() -> None:
    found = message_jobs([told(kind, job(f"{kind} {number}")) for number in "312" for kind in (UPDATED, NEW)])
    assert [one.matched.job_key for one in found] == [
        job(f"{kind} {number}").job_key for kind in (NEW, UPDATED) for number in "312"
    ]


@pytest.mark.parametrize(
    ("versions", "kind", "changes"),
    [
        # New stays new, and all of it is new to the reader.
        pytest.param([(NEW, {}), (UPDATED, TITLE)], NEW, {}, id="new, then updated"),
        pytest.param([(NEW, {}), (NEW, {})], NEW, {}, id="two alerts, both new"),
        # Changes are from what it was at first to what it is now.
        pytest.param([(UPDATED, TITLE), (UPDATED, FURTHER)], UPDATED, {"title": ("a", "c")}, id="one field twice"),
        pytest.param([(UPDATED, TITLE), (UPDATED, PAY)], UPDATED, TITLE | PAY, id="two fields"),
        pytest.param([(UPDATED, TITLE), (UPDATED, TITLE)], UPDATED, TITLE, id="two alerts, one change"),
        pytest.param(
            [(UPDATED, TITLE), (UPDATED, TITLE), (UPDATED, FURTHER)],
            UPDATED,
            {"title": ("a", "c")},
            id="two alerts, then one of them again",
        ),
        pytest.param([(UPDATED, TITLE | PAY), (UPDATED, BACK)], UPDATED, PAY, id="changed back is no change"),
        pytest.param(
            [(UPDATED, TITLE), (UPDATED, BACK), (UPDATED, BACK)], UPDATED, {}, id="changed back, for two alerts"
        ),
        pytest.param([(UPDATED, TITLE), (UPDATED, BACK), (UPDATED, TITLE)], UPDATED, TITLE, id="there and back again"),
        pytest.param([(UPDATED, TEXT), (UPDATED, OTHER_TEXT)], UPDATED, OTHER_TEXT, id="the last difference of a text"),
        pytest.param([(UPDATED, TEXT), (UPDATED, TEXT)], UPDATED, TEXT, id="two alerts, one difference of a text"),
        pytest.param([(UPDATED, TEXT), (UPDATED, TITLE)], UPDATED, TEXT | TITLE, id="a text, then a field"),
        # Why it is told is why it was told first.
        pytest.param([(REOPENED, {}), (UPDATED, TITLE)], REOPENED, TITLE, id="back, then updated"),
        pytest.param([(UPDATED, TITLE), (REOPENED, {})], UPDATED, TITLE, id="updated, then back"),
        # What was there already is told as what it became.
        pytest.param([(EXISTING, {}), (UPDATED, TITLE)], UPDATED, TITLE, id="there, then updated"),
        pytest.param([(EXISTING, {}), (REOPENED, {})], REOPENED, {}, id="there, then back"),
        pytest.param([(EXISTING, {}), (EXISTING, {})], EXISTING, {}, id="there for two alerts"),
    ],
)
def test_a_posting_is_told_once_with_all_that_changed(
    versions: list[tuple[NotificationKind, dict[str, Any]]], kind: NotificationKind, changes: dict[str, Any]
) -> None:
    last = job(title="as it is now")
    rows: list[Notification] = [
        told(each, job(title="as it was"), changes=changed, alert_id=number)
        for number, (each, changed) in enumerate(versions[:-1])
    ]
    rows.append(told(versions[-1][0], last, changes=versions[-1][1]))
    assert message_jobs(rows) == [MessageJob(kind=kind, matched=MatchedJob.from_job(last), changes=changes)]
