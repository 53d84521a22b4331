"""Everything that is stored about a user, for the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.persistence import (
    AlertRuleRepository,
    DeliveryRepository,
    LedgerRepository,
    MatchFilter,
    NotificationRepository,
)
from jobscan.services.records.user import UserExport
from jobscan.services.users import get_user

if TYPE_CHECKING:
    from jobscan.persistence import Database


async def export_user(database: Database, email: str) -> UserExport:
    """Return everything that is stored about a user. Raises `UnknownUserError`."""
    user = await get_user(database, email)
    async with database.read() as session:
        rules = AlertRuleRepository(session)
        pairs = await rules.get_pairs(await rules.find_ids(user.id, None))
        alerts = [alert for _, (alert, _) in sorted(pairs.items())]
        ids = tuple(alert.id for alert in alerts)
        matches = await NotificationRepository(session).find(MatchFilter(alert_ids=ids))
        deliveries = await DeliveryRepository(session).by_user(user.id)
        ledger = await LedgerRepository(session).get_by_alerts(ids)
    return UserExport.of(user, alerts, matches, deliveries, ledger)
