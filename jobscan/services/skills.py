"""Skills: those that are known, and lists of them that a user imports and removes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.decide.enrich.terms.skill_spots import all_names
from jobscan.decide.enrich.terms.skills import SkillIndex, with_imported
from jobscan.decide.match.words import fold
from jobscan.exceptions import JobscanError
from jobscan.persistence import SkillRepository

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from jobscan.domain.skill import SkillEntry
    from jobscan.persistence import Database

#: Where a skill is from that nobody imported.
SHIPPED = "jobscan"
#: Stored postings in which imported words are counted, and the share of them above which a word says nothing.
_SAMPLE, _COMMON = 500, 0.2


class UnknownSkillSourceError(JobscanError):
    """No list of this name was imported."""


class SkillSourceNameError(JobscanError):
    """A list cannot have this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillImport:
    """What became of a list."""

    source: str
    #: Skills of it that are now known.
    words: int
    #: Skill → share of the newest stored postings that have it, for those in more than a fifth: they say little.
    common: Mapping[str, float]
    #: Postings in which they were counted.
    sample: int


@dataclass(frozen=True, slots=True)
class KnownSkill:
    """A skill, and which list it is from."""

    entry: SkillEntry
    source: str


async def import_skills(
    database: Database, source: str, entries: Sequence[SkillEntry], *, now: datetime
) -> SkillImport:
    """Store a list of skills in place of the one of this name; facts are made again.

    Raises `SkillSourceNameError`, `PersistenceError`.
    """
    if not source.strip() or source == SHIPPED:
        raise SkillSourceNameError(f'a list cannot be named "{source}"; give another name with --source')
    async with database.read() as session:
        texts = await SkillRepository(session).newest_texts(_SAMPLE)
    index = SkillIndex(entries)
    counts = Counter(name for text in texts for name in index.find_skills(text, ()).evidence)
    async with database.write() as session:
        await SkillRepository(session).replace(source, entries, now)
    common = {name: count / len(texts) for name, count in counts.most_common() if count > _COMMON * len(texts)}
    return SkillImport(source=source, words=len(entries), common=common, sample=len(texts))


async def remove_skills(database: Database, source: str, *, now: datetime) -> int:
    """Remove a list; return how many skills it had. Raises `UnknownSkillSourceError`, `PersistenceError`."""
    async with database.write() as session:
        skills = SkillRepository(session)
        words = {each.name: each.words for each in await skills.sources()}
        if source not in words:
            known = f"there are: {', '.join(words)}" if words else "none was imported"
            raise UnknownSkillSourceError(f'no list named "{source}" was imported; {known}')
        await skills.replace(source, (), now)
    return words[source]


async def known_skills(database: Database, search: str | None = None) -> list[KnownSkill]:
    """Return the skills with this word in their name or an alias (None: all), by name, as they are used."""
    async with database.read() as session:
        imported = await SkillRepository(session).entries()
    # Of lists with the same skill the first one has it.
    sources = {fold(entry.name): source for source, entry in reversed(imported)}
    entries = with_imported([entry for _, entry in reversed(imported)])
    wanted = fold(search or "")
    found = [
        KnownSkill(entry, sources.get(fold(entry.name), SHIPPED))
        for entry in entries
        if any(wanted in fold(written) for written in all_names(entry))
    ]
    return sorted(found, key=lambda known: fold(known.entry.name))


async def open_skill_index(database: Database) -> tuple[SkillIndex | None, int]:
    """Return the index of shipped and imported skills (None: the shipped one), and the count of imports."""
    async with database.read() as session:
        skills = SkillRepository(session)
        revision = await skills.revision()
        imported = await skills.entries() if revision else []
    if not imported:
        return None, revision
    return SkillIndex(with_imported([entry for _, entry in reversed(imported)])), revision
