from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.alert.notifications import (
    BREAKER_MAX,
    COOLDOWN,
    FIRST_SIGHT,
    HOLD,
    MAX_ATTEMPTS,
    RETRY_MAX,
    Breaker,
    GroupAction,
    GroupFacts,
    Settled,
    after_attempt,
    after_quiet_hours,
    day_began_at,
    is_first_sight,
    job_before,
    judge_group,
    next_morning,
    next_send_at,
    plan_existing,
    plan_notifications,
    reason_to_tell,
    retry_wait,
    version_hash_of,
)
from jobscan.decide.scan.lifecycle import plan_content
from jobscan.domain.alert import AlertRule, Send, SendKind
from jobscan.domain.delivery import SENT, DeliveryStatus, MatchedJob, Notification, NotificationKind, Outcome, Result
from jobscan.domain.job import ChangeKind, PayInterval, Salary, Workplace
from jobscan.domain.user import QuietHours, User
from jobscan.utils.diff import unified_diff
from tests.decide.alerts import delivery, event, user, watch
from tests.decide.postings import HOUR, NOW, job, stored

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

BERLIN, NEW_YORK, KOLKATA = "Europe/Berlin", "America/New_York", "Asia/Kolkata"
#: With changes of time at night, at midnight and by half an hour, and days that begin long before and after UTC's.
ZONES = (
    *("UTC", BERLIN, NEW_YORK, KOLKATA, "America/Sao_Paulo", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu"),
    *("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana", "Atlantic/Azores"),
)

#: 2018: Sao Paulo still changed its time at midnight.
moments = st.datetimes(datetime(2018, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def utc(text: str) -> datetime:
    """Read ``2026-03-01 08:00`` or ``2026-03-01 08:00:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# When a match is told.


def test_immediate_is_now() -> None:
    assert next_send_at(Send(), user(BERLIN), now=NOW) == NOW


@pytest.mark.parametrize(
    ("zone", "send", "now", "due"),
    [
        ("UTC", "daily 08:00", "2026-03-01 07:59:59", "2026-03-01 08:00"),
        pytest.param("UTC", "daily 08:00", "2026-03-01 08:00", "2026-03-02 08:00", id="at the very time: the next one"),
        ("UTC", "daily 00:00", "2026-02-28 12:00", "2026-03-01 00:00"),
        # The day is the user's.
        (BERLIN, "daily 08:00", "2026-03-01 06:30", "2026-03-01 07:00"),
        (BERLIN, "daily 00:30", "2026-03-01 23:00", "2026-03-01 23:30"),
        (NEW_YORK, "daily 20:00", "2026-03-02 00:30", "2026-03-02 01:00"),
        (NEW_YORK, "daily 20:00", "2026-03-02 01:00", "2026-03-03 01:00"),
        (KOLKATA, "daily 08:00", "2026-03-01 12:00", "2026-03-02 02:30"),
        (KOLKATA, "daily 08:00", "2026-03-01 20:00", "2026-03-02 02:30"),
        # Over a change of time it stays at the user's time.
        (BERLIN, "daily 08:00", "2026-03-28 07:00", "2026-03-29 06:00"),
        (BERLIN, "daily 08:00", "2026-10-24 06:00", "2026-10-25 07:00"),
        (NEW_YORK, "daily 08:00", "2026-03-07 13:00", "2026-03-08 12:00"),
        (NEW_YORK, "daily 08:00", "2026-10-31 12:00", "2026-11-01 13:00"),
        # A time that is left out comes an hour later by the clock, one that comes twice counts once.
        (BERLIN, "daily 02:30", "2026-03-28 12:00", "2026-03-29 01:30"),
        (BERLIN, "daily 02:30", "2026-03-29 01:30", "2026-03-30 00:30"),
        (BERLIN, "daily 02:30", "2026-10-24 12:00", "2026-10-25 00:30"),
        (BERLIN, "daily 02:30", "2026-10-25 00:30", "2026-10-26 01:30"),
        (BERLIN, "daily 02:30", "2026-10-25 01:10", "2026-10-26 01:30"),
        (NEW_YORK, "daily 02:30", "2026-03-07 12:00", "2026-03-08 07:30"),
        (NEW_YORK, "daily 02:30", "2026-03-08 07:30", "2026-03-09 06:30"),
        (NEW_YORK, "daily 01:30", "2026-10-31 12:00", "2026-11-01 05:30"),
        (NEW_YORK, "daily 01:30", "2026-11-01 05:30", "2026-11-02 06:30"),
        # The first of March is a Sunday.
        ("UTC", "weekly mon 08:00", "2026-03-01 12:00", "2026-03-02 08:00"),
        ("UTC", "weekly sun 11:00", "2026-03-01 12:00", "2026-03-08 11:00"),
        ("UTC", "weekly sun 12:00", "2026-03-01 12:00", "2026-03-08 12:00"),
        ("UTC", "weekly sun 13:00", "2026-03-01 12:00", "2026-03-01 13:00"),
        ("UTC", "weekly sat 13:00", "2026-03-01 12:00", "2026-03-07 13:00"),
        (KOLKATA, "weekly mon 00:15", "2026-03-01 18:44:59", "2026-03-01 18:45"),
        (KOLKATA, "weekly mon 00:15", "2026-03-01 18:45", "2026-03-08 18:45"),
        (NEW_YORK, "weekly sat 20:00", "2026-03-01 00:59", "2026-03-01 01:00"),
        (BERLIN, "weekly sun 02:30", "2026-03-22 12:00", "2026-03-29 01:30"),
        (BERLIN, "weekly sun 02:30", "2026-10-25 00:30", "2026-11-01 01:30"),
        # What is no zone here counts as UTC: a name, a path, a folder of zones, nothing.
        *((zone, "daily 08:00", "2026-03-01 07:00", "2026-03-01 08:00") for zone in ("Mars/Olympus", "../x", "", "\0")),
        ("Europe", "daily 08:00", "2026-03-01 07:00", "2026-03-01 08:00"),
        ("x" * 300, "daily 08:00", "2026-03-01 07:00", "2026-03-01 08:00"),
    ],
)
def test_a_digest_is_due_at_the_next_time_in_the_user_s_zone(zone: str, send: str, now: str, due: str) -> None:
    assert next_send_at(Send.parse(send), user(zone), now=utc(now)) == utc(due)


@given(
    st.sampled_from(ZONES),
    st.one_of(
        st.builds(Send, st.just(SendKind.DAILY), clocks, st.none()),
        st.builds(Send, st.just(SendKind.WEEKLY), clocks, st.integers(0, 6)),
    ),
    moments,
)
def test_a_digest_comes_once_each_day_or_week_at_its_time(zone: str, send: Send, now: datetime) -> None:
    due = next_send_at(send, user(zone), now=now)
    local, before = due.astimezone(ZoneInfo(zone)), (due - DAY).astimezone(ZoneInfo(zone))
    longest = DAY if send.weekday is None else 7 * DAY
    # A day in which the clocks are set back is an hour longer.
    assert now < due <= now + longest + HOUR
    assert next_send_at(send, user(zone), now=due - TICK) == due
    assert send.weekday in (None, local.weekday())
    skipped = (local.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
    assert local.time() == send.at or skipped > timedelta(), "only where clocks are put forward is there no such time"


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "told"),
    [
        # Over midnight: the beginning belongs to it, the end does not.
        ("UTC", "22:00-07:00", "2026-03-01 21:59:59.999999", "2026-03-01 21:59:59.999999"),
        ("UTC", "22:00-07:00", "2026-03-01 22:00", "2026-03-02 07:00"),
        ("UTC", "22:00-07:00", "2026-03-01 23:59:59", "2026-03-02 07:00"),
        ("UTC", "22:00-07:00", "2026-03-02 00:00", "2026-03-02 07:00"),
        ("UTC", "22:00-07:00", "2026-03-02 06:59:59.999999", "2026-03-02 07:00"),
        ("UTC", "22:00-07:00", "2026-03-02 07:00", "2026-03-02 07:00"),
        ("UTC", "20:00-00:00", "2026-03-01 20:00", "2026-03-02 00:00"),
        ("UTC", "20:00-00:00", "2026-03-02 00:00", "2026-03-02 00:00"),
        # Within a day.
        ("UTC", "12:00-14:00", "2026-03-01 11:59:59.999999", "2026-03-01 11:59:59.999999"),
        ("UTC", "12:00-14:00", "2026-03-01 12:00", "2026-03-01 14:00"),
        ("UTC", "12:00-14:00", "2026-03-01 13:59:59.999999", "2026-03-01 14:00"),
        ("UTC", "12:00-14:00", "2026-03-01 14:00", "2026-03-01 14:00"),
        ("UTC", "00:00-06:00", "2026-03-01 00:00", "2026-03-01 06:00"),
        ("UTC", "00:00-06:00", "2026-02-28 23:59:59", "2026-02-28 23:59:59"),
        # In the user's zone, over both changes of time.
        (KOLKATA, "22:00-07:00", "2026-03-01 16:29:59", "2026-03-01 16:29:59"),
        (KOLKATA, "22:00-07:00", "2026-03-01 16:30", "2026-03-02 01:30"),
        (KOLKATA, "22:00-07:00", "2026-03-01 20:00", "2026-03-02 01:30"),
        (BERLIN, "22:00-07:00", "2026-03-28 21:00", "2026-03-29 05:00"),
        (BERLIN, "22:00-07:00", "2026-03-29 01:00", "2026-03-29 05:00"),
        (BERLIN, "22:00-07:00", "2026-10-24 20:00", "2026-10-25 06:00"),
        (NEW_YORK, "22:00-07:00", "2026-03-08 03:00", "2026-03-08 11:00"),
        (NEW_YORK, "22:00-07:00", "2026-11-01 02:00", "2026-11-01 12:00"),
        # An end that comes twice is the first one; in the hour that is read again it is over.
        (BERLIN, "22:00-02:30", "2026-10-25 00:29", "2026-10-25 00:30"),
        (BERLIN, "22:00-02:30", "2026-10-25 00:45", "2026-10-25 00:45"),
        (BERLIN, "22:00-02:30", "2026-10-25 01:15", "2026-10-25 01:15"),
        # An end that is left out.
        (BERLIN, "22:00-02:30", "2026-03-29 00:30", "2026-03-29 01:30"),
        (BERLIN, "22:00-02:30", "2026-03-29 01:00", "2026-03-29 01:00"),
        ("Mars/Olympus", "22:00-07:00", "2026-03-01 22:00", "2026-03-02 07:00"),
    ],
)
def test_nobody_is_told_in_quiet_hours(zone: str, quiet: str, now: str, told: str) -> None:
    reader = user(zone, quiet)
    assert after_quiet_hours(reader, now=utc(now)) == utc(told)
    assert next_send_at(Send(), reader, now=utc(now)) == utc(told)


def test_a_digest_comes_at_the_time_that_was_asked_for_in_quiet_hours_too() -> None:
    reader = user("UTC", "22:00-07:00")
    assert next_send_at(Send.parse("daily 06:00"), reader, now=NOW) == utc("2026-03-02 06:00")


@given(st.sampled_from(ZONES), clocks, st.integers(1, 20 * 60), moments)
def test_quiet_hours_put_nothing_off_for_longer_than_they_last(
    zone: str, begin: time, minutes: int, now: datetime
) -> None:
    end = (datetime.combine(NOW.date(), begin) + timedelta(minutes=minutes)).time()
    reader = User(email=None, time_zone=zone, quiet_hours=QuietHours(begin, end))
    told = after_quiet_hours(reader, now=now)
    assert now <= told <= now + timedelta(minutes=minutes) + HOUR
    assert after_quiet_hours(reader, now=told) == told


@pytest.mark.parametrize(
    ("zone", "now", "began"),
    [
        ("UTC", "2026-03-01 00:00", "2026-03-01 00:00"),
        ("UTC", "2026-03-01 23:59:59", "2026-03-01 00:00"),
        (BERLIN, "2026-03-01 22:59:59", "2026-02-28 23:00"),
        (BERLIN, "2026-03-01 23:00", "2026-03-01 23:00"),
        (BERLIN, "2026-03-29 12:00", "2026-03-28 23:00"),
        (BERLIN, "2026-03-29 22:00", "2026-03-29 22:00"),
        (BERLIN, "2026-10-25 22:59:59", "2026-10-24 22:00"),
        (NEW_YORK, "2026-03-02 04:59:59", "2026-03-01 05:00"),
        (NEW_YORK, "2026-11-02 04:59:59", "2026-11-01 04:00"),
        (KOLKATA, "2026-03-01 18:30", "2026-03-01 18:30"),
        pytest.param("America/Sao_Paulo", "2018-11-04 12:00", "2018-11-04 03:00", id="no midnight: it begins at 01:00"),
        ("Mars/Olympus", "2026-03-01 12:00", "2026-03-01 00:00"),
    ],
)
def test_a_day_begins_at_the_user_s_midnight(zone: str, now: str, began: str) -> None:
    assert day_began_at(user(zone), now=utc(now)) == utc(began)


@given(st.sampled_from(ZONES), moments)
def test_now_is_within_the_present_day(zone: str, now: datetime) -> None:
    began = day_began_at(user(zone), now=now)
    assert began <= now < began + 25 * HOUR
    assert began.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "morning"),
    [
        ("UTC", None, "2026-03-01 00:00", "2026-03-02 08:00"),
        ("UTC", None, "2026-03-01 23:59:59", "2026-03-02 08:00"),
        (BERLIN, None, "2026-03-28 12:00", "2026-03-29 06:00"),
        (BERLIN, None, "2026-03-28 23:30", "2026-03-30 06:00"),
        (BERLIN, None, "2026-10-24 12:00", "2026-10-25 07:00"),
        (NEW_YORK, None, "2026-03-02 03:00", "2026-03-02 13:00"),
        (KOLKATA, None, "2026-03-01 18:30", "2026-03-03 02:30"),
        ("UTC", "22:00-08:00", "2026-03-01 12:00", "2026-03-02 08:00"),
        ("UTC", "22:00-09:30", "2026-03-01 12:00", "2026-03-02 09:30"),
        ("UTC", "07:00-08:30", "2026-03-01 12:00", "2026-03-02 08:30"),
    ],
)
def test_what_is_beyond_the_cap_comes_at_eight_tomorrow_or_after_quiet_hours(
    zone: str, quiet: str | None, now: str, morning: str
) -> None:
    assert next_morning(user(zone, quiet), now=utc(now)) == utc(morning)


# What is told.

TEXT: dict[str, Any] = {"status": ("expired", "active"), "description": (None, "@@ -1 +1 @@\n-a\n+b")}
PLACE: dict[str, Any] = {"location": ("Berlin", "Paris")}
TITLE: dict[str, Any] = {"title": ("Boss", "Engineer")}
PAY: dict[str, Any] = {"status": ("expired", "active"), "salary_min": (1.0, 2.0)}
#: What a rule may ask for.
ON = (
    *((), (ChangeKind.NEW,), (ChangeKind.UPDATED,), (ChangeKind.REOPENED,)),
    *((ChangeKind.NEW, ChangeKind.UPDATED), (ChangeKind.NEW, ChangeKind.REOPENED)),
    *((ChangeKind.UPDATED, ChangeKind.REOPENED), (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)),
)


@pytest.mark.parametrize(
    ("kind", "changes", "reasons"),
    [
        # In the order of ON: nothing, new, updated, reopened, n + u, n + r, u + r, all.
        (ChangeKind.NEW, {}, ["", "new", "", "", "new", "new", "", "new"]),
        (ChangeKind.UPDATED, TITLE, ["", "", "updated", "", "updated", "", "updated", "updated"]),
        (ChangeKind.AMENDED, PAY, ["", "", "updated", "", "updated", "", "updated", "updated"]),
        (ChangeKind.REOPENED, {}, ["", "", "", "reopened", "", "reopened", "reopened", "reopened"]),
        (ChangeKind.REOPENED, PAY, ["", "", "", "reopened", "", "reopened", "reopened", "reopened"]),
        *(
            (
                ChangeKind.REOPENED,
                changes,
                ["", "", "updated", "reopened", "updated", "reopened", "reopened", "reopened"],
            )
            for changes in (TEXT, PLACE, TITLE)
        ),
    ],
)
def test_an_alert_tells_of_what_its_rule_asks_for(
    kind: ChangeKind, changes: dict[str, Any], reasons: list[str]
) -> None:
    of = event(kind, changes=changes)
    assert [reason_to_tell(watch(AlertRule(on=on)).alert, of) or "" for on in ON] == reasons


def test_a_version_is_its_content_and_a_return_also_which_one_it_is() -> None:
    same, other = job(department="R&D"), job(title="Boss")
    content = [NotificationKind.NEW, NotificationKind.UPDATED, NotificationKind.EXISTING]
    found = {version_hash_of(of, kind, number, NOW) for of in (job(), same) for kind in content for number in (1, 2)}
    assert found == {job().content_hash}
    returns = {
        version_hash_of(of, NotificationKind.REOPENED, number, at)
        for of in (job(), same, other)
        for number in (2, 4)
        # Versions begin again when a posting was purged.
        for at in (NOW, NOW + DAY)
    }
    assert len(returns) == 8
    assert returns.isdisjoint({job().content_hash, other.content_hash})


def test_an_amended_posting_is_as_before_but_for_its_text() -> None:
    before = job(
        company="Old",
        department="R&D",
        employment_type="contract",
        workplace="Remote",
        salary=Salary(1_000.0, 2_000.0, "EUR", PayInterval.MONTH),
    )
    after = job(company="New", workplace="Hybrid", salary=Salary(None, 90_000.0, "USD", PayInterval.YEAR))
    plan = plan_content(after, stored(before), now=NOW)
    assert plan.version is not None
    assert plan.version.kind is ChangeKind.AMENDED

    found = job_before(after, plan.version.changes)

    # The word is for people, and not kept in the history.
    assert found == replace(before, workplace_word="Hybrid")
    # The rules tell them from words of the same spelling.
    assert (type(found.workplace), type(found.salary_interval)) == (Workplace, PayInterval)
    assert job_before(before, {"workplace": (None, "remote"), "salary_interval": (None, "month")}) == replace(
        before, workplace=None, salary_interval=None
    )
    assert job_before(after, {"description": (None, "@@ -1 +1 @@")}) == after


# Rows for what is told.


def rows(*args: Any, first_sight: bool = False, **kwargs: Any) -> list[Notification]:
    return list(plan_notifications(*args, first_sight=first_sight, now=NOW, **kwargs))


def test_a_match_makes_one_row_for_each_channel() -> None:
    of = job(department="R&D", workplace="Remote")
    one = watch(to=("email", "team"), send="daily 18:00", id_=3)

    found = rows(one, of, event(of=of))

    assert found == [
        Notification(
            alert_id=3,
            job_key=of.job_key,
            version_hash=of.content_hash,
            channel=channel,
            kind=NotificationKind.NEW,
            matched=MatchedJob.from_job(of),
            created_at=NOW,
            delivery_status=DeliveryStatus.PENDING,
            next_attempt_at=utc("2026-03-01 18:00"),
        )
        for channel in ("email", "team")
    ]


def test_a_match_in_quiet_hours_is_due_after_them() -> None:
    (found,) = rows(watch(of=user("UTC", "11:00-15:00")), job(), event())
    assert found.next_attempt_at == utc("2026-03-01 15:00")


def test_a_match_that_the_alert_does_not_ask_for_makes_no_row() -> None:
    assert rows(watch(AlertRule(on=(ChangeKind.UPDATED,))), job(), event()) == []


def test_a_return_is_told_by_its_version() -> None:
    one = watch(AlertRule(on=(ChangeKind.REOPENED,)))
    second, fourth = (rows(one, job(), event(ChangeKind.REOPENED, version=number))[0] for number in (2, 4))
    assert (second.kind, second.version_hash == fourth.version_hash) == (NotificationKind.REOPENED, False)
    assert second.version_hash == version_hash_of(job(), NotificationKind.REOPENED, 2, NOW)


def test_a_row_carries_what_changed_and_of_a_long_text_the_words_that_did() -> None:
    long = "A sentence that stays as it is. " * 200
    diff = unified_diff(f"{long}Three years.", f"{long}Five years.")
    changes = {"title": ("a", long), "salary_min": (None, 1.5), "description": (None, diff)}
    (found,) = rows(watch(), job(), event(ChangeKind.UPDATED, changes=changes))
    assert found.kind is NotificationKind.UPDATED
    context = "… A sentence that stays as it is."
    assert found.changes == changes | {"description": (None, f"-{context} Three years.\n+{context} Five years.")}
    many = "\n".join(f"+{number} {long}" for number in range(100))
    (found,) = rows(watch(), job(), event(ChangeKind.UPDATED, changes={"description": (None, many)}))
    assert len(str(found.changes["description"][1])) < 2_100
    assert str(found.changes["description"][1]).endswith("\n… and 88 more changed lines")
    (found,) = rows(watch(), job(), event(ChangeKind.UPDATED, changes={"description": (None, None)}))
    assert found.changes == {"description": (None, None)}


@pytest.mark.parametrize("on", [(ChangeKind.NEW,), (ChangeKind.REOPENED,)], ids=["asked for", "not asked for"])
def test_at_first_sight_all_of_a_board_is_recorded_and_nothing_told(on: tuple[ChangeKind, ...]) -> None:
    (found,) = rows(watch(AlertRule(on=on), to=("email", "team")), job(), event(), first_sight=True)
    assert found == Notification(
        alert_id=1,
        job_key=job().job_key,
        version_hash=job().content_hash,
        channel="",
        kind=NotificationKind.EXISTING,
        matched=None,
        created_at=NOW,
        delivery_status=DeliveryStatus.BASELINE,
        next_attempt_at=None,
    )


def test_an_alert_that_asks_for_it_is_told_of_a_first_sight_when_the_scan_has_ended() -> None:
    found = rows(watch(to=("email", "team"), notify_existing=True), job(), event(), first_sight=True)
    assert [(one.channel, one.next_attempt_at) for one in found] == [("email", NOW + HOLD), ("team", NOW + HOLD)]
    assert {(one.kind, one.delivery_status) for one in found} == {(NotificationKind.EXISTING, DeliveryStatus.PENDING)}
    assert {one.matched for one in found} == {MatchedJob.from_job(job())}


def test_what_exists_is_due_when_the_caller_says() -> None:
    due = [
        [one.next_attempt_at for one in plan_existing(watch(notify_existing=told), job(), now=NOW, due=NOW + DAY)]
        for told in (True, False)
    ]
    assert due == [[NOW + DAY], [None]]


@pytest.mark.parametrize(
    ("oldest", "first"),
    [
        pytest.param(None, True, id="nothing stored"),
        pytest.param(NOW - FIRST_SIGHT + TICK, True, id="within a day"),
        pytest.param(NOW - FIRST_SIGHT, False, id="a day ago: it may never arrive whole"),
        pytest.param(NOW + HOUR, True, id="clock set back"),
    ],
)
def test_a_board_that_never_arrived_whole_is_new_for_a_day(oldest: datetime | None, *, first: bool) -> None:
    assert is_first_sight(oldest, now=NOW) is first


# What becomes of waiting rows.


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({}, GroupAction.SEND),
        ({"today": 4}, GroupAction.SEND),
        ({"today": 5}, GroupAction.ROLL),
        ({"today": 6}, GroupAction.ROLL),
        ({"cap": 0}, GroupAction.ROLL),
        ({"last_at": NOW}, GroupAction.WAIT),
        ({"last_at": NOW - COOLDOWN + TICK}, GroupAction.WAIT),
        ({"last_at": NOW - COOLDOWN + TICK, "today": 5}, GroupAction.WAIT),
        ({"last_at": NOW - COOLDOWN}, GroupAction.SEND),
        ({"last_at": NOW - COOLDOWN, "today": 5}, GroupAction.ROLL),
        pytest.param({"last_at": NOW + TICK}, GroupAction.SEND, id="clock set back"),
        ({"is_active": False}, GroupAction.CANCEL),
        ({"is_active": False, "last_at": NOW, "today": 5}, GroupAction.CANCEL),
    ],
)
def test_a_group_is_sent_unless_it_is_stopped_too_soon_or_too_many(fields: dict[str, Any], action: GroupAction) -> None:
    facts = GroupFacts(**({"is_active": True, "last_at": None, "today": 0, "cap": 5} | fields))
    assert judge_group(facts, now=NOW) is action


def test_without_a_cooldown_nothing_waits() -> None:
    facts = GroupFacts(is_active=True, last_at=NOW, today=0, cap=5)
    assert judge_group(facts, now=NOW, cooldown=timedelta()) is GroupAction.SEND


# What comes after an attempt.

RETRY = Outcome(result=Result.RETRY, reason="busy")
FAULT = replace(RETRY, is_channel_fault=True)
MAYBE = Outcome(result=Result.UNCERTAIN, reason="cut off")
NEVER = Outcome(result=Result.DEAD, reason="no such user")


@pytest.mark.parametrize("resend", [True, False])
@pytest.mark.parametrize("attempts", [1, MAX_ATTEMPTS, MAX_ATTEMPTS + 9])
def test_what_arrived_or_never_will_is_done_with(attempts: int, *, resend: bool) -> None:
    def after(outcome: Outcome) -> Settled:
        return after_attempt(delivery(attempts=attempts), outcome, now=NOW, draw=0.5, resend=resend)

    assert after(SENT) == Settled(status=DeliveryStatus.SENT, sent_at=NOW)
    assert after(NEVER) == Settled(status=DeliveryStatus.DEAD, error_message="no such user")


@pytest.mark.parametrize(
    ("outcome", "attempts", "wait"),
    [
        (RETRY, 1, MINUTE),
        (RETRY, 2, 2 * MINUTE),
        (RETRY, MAX_ATTEMPTS - 1, RETRY_MAX),
        (RETRY, MAX_ATTEMPTS, None),
        (RETRY, MAX_ATTEMPTS + 1, None),
        (FAULT, 1, MINUTE),
        (FAULT, MAX_ATTEMPTS, RETRY_MAX),
        (FAULT, 1_000, RETRY_MAX),
        # The receiver may ask for more, not for less.
        (replace(RETRY, retry_after_s=0.0), 1, MINUTE),
        (replace(RETRY, retry_after_s=59.0), 1, MINUTE),
        (replace(RETRY, retry_after_s=61.0), 1, MINUTE + SECOND),
        (replace(RETRY, retry_after_s=86_400.0), 9, DAY),
        (replace(RETRY, retry_after_s=86_400.0), MAX_ATTEMPTS, None),
        (replace(FAULT, retry_after_s=86_400.0), MAX_ATTEMPTS, DAY),
    ],
)
@pytest.mark.parametrize("resend", [True, False])
def test_what_did_not_arrive_is_tried_again_until_it_is_given_up(
    outcome: Outcome, attempts: int, wait: timedelta | None, *, resend: bool
) -> None:
    """None: given up. A fault of the channel gives nothing up."""
    settled = after_attempt(delivery(attempts=attempts), outcome, now=NOW, draw=0.5, resend=resend)
    if wait is None:
        reason = f"given up after {attempts} attempts: busy"
        assert settled == Settled(status=DeliveryStatus.DEAD, error_message=reason)
    else:
        assert settled == Settled(status=DeliveryStatus.PENDING, next_attempt_at=NOW + wait, error_message="busy")


@pytest.mark.parametrize(
    ("attempts", "resend", "wait"),
    [
        (1, True, 10 * MINUTE),
        (4, True, 10 * MINUTE),
        (5, True, 16 * MINUTE),
        (MAX_ATTEMPTS - 1, True, RETRY_MAX),
        (MAX_ATTEMPTS, True, None),
        (MAX_ATTEMPTS + 1, True, None),
        (1, False, None),
        (MAX_ATTEMPTS, False, None),
    ],
)
def test_what_may_have_arrived_is_sent_again_where_that_is_wanted_but_not_for_ever(
    attempts: int, resend: bool, wait: timedelta | None
) -> None:
    settled = after_attempt(delivery(attempts=attempts), MAYBE, now=NOW, draw=0.5, resend=resend)
    again = None if wait is None else NOW + wait
    assert settled == Settled(status=DeliveryStatus.UNCERTAIN, next_attempt_at=again, error_message="cut off")


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(0, 1), (1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (10, 240), (10**9, 240)],
)
def test_waits_double_to_four_hours(attempts: int, minutes: int) -> None:
    assert retry_wait(attempts, 0.5) == minutes * MINUTE


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
def test_waits_are_moved_by_a_fifth_at_most(attempts: int, draw: float, other: float) -> None:
    middle = retry_wait(attempts, 0.5)
    assert 0.8 * middle <= retry_wait(attempts, draw) <= 1.2 * middle
    assert (retry_wait(attempts, draw) <= retry_wait(attempts, other)) or draw > other
    assert (retry_wait(attempts, 0.0), retry_wait(attempts, 1.0)) == (0.8 * middle, 1.2 * middle)


def test_a_message_is_given_up_after_about_three_days() -> None:
    waits = [retry_wait(attempts, 0.5) for attempts in range(1, MAX_ATTEMPTS)]
    assert 2.5 * DAY < sum(waits, timedelta()) < 3.5 * DAY


# A channel that does not work.


def broken(times: int, outcome: Outcome = FAULT) -> Breaker:
    """Return the breaker after so many failures in a row, each as soon as it may be tried."""
    breaker = Breaker()
    for _ in range(times):
        breaker = breaker.after(outcome, now=breaker.open_until or NOW)
    return breaker


def test_a_channel_is_left_alone_after_three_failures_in_a_row() -> None:
    assert [broken(times).open_until for times in range(4)] == [None, None, None, NOW + 30 * SECOND]
    assert [broken(times).may_try(now=NOW) for times in range(4)] == [True, True, True, False]


def test_pauses_double_to_a_quarter_of_an_hour() -> None:
    pauses = []
    breaker = broken(2)
    for _ in range(8):
        now = breaker.open_until or NOW
        breaker = breaker.after(FAULT, now=now)
        assert breaker.open_until is not None
        pauses.append((breaker.open_until - now).total_seconds())
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]
    last = Breaker(failures=10**9).after(FAULT, now=NOW)
    assert last.open_until == NOW + BREAKER_MAX


def test_after_a_pause_one_message_shows_whether_the_channel_works() -> None:
    breaker = broken(3)
    end = breaker.open_until
    assert end is not None
    assert not breaker.may_try(now=end - TICK)
    assert breaker.may_try(now=end)
    assert breaker.after(SENT, now=end) == Breaker()
    assert breaker.after(FAULT, now=end) == Breaker(failures=4, open_until=end + 60 * SECOND)


@pytest.mark.parametrize("outcome", [SENT, RETRY, MAYBE, NEVER, replace(RETRY, retry_after_s=99.0)])
def test_a_channel_that_answers_at_all_is_sound(outcome: Outcome) -> None:
    assert broken(2).after(outcome, now=NOW) == Breaker()
    assert broken(9).after(outcome, now=NOW) == Breaker()


@pytest.mark.parametrize(
    ("failures", "asked_s", "pause_s"),
    [(0, 5.0, 30), (0, 86_400.0, 900), (1, 60.0, 60), (2, 5.0, 30), (2, 100.0, 100), (9, 5.0, 900), (0, 0.0, None)],
)
def test_a_channel_that_asks_for_a_pause_gets_it_at_once(failures: int, asked_s: float, pause_s: int | None) -> None:
    """Up to a quarter of an hour, and never for less than half a minute."""
    breaker = Breaker(failures=failures).after(replace(FAULT, retry_after_s=asked_s), now=NOW)
    until = None if pause_s is None else NOW + pause_s * SECOND
    assert breaker == Breaker(failures=failures + 1, open_until=until)


def test_a_pause_that_a_wrong_clock_made_too_long_does_not_count() -> None:
    breaker = Breaker(failures=3, open_until=NOW + BREAKER_MAX)
    assert not breaker.may_try(now=NOW)
    assert breaker.may_try(now=NOW - TICK)
    assert breaker.may_try(now=NOW - 365 * DAY)


@pytest.mark.parametrize(
    ("posting", "place", "workplace"),
    [
        ({"locations": ("Home based - EMEA",)}, "Home based - EMEA", "remote"),
        ({"locations": ("Onsite",), "offices": ("Cork", "Dublin")}, "Onsite; Cork; Dublin", "onsite"),
        ({"locations": (), "offices": ("Cork",)}, "Cork", None),
        ({"locations": ("Paris; Remote",), "offices": ("Cork",), "workplace": "Hybrid"}, "Paris; Remote", "hybrid"),
    ],
)
def test_people_read_places_and_workplaces_as_they_are_meant(
    posting: dict[str, Any], place: str, workplace: str | None
) -> None:
    of = job(**posting)
    (row,) = rows(watch(), of, event(of=of))
    assert row.matched is not None
    assert (row.matched.location, row.matched.workplace) == (place, workplace)
