"""Which of the notifications for one job is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from jobscan.decide.alert.joining import join_notifications
from jobscan.domain.cluster import ClusterKeys, NotificationKey, TwinRecord
from jobscan.domain.delivery import MOST_SHOWN, DeliveryStatus, MatchedJob, Notification, NotificationKind
from jobscan.domain.source import SourceKey
from tests.decide.alerts import told
from tests.decide.postings import NOW, job

ACME, AGENCY = SourceKey("greenhouse", "acme"), SourceKey("themuse", "all")
DAY = timedelta(days=1)
NEW, UPDATED, REOPENED = NotificationKind.NEW, NotificationKind.UPDATED, NotificationKind.REOPENED
EXISTING = NotificationKind.EXISTING


def news(id_: str = "1", kind: NotificationKind = NEW, **fields: Any) -> Notification:
    place = f"Town {id_}"
    return told(kind, job(id_, locations=(place,)), **fields)


def record(of: Notification, key: str = "text:1", **fields: Any) -> TwinRecord:
    values: dict[str, Any] = {
        "cluster_key": key,
        "job_key": of.job_key,
        "source": ACME,
        "alert_id": of.alert_id,
        "channel": of.channel,
        "kind": of.kind,
        "changes": of.changes,
        "version_hash": of.version_hash,
        "created_at": of.created_at,
        "is_open": False,
        "expired_at": None,
    }
    return TwinRecord(**(values | fields))


def keys_of(*notifications: Notification, key: str = "text:1") -> dict[str, ClusterKeys]:
    return {each.job_key: ClusterKeys(each.job_key, (key,), ACME) for each in notifications}


def test_after_what_was_recorded_a_notification_is_sent_or_not() -> None:
    before = news("1", created_at=NOW - DAY)
    change, other_change = {"location": ("a", "b")}, {"location": ("a", "c")}
    updated = news("1", UPDATED, changes=change, created_at=NOW - DAY)
    #: Name → what was recorded, the notification, whether it is sent.
    cases: dict[str, tuple[TwinRecord, Notification, bool]] = {
        "told": (record(before), news("2"), False),
        "told long ago, and still listed": (record(before, created_at=NOW - 400 * DAY), news("2"), False),
        "there before the alert": (record(before, channel="", kind=EXISTING), news("2"), False),
        "known by the ledger": (record(before, channel="", kind=None), news("2"), False),
        "told as existing": (record(before), news("2", EXISTING), False),
        "gone for two months": (record(before, expired_at=NOW - 60 * DAY), news("2"), False),
        "gone for longer": (record(before, expired_at=NOW - 61 * DAY), news("2"), True),
        "for another alert": (record(before, alert_id=2), news("2"), True),
        "on another channel": (record(before, channel="hook"), news("2"), True),
        "its own": (record(before), news("1"), True),
        "another key": (record(before, key="text:2"), news("2"), True),
        "the same change": (record(updated), news("2", UPDATED, changes=change), False),
        "another change": (record(updated), news("2", UPDATED, changes=other_change), True),
        "the same change, later": (record(updated, created_at=NOW - 8 * DAY), news("2", UPDATED, changes=change), True),
        "a change of what is new": (record(before), news("2", UPDATED, changes=change), True),
        "a return with the new one": (record(before), news("2", REOPENED), False),
        "a return with another": (record(before, kind=REOPENED), news("2", REOPENED), False),
        "a later return": (record(before, created_at=NOW - 8 * DAY), news("2", REOPENED), True),
        "a return of what was there": (record(before, channel="", kind=EXISTING), news("2", REOPENED), True),
        "a return after a change": (record(updated), news("2", REOPENED), True),
    }
    for name, (known, notification, is_sent) in cases.items():
        joined = join_notifications([notification], keys_of(notification), [known])
        if is_sent:
            assert joined.rows == (notification,), name
            continue
        [row] = joined.rows
        reason = f"the same job as {known.job_key}"
        assert (row.channel, row.delivery_status, row.error_message) == ("", DeliveryStatus.BASELINE, reason), name
        assert (row.matched, row.next_attempt_at, row.kind) == (None, None, notification.kind), name


def test_addresses_count_between_two_boards_only() -> None:
    before, notification = news("1"), news("2")
    keys = keys_of(notification, key="url:1")
    assert join_notifications([notification], keys, [record(before, "url:1")]).rows == (notification,)
    [row] = join_notifications([notification], keys, [record(before, "url:1", source=AGENCY)]).rows
    assert row.delivery_status is DeliveryStatus.BASELINE


def test_of_those_found_together_one_is_sent_with_all_places() -> None:
    found = [news(str(number), channel=channel) for number in range(3) for channel in ("email", "hook")]
    rows = join_notifications(found, keys_of(*found), []).rows
    sent = [row for row in rows if row.delivery_status is DeliveryStatus.PENDING]
    assert [(row.job_key, row.channel) for row in sent] == [(found[0].job_key, "email"), (found[0].job_key, "hook")]
    for row in sent:
        assert row.matched is not None
        assert row.matched.places == "Town 0; Town 1; Town 2"
        assert MatchedJob.from_record(row.matched.to_record()) == row.matched
    # One record for both channels.
    assert [row.job_key for row in rows if row not in sent] == [found[2].job_key, found[4].job_key]


def test_what_waits_shows_more_and_nothing_else_changes() -> None:
    waiting, notification, baseline = news("1"), news("2"), news("3", delivery_status=DeliveryStatus.BASELINE)
    known = [record(waiting), record(news("4")), replace(record(waiting), is_open=True)]
    joined = join_notifications([baseline, notification], keys_of(notification, baseline), known)
    assert joined.rows[0] == baseline
    key = NotificationKey(waiting.job_key, 1, waiting.version_hash, "email")
    assert {key: [other.location for other in others] for key, others in joined.additions.items()} == {key: ["Town 2"]}
    # What cannot be compared is sent.
    assert join_notifications([notification], {}, known).rows == (notification,)


def test_a_message_shows_no_more_than_people_read() -> None:
    found = [news(str(number)) for number in range(MOST_SHOWN + 5)]
    rows = join_notifications(found, keys_of(*found), []).rows
    assert rows[0].matched is not None
    assert len(rows[0].matched.others) == MOST_SHOWN
    assert len(rows) == len(found)
    for one, other in ((found[0], replace(found[1], matched=None)), (replace(found[0], matched=None), found[1])):
        assert join_notifications([one, other], keys_of(*found), []).rows[0] == one
