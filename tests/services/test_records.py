"""Each noun and the form in which programs get it, and that the forms say of themselves what is true."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from jobscan.bootstrap.network import Preview
from jobscan.config import Problem, Setting
from jobscan.config.read.problems import FilePlace
from jobscan.domain.alert import (
    Alert,
    AlertOrigin,
    AlertRecord,
    AlertRule,
    SearchField,
    Send,
    SendKind,
    StoredAlert,
    Unknown,
)
from jobscan.domain.cluster import ClusterMember, JobCluster
from jobscan.domain.delivery import SENT, DeliveryKind, DeliveryStatus, NotificationKind, Outcome, Result
from jobscan.domain.facts import FactEvidence, FactText, JobFacts, Level, Locality, PayRange, VisaPolicy
from jobscan.domain.job import ChangeKind, Job, JobStatus, JobVersion, PayInterval, StoredJob, Workplace
from jobscan.domain.match import Clause, FoundMatch
from jobscan.domain.report import AlertReport, Report, SourceReport
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord
from jobscan.domain.source import Source, SourceStatus
from jobscan.domain.user import QuietHours, StoredUser, User
from jobscan.services.health import Check, CheckStatus, SchemaReport
from jobscan.services.jobs import JobStory
from jobscan.services.records.alert import (
    ExplanationRecord,
    ListedAlertRecord,
    StoredAlertRecord,
    TrialRecord,
    UnloadedAlertRecord,
)
from jobscan.services.records.config import ConfigCheckRecord, ProblemRecord, SettingRecord
from jobscan.services.records.delivery import DeliveryRecord, SampleRecord, SentRecord
from jobscan.services.records.facts import FactsRecord
from jobscan.services.records.health import CheckRecord, SchemaRecord
from jobscan.services.records.job import JobRecord, PreviewedJobRecord
from jobscan.services.records.job_story import JobStoryRecord, VersionRecord
from jobscan.services.records.match import ListedMatchRecord, MatchRecord
from jobscan.services.records.preview import AddedSourceRecord, PreviewRecord
from jobscan.services.records.program import ExitErrorRecord, ProgramRecord
from jobscan.services.records.report import ReportRecord, SourceReportRecord
from jobscan.services.records.scan import ScanSummaryRecord, SourceScanRecord
from jobscan.services.records.source import SourceRecord
from jobscan.services.records.user import ErasureRecord, ListedUserRecord, UserExport, UserRecord
from jobscan.services.sources import SourceHealth, SourceState
from jobscan.services.trials import Explanation, Trial
from jobscan.services.users import UserSummary
from tests.persistence.nouns import NOW, stored_job
from tests.persistence.outbox_nouns import delivery, told

AT = "2026-11-20T12:00:00.123456Z"
BEFORE = "2026-11-20T11:00:00.123456Z"
HOUR = timedelta(hours=1)
JOB = stored_job(
    workplace=Workplace.HYBRID,
    salary_min=90_000.0,
    salary_interval=PayInterval.YEAR,
    posted_at=NOW - HOUR,
    status=JobStatus.EXPIRED,
    expired_at=NOW,
    misses=2,
)
RULE = AlertRule(
    keywords=("go", "/c+/"),
    search=(SearchField.DESCRIPTION,),
    is_remote=False,
    workplace=(Workplace.REMOTE,),
    min_salary=5000.0,
    currency="EUR",
    interval=PayInterval.MONTH,
    unknown=Unknown.DROP,
    on=(ChangeKind.NEW,),
)
ALERT = Alert(name="Go", rule=RULE, send=Send(SendKind.WEEKLY, time(8), 0), to=("email", "hook"))
STORED = StoredAlert(id=7, user_id=1, alert=ALERT, origin=AlertOrigin.USER, created_at=NOW, removed_at=NOW)
PLAIN = replace(STORED, alert=Alert(name="All"), origin=AlertOrigin.FILE, removed_at=None)
USER = StoredUser(
    id=1,
    user=User(email="ann@example.org", quiet_hours=QuietHours(time(22), time(7)), max_per_day=3),
    is_owner=False,
    created_at=NOW,
)
FOUND = FoundMatch(told(changes={"title": ("A", "B"), "description": (None, "+x")}), "Now", "Now", "Now", "Now")
GONE = FoundMatch(told(matched=None, channel="", kind=NotificationKind.EXISTING, next_attempt_at=None), *[None] * 4)
VERSION = JobVersion(
    job_key="job",
    version=2,
    kind=ChangeKind.UPDATED,
    changed_at=NOW,
    content_hash="c" * 64,
    changes={"title": ("A", None), "description": (None, "+x")},
)
HEALTH = SourceHealth(
    key=SourceStatus(source_type="lever", source_identifier="spotify", name="Spotify").key,
    name="Spotify",
    state=SourceState.FAILING,
    status=SourceStatus(
        source_type="lever",
        source_identifier="spotify",
        name="Spotify",
        last_complete_at=NOW,
        total_gap=1,
        total_gap_since=NOW - HOUR,
        failures=3,
        error_message="HTTP 404",
        token="s3cret",
    ),
    active=4,
    expired=2,
)
SOURCE = Source(type="lever", identifier="spotify", name="Spotify", token="s3cret")
SCAN = ScanRecord(
    source=SOURCE.key,
    started_at=NOW,
    seconds=1.25,
    outcome=ScanOutcome.INCOMPLETE,
    counts=ScanCounts(postings=3, new=2, updated=1),
    problems=("no id",),
)
PREVIEW = Preview(postings=7, more=True, jobs=(JOB.job,), company="Canonical", token="s3cret", problems=("no id",))
MISTAKE = Problem(place=FilePlace(file="config.yaml", line=3, column=5), key="alerts[0]", message="odd")
REPORT = Report(
    since=NOW - HOUR,
    until=NOW,
    sources=(SourceReport(source_type="lever", source_identifier="spotify", name="Spotify", remarks=("odd",)),),
    alerts=(AlertReport(user="owner", name="Go", matches=2, by_status={"sent": 2}),),
    deliveries={"sent": 1},
    troubles=("email: refused",),
)

ERASED = {"alerts_sent": 4, "alert_notifications": 3, "deliveries": 2, "alerts": 1, "users": 1}

WANTED: dict[str, Any] = {
    "name": "All", "send": "immediate", "to": ["email"], "notify_existing": False, "enabled": True,
}  # fmt: skip
STANDING: dict[str, Any] = {
    "state": "active", "taken_up": True, "matches": {"baseline": 1, "sent": 2}, "warnings": ["odd"],
}  # fmt: skip
LISTED: dict[str, Any] = {"state": "active", "taken_up": True, "warnings": ("odd",)}
COUNTS: dict[DeliveryStatus, int] = {DeliveryStatus.SENT: 2, DeliveryStatus.BASELINE: 1}
MATCH: dict[str, Any] = {
    "alert": "Go", "kind": "new", "job_key": "job", "version_hash": "v1", "title": "Engineer", "company": "Canonical",
    "location": "", "url": "",
    "changes": {"title": {"old": "A", "new": "B"}, "description": {"old": None, "new": "+x"}},
    "channel": "email", "delivery_status": "pending", "attempts": 0, "created_at": AT, "next_attempt_at": AT,
    "sent_at": None, "error_message": None,
}  # fmt: skip
COUNTED = {
    "postings": 3, "new": 2, "updated": 1, "expired": 0, "reopened": 0, "unchanged": 0, "unread": 0, "collisions": 0,
}  # fmt: skip
PERSON: dict[str, Any] = {
    "email": "ann@example.org", "is_owner": False, "time_zone": "UTC", "quiet_hours": "22:00-07:00", "max_per_day": 3,
    "created_at": AT, "disabled_at": None,
}  # fmt: skip
KEPT: dict[str, Any] = WANTED | {
    "id": 7, "origin": "file", "created_at": AT, "unsubscribed_at": None, "removed_at": None,
}  # fmt: skip
SCANNED: dict[str, Any] = {
    "message_type": "source", "source_type": "lever", "source_identifier": "spotify", "name": "Spotify",
    "outcome": "incomplete", **COUNTED, "error": None, "problems": ["no id"], "requests": 0, "wire_bytes": 0,
    "seconds": 1.25,
}  # fmt: skip
PREVIEWED: dict[str, Any] = {
    "job_key": JOB.job.job_key, "source_type": "greenhouse", "source_identifier": "canonical", "external_id": "1",
    "title": "Engineer", "company": "Canonical", "location": "Home based - Worldwide",
    "url": "https://example.org/jobs/1", "apply_url": None, "department": None, "employment_type": None,
    "workplace": "hybrid", "salary_min": 90_000.0, "salary_max": None, "salary_currency": None,
    "salary_interval": "year", "language": None, "posted_at": BEFORE, "updated_at": None, "offices": None,
    "workplace_word": None, "content_hash": JOB.job.content_hash, "description": "Build things.",
}  # fmt: skip
PLACED: dict[str, Any] = {"line": 3, "column": 5, "variable": None, "key": "alerts[0]", "message": "odd"}
SUMMED: dict[str, Any] = {"message_type": "summary", "sources": 2, "failed": 0, "incomplete": 2}
SUMMED |= {name: 2 * count for name, count in COUNTED.items()} | {"seconds": 2.346}

FACTS = JobFacts(
    job_key=JOB.job.job_key,
    content_hash=JOB.job.content_hash,
    rules=1,
    language="en",
    level=Level.SENIOR,
    years_min=5,
    workplace=Workplace.REMOTE,
    remote_scope=("DE",),
    visa=VisaPolicy.YES,
    localities=(Locality("Berlin", None, "DE", None),),
    pay=(PayRange(minimum=1.0, maximum=None, currency="EUR", interval=PayInterval.HOUR),),
    required_skills=("Go",),
    deadline=date(2026, 12, 31),
    evidence={"level": FactEvidence(FactText.TITLE, 0, 3)},
)
#: What a noun becomes, keys in their order.
FORMS: dict[str, tuple[msgspec.Struct, dict[str, Any]]] = {
    "job": (
        JobRecord.of(JOB),
        {
            "job_key": JOB.job.job_key, "source_type": "greenhouse", "source_identifier": "canonical",
            "external_id": "1", "title": "Engineer", "company": "Canonical", "location": "Home based - Worldwide",
            "url": "https://example.org/jobs/1", "apply_url": None, "department": None, "employment_type": None,
            "workplace": "hybrid", "salary_min": 90_000.0, "salary_max": None, "salary_currency": None,
            "salary_interval": "year", "language": None, "posted_at": BEFORE, "updated_at": None, "offices": None,
            "workplace_word": None, "fingerprint": "f" * 64, "content_hash": JOB.job.content_hash,
            "first_seen_at": AT, "last_seen_at": AT, "status": "expired", "expired_at": AT, "expiry_reason": None,
            "misses": 2, "version": 1, "description": "Build things.",
        },
    ),
    "version": (
        VersionRecord.of(VERSION),
        {
            "version": 2, "kind": "updated", "changed_at": AT, "content_hash": "c" * 64,
            "changes": {"title": {"old": "A", "new": None}, "description": {"diff": "+x"}},
        },
    ),
    "source": (
        SourceRecord.of(HEALTH),
        {
            "source_type": "lever", "source_identifier": "spotify", "name": "Spotify", "state": "failing",
            "last_success_at": None, "last_error_at": None, "error_message": "HTTP 404", "next_due_at": None,
            "last_complete_at": AT, "active": 4, "expired": 2, "missing": 0, "unread": 0, "collisions": 0,
            "total_gap": 1, "total_gap_accepted": True, "first_read_at": None, "failures": 3, "quarantined_at": None,
            "quarantine_scans": 0, "gone_since": None, "moved_from": None,
        },
    ),
    "alert": (
        StoredAlertRecord.of(STORED),
        {
            "name": "Go", "keywords": ["go", "/c+/"], "in": ["description"], "is_remote": False,
            "workplace": ["remote"], "min_salary": 5000.0, "currency": "EUR", "interval": "month", "unknown": "drop",
            "on": ["new"], "send": "weekly mon 08:00", "to": ["email", "hook"], "notify_existing": False,
            "enabled": True, "id": 7, "origin": "user", "created_at": AT, "unsubscribed_at": None, "removed_at": AT,
        },
    ),
    "alert that asks for nothing": (ListedAlertRecord.from_stored(PLAIN, matches=COUNTS, **LISTED), KEPT | STANDING),
    "alert of the configuration": (
        UnloadedAlertRecord.of(PLAIN.alert, state="not loaded", warnings=()),
        WANTED | dict.fromkeys(("id", "created_at", "unsubscribed_at", "removed_at")) | {
            "origin": "file", "state": "not loaded", "taken_up": False, "matches": {}, "warnings": [],
        },
    ),
    "trial": (
        TrialRecord.of(ALERT, NOW - HOUR, [Trial(stored=JOB, kind=ChangeKind.REOPENED, at=NOW)]),
        {
            "alert": "Go", "send": "weekly mon 08:00", "since": BEFORE,
            "postings": [{
                "kind": "reopened", "at": AT, "job_key": JOB.job.job_key, "title": "Engineer", "company": "Canonical",
                "location": "Home based - Worldwide", "url": "https://example.org/jobs/1",
            }],
        },
    ),
    "explanation": (
        ExplanationRecord.of(
            ALERT,
            Explanation(
                stored=JOB,
                clauses=[Clause(name="in", holds=True, text="why", matched=("go",))],
                holds=True,
                matches=[FOUND],
            ),
        ),
        {
            "alert": "Go", "job_key": JOB.job.job_key, "title": "Engineer", "company": "Canonical", "holds": True,
            "clauses": [{"name": "in", "holds": True, "unknown": False, "text": "why", "matched": ["go"]}],
            "matches": [MATCH],
        },
    ),
    "match": (MatchRecord.of(FOUND, "Go"), MATCH),
    "match whose posting is gone": (
        ListedMatchRecord.from_found(GONE, "Go", "owner"),
        MATCH | dict.fromkeys(("title", "company", "location", "url", "channel", "next_attempt_at"))
        | {"kind": "existing", "changes": {}, "user": "owner"},
    ),
    "match that was sent without a copy": (
        MatchRecord.of(FOUND._replace(notification=told(matched=None, delivery_status=DeliveryStatus.SENT)), "Go"),
        MATCH | dict.fromkeys(("title", "company", "location", "url"), "Now")
        | {"changes": {}, "delivery_status": "sent"},
    ),
    "delivery": (
        DeliveryRecord.of(delivery(alert_id=7, attempts=2, error_message="refused"), {7: "Go"}),
        {
            "kind": "alert", "alert": "Go", "channel": "email", "status": "pending", "attempts": 2, "created_at": AT,
            "next_attempt_at": AT, "sent_at": None, "error_message": "refused",
        },
    ),
    "delivery of no alert": (
        DeliveryRecord.of(delivery(alert_id=None, kind=DeliveryKind.REPORT, next_attempt_at=None, sent_at=NOW), {}),
        {
            "kind": "report", "alert": None, "channel": "email", "status": "pending", "attempts": 0, "created_at": AT,
            "next_attempt_at": None, "sent_at": AT, "error_message": None,
        },
    ),
    "sent": (
        SentRecord.of(AlertRecord(job_key="job", version_hash="v1", sent_at=NOW, alert_id=8), {7: "Go"}),
        {"alert": None, "job_key": "job", "version_hash": "v1", "sent_at": AT},
    ),
    "user": (ListedUserRecord.from_summary(UserSummary(stored=USER, alerts=2)), PERSON | {"alerts": 2}),
    "owner": (
        UserRecord.of(StoredUser(id=1, user=User(email=None), is_owner=True, created_at=NOW, disabled_at=NOW)),
        {
            "email": None, "is_owner": True, "time_zone": "UTC", "quiet_hours": None, "max_per_day": None,
            "created_at": AT, "disabled_at": AT,
        },
    ),
    "export": (
        UserExport.of(USER, [PLAIN], [FOUND._replace(notification=told(alert_id=7))], [], []),
        {
            "user": PERSON, "alerts": [KEPT], "matches": [MATCH | {"alert": "All", "changes": {}}], "deliveries": [],
            "told": [],
        },
    ),
    "report": (
        ReportRecord.of(REPORT),
        {
            "since": BEFORE, "until": AT,
            "sources": [{
                "source_type": "lever", "source_identifier": "spotify", "name": "Spotify", "scans": 0, "failed": 0,
                "new": 0, "updated": 0, "expired": 0, "reopened": 0, "active": 0, "error_message": None,
                "incomplete": 0, "is_incomplete": False, "unread": 0, "collisions": 0, "remarks": ["odd"],
            }],
            "alerts": [{"user": "owner", "name": "Go", "matches": 2, "by_status": {"sent": 2}}],
            "deliveries": {"sent": 1}, "troubles": ["email: refused"],
        },
    ),
    "scan": (SourceScanRecord.of(SOURCE, SCAN, dry_run=False), SCANNED),
    "dry scan": (SourceScanRecord.of(SOURCE, SCAN, dry_run=True), SCANNED | {"dry_run": True}),
    "dry sums": (
        ScanSummaryRecord.of([SCAN, SCAN], seconds=2.3456, dry_run=True),
        SUMMED | {"dry_run": True, "deliveries": None, "recorded": None},
    ),
    "sums": (
        ScanSummaryRecord.of([SCAN, SCAN], seconds=2.3456, dry_run=False).with_sent(COUNTS, 4),
        SUMMED | {"deliveries": {"baseline": 1, "sent": 2}, "recorded": 4},
    ),
    "preview": (
        PreviewRecord.of(SOURCE, PREVIEW),
        {
            "type": "lever", "identifier": "spotify", "name": "Spotify", "postings": 7, "more_pages": True,
            "jobs": [PREVIEWED], "problems": ["no id"],
        },
    ),
    "added source": (
        AddedSourceRecord.of(replace(SOURCE, every="2h"), PREVIEW, Path("config.yaml")),
        {
            "type": "lever", "identifier": "spotify", "name": "Spotify", "every": "2h", "base_url": None,
            "select": None, "render": False, "postings": 7, "file": "config.yaml",
        },
    ),
    "good configuration": (
        ConfigCheckRecord.of(Path("config.yaml"), [], [replace(MISTAKE, is_warning=True)]),
        {"file": "config.yaml", "valid": True, "problems": [], "warnings": [PLACED]},
    ),
    "bad configuration": (
        ConfigCheckRecord.of(Path("config.yaml"), [MISTAKE, replace(MISTAKE, place="JOBSCAN_LOG")], []),
        {
            "file": "config.yaml", "valid": False,
            "problems": [PLACED, PLACED | {"line": None, "column": None, "variable": "JOBSCAN_LOG"}],
            "warnings": [],
        },
    ),
    "problem of no place": (
        ProblemRecord.of(replace(MISTAKE, place=None, key="")),
        {"line": None, "column": None, "variable": None, "key": "", "message": "odd"},
    ),
    "setting": (
        SettingRecord.by_key([Setting(key="log.level", value=["a", 1], origin="default", variable=None)])["log.level"],
        {"value": ["a", 1], "origin": "default", "variable": None},
    ),
    "check": (
        CheckRecord.of(Check(name="disk", status=CheckStatus.WARNING, detail="nearly full")),
        {"name": "disk", "status": "warning", "detail": "nearly full"},
    ),
    "schema": (
        SchemaRecord.of(SchemaReport(place="sqlite:///x.db", current=None, head="0007", status="empty")),
        {"database": "sqlite:///x.db", "current": None, "head": "0007", "status": "empty"},
    ),
    "erasure": (ErasureRecord.of(ERASED), ERASED),
    "sample": (
        SampleRecord.of("email", "ann@example.org", SENT),
        {"channel": "email", "to": "ann@example.org", "result": "sent", "reason": ""},
    ),
    "sample that was not sent": (
        SampleRecord.of("hook", None, Outcome(result=Result.RETRY, reason="HTTP 503", retry_after_s=5.0)),
        {"channel": "hook", "to": None, "result": "retry", "reason": "HTTP 503"},
    ),
    "program": (
        ProgramRecord(jobscan="1.2.3", python="3.11.9", sqlite="3.45.0", data=("X, CC0",)),
        {"jobscan": "1.2.3", "python": "3.11.9", "sqlite": "3.45.0", "data": ["X, CC0"]},
    ),
    "exit error": (
        ExitErrorRecord(code=2, message="wrong"), {"message_type": "exit_error", "code": 2, "message": "wrong"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_noun_has_one_form_for_programs(name: str) -> None:
    record, expected = FORMS[name]
    found = msgspec.to_builtins(record)
    assert json.dumps(found) == json.dumps(expected)


@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_says_of_its_fields_is_true(name: str) -> None:
    """Reading checks every type, so that None and absence are where the fields allow them."""
    record, _ = FORMS[name]
    assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record


def test_a_story_is_the_posting_and_its_history() -> None:
    cluster = JobCluster(members=(ClusterMember(JOB, ("same title and text",)),))
    record = JobStoryRecord.from_story(JobStory(stored=JOB, versions=[VERSION], facts=FACTS, cluster=cluster))
    shown = ("job_key", "title", "company", "location", "url", "status", "first_seen_at")
    member = {name: getattr(JobRecord.of(JOB), name) for name in shown} | {"reasons": ["same title and text"]}
    expected = msgspec.to_builtins(JobRecord.of(JOB)) | {
        "facts": msgspec.to_builtins(FactsRecord.of(JOB.job, FACTS)),
        "cluster": {"members": [member], "split_at": None},
        "history": [msgspec.to_builtins(VersionRecord.of(VERSION))],
    }
    assert json.dumps(msgspec.to_builtins(record)) == json.dumps(expected)


def test_nothing_of_a_noun_is_forgotten() -> None:
    life = [part.name for part in fields(StoredJob) if part.name != "job"]
    columns = [*(part.name for part in fields(Job) if part.name != "description"), *life, "description"]
    assert list(JobRecord.__struct_fields__) == columns
    facts = [part.name for part in fields(Job) if part.name != "fingerprint"]
    assert list(PreviewedJobRecord.__struct_fields__) == facts
    assert list(SourceReportRecord.__struct_fields__) == [part.name for part in fields(SourceReport)]
    assert {part.name for part in fields(AlertRule)} <= {*StoredAlertRecord.__struct_fields__}
