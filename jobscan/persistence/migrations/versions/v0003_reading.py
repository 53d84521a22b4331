"""What a list named and could not be read, ids that collide, totals that never fit, list order, and offices."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
#: A board whose list came whole while its postings were refused (all were, on some) has yet to be read.
_READ = """
UPDATE sources SET first_read_at = last_complete_at WHERE postings <= (
    SELECT count(*) FROM jobs WHERE jobs.source_type = sources.source_type
    AND jobs.source_identifier = sources.source_identifier AND jobs.status = 'active'
)
"""
_ENDED = """
UPDATE sources SET last_outcome = (
    SELECT outcome FROM scans WHERE scans.source_type = sources.source_type
    AND scans.source_identifier = sources.source_identifier ORDER BY started_at DESC, id DESC LIMIT 1
)
"""
#: Their answers have offices, which were not read: once more, even where they did not change.
_READ_AGAIN = "UPDATE sources SET etag = NULL, last_modified = NULL, body_hash = NULL WHERE source_type = 'greenhouse'"
_SCANS = ("unread", "collisions")
_SOURCES = ("unread", "collisions", "total_gap", "total_gap_scans")
_NULLABLE = ("last_outcome", "accept_language", "base_url")
_MOMENTS = ("first_read_at", "total_gap_since")
#: What boards say beside the place and in the field for the workplace; it comes when a posting is read again.
_JOBS = ("offices", "workplace_word")
_WITH_OFFICES = sa.text("offices <> ''")


def upgrade() -> None:
    """Add columns and indexes, and say of each source how its last scan ended and whether its first sight has ended."""
    for table, names in (("scans", _SCANS), ("sources", _SOURCES)):
        for name in names:
            op.add_column(table, _count(name))
    for name in _NULLABLE:
        op.add_column("sources", sa.Column(name, sa.Text(), nullable=True))
    for name in _MOMENTS:
        op.add_column("sources", sa.Column(name, _MOMENT, nullable=True))
    for name in _JOBS:
        op.add_column("jobs", sa.Column(name, sa.Text(), nullable=True))
    op.execute(_READ)
    op.execute(_ENDED)
    op.execute(_READ_AGAIN)
    op.create_index("ix_jobs_listed_at", "jobs", [sa.text("coalesce(posted_at, first_seen_at)")])
    op.create_index(
        "ix_jobs_with_offices", "jobs", ["job_key"], sqlite_where=_WITH_OFFICES, postgresql_where=_WITH_OFFICES
    )


def downgrade() -> None:
    """Drop the columns and the indexes."""
    for name in ("ix_jobs_with_offices", "ix_jobs_listed_at"):
        op.drop_index(name, "jobs")
    for name in _JOBS:
        op.drop_column("jobs", name)
    for name in (*_SOURCES, *_NULLABLE, *_MOMENTS):
        op.drop_column("sources", name)
    for name in _SCANS:
        op.drop_column("scans", name)


def _count(name: str) -> sa.Column[Any]:
    # With a default that stays: both databases then add the column without writing the table anew.
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
