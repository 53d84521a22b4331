from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.scan.schedule import (
    ScheduleRules,
    check_every,
    effective_due_at,
    looks_offline,
    may_send_validators,
    next_due_at,
    scan_moment,
)
from tests.decide.postings import HOUR, NOW, make_status

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("every", ["90s", "15m", "1h30m", "0 8 * * mon-fri", "*/5 * * * *", "0 0 29 2 *"])
def test_durations_and_cron_expressions_are_accepted(every: str) -> None:
    check_every(every)
    assert next_due_at(ScheduleRules(every=every), now=NOW, draw=0.5) > NOW


@pytest.mark.parametrize("every", ["60 * * * *", "0 8 * * funday", "0 0 30 2 *", "* * * * * * *"])
def test_a_wrong_cron_expression_is_refused_with_an_example(every: str) -> None:
    with pytest.raises(ValueError, match=r'is not a valid cron expression \(.+\); write it like "0 8 \* \* mon-fri"'):
        check_every(every)


@pytest.mark.parametrize("every", ["", "soon", "15", "0 8 * *", "@daily"])
def test_a_wrong_duration_is_refused_with_the_accepted_forms(every: str) -> None:
    with pytest.raises(ValueError, match="is not a valid duration; write it like 90s"):
        check_every(every)


@pytest.mark.parametrize(("draw", "minutes"), [(0.0, 13.5), (0.25, 14.25), (0.5, 15.0), (1.0, 16.5)])
def test_jitter_moves_a_due_time_by_a_tenth_at_most(draw: float, minutes: float) -> None:
    assert next_due_at(ScheduleRules(), now=NOW, draw=draw) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        (0, 15 * MINUTE),
        (1, 15 * MINUTE),
        (2, 30 * MINUTE),
        (3, HOUR),
        (7, 16 * HOUR),
        (8, DAY),
        (9, DAY),
        (1_000_000, DAY),
    ],
)
def test_failures_double_the_wait_up_to_a_day(failures: int, wait: timedelta) -> None:
    assert next_due_at(ScheduleRules(), now=NOW, draw=0.5, failures=failures) == NOW + wait


def test_an_interval_beyond_the_longest_backoff_is_not_shortened_by_failures() -> None:
    rules = ScheduleRules(every="2d", jitter=0)
    assert next_due_at(rules, now=NOW, draw=0.5, failures=9) == NOW + 2 * DAY


@given(st.floats(0, 1), st.integers(0, 40), st.sampled_from(["1m", "15m", "6h", "20h"]))
def test_a_failing_source_is_tried_again_within_the_longest_backoff(draw: float, failures: int, every: str) -> None:
    wait = next_due_at(ScheduleRules(every=every), now=NOW, draw=draw, failures=failures) - NOW
    assert timedelta(0) < wait <= DAY


@pytest.mark.parametrize(
    ("retry_after_s", "wait"), [(None, 15 * MINUTE), (30.0, 15 * MINUTE), (7_200.0, 2 * HOUR), (86_400.0, DAY)]
)
def test_a_server_may_ask_for_a_longer_wait_but_not_a_shorter_one(retry_after_s: float | None, wait: timedelta) -> None:
    assert next_due_at(ScheduleRules(), now=NOW, draw=0.5, failures=1, retry_after_s=retry_after_s) == NOW + wait


@pytest.mark.parametrize(
    ("every", "now", "due"),
    [
        ("0 8 * * mon-fri", datetime(2026, 3, 6, 8, 0, tzinfo=UTC), datetime(2026, 3, 9, 8, 0, tzinfo=UTC)),
        ("0 8 * * mon-fri", datetime(2026, 3, 6, 7, 59, 59, tzinfo=UTC), datetime(2026, 3, 6, 8, 0, tzinfo=UTC)),
        # In UTC no hour is left out or comes twice: these nights are changes of time in Berlin and New York.
        ("30 2 * * *", datetime(2026, 3, 29, 0, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, 30, tzinfo=UTC)),
        ("30 2 * * *", datetime(2026, 3, 8, 3, 0, tzinfo=UTC), datetime(2026, 3, 9, 2, 30, tzinfo=UTC)),
        ("30 1 * * *", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_cron_expressions_are_read_in_utc(every: str, now: datetime, due: datetime) -> None:
    rules = ScheduleRules(every=every)
    assert next_due_at(rules, now=now, draw=0.0) == due
    assert next_due_at(rules, now=now, draw=1.0) == due + timedelta(seconds=30)
    assert next_due_at(rules, now=now, draw=0.0, retry_after_s=30 * 86_400) == now + 30 * DAY


def waits_of(every: str, now: datetime, count: int) -> list[datetime]:
    """Return the moments at which a source is asked that fails each time, beginning after a failure at ``now``."""
    rules, found = ScheduleRules(every=every, jitter=0), []
    for failures in range(1, count + 1):
        now = next_due_at(rules, now=now, draw=0.0, failures=failures)
        found.append(now)
    return found


def test_a_daily_board_that_fails_is_tried_again_the_same_day_and_at_its_hour_the_next() -> None:
    eight = datetime(2026, 11, 2, 8, tzinfo=UTC)
    minutes = [5, 15, 35, 75, 155, 315, 635, 1_275, 1_440]
    assert waits_of("0 8 * * *", eight, 9) == [eight + each * MINUTE for each in minutes]
    # Failing for long, it is asked at its hour, once a day.
    assert waits_of("0 8 * * *", eight, 13)[-3:] == [eight + days * DAY for days in (3, 4, 5)]


@pytest.mark.parametrize(
    ("every", "gaps"),
    [
        pytest.param("* * * * *", [1, 2, 4, 8, 16, 32, 64], id="every minute"),
        pytest.param("*/10 * * * *", [5, 5, 20, 40, 80, 160], id="every ten minutes"),
        pytest.param("0 * * * *", [5, 10, 20, 25, 120, 180, 360, 660], id="every hour"),
    ],
)
def test_a_frequent_expression_is_kept_ever_more_rarely_while_its_board_fails(every: str, gaps: list[int]) -> None:
    moments = [NOW, *waits_of(every, NOW, len(gaps))]
    assert [(later - earlier) / MINUTE for earlier, later in pairwise(moments)] == gaps


def test_a_board_of_office_hours_that_fails_is_not_asked_in_each_of_them() -> None:
    friday = datetime(2026, 3, 6, 17, tzinfo=UTC)
    rules = ScheduleRules(every="*/5 8-17 * * mon-fri", jitter=0)
    assert next_due_at(rules, now=friday, draw=0.0, failures=6) == datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_a_cron_source_that_fails_just_before_a_moment_waits_all_the_same() -> None:
    now = datetime(2026, 3, 1, 12, 16, 59, 1, tzinfo=UTC)
    rules = ScheduleRules(every="* * * * *", jitter=0)
    assert next_due_at(rules, now=now, draw=0.0, failures=1) == datetime(2026, 3, 1, 12, 17, tzinfo=UTC)


@given(
    st.sampled_from(["* * * * *", "*/7 * * * *", "0 8 * * *", "0 8-18 * * mon-fri", "0 6 * * mon", "0 0 1 * *"]),
    st.integers(0, 40),
    st.floats(0, 1),
    st.timedeltas(timedelta(0), 30 * DAY),
)
def test_a_failing_cron_source_waits_longer_than_nothing_and_never_past_the_first_moment_after_the_longest_backoff(
    every: str, failures: int, draw: float, offset: timedelta
) -> None:
    now, rules = NOW + offset, ScheduleRules(every=every)
    due = next_due_at(rules, now=now, draw=draw, failures=failures)
    assert due > now
    assert due <= next_due_at(rules, now=now + rules.max_backoff, draw=draw)
    # What one process stored, another accepts.
    later = effective_due_at(rules, make_status(next_due_at=due, failures=failures), now=now)
    assert later == min(due, later)


@pytest.mark.parametrize(
    ("next_due", "failures", "effective"),
    [
        pytest.param(None, 0, NOW, id="never scanned: at once"),
        pytest.param(NOW - 8 * HOUR, 0, NOW - 8 * HOUR, id="overdue stays overdue"),
        pytest.param(NOW + 5 * MINUTE, 0, NOW + 5 * MINUTE, id="in time"),
        pytest.param(NOW + 365 * DAY, 0, NOW + 16.5 * MINUTE, id="clock set back: one wait"),
        pytest.param(NOW + 6 * HOUR, 0, NOW + 16.5 * MINUTE, id="interval made shorter: one wait"),
        pytest.param(NOW + 6 * HOUR, 1, NOW + 6 * HOUR, id="the server's Retry-After stands"),
        pytest.param(NOW + 365 * DAY, 1, NOW + DAY, id="but not beyond the longest backoff"),
    ],
)
def test_a_stored_due_time_is_at_most_one_wait_away(
    next_due: datetime | None, failures: int, effective: datetime
) -> None:
    status = make_status(next_due_at=next_due, failures=failures)
    assert effective_due_at(ScheduleRules(), status, now=NOW) == effective


def test_a_stored_cron_time_too_far_away_is_the_next_one() -> None:
    status = make_status(next_due_at=NOW + 365 * DAY)
    due = effective_due_at(ScheduleRules(every="0 13 * * *"), status, now=NOW)
    assert due == NOW + HOUR + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("last_complete", "moment"),
    [(None, NOW), (NOW - HOUR, NOW), (NOW, NOW), (NOW + HOUR, NOW + HOUR)],
)
def test_no_scan_is_stamped_before_the_last_complete_one(last_complete: datetime | None, moment: datetime) -> None:
    assert scan_moment(NOW, make_status(last_complete_at=last_complete)) == moment


@pytest.mark.parametrize(
    ("last_full", "may"),
    [
        pytest.param(None, False, id="never read whole"),
        pytest.param(NOW - MINUTE, True, id="just now"),
        pytest.param(NOW - DAY + MINUTE, True, id="within a day"),
        pytest.param(NOW - DAY, False, id="a day ago: an ETag may lie"),
        pytest.param(NOW + HOUR, True, id="clock set back a little"),
        pytest.param(NOW + 3_650 * DAY, False, id="a clock that was ten years ahead"),
    ],
)
def test_validators_are_believed_for_a_day(last_full: datetime | None, may: bool) -> None:
    assert may_send_validators(ScheduleRules(), make_status(last_full_at=last_full), now=NOW) is may


@pytest.mark.parametrize(
    ("failed", "total", "offline"),
    [
        (0, 0, False),
        (1, 1, False),
        (2, 2, False),
        (2, 3, False),
        (3, 3, True),
        (3, 4, False),
        (4, 5, True),
        (7, 10, False),
        (8, 10, True),
        (79, 100, False),
        (80, 100, True),
    ],
)
def test_we_are_offline_when_four_fifths_of_three_or_more_fail(failed: int, total: int, offline: bool) -> None:
    assert looks_offline([True] * failed + [False] * (total - failed)) is offline
