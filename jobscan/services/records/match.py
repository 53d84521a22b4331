"""Matches, with the state of their delivery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.services.records.job_story import ChangeRecord
from jobscan.utils.time import format_utc, format_utc_or_none

if TYPE_CHECKING:
    from jobscan.domain.match import FoundMatch


class MatchRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A match with its delivery state; the posting as it was sent, or else as it is now. Moments are UTC."""

    #: The alert's name.
    alert: str
    #: new, updated, reopened or existing.
    kind: str
    #: As in `JobRecord`.
    job_key: str
    #: The hash of the version: each version is sent once for an alert.
    version_hash: str
    #: None if the posting has been purged, as are the three below.
    title: str | None
    #: As the board gives it.
    company: str | None
    #: All places as written, joined by "; ".
    location: str | None
    #: "" when the board gives none.
    url: str | None
    #: What differs, by the name of the field; for the description from None to an excerpt of the difference.
    changes: dict[str, ChangeRecord]
    #: None for a baseline, which has no channel.
    channel: str | None
    #: baseline, pending, sending, sent, uncertain, dead or cancelled.
    delivery_status: str
    #: Attempts to send it.
    attempts: int
    #: When it was recorded.
    created_at: str
    #: When it is tried next; None: not any more.
    next_attempt_at: str | None
    #: None: not yet, or never.
    sent_at: str | None
    #: Why it has not been sent; None when there is no reason.
    error_message: str | None

    @staticmethod
    def of(found: FoundMatch, alert: str) -> MatchRecord:
        """Return the record of a match; ``alert`` is the name of its alert."""
        notification = found.notification
        shown = notification.matched or found
        return MatchRecord(
            alert=alert,
            kind=notification.kind,
            job_key=notification.job_key,
            version_hash=notification.version_hash,
            title=shown.title,
            company=shown.company,
            location=shown.location,
            url=shown.url,
            changes={name: ChangeRecord(old=old, new=new) for name, (old, new) in notification.changes.items()},
            channel=notification.channel or None,
            delivery_status=notification.delivery_status,
            attempts=notification.attempts,
            created_at=format_utc(notification.created_at),
            next_attempt_at=format_utc_or_none(notification.next_attempt_at),
            sent_at=format_utc_or_none(notification.sent_at),
            error_message=notification.error_message,
        )


class ListedMatchRecord(MatchRecord, frozen=True, kw_only=True):
    """A match among those of all users."""

    #: The user: an address, or "owner".
    user: str

    @staticmethod
    def from_found(found: FoundMatch, alert: str, user: str) -> ListedMatchRecord:
        """Return the record of a match of this user."""
        return ListedMatchRecord(**msgspec.structs.asdict(MatchRecord.of(found, alert)), user=user)
