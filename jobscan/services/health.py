"""Whether everything is as it should be, and keeping it so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.persistence import SchemaState, SchemaStatus, schema_state, upgrade

if TYPE_CHECKING:
    from jobscan.persistence import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaReport:
    """Where a database's tables stand."""

    #: The database's URL without its password.
    place: str
    #: None: no tables of jobscan.
    current: str | None
    head: str
    #: empty, older, current, newer or foreign.
    status: str

    @property
    def is_current(self) -> bool:
        """Say whether this version of jobscan can work with the tables."""
        return self.status == SchemaStatus.CURRENT


async def read_schema(database: Database) -> SchemaReport:
    """Return where the tables stand."""
    return _report(database, await schema_state(database))


async def upgrade_schema(database: Database) -> SchemaReport:
    """Make the tables or bring them to this version. Raises `SchemaError` when they are newer or not ours."""
    return _report(database, await upgrade(database))


def _report(database: Database, state: SchemaState) -> SchemaReport:
    return SchemaReport(place=database.describe(), current=state.current, head=state.head, status=state.status.value)
