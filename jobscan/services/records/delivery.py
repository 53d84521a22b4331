"""Messages, what has been sent in them, and samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.utils.time import format_utc, format_utc_or_none

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.alert import AlertRecord
    from jobscan.domain.delivery import Delivery, Outcome


class DeliveryRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A message and its status. Moments are UTC."""

    #: alert, overflow, report or test.
    kind: str
    #: The alert's name; None when the message is not for a single alert.
    alert: str | None
    #: Its name in the configuration.
    channel: str
    #: pending, sending, sent, uncertain, dead or cancelled.
    status: str
    #: Attempts to send it.
    attempts: int
    #: When it was made.
    created_at: str
    #: When it is tried next; None: not any more.
    next_attempt_at: str | None
    #: None: not yet, or never.
    sent_at: str | None
    #: Why it has not been sent; None when there is no reason.
    error_message: str | None

    @staticmethod
    def of(delivery: Delivery, names: Mapping[int, str]) -> DeliveryRecord:
        """Return the record of a message; ``names`` are those of the alerts by id."""
        return DeliveryRecord(
            kind=delivery.kind,
            alert=names.get(delivery.alert_id) if delivery.alert_id is not None else None,
            channel=delivery.channel,
            status=delivery.status,
            attempts=delivery.attempts,
            created_at=format_utc(delivery.created_at),
            next_attempt_at=format_utc_or_none(delivery.next_attempt_at),
            sent_at=format_utc_or_none(delivery.sent_at),
            error_message=delivery.error_message,
        )


class SentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the ledger: this version of this posting has been sent."""

    #: The alert's name; None when it is no longer known.
    alert: str | None
    #: As in `JobRecord`.
    job_key: str
    #: Of the version that was sent.
    version_hash: str
    #: UTC.
    sent_at: str

    @staticmethod
    def of(record: AlertRecord, names: Mapping[int, str]) -> SentRecord:
        """Return the record of a line; ``names`` are those of the alerts by id."""
        return SentRecord(
            alert=names.get(record.alert_id),
            job_key=record.job_key,
            version_hash=record.version_hash,
            sent_at=format_utc(record.sent_at),
        )


class SampleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A sample that a channel was given once."""

    #: The channel's name in the configuration.
    channel: str
    #: The address; None: the channel has none.
    to: str | None
    #: sent, retry (not now), dead (never) or uncertain (it may have arrived).
    result: str
    #: Why it was not sent, one line for people; "" when it was.
    reason: str

    @staticmethod
    def of(channel: str, to: str | None, outcome: Outcome) -> SampleRecord:
        """Return the record of this channel's answer to the sample."""
        return SampleRecord(channel=channel, to=to, result=outcome.result, reason=outcome.reason)
