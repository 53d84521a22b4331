"""What has been told to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """One line of the permanent ledger ``alerts_sent``: this version of this job has been told."""

    job_key: str
    #: The content hash of the version that was told.
    version_hash: str
    sent_at: datetime
