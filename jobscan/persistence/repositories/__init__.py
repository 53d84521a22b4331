"""One repository per table; each works in the session it is given and never commits."""

from jobscan.persistence.repositories.alert import AlertRepository
from jobscan.persistence.repositories.job import JobRepository
from jobscan.persistence.repositories.scan import ScanRepository
from jobscan.persistence.repositories.source import SourceRepository
from jobscan.persistence.repositories.version import VersionRepository

__all__ = ["AlertRepository", "JobRepository", "ScanRepository", "SourceRepository", "VersionRepository"]
