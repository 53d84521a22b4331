"""Whether everything is as it should be: what was looked at, and where the tables stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from jobscan.services.health import Check, SchemaReport


class CheckRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at."""

    #: Such as "integrity"; of a channel "channel NAME". Several checks may have one name.
    name: str
    #: ok, warning or failed.
    status: str
    #: What was found, and what to do about it where it is not ok.
    detail: str

    @staticmethod
    def of(check: Check) -> CheckRecord:
        """Return the form of a check."""
        return CheckRecord(name=check.name, status=check.status, detail=check.detail)


class SchemaRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Where a database's tables stand."""

    #: Its URL without the password.
    database: str
    #: The version of its tables; None: it has none of jobscan.
    current: str | None
    #: The version that this jobscan works with.
    head: str
    #: empty, older, current, newer or foreign.
    status: str

    @staticmethod
    def of(report: SchemaReport) -> SchemaRecord:
        """Return the form of a report."""
        return SchemaRecord(database=report.place, current=report.current, head=report.head, status=report.status)
