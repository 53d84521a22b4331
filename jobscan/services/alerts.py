"""Alerts: loaded from the configuration, edited by hand, and what matched them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.alert.notifications import next_send_at
from jobscan.domain.alert import AlertOrigin
from jobscan.domain.delivery import DeliveryStatus
from jobscan.exceptions import JobscanError
from jobscan.persistence import (
    AlertRuleRepository,
    MatchFilter,
    NotificationRepository,
    UserRepository,
)
from jobscan.services.users import UnknownUserError, ensure_owner, get_user

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.alert import Alert, StoredAlert
    from jobscan.domain.match import FoundMatch
    from jobscan.domain.user import StoredUser, User
    from jobscan.persistence import Database

_NOT_NEAR = "`jobscan alerts list` names them"


class UnknownAlertError(JobscanError):
    """The user has no alert of this name."""


class AlertExistsError(JobscanError):
    """The user has an alert of this name already."""


class AlertInFileError(JobscanError):
    """The alert is in the configuration and must be changed there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSummary:
    """An alert, and how many of its matches have which status."""

    stored: StoredAlert
    matches: Mapping[DeliveryStatus, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAlert:
    """An alert that has been stored."""

    stored: StoredAlert
    #: Postings that it already matches; recorded, and sent only if it asks for them.
    existing: int


async def take_up(database: Database, owner: User, alerts: Sequence[Alert], *, now: datetime) -> int:
    """Load the owner and the owner's alerts from the configuration; return how many existing matches are new.

    Alerts that are no longer in it are removed: nothing more is sent for them, and what was sent is remembered.
    Raises `DataIntegrityError` when another user has the owner's address.
    """
    user = await ensure_owner(database, owner, now=now)
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        store = _Store(rules, NotificationRepository(session), user, now)
        before = {
            stored.alert.name.casefold(): stored
            for stored in await rules.get_by_user(user.id)
            if stored.origin is AlertOrigin.FILE
        }
        kept = set()
        for alert in alerts:
            stored = before.get(alert.name.casefold())
            # Most are unchanged, and looking each up would make a daemon with 1,000 of them take seconds to start.
            if stored is None or stored.alert != alert:
                stored = await store.save(alert, AlertOrigin.FILE)
            kept.add(stored.id)
        gone = [stored.id for stored in before.values() if stored.id not in kept]
        if gone:
            await rules.set_removed(gone, now)
            await NotificationRepository(session).cancel_alerts(gone, "its alert was removed from the configuration")
    return sum((await _record_existing(database, now)).values())


async def list_alerts(database: Database, email: str | None) -> list[AlertSummary]:
    """Return the alerts of a user (None: of the owner), by name. Raises `UnknownUserError`."""
    user = await get_user(database, email)
    async with database.read() as session:
        found = await AlertRuleRepository(session).get_by_user(user.id)
        ids = tuple(stored.id for stored in found)
        counts = await NotificationRepository(session).count(MatchFilter(alert_ids=ids))
    return [AlertSummary(stored=stored, matches=counts.get(stored.id, {})) for stored in found]


async def load_alert(database: Database, alert_id: int) -> StoredAlert | None:
    """Return the stored alert with this id, even if it is removed; None when there is none."""
    async with database.read() as session:
        return await AlertRuleRepository(session).get(alert_id)


async def get_alert(database: Database, email: str | None, name: str) -> StoredAlert:
    """Return a user's alert. Raises `UnknownUserError`, or `UnknownAlertError`, which suggests similar names."""
    user = await get_user(database, email)
    async with database.read() as session:
        rules = AlertRuleRepository(session)
        found = await rules.get_by_name(user.id, name.strip())
        if found is not None and found.removed_at is None:
            return found
        known = [stored.alert.name for stored in await rules.get_by_user(user.id)]
    raise UnknownAlertError(f'{user.label} has no alert "{name}"; {_near(name, known)}')


async def find_alert(
    database: Database, email: str | None, name: str, file: Sequence[Alert]
) -> tuple[Alert, StoredAlert | None]:
    """Return a user's alert as configured, and as stored (None when it is not).

    ``file``: the user's alerts in the configuration, which take precedence. Raises as `get_alert` does.
    """
    meant = next((alert for alert in file if alert.name.casefold() == name.strip().casefold()), None)
    try:
        stored = await get_alert(database, email, name)
    except (UnknownAlertError, UnknownUserError) as error:  # the owner is unknown before the first scan
        if meant is not None:
            return meant, None
        near = _near(name, [alert.name for alert in file])
        if near == _NOT_NEAR:
            raise
        raise UnknownAlertError(f'there is no alert "{name}"; {near}') from error
    return meant or stored.alert, stored


async def add_alert(database: Database, email: str | None, alert: Alert, *, now: datetime) -> SavedAlert:
    """Store a new alert of a user and record what it already matches.

    Raises `AlertExistsError`, `UnknownUserError`.
    """
    user = await get_user(database, email)
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        before = await rules.get_by_name(user.id, alert.name)
        if before is not None and before.removed_at is None:
            raise AlertExistsError(f'{user.label} has an alert "{before.alert.name}"; `jobscan alerts edit` changes it')
        stored = await rules.save(user.id, alert, origin=AlertOrigin.USER, now=now)
        if stored.unsubscribed_at is not None:  # there was one of this name before it was removed
            await rules.set_unsubscribed(stored.id, None)
            stored = replace(stored, unsubscribed_at=None)
    return await _saved(database, stored, now)


async def edit_alert(database: Database, email: str | None, alert: Alert, *, now: datetime) -> SavedAlert:
    """Store a changed alert and record what it already matches.

    Raises `UnknownAlertError`, `AlertInFileError`, `UnknownUserError`.
    """
    await _editable(database, email, alert.name)
    user = await get_user(database, email)
    async with database.write() as session:
        store = _Store(AlertRuleRepository(session), NotificationRepository(session), user, now)
        stored = await store.save(alert, AlertOrigin.USER)
    return await _saved(database, stored, now)


async def set_enabled(database: Database, email: str | None, name: str, *, enabled: bool, now: datetime) -> StoredAlert:
    """Enable or disable an alert; what it matches in the meantime is recorded when it is enabled again.

    An alert in the configuration is stopped as by the link in its mails, and enabling undoes that; with ``enabled:
    false`` it can be enabled only there. Raises as `edit_alert` does.
    """
    stored = await get_alert(database, email, name)
    in_the_file = stored.origin is AlertOrigin.FILE
    if enabled and in_the_file and stored.unsubscribed_at is None:
        raise in_file(stored.alert.name)
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        if enabled and stored.unsubscribed_at is not None:
            await rules.set_unsubscribed(stored.id, None)
        if not enabled and in_the_file:
            await rules.set_unsubscribed(stored.id, now)
        if stored.origin is AlertOrigin.USER:
            await rules.save(stored.user_id, replace(stored.alert, enabled=enabled), origin=AlertOrigin.USER, now=now)
        if not enabled:
            await NotificationRepository(session).cancel_alerts([stored.id], "its alert was disabled")
    await _record_existing(database, now)
    return await get_alert(database, email, name)


async def remove_alert(database: Database, email: str | None, name: str, *, now: datetime) -> int:
    """Remove an alert; return how many matches are not sent because of it. Raises as `edit_alert` does."""
    stored = await _editable(database, email, name)
    async with database.write() as session:
        await AlertRuleRepository(session).set_removed([stored.id], now)
        return await NotificationRepository(session).cancel_alerts([stored.id], "its alert was removed")


async def unsubscribe(database: Database, alert_id: int, *, now: datetime) -> StoredAlert | None:
    """Stop an alert because its recipient asked for it; return it, None when it no longer exists."""
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        stored = await rules.get(alert_id)
        if stored is None:
            return None
        if stored.unsubscribed_at is None:
            await rules.set_unsubscribed(alert_id, now)
            await NotificationRepository(session).cancel_alerts([alert_id], "its reader unsubscribed")
        return stored


async def find_matches(database: Database, wanted: MatchFilter) -> list[tuple[FoundMatch, str, str]]:
    """Return what matched, each with the alert's name and its user, the latest first."""
    async with database.read() as session:
        found = await NotificationRepository(session).find(wanted)
        pairs = await AlertRuleRepository(session).get_pairs({match.notification.alert_id for match in found})
    return [
        (match, pairs[alert_id][0].alert.name, pairs[alert_id][1].label) if alert_id in pairs else (match, "?", "?")
        for match in found
        for alert_id in [match.notification.alert_id]
    ]


async def alert_ids(database: Database, email: str | None, name: str | None) -> tuple[int, ...] | None:
    """Return the alerts with this user and name, removed ones too; None: all alerts of all users.

    Raises `UnknownUserError`, `UnknownAlertError`.
    """
    if email is None and name is None:
        return None
    async with database.read() as session:
        users = {user.id: user for user in await UserRepository(session).get_all()}
        stored = await AlertRuleRepository(session).get_all()
    owner = (await get_user(database, email)).id if email is not None else None
    mine = [alert for alert in stored if alert.user_id in users and owner in (None, alert.user_id)]
    wanted = [alert for alert in mine if name is None or alert.alert.name.casefold() == name.strip().casefold()]
    if name is not None and not wanted:
        raise UnknownAlertError(f'there is no alert "{name}"; {_near(name, [alert.alert.name for alert in mine])}')
    return tuple(alert.id for alert in wanted)


class _Store(NamedTuple):
    """Where a user's alerts are kept, in one transaction."""

    rules: AlertRuleRepository
    notifications: NotificationRepository
    user: StoredUser
    now: datetime

    async def save(self, alert: Alert, origin: AlertOrigin) -> StoredAlert:
        """Store an alert; when its sending time has changed, waiting notifications move with it."""
        before = await self.rules.get_by_name(self.user.id, alert.name)
        stored = await self.rules.save(self.user.id, alert, origin=origin, now=self.now)
        if before is not None and before.alert.send != alert.send:
            due = next_send_at(alert.send, self.user.user, now=self.now)
            await self.notifications.reschedule(stored.id, due)
        return stored


async def _record_existing(database: Database, now: datetime) -> Counter[int]:
    """Record what already matches new alerts; return alert id → postings."""
    # Only here: `jobscan matches` only lists the results of matching, and would take a tenth longer.
    from jobscan.services.existing import record_existing

    return await record_existing(database, now=now)


async def _editable(database: Database, email: str | None, name: str) -> StoredAlert:
    stored = await get_alert(database, email, name)
    if stored.origin is AlertOrigin.FILE:
        raise in_file(stored.alert.name)
    return stored


def in_file(name: str) -> AlertInFileError:
    """Return the error that says that an alert is in the configuration."""
    return AlertInFileError(f'"{name}" is in the configuration: change it there (enabled: false stops it)')


def _near(name: str, known: Sequence[str]) -> str:
    folded = {other.casefold(): other for other in known}
    near = get_close_matches(name.strip().casefold(), list(folded), n=1, cutoff=0.5)
    return f'did you mean "{folded[near[0]]}"?' if near else _NOT_NEAR


async def _saved(database: Database, stored: StoredAlert, now: datetime) -> SavedAlert:
    existing = await _record_existing(database, now)
    return SavedAlert(stored=stored, existing=existing.get(stored.id, 0))
