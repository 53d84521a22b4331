from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.domain.delivery import DeliveryKind, MatchedJob, Message, MessageJob, NotificationKind

if TYPE_CHECKING:
    from datetime import datetime


def sample_message(token: str, now: datetime, *, recipient: str | None = None, time_zone: str = "UTC") -> Message:
    """Return a message that shows that a channel works: a posting that says it is a sample.

    ``token`` is lower-case hex, new for each message, or receivers take the second for a copy of the first.
    """
    posting = MatchedJob(
        job_key="0" * 64,
        title="Senior Engineer (m/f/d), a sample",
        company="Example Ltd",
        location="Zürich; London",
        url="https://example.org/jobs/1",
        department="Engineering",
        employment_type="full_time",
        workplace="hybrid",
        salary_min=80_000,
        salary_max=100_000,
        salary_currency="EUR",
        salary_interval="year",
    )
    return Message(
        kind=DeliveryKind.TEST,
        token=token,
        created_at=now,
        recipient=recipient,
        time_zone=time_zone,
        jobs=(MessageJob(kind=NotificationKind.NEW, matched=posting),),
    )
