"""The clock: read at the program's entry points, and passed on from there."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment, aware."""
    return datetime.now(UTC)
