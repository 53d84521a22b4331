"""What the databases leave out of a question to texts; see `domain.sieve`."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, collate, false, func, or_, select

from jobscan.persistence.sql.codecs import SQLITE
from jobscan.persistence.tables.job import JOBS

if TYPE_CHECKING:
    from jobscan.domain.sieve import Hint, Sieve

#: One character, as a pattern of both databases.
_BEYOND_ASCII = "[^\x01-\x7f]"
#: Those of ASCII that hints do not have.
_SEAMS = " -/_"

#: The few postings with offices: their index knows them, and the column lies behind the description.
WITH_OFFICES = select(JOBS.c.job_key, JOBS.c.offices).where(JOBS.c.offices != "")


def may_pass(sieve: Sieve, dialect: str) -> ColumnElement[bool]:
    """Return what is true of all that passes a sieve, and seldom of anything else.

    Of ASCII alone the databases think as Python does; texts with other characters are left to it, all of them. What is
    left out here need not come to us: a third of the time on SQLite, and nine tenths on Postgres.
    """
    return or_(false(), *(_may_have(hint, dialect) for hint in dict.fromkeys(sieve.hints)))


def _may_have(hint: Hint, dialect: str) -> ColumnElement[bool]:
    if hint.column == "offices":
        return JOBS.c.job_key.in_(select(JOBS.c.job_key).where(JOBS.c.offices != ""))
    column: ColumnElement[str] = JOBS.c[hint.column]
    if not hint.letters:
        return column.is_(None) if hint.letters is None else column.is_not(None)
    if dialect == SQLITE:
        others: ColumnElement[bool] = column.op("GLOB")(f"*{_BEYOND_ASCII}*")
        bare = reduce(lambda text, seam: func.replace(text, seam, ""), _SEAMS, func.lower(column))
        # That the letters come in this order is seen in half the time, and seldom true where they do not come together.
        has = and_(_has_in_order(column, hint.letters), func.instr(bare, hint.letters) > 0)
    else:
        plain = collate(column, "C")
        others = plain.regexp_match(_BEYOND_ASCII)
        has = func.strpos(func.translate(func.lower(plain), _SEAMS, ""), hint.letters) > 0
    # Letters beyond ASCII are in no text of ASCII.
    return or_(has, others) if hint.letters.isascii() else others


def _has_in_order(column: ColumnElement[str], letters: str) -> ColumnElement[bool]:
    escaped = (f"/{letter}" if letter in "%_/" else letter for letter in letters)
    return column.like(f"%{'%'.join(escaped)}%", escape="/")
