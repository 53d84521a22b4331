"""Whether everything is as it should be: the checks, and the version of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from jobscan.services.health import Check, SchemaReport


class CheckRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One check."""

    #: Such as "integrity"; for a channel "channel NAME". Several checks may have the same name.
    name: str
    #: ok, warning or failed.
    status: str
    #: What was found, and what to do about it if it is not ok.
    detail: str

    @staticmethod
    def of(check: Check) -> CheckRecord:
        """Return the record of a check."""
        return CheckRecord(name=check.name, status=check.status, detail=check.detail)


class SchemaRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The version of a database's tables."""

    #: Its URL without the password.
    database: str
    #: The version of its tables; None: it has no tables of jobscan.
    current: str | None
    #: The version that this jobscan needs.
    head: str
    #: empty, older, current, newer or foreign.
    status: str

    @staticmethod
    def of(report: SchemaReport) -> SchemaRecord:
        """Return the record of a report."""
        return SchemaRecord(database=report.place, current=report.current, head=report.head, status=report.status)
