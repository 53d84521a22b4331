"""The history of every posting, in SQLite or Postgres: the only room that speaks SQL.

    db = await Database.open(DatabaseSettings(url="sqlite:///data/jobscan.db"))
    await upgrade(db)
    async with db.write() as session:
        await JobRepository(session).bulk_upsert(jobs)
    await db.close()

Everything a caller needs is named here; the modules below are the room's own.
"""

from jobscan.persistence.backup import backup
from jobscan.persistence.database import Database
from jobscan.persistence.exceptions import (
    DatabaseConnectionError,
    DataIntegrityError,
    InstanceLockedError,
    PersistenceError,
    RecordNotFoundError,
    SchemaError,
    StorageFullError,
)
from jobscan.persistence.health import Check, CheckStatus, diagnose
from jobscan.persistence.lock import InstanceLock, instance_lock
from jobscan.persistence.migrate import (
    SchemaState,
    SchemaStatus,
    create_schema,
    require_current,
    schema_state,
    upgrade,
)
from jobscan.persistence.repositories import (
    AlertRepository,
    Decided,
    DeliveryRepository,
    DueGroup,
    FoundMatch,
    JobRepository,
    MatchFilter,
    NotificationRepository,
    RuleRepository,
    ScanRepository,
    SecretRepository,
    SourceRepository,
    UserRepository,
    VersionRepository,
)
from jobscan.persistence.session import close_database, get_session, init_database
from jobscan.persistence.settings import DatabaseSettings, redact_dsn

__all__ = [
    "AlertRepository",
    "Check",
    "CheckStatus",
    "DataIntegrityError",
    "Database",
    "DatabaseConnectionError",
    "DatabaseSettings",
    "Decided",
    "DeliveryRepository",
    "DueGroup",
    "FoundMatch",
    "InstanceLock",
    "InstanceLockedError",
    "JobRepository",
    "MatchFilter",
    "NotificationRepository",
    "PersistenceError",
    "RecordNotFoundError",
    "RuleRepository",
    "ScanRepository",
    "SchemaError",
    "SchemaState",
    "SchemaStatus",
    "SecretRepository",
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
    "redact_dsn",
    "require_current",
    "schema_state",
    "upgrade",
]
