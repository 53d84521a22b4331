"""Nouns to store, short to write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from jobscan.domain.job import Job, StoredJob
from jobscan.utils import compute_content_hash, compute_job_key

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_STORED_FIELDS = frozenset(StoredJob.__dataclass_fields__)


def stored_job(external_id: str = "1", **fields: Any) -> StoredJob:
    """Return an active job of the source greenhouse/canonical, seen now; ``fields`` of either dataclass override."""
    life = {name: fields.pop(name) for name in list(fields) if name in _STORED_FIELDS}
    source = (fields.pop("source_type", "greenhouse"), fields.pop("source_identifier", "canonical"))
    values: dict[str, Any] = {
        "title": "Engineer",
        "company": "Canonical",
        "location": "Home based - Worldwide",
        "url": f"https://example.org/jobs/{external_id}",
        "fingerprint": "f" * 64,
        "description": "Build things.",
    } | fields
    job = Job(
        job_key=compute_job_key(*source, external_id),
        source_type=source[0],
        source_identifier=source[1],
        external_id=external_id,
        content_hash=compute_content_hash(values["title"], values["description"], values["location"]),
        **values,
    )
    return StoredJob(job=job, **({"first_seen_at": NOW, "last_seen_at": NOW} | life))
