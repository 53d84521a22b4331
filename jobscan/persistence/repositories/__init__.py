"""One repository per table; each works in the session it is given and never commits."""

from jobscan.persistence.repositories.alert import AlertRepository
from jobscan.persistence.repositories.delivery import DeliveryRepository
from jobscan.persistence.repositories.job import JobRepository
from jobscan.persistence.repositories.notification import (
    Decided,
    DueGroup,
    FoundMatch,
    MatchFilter,
    NotificationRepository,
)
from jobscan.persistence.repositories.rule import RuleRepository
from jobscan.persistence.repositories.scan import ScanRepository
from jobscan.persistence.repositories.secret import SecretRepository
from jobscan.persistence.repositories.source import SourceRepository
from jobscan.persistence.repositories.user import UserRepository
from jobscan.persistence.repositories.version import VersionRepository

__all__ = [
    "AlertRepository",
    "Decided",
    "DeliveryRepository",
    "DueGroup",
    "FoundMatch",
    "JobRepository",
    "MatchFilter",
    "NotificationRepository",
    "RuleRepository",
    "ScanRepository",
    "SecretRepository",
    "SourceRepository",
    "UserRepository",
    "VersionRepository",
]
