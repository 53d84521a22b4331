"""Lists of skills that a user imported."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.skill import SkillEntry, SkillKind, SkillNeed
from jobscan.persistence.sql.codecs import JsonValue, KeyText
from jobscan.persistence.tables.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class SkillSourceRow(Base):
    """One list; it stays without words when it is removed, so that no revision is used twice."""

    __tablename__ = "skill_sources"

    name: Mapped[str] = mapped_column(KeyText, primary_key=True)
    #: Counts the changes of all lists: the one that this list had last.
    revision: Mapped[int]
    words: Mapped[int]
    changed_at: Mapped[datetime]


class SkillWordRow(Base):
    """One skill of one list."""

    __tablename__ = "skill_words"

    source: Mapped[str] = mapped_column(KeyText, primary_key=True)
    name: Mapped[str] = mapped_column(KeyText, primary_key=True)
    kind: Mapped[str]
    aliases: Mapped[Any] = mapped_column(JsonValue, nullable=False)
    need: Mapped[str | None]

    def to_domain(self) -> SkillEntry:
        """Return the skill."""
        need = None if self.need is None else SkillNeed(self.need)
        return SkillEntry(self.name, SkillKind(self.kind), tuple(self.aliases), need)


SKILL_SOURCES = cast("Table", SkillSourceRow.__table__)
SKILL_WORDS = cast("Table", SkillWordRow.__table__)
