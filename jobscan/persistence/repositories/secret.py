from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from jobscan.persistence.sql.bulk import insert_into
from jobscan.persistence.tables.secret import SECRETS

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


class SecretRepository:
    """Reads and writes ``secrets``, keys that jobscan made for itself, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_or_add(self, name: str, fresh: str) -> str:
        """Return the secret of this name; ``fresh`` becomes it when there is none yet."""
        insert = insert_into(self._session, SECRETS).values({"name": name, "value": fresh})
        await self._session.execute(insert.on_conflict_do_nothing())
        return str(await self._session.scalar(select(SECRETS.c.value).where(SECRETS.c.name == name)))
