"""People, and everything that is stored about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.services.records.alert import StoredAlertRecord
from jobscan.services.records.delivery import DeliveryRecord, SentRecord
from jobscan.services.records.match import MatchRecord
from jobscan.utils.time import format_utc, format_utc_or_none

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobscan.domain.alert import AlertRecord, StoredAlert
    from jobscan.domain.delivery import Delivery
    from jobscan.domain.match import FoundMatch
    from jobscan.domain.user import StoredUser
    from jobscan.services.users import UserSummary


class UserRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A user. Moments are UTC."""

    #: The address; None: the owner, who is notified on other channels only.
    email: str | None
    #: The user whose rules are in the configuration.
    is_owner: bool
    #: An IANA name.
    time_zone: str
    #: ``22:00-07:00`` in that zone; None: none.
    quiet_hours: str | None
    #: Messages; None: the default of the configuration.
    max_per_day: int | None
    #: When they were added.
    created_at: str
    #: When they were disabled; None: they are notified.
    disabled_at: str | None

    @staticmethod
    def of(stored: StoredUser) -> UserRecord:
        """Return the record of a user."""
        user = stored.user
        return UserRecord(
            email=user.email,
            is_owner=stored.is_owner,
            time_zone=user.time_zone,
            quiet_hours=str(user.quiet_hours) if user.quiet_hours else None,
            max_per_day=user.max_per_day,
            created_at=format_utc(stored.created_at),
            disabled_at=format_utc_or_none(stored.disabled_at),
        )


class ListedUserRecord(UserRecord, frozen=True, kw_only=True):
    """A user among all of them."""

    #: How many they have.
    alerts: int

    @staticmethod
    def from_summary(summary: UserSummary) -> ListedUserRecord:
        """Return the record of a user with the number of alerts."""
        return ListedUserRecord(**msgspec.structs.asdict(UserRecord.of(summary.stored)), alerts=summary.alerts)


class ErasureRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows of which table were deleted with a user."""

    #: What had been sent.
    alerts_sent: int
    #: Matches, one for each channel.
    alert_notifications: int
    #: Messages.
    deliveries: int
    #: Including removed ones.
    alerts: int
    #: The user.
    users: int

    @staticmethod
    def of(erased: Mapping[str, int]) -> ErasureRecord:
        """Return the record of these counts by table."""
        return ErasureRecord(**erased)


class UserExport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is stored about a user."""

    #: Who it is.
    user: UserRecord
    #: Oldest first, including removed ones.
    alerts: list[StoredAlertRecord]
    #: The latest first.
    matches: list[MatchRecord]
    #: Oldest first.
    deliveries: list[DeliveryRecord]
    #: What has been sent, oldest first.
    told: list[SentRecord]

    @staticmethod
    def of(
        user: StoredUser,
        alerts: Sequence[StoredAlert],
        matches: Sequence[FoundMatch],
        deliveries: Sequence[Delivery],
        ledger: Sequence[AlertRecord],
    ) -> UserExport:
        """Return the record of everything; the matches are those of these alerts."""
        names = {alert.id: alert.alert.name for alert in alerts}
        return UserExport(
            user=UserRecord.of(user),
            alerts=[StoredAlertRecord.of(alert) for alert in alerts],
            matches=[MatchRecord.of(match, names[match.notification.alert_id]) for match in matches],
            deliveries=[DeliveryRecord.of(delivery, names) for delivery in deliveries],
            told=[SentRecord.of(record, names) for record in ledger],
        )
