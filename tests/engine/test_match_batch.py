"""The alerts that a batch is matched against are those of the moment, however many changed in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jobscan.decide.enrich.reader import FactReader
from jobscan.domain.alert import Alert, AlertRule
from jobscan.domain.event import JobEvent
from jobscan.domain.job import ChangeKind
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.domain.user import User
from jobscan.engine.batch import ScanBatch
from jobscan.engine.deliver import match_batch as match_batch
from jobscan.engine.deliver.match_batch import BatchMatcher
from jobscan.persistence import Database, UserRepository
from jobscan.services.alerts import add_alert, set_enabled
from jobscan.services.users import add_user, erase_user
from tests.persistence.nouns import NOW, stored_job

SOURCE = SourceKey("greenhouse", "canonical")
ADA, BOB = "ada@example.org", "bob@example.org"


def batch() -> ScanBatch:
    """Return a batch in which one posting is new."""
    job = stored_job(title="Go Engineer").job
    status = SourceStatus(source_type="greenhouse", source_identifier="canonical", name="Canonical")
    event = JobEvent(job_key=job.job_key, kind=ChangeKind.NEW, version=1, job=job)
    return ScanBatch(source=SOURCE, scan_seq=0, status=replace(status, scan_seq=1), events=(event,), found_at=NOW)


async def told(matches: BatchMatcher) -> list[int]:
    """Return the alerts that tell of the batch."""
    return sorted(one.alert_id for one in (await matches.plan([batch()])).notifications)


async def alert(database: Database, email: str, name: str, *keywords: str) -> int:
    saved = await add_alert(database, email, Alert(name=name, rule=AlertRule(keywords=keywords)), now=NOW)
    return saved.stored.id


@pytest.mark.parametrize("limit", [0, 1, 100], ids=["all anew", "often anew", "apart"])
async def test_changes_are_taken_up_at_once(database: Database, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match_batch, "MAX_CHANGES", limit)
    monkeypatch.setattr(match_batch, "PAGE", 2)
    matches = BatchMatcher(database, FactReader())
    for email in (ADA, BOB):
        await add_user(database, User(email=email), now=NOW)
    assert await told(matches) == []
    first = [await alert(database, ADA, name, "go") for name in ("a", "b", "c")]
    assert await told(matches) == first
    other = await alert(database, BOB, "a", "engineer")
    await set_enabled(database, ADA, "b", enabled=False, now=NOW)
    assert await told(matches) == [first[0], first[2], other]
    await erase_user(database, BOB)
    assert await told(matches) == [first[0], first[2]]
    async with database.write() as session:
        users = UserRepository(session)
        ada = await users.get_by_email(ADA)
        assert ada is not None
        await users.set_disabled(ada.id, NOW)
    assert await told(matches) == []


async def test_nothing_is_read_where_nothing_happened(database: Database) -> None:
    quiet = replace(batch(), events=())
    plan = await BatchMatcher(database, FactReader()).plan([quiet])
    assert (plan.revision, plan.notifications) == (None, ())
