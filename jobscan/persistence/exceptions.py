"""The errors of the persistence room: raised from the driver's error, without SQL, values or credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.exceptions import JobscanError

if TYPE_CHECKING:
    from jobscan.persistence.schema_status import SchemaState


class PersistenceError(JobscanError):
    """The database failed unexpectedly.

    ``retryable`` is True when the same transaction may succeed if it is run again: a lock held by another process, a
    deadlock, a lost connection, a time limit. Nothing has then been stored, with one exception: when the connection was
    lost in the middle of a commit the result is unknown, so a retry must be idempotent.
    """

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        self.retryable = retryable
        super().__init__(message)


class DatabaseConnectionError(PersistenceError):
    """The database cannot be reached, opened, read or written at all."""


class RecordNotFoundError(PersistenceError):
    """A record that must exist does not."""


class DataIntegrityError(PersistenceError):
    """A value cannot be stored, or the stored data is damaged."""


class AddressTakenError(DataIntegrityError):
    """Another user has this address."""


class BackupExistsError(PersistenceError):
    """The file of the new backup already exists; it is left unchanged."""


class SchemaError(PersistenceError):
    """The tables are not those of this version of jobscan; ``state`` says how; None if a failed query showed it."""

    def __init__(self, message: str, state: SchemaState | None = None) -> None:
        self.state = state
        super().__init__(message)


class InstanceLockedError(PersistenceError):
    """Another instance works on this database; ``holder`` names it in words, None when it is not known."""

    def __init__(self, message: str, holder: str | None = None) -> None:
        self.holder = holder
        super().__init__(message)


class StorageFullError(PersistenceError):
    """No space is left for the database; nothing of the transaction was stored, and it may be retried later."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=True)
