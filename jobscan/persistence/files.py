"""The database file: its permissions, and the version of SQLite."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from jobscan.persistence.exceptions import DatabaseConnectionError

if TYPE_CHECKING:
    from pathlib import Path

#: UPSERT with WHERE, and DO UPDATE at all.
OLDEST_SQLITE = (3, 24, 0)
#: The WAL-reset bug: two connections, a write racing with a checkpoint, a damaged file. Fixed in 3.51.3.
WAL_RESET_BUG = ((3, 7, 0), (3, 51, 2))


def prepare_file(path: Path) -> tuple[str, ...]:
    """Make the file (0600) and the folders above it (0700) where they are missing; return a warning per wide mode.

    Made by us before SQLite does: it would use the umask, and its ``-wal`` and ``-shm`` files copy the mode.
    Raises `DatabaseConnectionError` when that is not possible.
    """
    try:
        _make_folders(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except IsADirectoryError as exc:
        raise DatabaseConnectionError(f"the database file {path} is a folder; name a file in it") from exc
    except OSError as exc:
        raise DatabaseConnectionError(
            f"database file not writable at {path} ({exc.strerror}): check that the path is right and the folder"
            " belongs to the user who runs jobscan"
        ) from exc
    return mode_warnings(path)


def mode_warnings(path: Path) -> tuple[str, ...]:
    """Return a warning for the database file and for its folder if other users can access them."""
    warnings = []
    for place, what, right in ((path, "database file", 0o600), (path.parent, "folder of the database", 0o700)):
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & 0o077:
            warnings.append(f"the {what} {place} is open to other users (mode {mode:04o}): chmod {right:o} {place}")
    return tuple(warnings)


def sqlite_version_warnings(version: tuple[int, ...]) -> tuple[str, ...]:
    """Return the known bugs of this version of SQLite; empty when there are none."""
    name = ".".join(map(str, version))
    if version < OLDEST_SQLITE:
        return (f"SQLite {name} is older than 3.24, which jobscan needs: upgrade SQLite or use Postgres",)
    first, last = WAL_RESET_BUG
    if first <= version <= last:
        return (
            f"SQLite {name} has a known fault that can damage a database in rare cases (WAL reset, fixed in 3.51.3):"
            " keep backups (`jobscan backup`) and upgrade SQLite when you can",
        )
    return ()


def _make_folders(folder: Path) -> None:
    """Make each missing folder with mode 0700; `Path.mkdir` gives its mode to the last one only."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
