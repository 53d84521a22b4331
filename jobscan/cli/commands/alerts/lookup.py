"""Alerts as people see them: those in the database, and the owner's in the configuration that are not loaded yet."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jobscan.config import alert_warnings
from jobscan.domain.alert import AlertOrigin
from jobscan.services.alerts import UnknownAlertError, in_file, list_alerts
from jobscan.services.records.alert import ListedAlertRecord, UnloadedAlertRecord
from jobscan.services.users import UnknownUserError, get_user

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jobscan.bootstrap.reading import Database
    from jobscan.config import Config
    from jobscan.domain.alert import Alert, StoredAlert
    from jobscan.domain.delivery import DeliveryStatus

NOT_LOADED = "not loaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An alert with its status."""

    alert: Alert
    #: None: it is only in the configuration.
    stored: StoredAlert | None
    matches: Mapping[DeliveryStatus, int] = field(default_factory=dict)
    #: False: the configuration differs, and has not been loaded yet.
    taken_up: bool
    is_user_disabled: bool = False
    #: Parts that are allowed, but probably a mistake.
    warnings: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """Return active, disabled, unsubscribed, user disabled or not loaded."""
        if self.stored is None:
            return NOT_LOADED
        if self.stored.unsubscribed_at is not None:
            return "unsubscribed"
        if not self.alert.enabled:
            return "disabled"
        return "user disabled" if self.is_user_disabled else "active"


def alerts_in_file(config: Config, email: str | None) -> tuple[Alert, ...]:
    """Return the alerts of the configuration if this user is the owner; otherwise none."""
    owner = config.to_owner().email
    is_owner = email is None or (owner is not None and email.strip().casefold() == owner.casefold())
    return config.to_alerts() if is_owner else ()


def warnings_of(alert: Alert, config: Config) -> tuple[str, ...]:
    """Return the parts of an alert that are allowed, but probably a mistake, one line each."""
    found = alert_warnings(alert, [source.key for source in config.sources])
    return tuple(f"{loc[0]}: {message}" if loc else message for loc, message in found)


@contextmanager
def knowing_the_file(config: Config, email: str | None, name: str) -> Iterator[None]:
    """When an unknown alert is in the configuration, say that it must be changed there."""
    try:
        yield
    except UnknownAlertError:
        if any(alert.name.casefold() == name.strip().casefold() for alert in alerts_in_file(config, email)):
            raise in_file(name) from None
        raise


async def list_all(database: Database, config: Config, email: str | None) -> list[Listed]:
    """Return a user's alerts by name, those of the configuration included. Raises `UnknownUserError`."""
    file = {alert.name.casefold(): alert for alert in alerts_in_file(config, email)}
    try:
        summaries = await list_alerts(database, email)
        is_disabled = (await get_user(database, email)).disabled_at is not None
    except UnknownUserError:
        if email is not None:
            raise
        summaries, is_disabled = [], False
    found = []
    for summary in summaries:
        stored = summary.stored
        meant = file.pop(stored.alert.name.casefold(), None)
        is_same = meant == stored.alert if stored.origin is AlertOrigin.FILE else meant is None
        found.append(
            Listed(
                alert=stored.alert,
                stored=stored,
                matches=summary.matches,
                taken_up=is_same,
                is_user_disabled=is_disabled,
                warnings=warnings_of(stored.alert, config),
            )
        )
    found += [
        Listed(alert=alert, stored=None, taken_up=False, warnings=warnings_of(alert, config)) for alert in file.values()
    ]
    return sorted(found, key=lambda listed: listed.alert.name.casefold())


def listed_record(listed: Listed) -> ListedAlertRecord | UnloadedAlertRecord:
    """Return the record of an alert."""
    if listed.stored is None:
        return UnloadedAlertRecord.of(listed.alert, state=listed.state, warnings=listed.warnings)
    return ListedAlertRecord.from_stored(
        listed.stored,
        state=listed.state,
        taken_up=listed.taken_up,
        matches=listed.matches,
        warnings=listed.warnings,
    )
