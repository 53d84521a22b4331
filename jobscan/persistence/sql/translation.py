"""The only place where the drivers' errors become ours: no SQL text, no values, no credentials."""

from __future__ import annotations

import socket
import sqlite3
import ssl
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from jobscan.persistence.exceptions import (
    DatabaseConnectionError,
    DataIntegrityError,
    PersistenceError,
    SchemaError,
    StorageFullError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jobscan.persistence.settings import DatabaseTarget

_FREE_SPACE = "free some space, then scan again (the daemon retries by itself)"
_MIGRATE = "run `jobscan db upgrade` with the newest version of jobscan that has used this database"


def translate(error: BaseException, target: DatabaseTarget) -> PersistenceError:
    """Return our error for one that the driver, the pool or the network raised while using ``target``."""
    for part in _chain(error):
        if (found := _recognise(part, target)) is not None:
            return found
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return _lost(f"the connection to {target.place} was lost; it is tried again")
    return PersistenceError(f"{target.place} failed unexpectedly ({type(error).__name__})")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, the one that SQLAlchemy wrapped, and the driver's own below, each once."""
    seen: list[BaseException] = []
    part: BaseException | None = error
    while part is not None and part not in seen:
        seen.append(part)
        yield part
        part = part.orig if isinstance(part, DBAPIError) else part.__cause__


def _recognise(part: BaseException, target: DatabaseTarget) -> PersistenceError | None:
    found: PersistenceError | None = None
    match part:
        case sqlite3.Error(sqlite_errorcode=int(code)):
            found = _from_sqlite(code, str(part), target)
        case OSError():
            found = _from_network(part, target)
        case PoolTimeoutError():
            found = _again(
                f"no connection to {target.place} became free in time: too many transactions at once, or one that"
                " hangs; try again, or raise the pool size"
            )
        case UnicodeEncodeError():
            found = DataIntegrityError("a text holds characters that are not valid Unicode and cannot be stored")
        case OverflowError():
            found = DataIntegrityError("a number is too large to be stored")
        case _ if isinstance(state := getattr(part, "sqlstate", None), str):
            found = _from_postgres(state, part, target)
    return found


def _again(message: str) -> PersistenceError:
    return PersistenceError(message, retryable=True)


def _lost(message: str) -> PersistenceError:
    return DatabaseConnectionError(message, retryable=True)


_Table = dict[Any, "tuple[Callable[[str], PersistenceError], str]"]

_NO_SUCH_TABLE = -1
#: Extended codes of SQLITE_IOERR that mean "could not write": a full disk behind a quota or RLIMIT_FSIZE ends here.
_IOERR_WRITE = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)
#: By primary result code (https://sqlite.org/rescode.html).
_SQLITE: _Table = {
    sqlite3.SQLITE_FULL: (
        StorageFullError,
        "no space is left for {place}: nothing of this transaction was stored; " + _FREE_SPACE,
    ),
    sqlite3.SQLITE_BUSY: (_again, "{place} is locked by another process: close whatever else writes to it"),
    sqlite3.SQLITE_LOCKED: (_again, "{place} is locked by another transaction: run the transaction again"),
    sqlite3.SQLITE_CONSTRAINT: (DataIntegrityError, "a row does not fit the rules of the tables in {place}: {message}"),
    sqlite3.SQLITE_TOOBIG: (DataIntegrityError, "a value is too large to be stored in {place}"),
    sqlite3.SQLITE_CORRUPT: (
        DataIntegrityError,
        "{place} is damaged; it was left as it is. Make a copy of it, then restore a backup made with `jobscan backup`",
    ),
    sqlite3.SQLITE_READONLY: (
        DatabaseConnectionError,
        "{place} is not writable: check the owner and mode of the file and of its folder",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        DatabaseConnectionError,
        "{place} cannot be opened: check that its folder exists and is writable",
    ),
    sqlite3.SQLITE_PERM: (
        DatabaseConnectionError,
        "{place} is not accessible: check the owner and mode of the file and of its folder",
    ),
    sqlite3.SQLITE_NOTADB: (
        DatabaseConnectionError,
        "{place} is not an SQLite database; it was left as it is. Name another file",
    ),
    sqlite3.SQLITE_IOERR: (DatabaseConnectionError, "{place} cannot be read (input/output error): check the disk"),
    _NO_SUCH_TABLE: (SchemaError, "{place} does not have the tables this version needs ({message}): " + _MIGRATE),
}


def _from_sqlite(code: int, message: str, target: DatabaseTarget) -> PersistenceError:
    """Translate by the result code; the message names tables and columns at most, no values."""
    primary = sqlite3.SQLITE_FULL if code in _IOERR_WRITE else code & 0xFF
    if primary == sqlite3.SQLITE_ERROR and message.startswith(("no such table", "no such column")):
        primary = _NO_SUCH_TABLE
    kind, hint = _SQLITE.get(primary, (PersistenceError, "{place} failed unexpectedly (SQLite result {code})"))
    return kind(hint.format(place=target.place, code=code, message=message))


#: By SQLSTATE or its class, the first two characters (Postgres documentation, appendix A).
_POSTGRES: _Table = {
    "08": (_lost, "the connection to {place} was lost (SQLSTATE {state}); it is tried again"),
    "0A000": (_again, "{place} forgot a prepared statement because the tables were altered: run the transaction again"),
    "22": (DataIntegrityError, "a value does not fit its column on {place} (SQLSTATE {state})"),
    "23": (DataIntegrityError, "a row does not fit the rules of the tables on {place} (SQLSTATE {state}{rule})"),
    "25006": (DatabaseConnectionError, "{place} is read-only (a standby?): name the primary in the database URL"),
    "25P03": (_again, "{place} ended a transaction that was left idle: run it again"),
    "28": (DatabaseConnectionError, "{place} does not let user {user} in: check the user, TLS and its pg_hba.conf"),
    "28P01": (DatabaseConnectionError, "password refused for user {user} at {place}: check it in the database URL"),
    "3D000": (DatabaseConnectionError, 'there is no database "{database}" on {place}: create it with createdb'),
    "3F000": (SchemaError, "the database on {place} does not have the tables this version needs: " + _MIGRATE),
    "40": (_again, "{place} could not run transactions at the same time (SQLSTATE {state}): run this one again"),
    "42501": (DatabaseConnectionError, "user {user} lacks a right on {place}: grant it all on the database's schema"),
    "42703": (SchemaError, "the database on {place} does not have the columns this version needs: " + _MIGRATE),
    "42P01": (SchemaError, "the database on {place} does not have the tables this version needs: " + _MIGRATE),
    "53": (_lost, "{place} is short of connections or memory (SQLSTATE {state}); it is tried again"),
    "53100": (
        StorageFullError,
        "no space is left on the disk of {place}: " + _FREE_SPACE,
    ),
    "55P03": (_again, "{place} did not give a lock in time, another transaction holds it: run the transaction again"),
    "57": (_lost, "{place} is shutting down or starting (SQLSTATE {state}); it is tried again"),
    "57014": (_again, "{place} ended a statement that took too long: run it again, or raise the statement time-out"),
    "58": (DatabaseConnectionError, "{place} has trouble with its files (SQLSTATE {state}): see its log"),
}


def _from_postgres(state: str, error: BaseException, target: DatabaseTarget) -> PersistenceError:
    unknown = (PersistenceError, "{place} failed unexpectedly (SQLSTATE {state})")
    kind, hint = _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or unknown
    rule = getattr(error.__cause__, "constraint_name", None)  # asyncpg's own error is below SQLAlchemy's
    return kind(
        hint.format(
            place=target.place,
            state=state,
            rule=f", rule {rule}" if rule else "",
            user=getattr(target, "user", None) or "(none)",
            database=getattr(target, "database", ""),
        )
    )


def _from_network(error: OSError, target: DatabaseTarget) -> PersistenceError:
    match error:
        case ssl.SSLCertVerificationError():
            reason = f"its certificate cannot be verified ({error.verify_message}): check sslmode and sslrootcert"
        case ssl.SSLError():
            reason = "TLS could not be agreed on: check sslmode in the database URL"
        case ConnectionError() if "SSL" in str(error):  # asyncpg's word for a server without TLS
            reason = "it does not speak TLS, which sslmode in the database URL asks for"
        case socket.gaierror():
            reason = "the host name cannot be resolved: check it in the database URL"
        case TimeoutError():
            reason = "it does not answer in time: check the address and firewalls"
        case _:
            reason = "no Postgres server answers there: check that it runs, and the address in the database URL"
    return _lost(f"cannot connect to {target.place}: {reason}")
