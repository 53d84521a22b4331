from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, delete, func, literal, or_, select, text, tuple_, update

from jobscan.domain.facts import FactsProgress
from jobscan.persistence.sql.bulk import codec_of, insert_batch
from jobscan.persistence.sql.codecs import UtcDateTime
from jobscan.persistence.tables.facts import JOB_FACTS, JOB_FACTS_FORM, JOB_SKILLS
from jobscan.persistence.tables.job import JOBS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.facts import JobFacts

#: Keys in one IN list.
_KEYS = 500
#: The version of the rules of facts that are to be made again: rules count from 1.
_OUTDATED = 0


def _replace(insert: Any, _larger: Callable[..., ColumnElement[Any]]) -> Any:
    columns = [name for name in JOB_FACTS.columns.keys() if name != "job_key"]  # noqa: SIM118 - not a mapping
    return insert.on_conflict_do_update(
        index_elements=[JOB_FACTS.c.job_key], set_={name: insert.excluded[name] for name in columns}
    )


def _replace_skill(insert: Any, _larger: Callable[..., ColumnElement[Any]]) -> Any:
    return insert.on_conflict_do_update(
        index_elements=[JOB_SKILLS.c.skill, JOB_SKILLS.c.job_key], set_={"required": insert.excluded.required}
    )


_UPSERT = insert_batch(JOB_FACTS, _replace)
_ADD_SKILLS = insert_batch(JOB_SKILLS, _replace_skill)


class Position(NamedTuple):
    """Where a walk over the stored postings, newest first, has arrived."""

    first_seen_at: datetime
    job_key: str


class DuePage(NamedTuple):
    """A stretch of such a walk."""

    #: The postings without facts of today's rules and their present content.
    job_keys: list[str]
    #: Where to go on; None: this was the end.
    after: Position | None


class FactsRepository:
    """Reads and writes ``job_facts`` and ``job_skills`` in the session it is given."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def store(self, facts: Sequence[JobFacts]) -> None:
        """Store the facts of some postings, in place of what is known of them; of a posting at most one."""
        ordered = sorted(facts, key=lambda each: each.job_key)
        await _UPSERT.run(self._session, JOB_FACTS_FORM.values(ordered, codec_of(self._session)))
        await self._delete(JOB_SKILLS, [each.job_key for each in ordered])
        await _ADD_SKILLS.run(
            self._session, sorted({key: row for each in ordered for key, row in _skills(each)}.values())
        )

    async def load(self, job_keys: Iterable[str]) -> dict[str, JobFacts]:
        """Return job key → its facts, of whatever rules, for those that have some."""
        keys, found = list(job_keys), {}
        for start in range(0, len(keys), _KEYS):
            query = select(*(JOB_FACTS.c[name] for name in JOB_FACTS_FORM.columns))
            query = query.where(JOB_FACTS.c.job_key.in_(keys[start : start + _KEYS]))
            for row in await self._session.execute(query):
                facts = JOB_FACTS_FORM.noun_of(row)
                found[facts.job_key] = facts
        return found

    async def forget(self, job_keys: Sequence[str]) -> None:
        """Delete what is known of these postings."""
        await self._delete(JOB_FACTS, job_keys)
        await self._delete(JOB_SKILLS, job_keys)

    async def due(self, rules: int, after: Position | None, size: int) -> DuePage:
        """Return which of the next ``size`` postings, newest first, have no facts of these rules and their content."""
        page = select(JOBS.c.job_key, JOBS.c.first_seen_at, JOBS.c.content_hash)
        if after is not None:
            here, moment = (JOBS.c.first_seen_at, JOBS.c.job_key), literal(after.first_seen_at, UtcDateTime())
            page = page.where(tuple_(*here) < tuple_(moment, literal(after.job_key)))
        stretch = page.order_by(JOBS.c.first_seen_at.desc(), JOBS.c.job_key.desc()).limit(size).subquery()
        same = and_(
            JOB_FACTS.c.job_key == stretch.c.job_key,
            JOB_FACTS.c.content_hash == stretch.c.content_hash,
            JOB_FACTS.c.rules == rules,
        )
        query = select(stretch.c.job_key, stretch.c.first_seen_at, JOB_FACTS.c.job_key.is_(None)).select_from(
            stretch.outerjoin(JOB_FACTS, same)
        )
        rows = (
            await self._session.execute(query.order_by(stretch.c.first_seen_at.desc(), stretch.c.job_key.desc()))
        ).all()
        last = Position(rows[-1][1], rows[-1][0]) if len(rows) == size else None
        return DuePage([row[0] for row in rows if row[2]], last)

    async def mark_outdated(self) -> int:
        """Let all facts be made again; until then they are used. Return how many there are."""
        result: Any = await self._session.execute(
            update(JOB_FACTS).where(JOB_FACTS.c.rules != _OUTDATED).values(rules=_OUTDATED)
        )
        return int(result.rowcount)

    async def progress(self, rules: int) -> FactsProgress:
        """Return how many postings there are, and how many have facts: of these rules, of others, with failed rules."""
        facts = select(func.count()).select_from(JOB_FACTS)
        others = or_(JOB_FACTS.c.rules < rules, JOB_FACTS.c.rules > rules)
        jobs = await self._session.scalar(select(func.count()).select_from(JOBS))
        current = await self._session.scalar(facts.where(JOB_FACTS.c.rules == rules))
        outdated = await self._session.scalar(facts.where(others))
        failed = await self._session.scalar(facts.where(text("failed IS NOT NULL")))
        return FactsProgress(jobs or 0, current or 0, outdated or 0, failed or 0)

    async def _delete(self, table: Any, job_keys: Sequence[str]) -> None:
        for start in range(0, len(job_keys), _KEYS):
            part = job_keys[start : start + _KEYS]
            await self._session.execute(delete(table).where(table.c.job_key.in_(part)))


def _skills(facts: JobFacts) -> Iterable[tuple[tuple[str, str], tuple[str, str, bool]]]:
    """Yield the rows of a posting's skills, the required ones last: they replace the preferred."""
    for names, required in ((facts.preferred_skills, False), (facts.required_skills, True)):
        for skill in names:
            yield (skill, facts.job_key), (skill, facts.job_key, required)
