"""How the tables of a database compare with those that this version of jobscan needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SchemaStatus(StrEnum):
    """How a database's tables compare with what this version of jobscan needs."""

    #: There are no tables at all.
    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    #: A newer jobscan has used it.
    NEWER = "newer"
    #: There are tables, but not of jobscan.
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaState:
    """The state of a database's schema."""

    #: The database's revision; None when it has none.
    current: str | None
    #: The newest revision this version of jobscan knows.
    head: str
    status: SchemaStatus
