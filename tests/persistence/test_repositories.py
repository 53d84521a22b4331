from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.domain.alert import AlertRecord
from jobscan.domain.job import ChangeKind, JobVersion
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.persistence import (
    AlertRepository,
    Database,
    DataIntegrityError,
    ScanRepository,
    SourceRepository,
    VersionRepository,
)
from jobscan.persistence.tables.job import JobVersionRow
from jobscan.persistence.tables.ledger import LedgerRow
from jobscan.persistence.tables.scan import ScanRow
from jobscan.persistence.tables.source import SourceRow
from tests.persistence.nouns import DAY, HOUR, NOW

KEY = SourceKey("greenhouse", "canonical")
FULL = SourceStatus(
    source_type="greenhouse",
    source_identifier="canonical",
    name="Canonical",
    last_success_at=NOW,
    last_error_at=NOW - HOUR,
    error_message="HTTP 500",
    last_complete_at=NOW - DAY,
    etag='W/"1"',
    last_modified="Fri, 20 Nov 2026 12:00:00 GMT",
    body_hash="a" * 64,
    last_full_at=NOW - 2 * DAY,
    next_due_at=NOW + HOUR,
    failures=3,
    postings=175,
    missing=2,
    quarantined_at=NOW - 2 * HOUR,
    quarantine_scans=1,
    token="remembered",
    last_outcome="incomplete",
    first_read_at=NOW - DAY,
    unread=4,
    collisions=2,
    total_gap=1,
    total_gap_scans=3,
    total_gap_since=NOW - 2 * DAY,
    accept_language="en;q=0.9, *;q=0.5",
    base_url="http://127.0.0.1:8765",
    moved_from="lever/canonical",
    moved_read_at=NOW - DAY,
    gone_since=NOW - HOUR,
    scan_seq=9,
)


def version(number: int = 1, **fields: Any) -> JobVersion:
    values: dict[str, Any] = {"kind": ChangeKind.NEW, "changed_at": NOW, "content_hash": "c" * 64, "changes": {}}
    return JobVersion(job_key="k" * 64, version=number, **(values | fields))


def scan(key: SourceKey = KEY, **fields: Any) -> ScanRecord:
    values: dict[str, Any] = {"started_at": NOW, "seconds": 1.25, "outcome": ScanOutcome.OK}
    return ScanRecord(source=key, **(values | fields))


async def known(db: Database) -> SourceStatus | None:
    async with db.read() as session:
        return await SourceRepository(session).get_by_identifier(*KEY)


async def test_every_field_of_a_source_comes_back(database: Database) -> None:
    assert [field.name for field in fields(FULL) if getattr(FULL, field.name) is None] == []
    bare = SourceStatus(source_type="lever", source_identifier="bare", name="bare")

    async with database.write() as session:
        repository = SourceRepository(session)
        assert await repository.upsert(FULL) == FULL
        await repository.upsert(bare)
        assert await repository.lock([KEY, SourceKey("greenhouse", "unknown")]) == {KEY: FULL}
        assert await repository.get_by_identifier("lever", "bare") == bare
        assert await repository.get_by_identifier("lever", "canonical") is None


async def test_a_row_held_by_the_session_does_not_hide_what_a_statement_wrote(database: Database) -> None:
    async with database.write() as session:
        repository = SourceRepository(session)
        await repository.upsert(FULL)
        await session.get_one(SourceRow, KEY)
        await repository.update_error(*KEY, "again", NOW)
        one, every = await repository.get_by_identifier(*KEY), await repository.get_all()

    assert every == [one]
    assert one == replace(FULL, error_message="again", last_error_at=NOW, failures=4)


async def test_sources_come_by_name_whatever_its_case_or_script(database: Database) -> None:
    names = ["beta", "Alpha", "Émile", "alpha", "Zulu", "_x"]
    async with database.write() as session:
        for place, name in enumerate(names):
            await SourceRepository(session).upsert(replace(FULL, source_identifier=str(place), name=name))

    async with database.read() as session:
        found = [status.name for status in await SourceRepository(session).get_all()]

    assert found == ["_x", "Alpha", "alpha", "beta", "Zulu", "Émile"]


async def test_ensure_adds_missing_sources_renames_known_ones_and_touches_nothing_else(database: Database) -> None:
    new = Source(type="lever", identifier="new", name="New")
    async with database.write() as session:
        await SourceRepository(session).upsert(FULL)

    for _ in range(2):
        async with database.write() as session:
            await SourceRepository(session).ensure(
                [Source(type="greenhouse", identifier="canonical", name="Renamed"), new, new]
            )

    async with database.read() as session:
        found = await SourceRepository(session).get_all()
    assert found == [
        SourceStatus(source_type="lever", source_identifier="new", name="New"),
        replace(FULL, name="Renamed"),
    ]


async def test_a_success_clears_the_error_and_a_failure_keeps_the_last_success(database: Database) -> None:
    async with database.write() as session:
        repository = SourceRepository(session)
        await repository.upsert(FULL)
        await repository.update_success(*KEY, NOW + HOUR)
        well = await repository.get_by_identifier(*KEY)
        await repository.update_error(*KEY, "timed out", NOW + DAY)
        await repository.update_error(*KEY, "again", NOW + 2 * DAY, name="Other")

    expected = replace(FULL, last_success_at=NOW + HOUR, error_message=None, failures=0)
    assert well == expected
    assert await known(database) == replace(
        expected, error_message="again", last_error_at=NOW + 2 * DAY, failures=2, name="Other"
    )


async def test_both_updates_make_the_row_of_an_unknown_source(database: Database) -> None:
    async with database.write() as session:
        repository = SourceRepository(session)
        await repository.update_success("a", "x", NOW, name="Ex")
        await repository.update_error("b", "y", "refused", NOW)
        found = await repository.get_all()

    assert found == [
        SourceStatus(source_type="a", source_identifier="x", name="Ex", last_success_at=NOW),
        SourceStatus(
            source_type="b", source_identifier="y", name="y", last_error_at=NOW, error_message="refused", failures=1
        ),
    ]


async def test_forgiving_takes_one_failure_back_and_never_more_than_there_are(database: Database) -> None:
    other = replace(FULL, source_identifier="other", failures=0)
    bystander = replace(FULL, source_type="lever", failures=5)
    async with database.write() as session:
        repository = SourceRepository(session)
        for status in (FULL, other, bystander):
            await repository.upsert(status)
        await repository.forgive([KEY, other.key, SourceKey("no", "such")])
        found = {status.key: status.failures for status in await repository.get_all()}

    assert found == {KEY: 2, other.key: 0, bystander.key: 5}


async def test_a_job_s_history_comes_back_in_order(database: Database) -> None:
    history = [
        version(1),
        version(
            2, kind=ChangeKind.UPDATED, changes={"title": ("a", "b"), "description": (None, "@@ -1 +1 @@\n-x\n+é")}
        ),
        version(10, kind=ChangeKind.AMENDED, changes={"salary_min": (None, 1.5), "tags": (["x"], {"y": [1, None]})}),
    ]
    async with database.write() as session:
        repository = VersionRepository(session)
        await repository.add(history[::-1])
        await repository.add([])
        assert await repository.get_by_job("k" * 64) == history
        assert await repository.get_by_job("unknown") == []


async def test_history_is_never_rewritten(database: Database) -> None:
    async with database.write() as session:
        await VersionRepository(session).add([version(1)])

    with pytest.raises(DataIntegrityError, match="does not fit the rules"):
        async with database.write() as session:
            await VersionRepository(session).add([version(1, kind=ChangeKind.EXPIRED)])

    async with database.read() as session:
        assert await VersionRepository(session).get_by_job("k" * 64) == [version(1)]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc é", max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(changes=st.dictionaries(st.sampled_from(["title", "salary_min", "x"]), st.tuples(json_values, json_values)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_any_json_value_of_a_change_comes_back_equal(
    database: Database, changes: dict[str, tuple[object, object]]
) -> None:
    async with database.write() as session:
        await session.execute(text("DELETE FROM job_versions"))
        await VersionRepository(session).add([version(1, changes=changes)])
        assert (await VersionRepository(session).get_by_job("k" * 64))[0].changes == changes


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
async def test_a_change_that_is_no_json_is_refused(database: Database, value: float) -> None:
    with pytest.raises(DataIntegrityError):
        async with database.write() as session:
            await VersionRepository(session).add([version(1, changes={"salary_min": (None, value)})])


async def test_scans_come_newest_first_with_every_field(database: Database) -> None:
    full = scan(
        started_at=NOW + HOUR,
        outcome=ScanOutcome.INCOMPLETE,
        counts=ScanCounts(postings=6, new=1, updated=2, expired=3, reopened=4, unchanged=5),
        requests=7,
        wire_bytes=2**40,
        error="page 3 of 9 did not arrive",
        problems=("a", "é"),
    )
    async with database.write() as session:
        repository = ScanRepository(session)
        await repository.add([scan(), full, scan(SourceKey("lever", "x"))])
        await repository.add([])
        await repository.add([scan(seconds=2.0)])
        assert await repository.latest(KEY) == [full, scan(seconds=2.0), scan()]
        assert await repository.latest(KEY, limit=1) == [full]


async def test_pruning_deletes_the_scans_before_a_moment(database: Database) -> None:
    async with database.write() as session:
        repository = ScanRepository(session)
        await repository.add([scan(started_at=NOW - HOUR), scan(started_at=NOW)])
        assert await repository.prune(NOW) == 1
        assert await repository.latest(KEY) == [scan(started_at=NOW)]


async def test_an_alert_is_recorded_once_and_the_first_record_stands(database: Database) -> None:
    async with database.write() as session:
        repository = AlertRepository(session)
        assert not await repository.has_been_sent("job", "v1")
        first = await repository.record_alert("job", "v1", NOW)
        assert first == AlertRecord(job_key="job", version_hash="v1", sent_at=NOW)

    async with database.write() as session:
        repository = AlertRepository(session)
        assert await repository.record_alert("job", "v1", NOW + DAY) == first
        assert await repository.has_been_sent("job", "v1")
        assert not await repository.has_been_sent("job", "v2")


async def test_alerts_of_a_job_come_newest_first_and_old_ones_can_be_cleaned_up(database: Database) -> None:
    async with database.write() as session:
        repository = AlertRepository(session)
        for hash_, at in [("v1", NOW), ("v3", NOW + DAY), ("v2", NOW + HOUR)]:
            await repository.record_alert("job", hash_, at)
        await repository.record_alert("other", "v1", NOW)

        assert [alert.version_hash for alert in await repository.get_alerts_for_job("job")] == ["v3", "v2", "v1"]
        assert await repository.cleanup_old_alerts(NOW + HOUR) == 2
        assert [alert.version_hash for alert in await repository.get_alerts_for_job("job")] == ["v3", "v2"]


async def test_every_orm_model_goes_to_the_database_and_back(database: Database) -> None:
    alert = AlertRecord(job_key="job", version_hash="v1", sent_at=NOW)
    rows = [
        SourceRow.from_domain(FULL),
        JobVersionRow.from_domain(version(3)),
        ScanRow.from_domain(scan()),
        LedgerRow.from_domain(alert),
    ]
    async with database.write() as session:
        session.add_all(rows)

    async with database.read() as session:
        assert await SourceRepository(session).get_all() == [FULL]
        assert (await session.get_one(SourceRow, FULL.key)).to_domain() == FULL
        assert await VersionRepository(session).get_by_job("k" * 64) == [version(3)]
        assert await ScanRepository(session).latest(KEY) == [scan()]
        assert await AlertRepository(session).get_alerts_for_job("job") == [alert]


NAIVE = NOW.replace(tzinfo=None)


@pytest.mark.parametrize(
    "write",
    [
        lambda session: SourceRepository(session).upsert(replace(FULL, next_due_at=NAIVE)),
        lambda session: SourceRepository(session).update_success(*KEY, NAIVE),
        lambda session: VersionRepository(session).add([version(1, changed_at=NAIVE)]),
        lambda session: ScanRepository(session).add([scan(started_at=NAIVE)]),
        lambda session: ScanRepository(session).prune(NAIVE),
        lambda session: AlertRepository(session).record_alert("job", "v1", NAIVE),
    ],
    ids=["upsert", "update_success", "versions", "scans", "prune", "alert"],
)
async def test_a_naive_moment_is_refused_by_every_repository(
    database: Database, write: Callable[[AsyncSession], Awaitable[object]]
) -> None:
    with pytest.raises(DataIntegrityError, match="naive datetime"):
        async with database.write() as session:
            await write(session)
