"""Gives values that the two databases store differently one form in Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import JSON, TIMESTAMP, Text, TypeDecorator

from jobscan.persistence.exceptions import DataIntegrityError
from jobscan.utils.time import format_utc, require_aware

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.types import TypeEngine

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


#: A moment and its text: the rows of a batch share it.
_last: tuple[datetime | None, str] = (None, "")


def to_text(moment: datetime | None) -> str | None:
    """Return the moment as SQLite holds it: ``YYYY-MM-DDTHH:MM:SS.ffffffZ``, which sorts as time.

    Raises `DataIntegrityError`.
    """
    global _last
    if moment is None:
        return None
    last, text = _last
    if moment is last:
        return text
    if moment.tzinfo is UTC:  # nearly all are: a third of the time of `format_utc`
        text = moment.isoformat(timespec="microseconds")[:-6] + "Z"
        _last = (moment, text)
        return text
    try:
        return format_utc(moment)
    except ValueError as exc:
        raise DataIntegrityError(str(exc)) from exc


def to_utc(moment: datetime | None) -> datetime | None:
    """Return the moment for Postgres. Raises `DataIntegrityError` if it is naive: asyncpg would silently assume UTC."""
    if moment is None or moment.tzinfo is UTC:  # nearly all are
        return moment
    try:
        return require_aware(moment)
    except ValueError as exc:
        raise DataIntegrityError(str(exc)) from exc


def from_text(text: str | None) -> datetime | None:
    """Read what `to_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def to_json(value: Any) -> str:
    """Return the value as both hold it. Raises `DataIntegrityError` for NaN and infinities, which JSON lacks."""
    if value == {}:  # true of nearly all notifications
        return "{}"
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as exc:
        raise DataIntegrityError("a value cannot be stored as JSON: NaN or an infinity") from exc


class Codec(NamedTuple):
    """Converts values for one driver where SQLAlchemy's types are not used."""

    store_moment: Callable[[datetime | None], Any]
    #: Any: a value that is NULL in no row is never None.
    read_moment: Callable[[Any], Any]
    store_json: Callable[[Any], Any]


def _same(value: Any) -> Any:
    """Return the value: asyncpg already gives aware UTC."""
    return value


#: Takes and gives Python values, for SQLAlchemy's types.
PLAIN = Codec(_same, _same, _same)
CODECS = {SQLITE: Codec(to_text, from_text, to_json), POSTGRESQL: Codec(to_utc, _same, to_json)}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python, sortable text on SQLite, ``timestamptz`` on Postgres; rejects naive datetimes."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return TEXT on SQLite and ``timestamptz`` on Postgres."""
        return dialect.type_descriptor(Text() if dialect.name == SQLITE else TIMESTAMP(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return the value for the driver."""
        return CODECS[dialect.name].store_moment(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the driver's value as aware UTC."""
        moment: datetime | None = CODECS[dialect.name].read_moment(value)
        return moment


#: Compared byte by byte on both databases: sorting and prefix searches do not depend on the server's locale.
KeyText = Text().with_variant(Text(collation="C"), POSTGRESQL)
#: Kept as it was written on both: Postgres's ``jsonb`` would give 72057594037927940 back for 7.205759403792794e16.
JsonValue = JSON(none_as_null=True)
