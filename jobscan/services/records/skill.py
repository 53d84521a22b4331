"""Skills that are looked for, and what became of an imported list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from jobscan.decide.enrich.terms.skill_spots import all_names

if TYPE_CHECKING:
    from jobscan.services.skill_list import SkillList
    from jobscan.services.skills import KnownSkill, SkillImport


class SkillRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A skill that is looked for."""

    name: str
    #: language, framework, tool, platform, database, method, certificate, spoken, trade or domain.
    kind: str
    #: The list it is from; "jobscan": it is shipped.
    source: str
    #: Other ways to write it.
    aliases: list[str]
    #: exact: it is written exactly so; beside: it needs another skill beside it; None: nothing.
    need: str | None

    @staticmethod
    def of(known: KnownSkill) -> SkillRecord:
        """Return the record of a skill."""
        entry = known.entry
        return SkillRecord(
            name=entry.name,
            kind=entry.kind.value,
            source=known.source,
            aliases=list(all_names(entry)[1:]),
            need=None if entry.need is None else entry.need.value,
        )


class SkillImportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an imported list."""

    source: str
    #: ESCO, O*NET or "a list of your own".
    form: str
    #: Skills of it that are now looked for.
    words: int
    #: Why rows and labels were left out → how many.
    skipped: dict[str, int]
    #: Skill → share of the newest postings that have it, where that is more than a fifth.
    common: dict[str, float]

    @staticmethod
    def of(done: SkillImport, read: SkillList) -> SkillImportRecord:
        """Return the record of an import."""
        return SkillImportRecord(
            source=done.source, form=read.form, words=done.words, skipped=dict(read.skipped), common=dict(done.common)
        )
