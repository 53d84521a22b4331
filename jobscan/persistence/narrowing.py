"""What the databases leave out of a query on facts; see `domain.sieve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, Text, and_, cast, false, or_, true

from jobscan.persistence.tables.facts import JOB_FACTS
from jobscan.persistence.tables.job import JOBS

if TYPE_CHECKING:
    from typing import Any

    from jobscan.domain.sieve import FactHint, Narrowing

#: Columns with lists, as JSON.
_LISTS = frozenset({"countries", "remote_scope"})


def narrow(query: Select[Any], narrowing: Narrowing) -> Select[Any]:
    """Return a query on jobs without those whose current facts fulfil none of a hint."""
    facts = JOB_FACTS.c
    current = and_(
        facts.job_key == JOBS.c.job_key, facts.rules == narrowing.rules, facts.content_hash == JOBS.c.content_hash
    )
    may_pass = and_(true(), *(or_(false(), *_true_of(hint)) for hint in narrowing.hints))
    return query.outerjoin_from(JOBS, JOB_FACTS, current).where(or_(facts.job_key.is_(None), may_pass))


def _true_of(hint: FactHint) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in hint.columns:
        column = JOB_FACTS.c[name]
        if name == "worldwide":
            found.append(column.is_(True))
        elif name in _LISTS:
            found += (cast(column, Text).contains(f'"{value}"', autoescape=True) for value in hint.values)
        elif hint.values:
            found.append(column.in_(hint.values))
        if hint.at_most is not None:
            found.append(column <= hint.at_most)
        if hint.or_nothing:
            found.append(column.is_(None))
    return found
