"""The summary of a span of time: what the boards did, what matched, what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """One board."""

    source_type: str
    source_identifier: str
    name: str
    #: Scans, and those of them that failed or were incomplete.
    scans: int = 0
    failed: int = 0
    new: int = 0
    updated: int = 0
    expired: int = 0
    reopened: int = 0
    #: Postings now.
    active: int = 0
    #: Why the last scan failed or was incomplete; None when it was neither.
    error_message: str | None = None
    #: Of the failed scans, those that were incomplete.
    incomplete: int = 0
    #: Whether the last scan, with its ``error_message``, was incomplete and did not fail.
    is_incomplete: bool = False
    #: Of the last scan: postings that were listed and could not be read, rows that had the id of another posting.
    unread: int = 0
    collisions: int = 0
    #: What else there is to know about it, one sentence each.
    remarks: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything people should know about it: why the last scan failed or was incomplete, then the rest."""
        return (*(() if self.error_message is None else (self.error_message,)), *self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReport:
    """One alert."""

    user: str
    name: str
    matches: int = 0
    #: `DeliveryStatus` → how many have it.
    by_status: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of it, from ``since`` to ``until``."""

    since: datetime
    until: datetime
    #: By name.
    sources: tuple[SourceReport, ...]
    #: By user and name.
    alerts: tuple[AlertReport, ...]
    #: Messages: `DeliveryStatus` → how many.
    deliveries: Mapping[str, int]
    #: The first reasons of messages that were given up or are late.
    troubles: tuple[str, ...] = ()
