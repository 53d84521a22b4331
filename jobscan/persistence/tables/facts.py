"""What postings say: derived from their texts, to be thrown away and made again at any time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.facts import (
    FactEvidence,
    FactText,
    JobFacts,
    Level,
    Locality,
    PayBasis,
    PayRange,
    SectionKind,
    Span,
    TextSection,
    VisaPolicy,
)
from jobscan.domain.job import PayInterval, Workplace
from jobscan.persistence.sql.codecs import JsonValue, KeyText
from jobscan.persistence.sql.rows import RowForm, derives, keeps, keeps_word
from jobscan.persistence.tables.base import Base, partial_index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table


def _stored_localities(places: Sequence[Locality]) -> list[list[str | None]]:
    return [[place.city, place.state, place.country, place.workplace and place.workplace.value] for place in places]


def _read_localities(stored: list[list[str | None]]) -> tuple[Locality, ...]:
    return tuple(
        Locality(city, state, country, None if workplace is None else Workplace(workplace))
        for city, state, country, workplace in stored
    )


def _countries_of(places: Sequence[Locality]) -> list[str]:
    return list(dict.fromkeys(place.country for place in places if place.country))


def _stored_pay(pay: PayRange) -> dict[str, Any]:
    """Return a range without the parts that say nothing."""
    values = {
        "min": pay.minimum,
        "max": pay.maximum,
        "currency": pay.currency,
        "interval": pay.interval and pay.interval.value,
        "implied": pay.interval_implied or None,
        "basis": None if pay.basis is PayBasis.BASE else pay.basis.value,
        "applies_to": pay.applies_to,
        "span": pay.span and list(pay.span),
    }
    return {name: value for name, value in values.items() if value is not None}


def _read_pay(stored: Mapping[str, Any]) -> PayRange:
    interval, span = stored.get("interval"), stored.get("span")
    return PayRange(
        minimum=stored.get("min"),
        maximum=stored.get("max"),
        currency=stored.get("currency"),
        interval=None if interval is None else PayInterval(interval),
        interval_implied=stored.get("implied", False),
        basis=PayBasis(stored.get("basis", PayBasis.BASE.value)),
        applies_to=stored.get("applies_to"),
        span=None if span is None else Span(*span),
    )


_LIST = keeps(store=list, read=tuple)


class JobFactsRow(Base):
    """What one posting says. No foreign key, as in `JobVersionRow`."""

    __tablename__ = "job_facts"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    content_hash: Mapped[str] = mapped_column(KeyText)
    rules: Mapped[int]
    language: Mapped[str | None]
    level: Mapped[str | None] = mapped_column(info=keeps_word(Level))
    level_implied: Mapped[bool] = mapped_column(info=keeps(read=bool))
    years_min: Mapped[int | None]
    years_max: Mapped[int | None]
    workplace: Mapped[str | None] = mapped_column(info=keeps_word(Workplace))
    remote_scope: Mapped[Any] = mapped_column(JsonValue, nullable=True, info=_LIST)
    worldwide: Mapped[bool] = mapped_column(info=keeps(read=bool))
    visa: Mapped[str | None] = mapped_column(info=keeps_word(VisaPolicy))
    localities: Mapped[Any] = mapped_column(
        JsonValue, nullable=False, info=keeps(store=_stored_localities, read=_read_localities)
    )
    #: For people who query the table: the countries of its places.
    countries: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=derives("localities", _countries_of))
    pay: Mapped[Any] = mapped_column(
        JsonValue,
        nullable=False,
        info=keeps(
            store=lambda ranges: list(map(_stored_pay, ranges)), read=lambda stored: tuple(map(_read_pay, stored))
        ),
    )
    pay_range: Mapped[Any] = mapped_column(JsonValue, nullable=True, info=keeps(store=_stored_pay, read=_read_pay))
    pay_year_min: Mapped[float | None]
    pay_year_max: Mapped[float | None]
    required_skills: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=_LIST)
    preferred_skills: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=_LIST)
    industry: Mapped[str | None]
    keywords: Mapped[Any] = mapped_column(JsonValue, nullable=False, info=_LIST)
    sections: Mapped[Any] = mapped_column(
        JsonValue,
        nullable=False,
        info=keeps(
            store=lambda sections: [[part.kind.value, part.start, part.end] for part in sections],
            read=lambda stored: tuple(TextSection(SectionKind(kind), start, end) for kind, start, end in stored),
        ),
    )
    deadline: Mapped[str | None] = mapped_column(info=keeps(store=date.isoformat, read=date.fromisoformat))
    evidence: Mapped[Any] = mapped_column(
        JsonValue,
        nullable=False,
        info=keeps(
            store=lambda evidence: {fact: [said.text.value, said.start, said.end] for fact, said in evidence.items()},
            read=lambda stored: {
                fact: FactEvidence(FactText(text), start, end) for fact, (text, start, end) in stored.items()
            },
        ),
    )

    failed: Mapped[Any] = mapped_column(JsonValue, nullable=True, info=_LIST)

    __table_args__ = (
        # Those of other rules are found without reading the rest.
        Index(None, "rules"),
        # Seldom any, and counted each time `doctor` runs.
        partial_index("ix_job_facts_failed", "job_key", rows="failed IS NOT NULL"),
    )


class JobSkillRow(Base):
    """One skill of one posting: a table instead of an index over lists, the same on both databases."""

    __tablename__ = "job_skills"

    skill: Mapped[str] = mapped_column(KeyText, primary_key=True)
    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    required: Mapped[bool]

    __table_args__ = (Index(None, "job_key"),)


JOB_FACTS = cast("Table", JobFactsRow.__table__)
JOB_SKILLS = cast("Table", JobSkillRow.__table__)
JOB_FACTS_FORM = RowForm(JOB_FACTS, JobFacts)
