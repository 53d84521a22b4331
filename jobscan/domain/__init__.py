"""The nouns: frozen values that travel between the rooms, one file each.

Those that most commands do not need are imported on first use: making their classes takes a millisecond each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.domain.job import Job, RawJob, StoredJob
from jobscan.domain.source import Source, SourceKey, SourceStatus
from jobscan.utils.late_names import late_names

if TYPE_CHECKING:
    from jobscan.domain.alert import AlertRecord
    from jobscan.domain.scan import ScanRecord
else:
    __getattr__ = late_names(__name__, {"alert": "AlertRecord", "scan": "ScanRecord"})

__all__ = ["AlertRecord", "Job", "RawJob", "ScanRecord", "Source", "SourceKey", "SourceStatus", "StoredJob"]
