"""What goes out: a match becomes a `Notification`, notifications go out together in a `Delivery`, as a `Message`."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from jobscan.domain.job import Job
    from jobscan.domain.report import Report


#: Further postings that one notification shows; the others are only recorded.
MOST_SHOWN = 100


class DeliveryStatus(StrEnum):
    """The status of a notification or a delivery."""

    #: Recorded and not to be sent: it was there before the alert, or before its board was watched.
    BASELINE = "baseline"
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    #: It may have arrived: the connection was lost before the receiver confirmed it.
    UNCERTAIN = "uncertain"
    #: Given up; the reason is in ``error_message``.
    DEAD = "dead"
    #: Its alert or user went away before it was sent.
    CANCELLED = "cancelled"


#: Final states.
FINISHED = frozenset({DeliveryStatus.BASELINE, DeliveryStatus.SENT, DeliveryStatus.DEAD, DeliveryStatus.CANCELLED})


class NotificationKind(StrEnum):
    """Why a posting is sent."""

    NEW = "new"
    UPDATED = "updated"
    REOPENED = "reopened"
    #: It already existed (``notify_existing``, or only recorded).
    EXISTING = "existing"


class OtherPosting(NamedTuple):
    """A further posting for the same job, which a notification shows instead of one of its own."""

    job_key: str
    #: As in `MatchedJob`.
    location: str
    #: As in `MatchedJob`.
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedJob:
    """A posting as it is sent: the version that matched, even if the job has changed since."""

    job_key: str
    title: str
    company: str
    location: str = ""
    #: "" when the board gives none.
    url: str = ""
    department: str | None = None
    employment_type: str | None = None
    workplace: str | None = None
    salary_min: float | None = None
    salary_max: float | None = None
    salary_currency: str | None = None
    salary_interval: str | None = None
    #: What its text says, in short phrases: "senior", "5+ years of experience".
    facts: tuple[str, ...] = ()
    #: Further postings for the same job.
    others: tuple[OtherPosting, ...] = ()

    @classmethod
    def from_job(cls, job: Job, facts: tuple[str, ...] = ()) -> Self:
        """Return the part of a posting that is sent."""
        own = ("facts", "others")
        values: dict[str, Any] = {part.name: getattr(job, part.name) for part in fields(cls) if part.name not in own}
        # Members of enums as plain words.
        values |= {name: str(value) for name, value in values.items() if isinstance(value, str)}
        return cls(**values, facts=facts)

    def to_record(self) -> dict[str, Any]:
        """Return the parts that are known, JSON-ready."""
        found = {part.name: value for part in fields(self) if (value := getattr(self, part.name)) not in (None, "", ())}
        found |= {"facts": list(self.facts)} if self.facts else {}
        return found | ({"others": [other._asdict() for other in self.others]} if self.others else {})

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read what `to_record` wrote; unknown parts, of a newer version, are left out."""
        known = {part.name for part in fields(cls)}
        values = {name: value for name, value in record.items() if name in known}
        others = tuple(
            OtherPosting(other["job_key"], other.get("location", ""), other.get("url", ""))
            for other in record.get("others", ())
        )
        return cls(**values | {"facts": tuple(record.get("facts", ())), "others": others})

    def with_others(self, added: Iterable[OtherPosting]) -> Self:
        """Return it with further postings for the same job, each once, at most `MOST_SHOWN`."""
        found = {other.job_key: other for other in (*self.others, *added)}
        return replace(self, others=tuple(found.values())[:MOST_SHOWN])

    @property
    def places(self) -> str:
        """Return the places of all postings for this job, joined by "; ", each once regardless of case."""
        if not self.others:
            return self.location
        locations = (self.location, *(other.location for other in self.others))
        found: dict[str, str] = {}
        for place in (part.strip() for location in locations for part in location.split(";")):
            found.setdefault(place.casefold(), place)
        return "; ".join(filter(None, found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One version of one posting for one alert on one channel: a row of ``alert_notifications``, sent at most once."""

    alert_id: int
    job_key: str
    #: The content hash of the version; for a reopened posting, a hash of that and of the moment in its history.
    version_hash: str
    #: "" for a baseline, which goes to no channel.
    channel: str
    kind: NotificationKind
    #: None for a baseline: the job itself is shown.
    matched: MatchedJob | None
    #: What differs, as in `JobVersion`; the description as (None, an excerpt of the diff: `excerpt_diff`).
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    created_at: datetime
    delivery_status: DeliveryStatus = DeliveryStatus.PENDING
    delivery_id: int | None = None
    attempts: int = 0
    #: None when nothing more has to be done.
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    error_message: str | None = None


class DeliveryKind(StrEnum):
    """What a message holds."""

    #: The matches of one alert.
    ALERT = "alert"
    #: The matches of all alerts beyond the user's daily cap.
    OVERFLOW = "overflow"
    #: The summary for the owner.
    REPORT = "report"
    #: A sample.
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one user on one channel, and its progress: a row of ``deliveries``."""

    id: int
    user_id: int
    #: None when it does not belong to a single alert.
    alert_id: int | None
    channel: str
    kind: DeliveryKind
    status: DeliveryStatus
    created_at: datetime
    attempts: int = 0
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    error_message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageJob:
    """One entry of a message."""

    kind: NotificationKind
    matched: MatchedJob
    changes: Mapping[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLink:
    """One of several alerts that a message is about, and how to stop it."""

    name: str
    #: One click stops it (RFC 8058); None when there is no such address.
    unsubscribe_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a channel is given to send: the same for every attempt, because it is stored or computed from that."""

    kind: DeliveryKind
    #: Lower-case hex, the same for every attempt: the Message-ID and webhook-id are made from it.
    token: str
    #: When the delivery was made, aware UTC.
    created_at: datetime
    #: The user's address; None when there is none.
    recipient: str | None
    #: Whose alerts these are, as commands name people; None: the owner's.
    user: str | None = None
    #: IANA name, for moments that people read.
    time_zone: str
    #: None when it does not belong to a single alert.
    alert_name: str | None = None
    #: No more than people can read; the newest kinds first.
    jobs: tuple[MessageJob, ...] = ()
    #: Matches beyond those in ``jobs``.
    more: int = 0
    #: One click stops the alert (RFC 8058); None when there is no such address.
    unsubscribe_url: str | None = None
    #: Of an OVERFLOW: the alerts whose matches it holds, by name.
    alerts: tuple[AlertLink, ...] = ()
    #: Of a REPORT.
    report: Report | None = None


class Result(StrEnum):
    """How an attempt to send ended."""

    SENT = "sent"
    #: Try again later.
    RETRY = "retry"
    #: Never: the recipient does not exist, the receiver refuses it for good.
    DEAD = "dead"
    #: It may have arrived.
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a channel says about an attempt."""

    result: Result
    #: One line for people, no secrets; "" when sent.
    reason: str = ""
    #: Seconds that the receiver asked to wait; None when it did not ask.
    retry_after_s: float | None = None
    #: The failure is the channel's, not this message's: no connection, a refused login. Nothing is given up.
    is_channel_fault: bool = False


SENT = Outcome(result=Result.SENT)
