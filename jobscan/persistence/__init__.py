"""The history of every posting, in SQLite or Postgres: the only room that uses SQL.

    db = await Database.open(DatabaseSettings(url="sqlite:///data/jobscan.db"))
    await upgrade(db)
    async with db.write() as session:
        await JobRepository(session).bulk_upsert(jobs)
    await db.close()

Everything a caller needs is named here; the modules below are private to the room. What most commands do not need is
imported on first use: the tables of alerts alone would take a twentieth of the time in which `jobscan jobs` answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.persistence.backup import backup
from jobscan.persistence.database import Database
from jobscan.persistence.exceptions import (
    AddressTakenError,
    BackupExistsError,
    DatabaseConnectionError,
    DataIntegrityError,
    InstanceLockedError,
    PersistenceError,
    RecordNotFoundError,
    SchemaError,
    StorageFullError,
)
from jobscan.persistence.migrate import create_schema, require_current, schema_state, upgrade
from jobscan.persistence.repositories.job import JobRepository
from jobscan.persistence.repositories.source import SourceRepository
from jobscan.persistence.repositories.version import VersionRepository
from jobscan.persistence.schema_status import SchemaState, SchemaStatus
from jobscan.persistence.session import close_database, get_session, init_database
from jobscan.persistence.settings import DatabaseSettings, redact_dsn
from jobscan.utils.late_names import late_names

if TYPE_CHECKING:
    from jobscan.domain.match import Decided, DueGroup, FoundMatch, MatchFilter
    from jobscan.persistence.health import Check, CheckStatus, diagnose
    from jobscan.persistence.lock import InstanceLock, instance_lock
    from jobscan.persistence.moves import BoardMoveRepository, move_jobs
    from jobscan.persistence.repositories.alert import AlertRuleRepository
    from jobscan.persistence.repositories.cluster import ClusterRepository
    from jobscan.persistence.repositories.delivery import DeliveryRepository
    from jobscan.persistence.repositories.facts import FactsRepository
    from jobscan.persistence.repositories.ledger import AlertRepository, LedgerRepository
    from jobscan.persistence.repositories.notification import NotificationRepository
    from jobscan.persistence.repositories.scan import ScanRepository
    from jobscan.persistence.repositories.secret import SecretRepository
    from jobscan.persistence.repositories.skill import SkillRepository
    from jobscan.persistence.repositories.user import UserRepository
else:
    __getattr__ = late_names(
        __name__,
        {
            "health": "Check CheckStatus diagnose",
            "lock": "InstanceLock instance_lock",
            "moves": "BoardMoveRepository move_jobs",
            "repositories.ledger": "AlertRepository LedgerRepository",
            "repositories.cluster": "ClusterRepository",
            "repositories.delivery": "DeliveryRepository",
            "repositories.facts": "FactsRepository",
            "repositories.notification": "Decided DueGroup FoundMatch MatchFilter NotificationRepository",
            "repositories.alert": "AlertRuleRepository",
            "repositories.scan": "ScanRepository",
            "repositories.secret": "SecretRepository",
            "repositories.skill": "SkillRepository",
            "repositories.user": "UserRepository",
        },
    )

__all__ = [
    "AddressTakenError",
    "AlertRepository",
    "AlertRuleRepository",
    "BackupExistsError",
    "BoardMoveRepository",
    "Check",
    "CheckStatus",
    "ClusterRepository",
    "DataIntegrityError",
    "Database",
    "DatabaseConnectionError",
    "DatabaseSettings",
    "Decided",
    "DeliveryRepository",
    "DueGroup",
    "FactsRepository",
    "FoundMatch",
    "InstanceLock",
    "InstanceLockedError",
    "JobRepository",
    "LedgerRepository",
    "MatchFilter",
    "NotificationRepository",
    "PersistenceError",
    "RecordNotFoundError",
    "ScanRepository",
    "SchemaError",
    "SchemaState",
    "SchemaStatus",
    "SecretRepository",
    "SkillRepository",
    "SourceRepository",
    "StorageFullError",
    "UserRepository",
    "VersionRepository",
    "backup",
    "close_database",
    "create_schema",
    "diagnose",
    "get_session",
    "init_database",
    "instance_lock",
    "move_jobs",
    "redact_dsn",
    "require_current",
    "schema_state",
    "upgrade",
]
