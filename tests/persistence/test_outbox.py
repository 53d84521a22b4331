from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.domain.alert import AlertRecord
from jobscan.domain.delivery import (
    FINISHED,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    MatchedJob,
    Notification,
    NotificationKind,
)
from jobscan.domain.job import ChangeKind, JobStatus, JobVersion, StoredJob
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.persistence import (
    AlertRepository,
    AlertRuleRepository,
    Database,
    DatabaseSettings,
    DataIntegrityError,
    Decided,
    DeliveryRepository,
    DueGroup,
    FoundMatch,
    JobRepository,
    MatchFilter,
    NotificationRepository,
    ScanRepository,
    SourceRepository,
    UserRepository,
    VersionRepository,
    upgrade,
)
from jobscan.persistence.tables.notification import NotificationRow
from tests.persistence.nouns import DAY, HOUR, NOW, stored_job
from tests.persistence.outbox_nouns import ANN, BOB, add_alert, add_user, delivery, told

TICK = timedelta(microseconds=1)
EMAIL = DueGroup(1, "email")

FULL = Notification(
    alert_id=7,
    job_key="k" * 64,
    version_hash="v" * 64,
    channel="equipe é",
    kind=NotificationKind.REOPENED,
    matched=MatchedJob(
        job_key="k" * 64,
        title="Ingénieur·e 🚀",
        company="Canonical",
        location="Kraków",
        url="https://example.org/1",
        department="R&D",
        employment_type="full_time",
        workplace="hybrid",
        salary_min=0.1,
        salary_max=1e15,
        salary_currency="EUR",
        salary_interval="year",
    ),
    changes={"title": ("a", "b"), "salary_min": (None, 1.5), "description": (None, "-x\n+é")},
    created_at=NOW,
    delivery_status=DeliveryStatus.UNCERTAIN,
    delivery_id=3,
    attempts=2,
    next_attempt_at=NOW + HOUR,
    sent_at=NOW + DAY,
    error_message="cut off",
)
BASELINE: dict[str, Any] = {
    "kind": NotificationKind.EXISTING,
    "channel": "",
    "matched": None,
    "delivery_status": DeliveryStatus.BASELINE,
    "next_attempt_at": None,
}


async def every(session: AsyncSession) -> list[Notification]:
    """Return all notifications, the latest first, then by job and alert."""
    return [found.notification for found in await NotificationRepository(session).find(MatchFilter())]


async def put(session: AsyncSession, *told: Notification, **fields: Any) -> Delivery:
    """Store a delivery with these notifications in it."""
    made = await DeliveryRepository(session).add(delivery(**fields))
    await NotificationRepository(session).add([replace(one, delivery_id=made.id) for one in told])
    return made


# What has been decided.


@pytest.mark.parametrize("one", [FULL, told(), told(**BASELINE)], ids=["full", "fresh", "not sent"])
async def test_every_field_of_a_notification_comes_back(database: Database, one: Notification) -> None:
    async with database.write() as session:
        assert await NotificationRepository(session).add([one]) == 1

    async with database.read() as session:
        assert await every(session) == [one]


def test_the_full_notification_sets_every_field_there_is() -> None:
    of = FULL.matched
    assert of is not None
    assert [part.name for part in fields(FULL) if getattr(FULL, part.name) in (None, 0, {})] == []
    assert [part.name for part in fields(of) if getattr(of, part.name) in (None, "")] == []


async def test_a_notification_is_recorded_once_and_the_first_record_stands(database: Database) -> None:
    others = [
        told("other"),
        told(alert_id=2),
        told(version_hash="v2"),
        told(channel="team"),
    ]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        assert await notifications.add([told()]) == 1
        assert await notifications.add([told(kind=NotificationKind.UPDATED), *others, others[0]]) == 4
        assert await notifications.add([]) == 0
        found = await every(session)

    assert sorted(found, key=repr) == sorted([told(), *others], key=repr)


async def test_decided_is_what_was_recorded_whatever_came_of_it_and_the_ledger(database: Database) -> None:
    states = [told(f"job {status}", delivery_status=status) for status in DeliveryStatus]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([*states, told("job sent", channel="team"), told("unasked")])
        await AlertRepository(session).record_alert("purged", "v9", NOW, 4)
        await AlertRepository(session).record_alert("by hand", "v9", NOW)
        # More than go into one statement.
        asked = [*(one.job_key for one in states), "purged", "by hand", *(f"unknown {number}" for number in range(600))]
        found = await notifications.decided(iter(asked))
        assert await notifications.decided([]) == set()

    assert found == {Decided(1, one.job_key, "v1") for one in states} | {
        Decided(4, "purged", "v9"),
        Decided(0, "by hand", "v9"),
    }


async def test_a_version_that_is_decided_for_an_alert_is_not_recorded_again(database: Database) -> None:
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([told(**BASELINE)])
        await AlertRepository(session).record_alert("purged", "v1", NOW, 1)
        decided = [told(), told(channel="team"), told("purged")]
        fresh = [told(version_hash="v2"), told(alert_id=2), told(alert_id=2, channel="team"), told("purged", 2)]
        assert await notifications.add_undecided([*decided, *fresh]) == fresh
        assert await notifications.add_undecided([*decided, *fresh]) == []
        assert await notifications.add_undecided([]) == []
        found = await every(session)

    assert sorted(found, key=repr) == sorted([told(**BASELINE), *fresh], key=repr)


# What waits.


async def test_nothing_waits_at_first(database: Database) -> None:
    async with database.write() as session:
        notifications, deliveries = NotificationRepository(session), DeliveryRepository(session)
        assert await notifications.due_groups(NOW, 10) == []
        assert await notifications.next_due_at() is None
        assert await notifications.release_existing(NOW) == 0
        assert await deliveries.next_due_at(["email"]) is None
        assert await deliveries.claim("email", NOW, 10) == []
        assert await deliveries.sending() == []


async def test_groups_come_the_longest_due_first(database: Database) -> None:
    waiting = [
        told("a", 3, next_attempt_at=NOW - HOUR),
        told("b", 3, next_attempt_at=NOW),
        told("a", 2, channel="team", next_attempt_at=NOW - DAY),
        told("a", 1, channel="team", next_attempt_at=NOW - HOUR),
        told("a", 1, next_attempt_at=NOW - HOUR),
        told("a", 4, next_attempt_at=NOW),
    ]
    idle = [
        told("a", 9, next_attempt_at=NOW + TICK),
        told("a", 10, next_attempt_at=None),
        told("a", 11, delivery_id=5),
        *(told(status, 12, delivery_status=status) for status in DeliveryStatus if status != DeliveryStatus.PENDING),
    ]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([*waiting, *idle])
        found = await notifications.due_groups(NOW, 10)
        assert await notifications.due_groups(NOW, 2) == found[:2]
        assert await notifications.due_groups(NOW - HOUR - TICK, 10) == [DueGroup(2, "team")]
        assert await notifications.next_due_at() == NOW - DAY
        await notifications.cancel_alerts([1, 2, 3, 4], "gone")
        assert await notifications.next_due_at() == NOW + TICK

    assert found == [
        DueGroup(2, "team"),
        DueGroup(1, "email"),
        DueGroup(1, "team"),
        DueGroup(3, "email"),
        DueGroup(4, "email"),
    ]


CANCELLED: dict[str, Any] = {"delivery_status": DeliveryStatus.CANCELLED, "next_attempt_at": None}
UNTOUCHED = [
    told("later", next_attempt_at=NOW + TICK),
    told("of another alert", 2),
    told("on another channel", channel="team"),
    told("in a message", delivery_id=5),
    told("not sent", **(BASELINE | {"channel": "email"})),
    told("sending", delivery_status=DeliveryStatus.SENDING),
]


@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        (lambda of: of.assign(EMAIL, 9, NOW), {"delivery_id": 9}),
        (lambda of: of.postpone(EMAIL, NOW + HOUR, NOW), {"next_attempt_at": NOW + HOUR}),
        (
            lambda of: of.postpone(EMAIL, NOW + HOUR, NOW, "no such channel"),
            {"next_attempt_at": NOW + HOUR, "error_message": "no such channel"},
        ),
        (lambda of: of.cancel(EMAIL, NOW, "gone"), CANCELLED | {"error_message": "gone"}),
    ],
    ids=["assign", "postpone", "postpone with a reason", "cancel"],
)
async def test_what_becomes_of_a_group_becomes_of_what_is_due_of_it(
    database: Database, change: Callable[[NotificationRepository], Awaitable[int]], becomes: dict[str, Any]
) -> None:
    due = [told("now"), told("long ago", next_attempt_at=NOW - DAY), told("now", version_hash="v2")]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([*due, *UNTOUCHED])
        assert await change(notifications) == 3
        assert await change(notifications) == 0
        found = await every(session)

    assert sorted(found, key=repr) == sorted([*(replace(one, **becomes) for one in due), *UNTOUCHED], key=repr)


async def test_a_reason_is_forgotten_with_the_next_wait(database: Database) -> None:
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([told()])
        await notifications.postpone(EMAIL, NOW + HOUR, NOW, "no such channel")
        await notifications.postpone(EMAIL, NOW + DAY, NOW + HOUR)
        assert await every(session) == [told(next_attempt_at=NOW + DAY)]


async def test_all_that_waits_of_stopped_alerts_is_given_up(database: Database) -> None:
    waiting = [told("now"), told("later", 2, next_attempt_at=NOW + DAY), told("now", 2, channel="team")]
    others = [told("now", 3), told("in a message", delivery_id=5), told("sent", 2, delivery_status=DeliveryStatus.SENT)]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([*waiting, *others])
        assert await notifications.cancel_alerts([1, 2], "removed") == 3
        assert await notifications.cancel_alerts([], "removed") == 0
        found = await every(session)

    cancelled = [replace(one, **CANCELLED, error_message="removed") for one in waiting]
    assert sorted(found, key=repr) == sorted([*cancelled, *others], key=repr)


async def test_what_was_held_back_is_released(database: Database) -> None:
    existing: dict[str, Any] = {"kind": NotificationKind.EXISTING, "next_attempt_at": NOW + HOUR}
    held = [told("a", **existing), told("b", 2, **existing)]
    others = [
        told("due", **(existing | {"next_attempt_at": NOW})),
        told("news", next_attempt_at=NOW + HOUR),
        told("in a message", delivery_id=5, **existing),
        told("not sent", **BASELINE),
    ]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([*held, *others])
        assert await notifications.release_existing(NOW) == 2
        assert await notifications.release_existing(NOW) == 0
        found = await every(session)

    released = [replace(one, next_attempt_at=NOW) for one in held]
    assert sorted(found, key=repr) == sorted([*released, *others], key=repr)


# What is in a message.


async def test_a_message_tells_its_notifications_in_the_order_of_time(database: Database) -> None:
    mine = [
        told("z", 2, created_at=NOW - HOUR),
        told("a", 1, created_at=NOW),
        told("a", 3, created_at=NOW),
        told("b", 1, created_at=NOW),
    ]
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await put(session, told("other"))
        made = await put(session, *mine[::-1])
        found = await notifications.of_delivery(made.id, 10)
        assert await notifications.of_delivery(made.id, 3) == (found[0][:3], 4)
        assert await notifications.of_delivery(made.id + 1, 3) == ([], 0)
        assert await notifications.has_deliveries([made.id, made.id + 1]) == {made.id}
        assert await notifications.has_deliveries([]) == set()

    assert found == ([replace(one, delivery_id=made.id) for one in mine], 4)


async def test_rows_held_by_the_session_do_not_hide_what_a_statement_wrote(database: Database) -> None:
    async with database.write() as session:
        notifications = NotificationRepository(session)
        await notifications.add([told()])
        held = await session.get_one(NotificationRow, ("job", 1, "v1", "email"))
        await notifications.postpone(EMAIL, NOW + HOUR, NOW)
        assert await every(session) == [told(next_attempt_at=NOW + HOUR)]
        await notifications.assign(EMAIL, 4, NOW + HOUR)
        in_message, _ = await notifications.of_delivery(4, 10)
        assert in_message == [told(next_attempt_at=NOW + HOUR, delivery_id=4)]
        assert held.delivery_id == 4


# Lists of what matched.


LISTED = [
    told("a", created_at=NOW - HOUR, **BASELINE),
    told("a", created_at=NOW - HOUR, version_hash="v2", delivery_status=DeliveryStatus.SENT),
    told("b", 1, created_at=NOW),
    told("b", 2, created_at=NOW, delivery_status=DeliveryStatus.SENT),
    told("c", 2, created_at=NOW + HOUR),
]


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({}, ["c2", "b1", "b2", "a1", "a1"]),
        ({"limit": 2}, ["c2", "b1"]),
        ({"alert_ids": (1,)}, ["b1", "a1", "a1"]),
        ({"alert_ids": (2, 9)}, ["c2", "b2"]),
        # Somebody without alerts is not shown those of the others.
        ({"alert_ids": ()}, []),
        ({"status": DeliveryStatus.SENT}, ["b2", "a1"]),
        ({"status": DeliveryStatus.DEAD}, []),
        ({"job_key": "b"}, ["b1", "b2"]),
        ({"since": NOW}, ["c2", "b1", "b2"]),
        ({"since": NOW + TICK}, ["c2"]),
        ({"alert_ids": (1,), "status": DeliveryStatus.PENDING, "job_key": "b", "since": NOW, "limit": 1}, ["b1"]),
    ],
)
async def test_matches_are_listed_the_latest_first(database: Database, wanted: dict[str, Any], keys: list[str]) -> None:
    async with database.write() as session:
        await NotificationRepository(session).add(LISTED)

    async with database.read() as session:
        notifications = NotificationRepository(session)
        found = await notifications.find(MatchFilter(**wanted))
        counts = await notifications.count(MatchFilter(**(wanted | {"limit": 1})))
        unlimited = await notifications.find(MatchFilter(**(wanted | {"limit": None})))

    assert [f"{match.notification.job_key}{match.notification.alert_id}" for match in found] == keys
    expected: dict[int, dict[DeliveryStatus, int]] = {}
    for one in (match.notification for match in unlimited):
        of = expected.setdefault(one.alert_id, {})
        of[one.delivery_status] = of.get(one.delivery_status, 0) + 1
    assert counts == expected


async def test_matches_are_counted_by_alert_and_status(database: Database) -> None:
    async with database.write() as session:
        await NotificationRepository(session).add(LISTED)
        counts = await NotificationRepository(session).count(MatchFilter())

    assert counts == {
        1: {DeliveryStatus.BASELINE: 1, DeliveryStatus.SENT: 1, DeliveryStatus.PENDING: 1},
        2: {DeliveryStatus.SENT: 1, DeliveryStatus.PENDING: 1},
    }


async def test_a_match_comes_with_its_job_as_it_is_now_while_there_is_one(database: Database) -> None:
    job = stored_job(title="As it is now").job
    there, purged = told(job.job_key), told("purged", created_at=NOW - HOUR)
    async with database.write() as session:
        await JobRepository(session).upsert(stored_job(title="As it is now"))
        await NotificationRepository(session).add([there, purged])
        found = await NotificationRepository(session).find(MatchFilter())

    assert found == [
        FoundMatch(there, "As it is now", job.company, job.location, job.url),
        FoundMatch(purged, None, None, None, None),
    ]


# The ledger.


async def test_the_ledger_is_kept_by_alert(database: Database) -> None:
    async with database.write() as session:
        ledger = AlertRepository(session)
        mine = await ledger.record_alert("job", "v1", NOW, 5)
        assert mine == AlertRecord(job_key="job", version_hash="v1", sent_at=NOW, alert_id=5)
        assert await ledger.record_alert("job", "v1", NOW + DAY, 5) == mine
        by_hand = await ledger.record_alert("job", "v1", NOW + DAY)
        sent = {alert_id: await ledger.has_been_sent("job", "v1", alert_id) for alert_id in (None, 0, 5, 6)}
        assert sent == {None: True, 0: True, 5: True, 6: False}
        assert not await ledger.has_been_sent("job", "v2", 5)
        assert await ledger.get_alerts_for_job("job") == [by_hand, mine]


async def test_what_was_told_of_alerts_comes_in_the_order_of_time(database: Database) -> None:
    async with database.write() as session:
        ledger = AlertRepository(session)
        for job_key, version, at, alert_id in [
            ("b", "v1", NOW, 1),
            ("a", "v2", NOW, 2),
            ("a", "v1", NOW, 2),
            ("z", "v1", NOW - HOUR, 1),
            ("a", "v1", NOW - DAY, 3),
        ]:
            await ledger.record_alert(job_key, version, at, alert_id)
        found = await ledger.get_by_alerts([1, 2])
        assert await ledger.get_by_alerts([]) == []

    assert [(record.job_key, record.version_hash, record.alert_id) for record in found] == [
        ("z", "v1", 1),
        ("a", "v1", 2),
        ("a", "v2", 2),
        ("b", "v1", 1),
    ]


async def test_what_a_message_told_goes_into_the_ledger_once(database: Database) -> None:
    async with database.write() as session:
        ledger = AlertRepository(session)
        await ledger.record_alert("a", "v1", NOW - DAY, 1)
        made = await put(session, told("a"), told("a", 2), told("b", version_hash="v2"))
        other = await put(session, told("a", 2, channel="team"), told("c"), channel="team")
        await ledger.record_delivery(made.id, NOW)
        await ledger.record_delivery(made.id, NOW + HOUR)
        first = await ledger.get_by_alerts([1, 2])
        await ledger.record_delivery(other.id, NOW + DAY)
        second = await ledger.get_by_alerts([1, 2])

    expected = [
        AlertRecord(job_key="a", version_hash="v1", sent_at=NOW - DAY, alert_id=1),
        AlertRecord(job_key="a", version_hash="v1", sent_at=NOW, alert_id=2),
        AlertRecord(job_key="b", version_hash="v2", sent_at=NOW, alert_id=1),
    ]
    assert first == expected
    assert second == [*expected, AlertRecord(job_key="c", version_hash="v1", sent_at=NOW + DAY, alert_id=1)]


# Purging.

LONG_AGO = NOW - DAY
UNCERTAIN = DeliveryStatus.UNCERTAIN


async def test_what_is_finished_is_purged_and_stays_known(database: Database) -> None:
    async with database.write() as session:
        alert = await add_alert(session, await add_user(session))
        notifications = NotificationRepository(session)
        gone = [
            *(told(f"{status}", alert.id, created_at=LONG_AGO, delivery_status=status) for status in FINISHED),
            told("uncertain", alert.id, created_at=LONG_AGO, delivery_status=UNCERTAIN, next_attempt_at=None),
            told("sent", alert.id, created_at=LONG_AGO, delivery_status=DeliveryStatus.SENT, channel="team"),
        ]
        kept = [
            told("young", alert.id, delivery_status=DeliveryStatus.SENT),
            told("young", alert.id, version_hash="v2", **BASELINE),
            told("waiting", alert.id, created_at=LONG_AGO),
            told("sending", alert.id, created_at=LONG_AGO, delivery_status=DeliveryStatus.SENDING),
            told("sent again", alert.id, created_at=LONG_AGO, delivery_status=UNCERTAIN),
        ]
        await notifications.add([*gone, *kept])
        # It was sent later than it was recorded.
        await AlertRepository(session).record_alert("sent", "v1", NOW, alert.id)
        keys = {one.job_key for one in (*gone, *kept)}
        before = await notifications.decided(keys)

        assert await notifications.purge(NOW) == 6
        assert await notifications.purge(NOW) == 0
        assert await notifications.decided(keys) == before
        assert sorted(await every(session), key=repr) == sorted(kept, key=repr)
        assert (
            await notifications.add_undecided([replace(one, delivery_status=DeliveryStatus.PENDING) for one in gone])
            == []
        )
        ledger = await AlertRepository(session).get_by_alerts([alert.id])

    assert {(record.job_key, record.sent_at) for record in ledger} == {
        *((one.job_key, LONG_AGO) for one in gone if one.job_key != "sent"),
        ("sent", NOW),
    }


async def test_a_removed_alert_leaves_a_ledger_and_an_erased_one_does_not(database: Database) -> None:
    async with database.write() as session:
        notifications = NotificationRepository(session)
        erased, kept = [await add_alert(session, await add_user(session, user)) for user in (ANN, BOB)]
        await UserRepository(session).erase(erased.user_id)
        await AlertRuleRepository(session).set_removed([kept.id], NOW)
        # A scan that knew the alert still has matched.
        late = [
            told("a", erased.id, created_at=LONG_AGO, **CANCELLED),
            told("b", erased.id, created_at=LONG_AGO, **CANCELLED),
        ]
        await notifications.add(late)
        assert await notifications.purge(NOW) == 2
        await notifications.add([*late, told("a", kept.id, created_at=LONG_AGO, **CANCELLED)])
        assert await notifications.purge(NOW) == 3
        assert await every(session) == []
        assert await notifications.decided(["a", "b"]) == {Decided(kept.id, "a", "v1")}


async def test_a_purge_goes_on_where_its_limit_ended_it(database: Database) -> None:
    async with database.write() as session:
        alert = await add_alert(session, await add_user(session))
        notifications = NotificationRepository(session)
        keys = [f"job {number}" for number in range(1_203)]
        await notifications.add([told(key, alert.id, created_at=LONG_AGO, **BASELINE) for key in keys])
        before = await notifications.decided(keys)
        # More than go into one statement.
        assert [await notifications.purge(NOW, limit) for limit in (2, 1_000, 2_000, 2_000)] == [2, 1_000, 201, 0]
        assert await notifications.decided(keys) == before

    assert len(before) == 1_203


async def test_messages_are_purged_when_they_are_finished_and_hold_nothing_any_more(database: Database) -> None:
    old: dict[str, Any] = {"created_at": LONG_AGO, "next_attempt_at": None}
    finished = FINISHED - {DeliveryStatus.BASELINE}
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        for status in finished:
            await put(session, status=status, **old)
        await put(session, status=UNCERTAIN, **old)
        kept = [
            await put(session, told(), status=DeliveryStatus.SENT, **old),
            await put(session, status=DeliveryStatus.SENT),
            await put(session, status=UNCERTAIN, created_at=LONG_AGO),
            await put(session, status=DeliveryStatus.PENDING, **old),
            await put(session, status=DeliveryStatus.SENDING, **old),
        ]
        assert await deliveries.purge(NOW) == 4
        assert await deliveries.purge(NOW) == 0
        assert await deliveries.by_user(1) == kept


# Messages.

FULL_DELIVERY = Delivery(
    id=0,
    user_id=9,
    alert_id=7,
    channel="equipe é",
    kind=DeliveryKind.OVERFLOW,
    status=UNCERTAIN,
    created_at=NOW,
    attempts=3,
    next_attempt_at=NOW + HOUR,
    sent_at=NOW + DAY,
    error_message="cut off",
)


@pytest.mark.parametrize(
    "one",
    [FULL_DELIVERY, delivery(alert_id=None, kind=DeliveryKind.REPORT, next_attempt_at=None)],
    ids=["full", "report"],
)
async def test_every_field_of_a_delivery_comes_back(database: Database, one: Delivery) -> None:
    async with database.write() as session:
        added = await DeliveryRepository(session).add(one)

    assert added == replace(one, id=added.id)
    async with database.read() as session:
        deliveries = DeliveryRepository(session)
        assert await deliveries.get(added.id) == added
        assert await deliveries.get(added.id + 1) is None


async def test_a_claim_takes_what_is_due_and_counts_the_attempt(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        later = await put(session, told("b"), told("c", attempts=4), next_attempt_at=NOW, attempts=4)
        first = await put(session, told("a"), next_attempt_at=NOW - HOUR, status=UNCERTAIN)
        others = [
            await put(session, told("d"), next_attempt_at=NOW + TICK),
            await put(session, channel="team"),
            await put(session, next_attempt_at=None, status=UNCERTAIN),
            *[
                await put(session, status=status)
                for status in DeliveryStatus
                if status not in (DeliveryStatus.PENDING, UNCERTAIN)
            ],
        ]
        claimed = await deliveries.claim("email", NOW, 10)
        assert await deliveries.claim("email", NOW, 10) == []
        assert [await deliveries.get(other.id) for other in others] == others
        found = {one.job_key: (one.delivery_status, one.attempts) for one in await every(session)}

    sending = DeliveryStatus.SENDING
    assert claimed == [replace(first, status=sending, attempts=1), replace(later, status=sending, attempts=5)]
    assert found == {"a": (sending, 1), "b": (sending, 1), "c": (sending, 5), "d": (DeliveryStatus.PENDING, 0)}


async def test_one_user_s_flood_delays_nobody_else(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        flood = [(await put(session, user_id=1, next_attempt_at=NOW - DAY)).id for _ in range(50)]
        others = await put(session, user_id=2, next_attempt_at=NOW - HOUR)
        last = await put(session, user_id=3, next_attempt_at=NOW)
        claims = [[one.id for one in await deliveries.claim("email", NOW, 2)] for _ in range(3)]

    assert claims == [[flood[0], others.id], [flood[1], last.id], flood[2:4]]


@pytest.mark.parametrize(
    ("after_user", "users"),
    [(0, [1, 2, 5, 1, 2]), (1, [2, 5, 1, 2, 1]), (3, [5, 1, 2, 1, 2]), (5, [1, 2, 5, 1, 2]), (9, [1, 2, 5, 1, 2])],
)
async def test_users_take_turns_from_claim_to_claim(database: Database, after_user: int, users: list[int]) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        for user_id in (5, 2, 1, 2, 1):
            await put(session, user_id=user_id)
        assert [one.user_id for one in await deliveries.claim("email", NOW, 9, after_user)] == users


async def test_a_user_s_messages_go_out_in_the_order_in_which_they_are_due(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        made = [(await put(session, next_attempt_at=NOW - hours * HOUR)).id for hours in (1, 3, 2, 3)]
        found = [one.id for one in await deliveries.claim("email", NOW, 3)]
        assert [one.id for one in await deliveries.sending()] == sorted(found)

    assert found == [made[1], made[3], made[2]]


SETTLED: list[tuple[DeliveryStatus, dict[str, Any]]] = [
    (DeliveryStatus.SENT, {"sent_at": NOW + HOUR}),
    (DeliveryStatus.PENDING, {"next_attempt_at": NOW + DAY, "error_message": "busy"}),
    (UNCERTAIN, {"next_attempt_at": NOW + DAY, "error_message": "cut off"}),
    (DeliveryStatus.DEAD, {"error_message": "no such user"}),
]


@pytest.mark.parametrize(("status", "values"), SETTLED, ids=[status for status, _ in SETTLED])
async def test_what_came_of_a_message_is_known_of_all_in_it(
    database: Database, status: DeliveryStatus, values: dict[str, Any]
) -> None:
    before: dict[str, Any] = {"error_message": "timed out", "next_attempt_at": NOW}
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        made = await put(session, told("a", **before), told("b", 2, **before), **before)
        other = await put(session, told("c", **before), **before)
        await deliveries.claim("email", NOW, 1)
        await deliveries.settle(made.id, status, **values)
        settled = {"error_message": None, "next_attempt_at": None, "sent_at": None} | values
        assert await deliveries.get(made.id) == replace(made, status=status, attempts=1, **settled)
        assert await deliveries.get(other.id) == other
        found = await every(session)

    mine = {"delivery_status": status, "delivery_id": made.id, "attempts": 1, **settled}
    assert found == [
        told("a", **mine),
        told("b", 2, **mine),
        told("c", delivery_id=other.id, **before),
    ]


async def test_the_next_message_is_the_one_due_first_on_these_channels(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        await put(session, channel="team", next_attempt_at=NOW + 2 * HOUR, status=UNCERTAIN)
        await put(session, next_attempt_at=NOW + 3 * HOUR)
        await put(session, channel="gone", next_attempt_at=NOW)
        await put(session, status=DeliveryStatus.SENT, next_attempt_at=NOW)
        await put(session, status=UNCERTAIN, next_attempt_at=None)
        found = [await deliveries.next_due_at(names) for names in (["email"], ["email", "team"], ["x"], [])]

    assert found == [NOW + 3 * HOUR, NOW + 2 * HOUR, None, None]


async def test_the_last_message_of_an_alert_is_looked_for_within_a_span(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        user_id = await add_user(session)
        alert, other = await add_alert(session, user_id), await add_alert(session, user_id, "Other")
        mine: dict[str, Any] = {"user_id": user_id, "alert_id": alert.id}
        for hours in (5, 3, 1):
            await put(session, created_at=NOW - hours * HOUR, **mine)
        await put(session, user_id=user_id, alert_id=other.id, created_at=NOW - 2 * HOUR)
        await put(session, channel="team", created_at=NOW - 2 * HOUR, **mine)
        spans = [(9, 0), (9, 1), (9, 2), (3, 3), (2, 2), (0, -9)]
        found = [
            await deliveries.last_of_alert(alert, "email", NOW - since * HOUR, NOW - until * HOUR)
            for since, until in spans
        ]

    assert found == [NOW - HOUR, NOW - HOUR, NOW - 3 * HOUR, NOW - 3 * HOUR, None, None]


async def test_reports_know_the_one_before(database: Database) -> None:
    report: dict[str, Any] = {"alert_id": None, "kind": DeliveryKind.REPORT}
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        await put(session, user_id=2, **report)
        await put(session, kind=DeliveryKind.TEST, alert_id=None)
        assert await deliveries.last_report(1, NOW + DAY) is None
        first, second, third = [await put(session, created_at=NOW + days * DAY, **report) for days in (0, 1, 2)]
        # The same report on another channel.
        twin = await put(session, created_at=NOW + DAY, channel="team", **report)
        last = [
            await deliveries.last_report(1, NOW + days * DAY - tick)
            for days, tick in [(9, TICK), (2, TICK), (2, 0 * TICK), (0, TICK)]
        ]
        before = [await deliveries.report_before(one) for one in (first, second, twin, third)]

    assert last == [NOW + 2 * DAY, NOW + DAY, NOW + 2 * DAY, None]
    assert before == [None, NOW, NOW, NOW + DAY]


async def test_alerts_and_digests_of_a_day_count_against_the_cap(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        for kind in DeliveryKind:
            await put(session, kind=kind)
        await put(session, status=DeliveryStatus.DEAD)
        await put(session, created_at=NOW - TICK)
        await put(session, user_id=2)
        counts = [
            await deliveries.count_since(user, since) for user, since in [(1, NOW), (1, NOW - HOUR), (2, NOW), (3, NOW)]
        ]

    assert counts == [3, 4, 1, 0]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"user_id": 2}, False),
        ({"channel": "team"}, False),
        ({"kind": DeliveryKind.ALERT}, False),
        ({"status": DeliveryStatus.SENDING}, False),
        ({"status": DeliveryStatus.CANCELLED}, False),
        # It has been tried: its copies must be the same.
        ({"attempts": 1}, False),
        # It is going out.
        ({"next_attempt_at": NOW}, False),
    ],
)
async def test_a_digest_takes_more_until_it_goes_out(
    database: Database, fields: dict[str, Any], *, found: bool
) -> None:
    digest: dict[str, Any] = {"kind": DeliveryKind.OVERFLOW, "alert_id": None, "next_attempt_at": NOW + TICK}
    async with database.write() as session:
        made = await put(session, **(digest | fields))
        assert await DeliveryRepository(session).open_overflow(1, "email", NOW) == (made if found else None)
        await put(session, **digest)
        again = await DeliveryRepository(session).open_overflow(1, "email", NOW)
        assert again is not None
        assert (again == made) is found


async def test_messages_are_counted_by_status(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        assert await deliveries.count_by_status(NOW) == {}
        for status in (DeliveryStatus.SENT, DeliveryStatus.SENT, DeliveryStatus.DEAD):
            await put(session, status=status)
        await put(session, created_at=NOW - TICK)
        assert await deliveries.count_by_status(NOW) == {DeliveryStatus.SENT: 2, DeliveryStatus.DEAD: 1}


async def test_troubled_are_the_messages_with_a_reason_the_latest_first(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        first, second, third = [await put(session, error_message=word) for word in ("a", "b", "c")]
        await put(session)
        await put(session, error_message="old", created_at=NOW - TICK)
        assert await deliveries.troubled(NOW, 10) == [third, second, first]
        assert await deliveries.troubled(NOW, 2) == [third, second]


async def test_a_user_s_messages_come_the_first_one_first(database: Database) -> None:
    async with database.write() as session:
        deliveries = DeliveryRepository(session)
        mine = [await put(session, created_at=NOW - hours * HOUR) for hours in (1, 2)]
        await put(session, user_id=2)
        assert await deliveries.by_user(1) == mine
        assert await deliveries.by_user(3) == []


# What retention, baselines and reports ask of the history.

CANONICAL = SourceKey("greenhouse", "canonical")


async def test_a_source_knows_when_its_first_posting_was_stored(database: Database) -> None:
    async with database.write() as session:
        jobs = JobRepository(session)
        assert await jobs.oldest_first_seen([CANONICAL]) == {}
        await jobs.bulk_upsert(
            [
                stored_job("1"),
                stored_job("2", first_seen_at=NOW - HOUR, status=JobStatus.EXPIRED),
                stored_job("3", first_seen_at=NOW - DAY, source_identifier="other"),
            ]
        )
        assert await jobs.oldest_first_seen([CANONICAL]) == {CANONICAL: NOW - HOUR}


async def test_active_jobs_come_page_by_page(database: Database) -> None:
    jobs = sorted((stored_job(str(number)) for number in range(5)), key=lambda stored: stored.job.job_key)
    async with database.write() as session:
        repository = JobRepository(session)
        await repository.bulk_upsert([*jobs, stored_job("gone", status=JobStatus.EXPIRED)])
        board = SourceStatus(
            source_type="greenhouse", source_identifier="canonical", name="C", last_complete_at=NOW + DAY
        )
        await SourceRepository(session).upsert(board)
        pages: list[list[StoredJob]] = []
        while not pages or pages[-1]:
            pages.append(await repository.page_of_active(pages[-1][-1].job.job_key if pages else "", 2))

    seen = [replace(stored, last_seen_at=NOW + DAY) for stored in jobs]
    assert pages == [seen[:2], seen[2:4], seen[4:], []]


def history(stored: StoredJob) -> list[JobVersion]:
    key = stored.job.job_key
    return [
        JobVersion(job_key=key, version=number, kind=kind, changed_at=NOW, content_hash="c" * 64, changes={})
        for number, kind in enumerate((ChangeKind.UPDATED, ChangeKind.EXPIRED), start=2)
    ]


async def test_expired_jobs_are_purged_with_their_history(database: Database) -> None:
    expired: dict[str, Any] = {"status": JobStatus.EXPIRED, "expired_at": NOW - HOUR, "last_seen_at": NOW - DAY}
    gone = [stored_job("gone", **expired), stored_job("gone, too", **expired)]
    kept = [
        stored_job("young", **(expired | {"expired_at": NOW})),
        stored_job("seen since", **(expired | {"last_seen_at": NOW})),
        stored_job("active", last_seen_at=NOW - DAY),
        stored_job("active again", last_seen_at=NOW - DAY, expired_at=NOW - HOUR),
    ]
    async with database.write() as session:
        jobs, versions = JobRepository(session), VersionRepository(session)
        await jobs.bulk_upsert([*gone, *kept])
        await versions.add([version for stored in (*gone, *kept) for version in history(stored)])
        assert [await jobs.purge_expired(NOW, limit) for limit in (1, 1, 1)] == [1, 1, 0]
        for stored in gone:
            assert await jobs.get_by_key(stored.job.job_key) is None
            assert await versions.get_by_job(stored.job.job_key) == []
        for stored in kept:
            assert await jobs.get_by_key(stored.job.job_key) == stored
            assert await versions.get_by_job(stored.job.job_key) == history(stored)


async def test_more_expired_jobs_than_go_into_one_statement_are_purged(database: Database) -> None:
    expired: dict[str, Any] = {"status": JobStatus.EXPIRED, "expired_at": NOW - HOUR, "last_seen_at": NOW - DAY}
    jobs = [stored_job(str(number), **expired) for number in range(1_102)]
    async with database.write() as session:
        repository = JobRepository(session)
        await repository.bulk_upsert(jobs)
        await VersionRepository(session).add([version for stored in jobs for version in history(stored)])
        assert [await repository.purge_expired(NOW) for _ in range(3)] == [1_000, 102, 0]
        assert await VersionRepository(session).updated_since(NOW) == []


async def test_updates_and_returns_come_the_first_one_first(database: Database) -> None:
    def change(key: str, number: int, kind: ChangeKind, at: datetime) -> JobVersion:
        return JobVersion(job_key=key, version=number, kind=kind, changed_at=at, content_hash="c" * 64, changes={})

    async with database.write() as session:
        versions = VersionRepository(session)
        await versions.add(
            [
                change("b", 2, ChangeKind.UPDATED, NOW),
                change("a", 3, ChangeKind.REOPENED, NOW),
                change("z", 2, ChangeKind.REOPENED, NOW - HOUR),
                change("a", 2, ChangeKind.UPDATED, NOW - HOUR - TICK),
                *(
                    change("c", int(kind is ChangeKind.EXPIRED), kind, NOW)
                    for kind in (ChangeKind.NEW, ChangeKind.EXPIRED)
                ),
                change("d", 2, ChangeKind.AMENDED, NOW),
            ]
        )
        found = await versions.updated_since(NOW - HOUR)

    assert found == [
        ("z", ChangeKind.REOPENED, NOW - HOUR),
        ("a", ChangeKind.REOPENED, NOW),
        ("b", ChangeKind.UPDATED, NOW),
    ]


async def test_scans_are_summed_up_by_source(database: Database) -> None:
    def scan(key: SourceKey, outcome: ScanOutcome, *counts: int, at: datetime = NOW) -> ScanRecord:
        found = ScanCounts(**dict(zip(("new", "updated", "expired", "reopened"), counts, strict=True)))
        return ScanRecord(source=key, started_at=at, seconds=1.0, outcome=outcome, counts=found)

    other = SourceKey("lever", "x")
    async with database.write() as session:
        scans = ScanRepository(session)
        assert await scans.totals(NOW) == {}
        await scans.add(
            [
                scan(CANONICAL, ScanOutcome.OK, 1, 2, 3, 4),
                scan(CANONICAL, ScanOutcome.UNCHANGED, 0, 0, 0, 0),
                scan(CANONICAL, ScanOutcome.INCOMPLETE, 10, 20, 0, 40, at=NOW + HOUR),
                scan(CANONICAL, ScanOutcome.FAILED, 0, 0, 0, 0),
                scan(CANONICAL, ScanOutcome.FAILED, 99, 99, 99, 99, at=NOW - TICK),
                scan(other, ScanOutcome.OK, 5, 0, 0, 0),
                scan(SourceKey("lever", "idle"), ScanOutcome.OK, 1, 1, 1, 1, at=NOW - HOUR),
            ]
        )
        found = await scans.totals(NOW)

    assert found == {CANONICAL: (4, 2, 11, 22, 3, 44, 1), other: (1, 0, 5, 0, 0, 0, 0)}
    # Postgres sums up to numbers of another type.
    assert {type(number) for totals in found.values() for number in totals} == {int}


# Speed: what is asked again and again is found by an index, however much has been told.

Ask = Callable[[NotificationRepository, DeliveryRepository], Awaitable[object]]

WAITING = "SEARCH alert_notifications USING INDEX ix_alert_notifications_unplanned (next_attempt_at"
IN_MESSAGE = "SEARCH alert_notifications USING INDEX ix_alert_notifications_delivery_id (delivery_id=?)"
UNSENT = "SEARCH deliveries USING INDEX ix_deliveries_unsent (channel=? AND next_attempt_at"
OF_USER = "SEARCH deliveries USING INDEX ix_deliveries_user_id_created_at (user_id=? AND created_at"


@pytest.fixture
async def sqlite(sqlite_settings: DatabaseSettings) -> AsyncIterator[Database]:
    db = await Database.open(sqlite_settings)
    try:
        await upgrade(db)
        yield db
    finally:
        await db.close()


@pytest.mark.parametrize(
    ("ask", "plan"),
    [
        (lambda of, _: of.due_groups(NOW, 10), WAITING),
        (lambda of, _: of.next_due_at(), WAITING),
        (lambda of, _: of.release_existing(NOW), WAITING),
        (lambda of, _: of.of_delivery(1, 10), IN_MESSAGE),
        (lambda of, _: of.follow(1, {"attempts": 2}), IN_MESSAGE),
        (lambda of, _: of.decided(["job"]), "SEARCH alert_notifications USING COVERING INDEX"),
        (lambda _, of: of.claim("email", NOW, 10), UNSENT),
        (lambda _, of: of.claim("email", NOW, 10), IN_MESSAGE),
        (lambda _, of: of.next_due_at(["email"]), UNSENT),
        (lambda _, of: of.settle(1, DeliveryStatus.SENT, sent_at=NOW), IN_MESSAGE),
        (lambda _, of: of.count_since(1, NOW), OF_USER),
        (lambda _, of: of.last_report(1, NOW), OF_USER),
        (lambda _, of: of.open_overflow(1, "email", NOW), "SEARCH deliveries USING INDEX"),
    ],
)
async def test_the_dispatcher_s_questions_are_answered_by_an_index(sqlite: Database, ask: Ask, plan: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    async with sqlite.write() as session:
        await put(session, told("a"))
        await NotificationRepository(session).add([told("b")])
        event.listen(sqlite.engine.sync_engine, "before_cursor_execute", note)
        await ask(NotificationRepository(session), DeliveryRepository(session))
        event.remove(sqlite.engine.sync_engine, "before_cursor_execute", note)
        connection = await session.connection()
        steps = []
        for statement, parameters in asked:
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps += [row.detail for row in rows]

    assert [step for step in steps if plan in step] != [], steps
    assert [step for step in steps if step in ("SCAN alert_notifications", "SCAN deliveries")] == []


NAIVE = NOW.replace(tzinfo=None)


@pytest.mark.parametrize(
    "write",
    [
        lambda session: NotificationRepository(session).add([told(created_at=NAIVE)]),
        lambda session: NotificationRepository(session).release_existing(NAIVE),
        lambda session: NotificationRepository(session).postpone(EMAIL, NAIVE, NOW),
        lambda session: NotificationRepository(session).purge(NAIVE),
        lambda session: DeliveryRepository(session).add(delivery(created_at=NAIVE)),
        lambda session: DeliveryRepository(session).claim("email", NAIVE, 1),
        lambda session: DeliveryRepository(session).settle(1, DeliveryStatus.SENT, sent_at=NAIVE),
        lambda session: DeliveryRepository(session).purge(NAIVE),
        lambda session: AlertRepository(session).record_delivery(1, NAIVE),
        lambda session: JobRepository(session).purge_expired(NAIVE),
    ],
    ids="add release postpone purge message claim settle purge_messages record purge_jobs".split(),
)
async def test_a_naive_moment_is_refused(
    database: Database, write: Callable[[AsyncSession], Awaitable[object]]
) -> None:
    with pytest.raises(DataIntegrityError, match="naive datetime"):
        async with database.write() as session:
            await write(session)
