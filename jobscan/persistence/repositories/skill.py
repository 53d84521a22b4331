from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from jobscan.domain.skill import SkillSource
from jobscan.persistence.sql.bulk import insert_into
from jobscan.persistence.tables.job import JOBS
from jobscan.persistence.tables.skill import SKILL_SOURCES, SKILL_WORDS, SkillSourceRow, SkillWordRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.skill import SkillEntry

#: Rows in one statement.
_ROWS = 500


class SkillRepository:
    """Reads and writes ``skill_sources`` and ``skill_words``, in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def revision(self) -> int:
        """Return how often the lists have been changed."""
        return await self._session.scalar(select(func.max(SKILL_SOURCES.c.revision))) or 0

    async def sources(self) -> list[SkillSource]:
        """Return the lists that have words, by name."""
        query = select(SkillSourceRow).where(SkillSourceRow.words > 0).order_by(SkillSourceRow.name)
        return [SkillSource(row.name, row.words) for row in await self._session.scalars(query)]

    async def entries(self) -> list[tuple[str, SkillEntry]]:
        """Return all imported skills, each with the name of its list, ordered by both."""
        query = select(SkillWordRow).order_by(SkillWordRow.source, SkillWordRow.name)
        return [(row.source, row.to_domain()) for row in await self._session.scalars(query)]

    async def replace(self, source: str, entries: Sequence[SkillEntry], now: datetime) -> None:
        """Store a list in place of the one of this name; without entries it is removed. Of a name at most one entry."""
        change = {"revision": await self.revision() + 1, "words": len(entries), "changed_at": now}
        stored = insert_into(self._session, SKILL_SOURCES).values(name=source, **change)
        await self._session.execute(stored.on_conflict_do_update(index_elements=[SKILL_SOURCES.c.name], set_=change))
        await self._session.execute(delete(SKILL_WORDS).where(SKILL_WORDS.c.source == source))
        for start in range(0, len(entries), _ROWS):
            rows = [
                {
                    "source": source,
                    "name": entry.name,
                    "kind": entry.kind.value,
                    "aliases": list(entry.aliases),
                    "need": None if entry.need is None else entry.need.value,
                }
                for entry in entries[start : start + _ROWS]
            ]
            await self._session.execute(insert(SKILL_WORDS), rows)

    async def newest_texts(self, size: int, offset: int = 0) -> list[str]:
        """Return the descriptions of ``size`` stored postings, newest first, without the first ``offset``."""
        query = select(JOBS.c.description).order_by(JOBS.c.first_seen_at.desc(), JOBS.c.job_key.desc())
        return [text or "" for text in await self._session.scalars(query.limit(size).offset(offset))]
