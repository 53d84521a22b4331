from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from jobscan.persistence.exceptions import AddressTakenError, RecordNotFoundError
from jobscan.persistence.repositories.alert import bump_revision
from jobscan.persistence.tables.alert import ALERTS
from jobscan.persistence.tables.delivery import DELIVERIES
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS
from jobscan.persistence.tables.user import USER_FORM, USERS, UserRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.user import StoredUser, User

#: Ids in one IN list.
_IDS = 500


class UserRepository:
    """Reads and writes ``users`` in the session it is given. Addresses are compared case-folded."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, user_id: int) -> StoredUser | None:
        """Return the user with this id; None when there is none."""
        return await self._one(_users().where(UserRow.id == user_id))

    async def get_by_email(self, email: str) -> StoredUser | None:
        """Return the user with this address; None when there is none."""
        return await self._one(_users().where(UserRow.email == email.strip().casefold()))

    async def get_owner(self) -> StoredUser | None:
        """Return the owner; None before the first start."""
        return await self._one(_users().where(UserRow.is_owner))

    async def get_all(self) -> list[StoredUser]:
        """Return all users, the owner first, then by address."""
        query = _users().order_by(UserRow.is_owner.desc(), UserRow.email, UserRow.id)
        return [row.to_domain() for row in await self._session.scalars(query)]

    async def get_many(self, user_ids: Iterable[int]) -> dict[int, StoredUser]:
        """Return user id → user, for those that exist."""
        ids = sorted(set(user_ids))
        found: dict[int, StoredUser] = {}
        for start in range(0, len(ids), _IDS):
            rows = await self._session.scalars(_users().where(UserRow.id.in_(ids[start : start + _IDS])))
            found.update((row.id, row.to_domain()) for row in rows)
        return found

    async def add(self, user: User, *, now: datetime, is_owner: bool = False) -> StoredUser:
        """Store a new user. Raises `AddressTakenError` when the address is somebody's already."""
        await self._refuse_taken(user)
        values = _values(user) | {"is_owner": is_owner, "created_at": now, "disabled_at": None}
        result: Any = await self._session.execute(insert(USERS).values(values))
        user_id = result.inserted_primary_key[0]
        await bump_revision(self._session, ALERTS.c.user_id == user_id)
        return await self._required(user_id)

    async def update(self, user_id: int, user: User) -> StoredUser:
        """Store a user's changed settings. Raises `AddressTakenError`, `RecordNotFoundError`."""
        before, values = await self._required(user_id), _values(user)
        if before.user.email != values["email"]:
            await self._refuse_taken(user)
        await self._session.execute(update(USERS).where(USERS.c.id == user_id).values(values))
        await bump_revision(self._session, ALERTS.c.user_id == user_id)
        return await self._required(user_id)

    async def set_disabled(self, user_id: int, at: datetime | None) -> None:
        """Stop notifying a user from ``at`` on; None: notify them again."""
        await self._session.execute(update(USERS).where(USERS.c.id == user_id).values(disabled_at=at))
        await bump_revision(self._session, ALERTS.c.user_id == user_id)

    async def erase(self, user_id: int) -> dict[str, int]:
        """Delete a user and everything that is kept of them; return table → how many rows."""
        mine = select(ALERTS.c.id).where(ALERTS.c.user_id == user_id).scalar_subquery()
        erased: dict[str, int] = {}
        for table, condition in (
            (ALERTS_SENT, ALERTS_SENT.c.alert_id.in_(mine)),
            (NOTIFICATIONS, NOTIFICATIONS.c.alert_id.in_(mine)),
            (DELIVERIES, DELIVERIES.c.user_id == user_id),
            (ALERTS, ALERTS.c.user_id == user_id),
            (USERS, USERS.c.id == user_id),
        ):
            result: Any = await self._session.execute(delete(table).where(condition))
            erased[table.name] = result.rowcount
        await bump_revision(self._session, ALERTS.c.user_id == user_id)
        return erased

    async def _refuse_taken(self, user: User) -> None:
        if user.email is not None and await self.get_by_email(user.email) is not None:
            raise AddressTakenError(f"there is already a user with the address {user.email}")

    async def _required(self, user_id: int) -> StoredUser:
        found = await self.get(user_id)
        if found is None:
            raise RecordNotFoundError(f"there is no user with the id {user_id}")
        return found

    async def _one(self, query: Select[UserRow]) -> StoredUser | None:
        row = (await self._session.scalars(query)).one_or_none()
        return None if row is None else row.to_domain()


def _users() -> Select[UserRow]:
    """Select users; ``populate_existing``: statements write past the session's identity map."""
    return select(UserRow).execution_options(populate_existing=True)


def _values(user: User) -> dict[str, Any]:
    values = USER_FORM.record(user)
    return values | {"email": values["email"] and values["email"].strip().casefold()}
