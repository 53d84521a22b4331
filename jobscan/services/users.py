"""People: who they are, everything that is stored about them, and how to erase it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from jobscan.exceptions import JobscanError
from jobscan.persistence import (
    AlertRuleRepository,
    UserRepository,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobscan.domain.user import StoredUser, User
    from jobscan.persistence import Database


class UnknownUserError(JobscanError):
    """Nobody has this address."""


class OwnerError(JobscanError):
    """The owner is in the configuration and must be changed there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserSummary:
    """A user and how many alerts they have."""

    stored: StoredUser
    alerts: int


async def ensure_owner(database: Database, owner: User, *, now: datetime) -> StoredUser:
    """Store the owner as the configuration has it; return the owner.

    Raises `DataIntegrityError` when another user has the address.
    """
    async with database.write() as session:
        users = UserRepository(session)
        stored = await users.get_owner()
        if stored is None:
            return await users.add(owner, now=now, is_owner=True)
        return stored if stored.user == _folded(owner) else await users.update(stored.id, owner)


async def add_user(database: Database, user: User, *, now: datetime) -> StoredUser:
    """Store a new user. Raises `DataIntegrityError` when a user already has the address."""
    async with database.write() as session:
        return await UserRepository(session).add(user, now=now)


async def list_users(database: Database) -> list[UserSummary]:
    """Return all users, the owner first, then by address."""
    async with database.read() as session:
        counts = await AlertRuleRepository(session).count_by_user()
        users = await UserRepository(session).get_all()
    return [UserSummary(stored=user, alerts=counts.get(user.id, 0)) for user in users]


async def get_user(database: Database, email: str | None) -> StoredUser:
    """Return the user with this address (None: the owner). Raises `UnknownUserError`, which suggests similar ones."""
    async with database.read() as session:
        users = UserRepository(session)
        found = await users.get_owner() if email is None else await users.get_by_email(email)
        if found is not None:
            return found
        known = [user.user.email for user in await users.get_all() if user.user.email]
    if email is None:
        raise UnknownUserError("there is no owner yet; `jobscan scan` loads the configuration")
    near = get_close_matches(email.casefold(), known, n=1, cutoff=0.8)
    hint = f"did you mean {near[0]}?" if near else "`jobscan users list` names them"
    raise UnknownUserError(f"no user has the address {email}; {hint}")


async def find_user(database: Database, user_id: int) -> StoredUser | None:
    """Return the user with this id; None when there is none."""
    async with database.read() as session:
        return await UserRepository(session).get(user_id)


async def edit_user(database: Database, email: str, change: Callable[[User], User]) -> StoredUser:
    """Store what ``change`` makes of a user; return it. Raises `UnknownUserError`, `OwnerError` for the owner."""
    stored = await get_user(database, email)
    if stored.is_owner:
        raise OwnerError(f"{stored.label} is the owner: change owner: and notify.email.to in the configuration instead")
    async with database.write() as session:
        return await UserRepository(session).update(stored.id, change(stored.user))


async def set_disabled(database: Database, email: str, at: datetime | None) -> StoredUser:
    """Stop notifying a user from ``at`` on, or notify again (None); return the user. Raises `UnknownUserError`."""
    user = await get_user(database, email)
    async with database.write() as session:
        await UserRepository(session).set_disabled(user.id, at)
    return await get_user(database, email)


async def get_erasable(database: Database, email: str) -> StoredUser:
    """Return a user who can be erased.

    Raises `UnknownUserError`, `OwnerError` for the owner, whose alerts would come back from the configuration.
    """
    user = await get_user(database, email)
    if user.is_owner:
        raise OwnerError(f"{user.label} is the owner: change notify.email.to in the configuration instead")
    return user


async def erase_user(database: Database, email: str) -> dict[str, int]:
    """Delete a user and everything stored about them; return table → how many rows. Raises as `get_erasable`."""
    user = await get_erasable(database, email)
    async with database.write() as session:
        return await UserRepository(session).erase(user.id)


def _folded(user: User) -> User:
    return user if user.email is None else replace(user, email=user.email.strip().casefold())
