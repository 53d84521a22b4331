"""The nouns: frozen values that travel between the rooms, one file each."""

from jobscan.domain.alert import AlertRecord
from jobscan.domain.job import Job, RawJob, StoredJob
from jobscan.domain.scan import ScanRecord
from jobscan.domain.source import Source, SourceKey, SourceStatus

__all__ = ["AlertRecord", "Job", "RawJob", "ScanRecord", "Source", "SourceKey", "SourceStatus", "StoredJob"]
