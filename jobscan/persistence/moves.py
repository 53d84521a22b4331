"""Jobs that continue under another key: their rows, history, notifications and the ledger move together."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from jobscan.persistence.sql.bulk import dialect_of
from jobscan.persistence.sql.codecs import SQLITE
from jobscan.persistence.tables.job import JOB_VERSIONS, JOBS
from jobscan.persistence.tables.ledger import ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncSession

    from jobscan.domain.job import JobMove

#: Moves in one statement: of three values each, and SQLite takes 999 in every version.
_AT_ONCE = 333
#: What comes before each statement: the moves as a table, by whether the database is SQLite.
_MOVES_TABLE = {
    True: "WITH moves(old_key, new_key, external_id) AS (VALUES {marks}) ",
    False: "WITH moves(old_key, new_key, external_id) AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[])) ",
}


async def move_jobs(session: AsyncSession, moves: Sequence[JobMove]) -> None:
    """Move these jobs, and all that is known of them, to their new keys.

    Keys without a job under them change nothing. Where history or decisions of a purged job are left under a new key,
    those stand, and the same ones of the job that comes are dropped: a version is decided once.

    Raises `DataIntegrityError` when there is a job under a new key.
    """
    connection, is_sqlite = await session.connection(), dialect_of(session) == SQLITE
    # By key: two that move the same jobs wait for each other instead of dying.
    ordered = sorted(moves)
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        table = _MOVES_TABLE[is_sqlite].format(marks=", ".join(["(?, ?, ?)"] * len(part)))
        values = tuple(chain.from_iterable(part)) if is_sqlite else tuple(map(list, zip(*part, strict=True)))
        for statement in _STATEMENTS:
            await connection.exec_driver_sql(table + statement, values)


def _move(table: Table, others: str = "") -> str:
    name = table.name
    return f"UPDATE {name} SET job_key = moves.new_key{others} FROM moves WHERE {name}.job_key = moves.old_key"  # noqa: S608 - our own names


def _drop_taken(table: Table) -> str:
    """Return the statement that deletes rows whose place under the new key is taken."""
    name = table.name
    others = (column.name for column in table.primary_key if column.name != "job_key")
    same = " AND ".join(f"held.{column} = {name}.{column}" for column in others)
    # Hardly any new key has rows: checking that first is one look-up per move, and then usually nothing more.
    return (
        f"DELETE FROM {name} WHERE job_key IN (SELECT old_key FROM moves WHERE EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {name} AS held WHERE held.job_key = moves.new_key)) AND EXISTS (SELECT 1 FROM moves"
        f" JOIN {name} AS held ON held.job_key = moves.new_key WHERE moves.old_key = {name}.job_key AND {same})"
    )


#: Notifications before the ledger: a message that is being settled meanwhile is waited for there, and what it writes
#: into the ledger is seen by the next statement.
_STATEMENTS = (
    _move(JOBS, ", external_id = moves.external_id"),
    *(of(table) for table in (JOB_VERSIONS, NOTIFICATIONS, ALERTS_SENT) for of in (_drop_taken, _move)),
)
