"""The record of what has been decided, against a model that is a plain set."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.domain.delivery import DeliveryStatus
from jobscan.persistence import (
    AlertRepository,
    Database,
    Decided,
    DeliveryRepository,
    MatchFilter,
    NotificationRepository,
)
from tests.persistence.nouns import DAY, HOUR, NOW
from tests.persistence.outbox_nouns import ANN, BOB, add_alert, add_user, delivery, told

#: Of the first alert, of the second.
CHANNELS = (("email",), ("email", "team"))
JOBS = ("a", "b", "c")

#: Which alert, which job, which version.
matches = st.tuples(st.integers(0, 1), st.sampled_from(JOBS), st.sampled_from(("v1", "v2")))
#: What happens: a scan finds matches, messages go out and end so, an alert is stopped, what is so old is purged.
happenings = st.one_of(
    st.tuples(st.just("find"), st.lists(matches, min_size=1, max_size=5, unique=True)),
    st.tuples(st.just("send"), st.sampled_from((DeliveryStatus.SENT, DeliveryStatus.PENDING, DeliveryStatus.DEAD))),
    st.tuples(st.just("stop"), st.integers(0, 1)),
    st.tuples(st.just("purge"), st.sampled_from((timedelta(), HOUR, 4 * HOUR))),
)


class Outbox:
    """The tables, and what they must say."""

    def __init__(self, session: AsyncSession, alerts: list[int]) -> None:
        self.alerts = alerts
        self.notifications = NotificationRepository(session)
        self.deliveries = DeliveryRepository(session)
        self.ledger = AlertRepository(session)
        self.now = NOW
        self.decided: set[Decided] = set()
        #: A version on a channel → how it ended; once, if all is well.
        self.ends: dict[tuple[Decided, str], list[DeliveryStatus]] = defaultdict(list)

    async def find(self, found: list[tuple[int, str, str]]) -> None:
        versions = [Decided(self.alerts[alert], job, version) for alert, job, version in found]
        rows = [
            told(of.job_key, of.alert_id, version_hash=of.version_hash, channel=channel, **self.moments())
            for of in versions
            for channel in CHANNELS[self.alerts.index(of.alert_id)]
        ]
        fresh = [row for row in rows if Decided(row.alert_id, row.job_key, row.version_hash) not in self.decided]
        assert await self.notifications.add_undecided(rows) == fresh
        self.decided.update(versions)
        for row in fresh:
            self.ends[Decided(row.alert_id, row.job_key, row.version_hash), row.channel] = []

    async def send(self, status: DeliveryStatus) -> None:
        for group in await self.notifications.due_groups(self.now, 10):
            made = await self.deliveries.add(delivery(channel=group.channel, **self.moments()))
            await self.notifications.assign(group, made.id, self.now)
        for channel in CHANNELS[1]:
            for claimed in await self.deliveries.claim(channel, self.now, 10):
                rows, _ = await self.notifications.of_delivery(claimed.id, 100)
                if status is DeliveryStatus.PENDING:
                    await self.deliveries.settle(claimed.id, status, next_attempt_at=self.now + HOUR)
                    continue
                sent_at = self.now if status is DeliveryStatus.SENT else None
                await self.deliveries.settle(claimed.id, status, sent_at=sent_at)
                if sent_at is not None:
                    await self.ledger.record_delivery(claimed.id, sent_at)
                for row in rows:
                    self.ends[Decided(row.alert_id, row.job_key, row.version_hash), channel].append(status)

    async def stop(self, alert: int) -> None:
        mine = MatchFilter(alert_ids=(self.alerts[alert],), status=DeliveryStatus.CANCELLED)
        before = await self.notifications.find(mine)
        await self.notifications.cancel_alerts([self.alerts[alert]], "stopped")
        for row, *_ in await self.notifications.find(mine):
            if row not in [match.notification for match in before]:
                of = Decided(row.alert_id, row.job_key, row.version_hash)
                self.ends[of, row.channel].append(DeliveryStatus.CANCELLED)

    async def purge(self, age: timedelta) -> None:
        await self.notifications.purge(self.now - age)
        await self.deliveries.purge(self.now - age)

    def moments(self) -> dict[str, Any]:
        return {"created_at": self.now, "next_attempt_at": self.now}


@given(st.lists(happenings, max_size=12))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_whatever_happens_a_version_is_told_once_on_each_channel_and_stays_decided(
    database: Database, happened: list[tuple[str, Any]]
) -> None:
    async with database.write() as session:
        for table in ("alert_notifications", "deliveries", "alerts_sent", "alerts", "users"):
            await session.execute(text(f"DELETE FROM {table}"))
        alerts = [await add_alert(session, await add_user(session, user)) for user in (ANN, BOB)]
        outbox = Outbox(session, [alert.id for alert in alerts])
        for name, argument in happened:
            outbox.now += HOUR
            await getattr(outbox, name)(argument)
            assert await outbox.notifications.decided(JOBS) == outbox.decided
        outbox.now += DAY
        await outbox.send(DeliveryStatus.SENT)
        assert [ends for ends in outbox.ends.values() if len(ends) != 1] == []

        outbox.now += DAY
        await outbox.purge(timedelta())
        assert await outbox.notifications.find(MatchFilter()) == []
        assert await outbox.deliveries.count_by_status(NOW) == {}
        assert await outbox.notifications.decided(JOBS) == outbox.decided
        for of, _ in outbox.ends:
            assert await outbox.ledger.has_been_sent(of.job_key, of.version_hash, of.alert_id)
