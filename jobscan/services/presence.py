"""Whether there is a database; separate from `health`, because every command asks this and few need the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.persistence import DatabaseConnectionError, SchemaError
from jobscan.persistence.settings import SqliteTarget

if TYPE_CHECKING:
    from jobscan.persistence import DatabaseSettings


def database_exists(settings: DatabaseSettings) -> bool:
    """Say whether there may be a database: False for a missing file, which opening would create.

    Raises `DatabaseConnectionError` when its folder cannot be accessed.
    """
    target = settings.target()
    if not isinstance(target, SqliteTarget):
        return True
    try:
        return target.path.exists()
    except OSError as exc:
        raise DatabaseConnectionError(
            f"{target.place} cannot be accessed ({exc.strerror}): check the permissions of its folder"
        ) from exc


def require_existing(settings: DatabaseSettings) -> None:
    """Raise `SchemaError` when the database file does not exist: opening it for reading would create it."""
    if database_exists(settings):
        return
    target = settings.target()
    assert isinstance(target, SqliteTarget)  # a server has to be asked
    hint = "" if target.path.is_absolute() else f"; {target.path} is relative to the directory jobscan is started in"
    raise SchemaError(f"there is no database yet at {target.path.absolute()}; `jobscan scan` creates it{hint}")
