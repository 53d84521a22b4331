"""The first tables: jobs with their history, sources, scans, and the ledger of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")

#: Half the time of pglz for cold upserts. Dynamic, because servers before 14 do not even know the words; and a server
#: may be built without lz4.
_COMPRESS = """DO $$ BEGIN EXECUTE 'ALTER TABLE jobs ALTER COLUMN description SET COMPRESSION lz4';
EXCEPTION WHEN OTHERS THEN NULL; END $$"""


def upgrade() -> None:
    """Make the tables."""
    _make_jobs()
    _make_sources()
    _make_job_versions()
    _make_scans()
    _make_alerts_sent()


def downgrade() -> None:
    """Drop the tables, with everything in them."""
    for table in ("alerts_sent", "scans", "job_versions", "sources", "jobs"):
        op.drop_table(table)


def _column(name: str, type_: TypeEngine[Any] | None = None, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_ or sa.Text(), nullable=null)


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        _column("job_key", _KEY),
        _column("source_type", _KEY),
        _column("source_identifier", _KEY),
        *(_column(name) for name in ("external_id", "title", "company", "location", "url")),
        *(_column(name, null=True) for name in ("apply_url", "department", "employment_type", "workplace")),
        _column("salary_min", sa.Double(), null=True),
        _column("salary_max", sa.Double(), null=True),
        *(_column(name, null=True) for name in ("salary_currency", "salary_interval", "language")),
        _column("posted_at", _MOMENT, null=True),
        _column("updated_at", _MOMENT, null=True),
        _column("first_seen_at", _MOMENT),
        _column("last_seen_at", _MOMENT),
        _column("status"),
        _column("expired_at", _MOMENT, null=True),
        _column("expiry_reason", null=True),
        _column("misses", sa.Integer()),
        _column("version", sa.Integer()),
        *(_column(name) for name in ("fingerprint", "content_hash", "description")),
        sa.PrimaryKeyConstraint("job_key", name="pk_jobs"),
    )
    op.create_index("ix_jobs_source_type_source_identifier", "jobs", ["source_type", "source_identifier"])
    op.create_index("ix_jobs_first_seen_at", "jobs", ["first_seen_at"])
    expired = sa.text("status = 'expired'")
    op.create_index(
        "ix_jobs_last_seen_at_expired", "jobs", ["last_seen_at"], sqlite_where=expired, postgresql_where=expired
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_COMPRESS)


def _make_sources() -> None:
    op.create_table(
        "sources",
        _column("source_type", _KEY),
        _column("source_identifier", _KEY),
        _column("name"),
        _column("last_success_at", _MOMENT, null=True),
        _column("last_error_at", _MOMENT, null=True),
        _column("error_message", null=True),
        _column("last_complete_at", _MOMENT, null=True),
        *(_column(name, null=True) for name in ("etag", "last_modified", "body_hash")),
        _column("last_full_at", _MOMENT, null=True),
        _column("next_due_at", _MOMENT, null=True),
        *(_column(name, sa.Integer()) for name in ("failures", "postings", "missing")),
        _column("quarantined_at", _MOMENT, null=True),
        _column("quarantine_scans", sa.Integer()),
        _column("token", null=True),
        _column("scan_seq", sa.Integer()),
        sa.PrimaryKeyConstraint("source_type", "source_identifier", name="pk_sources"),
    )


def _make_job_versions() -> None:
    op.create_table(
        "job_versions",
        _column("job_key", _KEY),
        _column("version", sa.Integer()),
        _column("kind"),
        _column("changed_at", _MOMENT),
        _column("content_hash"),
        _column("changes", sa.JSON()),
        sa.PrimaryKeyConstraint("job_key", "version", name="pk_job_versions"),
    )


def _make_scans() -> None:
    counts = ("postings", "new", "updated", "expired", "reopened", "unchanged", "requests")
    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=True),
        _column("source_type", _KEY),
        _column("source_identifier", _KEY),
        _column("started_at", _MOMENT),
        _column("seconds", sa.Double()),
        _column("outcome"),
        *(_column(name, sa.Integer()) for name in counts),
        _column("wire_bytes", sa.BigInteger()),
        _column("error", null=True),
        _column("problems", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_scans"),
    )
    op.create_index(
        "ix_scans_source_type_source_identifier_started_at", "scans", ["source_type", "source_identifier", "started_at"]
    )


def _make_alerts_sent() -> None:
    op.create_table(
        "alerts_sent",
        _column("job_key", _KEY),
        _column("version_hash", _KEY),
        _column("sent_at", _MOMENT),
        sa.PrimaryKeyConstraint("job_key", "version_hash", name="pk_alerts_sent"),
    )
