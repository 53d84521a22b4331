"""Keys of postings, what is recorded of others that share them, and what people decided."""

from __future__ import annotations

from dataclasses import replace

from jobscan.domain.cluster import ClusterKeys, JoinedNotifications, NotificationKey
from jobscan.domain.delivery import DeliveryStatus, OtherPosting
from jobscan.domain.match import MatchFilter
from jobscan.domain.source import SourceKey
from jobscan.persistence import AlertRepository, ClusterRepository, Database, JobRepository, NotificationRepository
from tests.persistence.nouns import NOW, stored_job
from tests.persistence.outbox_nouns import told

BOARD = SourceKey("greenhouse", "canonical")


def key(number: int) -> str:
    return stored_job(str(number)).job.job_key


async def fill(database: Database) -> None:
    """Store four jobs with one key: told, refused, known by the ledger, and split."""
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(4)])
        clusters = ClusterRepository(session)
        await clusters.store([ClusterKeys(key(number), ("text:1",), BOARD) for number in range(4)])
        dead = replace(told(key(1), 1), delivery_status=DeliveryStatus.DEAD)
        await NotificationRepository(session).add([told(key(0), 1), dead, told(key(3), 1)])
        await AlertRepository(session).record_alert(key(2), "v0", NOW, 1)
        await clusters.split(key(3), NOW)


async def test_what_is_recorded_is_found_by_keys_and_alerts(database: Database) -> None:
    await fill(database)
    async with database.read() as session:
        clusters = ClusterRepository(session)
        # More alerts than one list of them holds are not asked for one by one.
        for alerts in ({1}, set(range(1000))):
            found = await clusters.recorded(["text:1", "text:2"], alerts)
            by_key = {record.job_key: record for record in found}
            assert by_key.keys() == {key(0), key(2)}
            assert (by_key[key(0)].is_open, by_key[key(0)].channel, by_key[key(0)].source) == (True, "email", BOARD)
            assert (by_key[key(2)].is_open, by_key[key(2)].channel, by_key[key(2)].kind) == (False, "", None)
        assert await clusters.recorded(["text:1"], {2}) == []
        assert await clusters.recorded([], {1}) == []
        assert await clusters.split_among([key(0), key(3)]) == {key(3): NOW}


async def test_what_is_in_a_message_by_now_is_left_as_it_is(database: Database) -> None:
    await fill(database)
    waiting, news = told(key(0), 1), told(key(5), 2)
    place = NotificationKey(waiting.job_key, 1, waiting.version_hash, waiting.channel)
    gone = place._replace(version_hash="another")
    other = OtherPosting(news.job_key, "Paris", "")
    joined = JoinedNotifications(rows=(news,), additions={gone: [other], place: [other]})
    async with database.write() as session:
        keys = [ClusterKeys(news.job_key, ("text:1",), BOARD)]
        assert await ClusterRepository(session).record([news], keys, lambda *_: joined) == [news]
    async with database.read() as session:
        stored = {
            notification.job_key: notification.matched
            for alert in (1, 2)
            for notification, *_ in await NotificationRepository(session).find(MatchFilter(alert_ids=(alert,)))
        }
    first = stored[waiting.job_key]
    assert first is not None
    assert first.others == (other,)
    assert stored[news.job_key] == news.matched
