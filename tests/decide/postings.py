"""Postings and standings for the tests of the rules: everything has a default, tests say what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from jobscan.decide.posting.normalise import normalise
from jobscan.domain.job import Job, JobStatus, KnownJob, Markup, RawJob, StoredJob
from jobscan.domain.source import Source, SourceStatus

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(type="greenhouse", identifier="acme", name="Acme")


def raw_job(external_id: str = "1", **fields: Any) -> RawJob:
    defaults: dict[str, Any] = {
        "title": "Engineer",
        "locations": ("Berlin",),
        "url": f"https://acme.com/jobs/{external_id}",
        "description": "Build things.",
        "markup": Markup.TEXT,
    }
    return RawJob(external_id=external_id, **(defaults | fields))


def job(external_id: str = "1", fingerprint: str = "f1", **fields: Any) -> Job:
    return normalise(SOURCE, raw_job(external_id, **fields), fingerprint)


def stored(of: Job, **fields: Any) -> StoredJob:
    return replace(StoredJob(job=of, first_seen_at=NOW - 48 * HOUR, last_seen_at=NOW - HOUR), **fields)


def known(job_key: str = "k1", **fields: Any) -> KnownJob:
    default = KnownJob(
        job_key=job_key,
        fingerprint="f1",
        content_hash="c1",
        status=JobStatus.ACTIVE,
        misses=0,
        version=1,
        last_seen_at=NOW - 24 * HOUR,
        updated_at=NOW - 48 * HOUR,
    )
    return default._replace(**fields)


def board(count: int, **fields: Any) -> dict[str, KnownJob]:
    """Return as many known postings, keyed k0, k1 …"""
    return {f"k{number}": known(f"k{number}", **fields) for number in range(count)}


def make_status(**fields: Any) -> SourceStatus:
    default = SourceStatus(
        source_type="greenhouse", source_identifier="acme", name="Acme", last_complete_at=NOW - HOUR, scan_seq=7
    )
    return replace(default, **fields)
