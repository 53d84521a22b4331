from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from jobscan.domain.alert import AlertOrigin
from jobscan.persistence.sql.codecs import PLAIN
from jobscan.persistence.tables.alert import ALERT_FORM, ALERTS, REVISION, STORED_ALERT_FORM, AlertRow
from jobscan.persistence.tables.user import UserRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.alert import Alert, StoredAlert
    from jobscan.domain.user import StoredUser

#: Parts of an alert whose change makes other postings match, which must then be recorded as existing.
_MATCHING = ("rule", "notify_existing")


class AlertRuleRepository:
    """Reads and writes ``alerts`` in the session it is given. Names are compared case-folded."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, alert_id: int) -> StoredAlert | None:
        """Return the alert with this id, removed ones too; None when there is none."""
        return await self._one(_alerts().where(AlertRow.id == alert_id))

    async def get_by_name(self, user_id: int, name: str) -> StoredAlert | None:
        """Return a user's alert, removed ones too; None when there never was one of this name."""
        mine = (AlertRow.user_id == user_id, AlertRow.name_key == name.casefold())
        return await self._one(_alerts().where(*mine))

    async def get_by_user(self, user_id: int) -> list[StoredAlert]:
        """Return a user's alerts by name, without the removed ones."""
        mine = (AlertRow.user_id == user_id, AlertRow.removed_at.is_(None))
        return await self._all(_alerts().where(*mine).order_by(AlertRow.name_key))

    async def get_all(self) -> list[StoredAlert]:
        """Return all alerts of all users by id, removed ones too."""
        return await self._all(_alerts().order_by(AlertRow.id))

    async def changed_since(self, revision: int, after: int, limit: int) -> list[StoredAlert]:
        """Return the alerts that changed, or whose user did, after a revision, active or not.

        By id, those after ``after`` (0 for the first page), at most ``limit``.
        """
        page = (ALERTS.c.revision > revision, ALERTS.c.id > after)
        # Plain rows: 100,000 of the model's take three times as long.
        columns = (ALERTS.c[name] for name in STORED_ALERT_FORM.columns)
        rows = await self._session.execute(select(*columns).where(*page).order_by(ALERTS.c.id).limit(limit))
        return STORED_ALERT_FORM.nouns(rows, PLAIN)

    async def count(self) -> int:
        """Return how many alerts there are, removed ones too."""
        return int(await self._session.scalar(select(func.count()).select_from(ALERTS)) or 0)

    async def count_by_user(self) -> dict[int, int]:
        """Return user id → how many alerts, without the removed ones; users without any are not in it."""
        query = select(ALERTS.c.user_id, func.count()).where(ALERTS.c.removed_at.is_(None)).group_by(ALERTS.c.user_id)
        rows = await self._session.execute(query)
        return {int(user_id): int(count) for user_id, count in rows}

    async def find_ids(self, user_id: int | None, name: str | None) -> list[int]:
        """Return the alerts of a user and of a name, removed ones too; None asks for nothing."""
        wanted = []
        if user_id is not None:
            wanted.append(ALERTS.c.user_id == user_id)
        if name is not None:
            wanted.append(ALERTS.c.name_key == name.casefold())
        return list(await self._session.scalars(select(ALERTS.c.id).where(*wanted).order_by(ALERTS.c.id)))

    async def get_active(self, *, fresh: bool = False) -> list[tuple[StoredAlert, StoredUser]]:
        """Return the alerts whose matches are sent, each with its user, by id.

        ``fresh``: only those whose existing matches have not been recorded.
        """
        query = _pairs().where(
            AlertRow.enabled,
            AlertRow.removed_at.is_(None),
            AlertRow.unsubscribed_at.is_(None),
            UserRow.disabled_at.is_(None),
        )
        if fresh:
            query = query.where(AlertRow.baselined_at.is_(None))
        rows = await self._session.execute(query.order_by(AlertRow.id))
        return [(alert.to_domain(), user.to_domain()) for alert, user in rows]

    async def get_pairs(self, alert_ids: Collection[int]) -> dict[int, tuple[StoredAlert, StoredUser]]:
        """Return alert id → alert and user, active or not, for those that exist."""
        ids = list(alert_ids)
        found: dict[int, tuple[StoredAlert, StoredUser]] = {}
        for start in range(0, len(ids), _IDS):
            rows = await self._session.execute(_pairs().where(AlertRow.id.in_(ids[start : start + _IDS])))
            found.update((alert.id, (alert.to_domain(), user.to_domain())) for alert, user in rows)
        return found

    async def save(self, user_id: int, alert: Alert, *, origin: AlertOrigin, now: datetime) -> StoredAlert:
        """Store a user's alert under its name, as a new one or replacing the old one; return it as stored.

        One whose rule changed, or that had been removed, has its existing matches recorded again.
        """
        before = await self.get_by_name(user_id, alert.name)
        values = ALERT_FORM.record(alert) | {"origin": origin.value}
        if before is None:
            fresh = {"user_id": user_id, "created_at": now, "revision": 0} | dict.fromkeys(_MOMENTS)
            result: Any = await self._session.execute(insert(ALERTS).values(values | fresh))
            alert_id = result.inserted_primary_key[0]
        else:
            alert_id = before.id
            if before.alert == alert and before.origin is origin and before.removed_at is None:
                return before
            stored = ALERT_FORM.record(before.alert)
            returns = before.removed_at is not None or (alert.enabled and not before.alert.enabled)
            if returns or any(values[name] != stored[name] for name in _MATCHING):
                values["baselined_at"] = None
            await self._change([alert_id], values | {"removed_at": None})
        await bump_revision(self._session, ALERTS.c.id == alert_id)
        found = await self.get(alert_id)
        assert found is not None  # it was written in this same transaction
        return found

    async def set_baselined(self, alert_ids: Collection[int], at: datetime) -> None:
        """Note that the existing matches of these alerts are recorded."""
        await self._change(alert_ids, {"baselined_at": at})

    async def set_unsubscribed(self, alert_id: int, at: datetime | None) -> None:
        """Stop an alert because its recipient asked for it; None: resume it."""
        await self._change([alert_id], {"unsubscribed_at": at} | ({} if at else {"baselined_at": None}))
        await bump_revision(self._session, ALERTS.c.id == alert_id)

    async def set_removed(self, alert_ids: Collection[int], at: datetime) -> None:
        """Remove alerts; what was sent for them is remembered."""
        await self._change(alert_ids, {"removed_at": at})
        await bump_revision(self._session, ALERTS.c.id.in_(alert_ids))

    async def revision(self) -> int:
        """Return the number that grows with every change of users or alerts."""
        found = await self._session.scalar(select(REVISION.c.revision))
        return int(found or 0)

    async def _change(self, alert_ids: Collection[int], values: Mapping[str, Any]) -> None:
        ids = list(alert_ids)
        for start in range(0, len(ids), _IDS):
            part = ids[start : start + _IDS]
            await self._session.execute(update(ALERTS).where(ALERTS.c.id.in_(part)).values(dict(values)))

    async def _one(self, query: Select[AlertRow]) -> StoredAlert | None:
        row = (await self._session.scalars(query)).one_or_none()
        return None if row is None else row.to_domain()

    async def _all(self, query: Select[AlertRow]) -> list[StoredAlert]:
        return [row.to_domain() for row in await self._session.scalars(query)]


_MOMENTS = ("baselined_at", "unsubscribed_at", "removed_at")
#: Ids in one IN list.
_IDS = 500


async def bump_revision(session: AsyncSession, changed: ColumnElement[bool]) -> None:
    """Note for compiled rules which alerts changed, or whose user did."""
    grown = update(REVISION).values(revision=REVISION.c.revision + 1).returning(REVISION.c.revision)
    revision = await session.scalar(grown)
    await session.execute(update(ALERTS).where(changed).values(revision=revision))


def _pairs() -> Select[AlertRow, UserRow]:
    """Select alerts with their users."""
    return (
        select(AlertRow, UserRow)
        .join(UserRow, UserRow.id == AlertRow.user_id)
        .execution_options(populate_existing=True)
    )


def _alerts() -> Select[AlertRow]:
    """Select alerts; ``populate_existing``: statements write past the session's identity map."""
    return select(AlertRow).execution_options(populate_existing=True)
