"""What a list named and could not be read, ids that collide, totals that never fit, what a board needs, list order."""

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
_SCANS = ("unread", "collisions")
_SOURCES = ("unread", "collisions", "total_gap", "total_gap_scans")
_NULLABLE = ("last_outcome", "accept_language", "base_url")
_MOMENTS = ("first_read_at", "total_gap_since")


def upgrade() -> None:
    """Add columns and index, and say of each source how its last scan ended and whether its first sight has ended."""
    for table, names in (("scans", _SCANS), ("sources", _SOURCES)):
        for name in names:
            op.add_column(table, _count(name))
    for name in _NULLABLE:
        op.add_column("sources", sa.Column(name, sa.Text(), nullable=True))
    for name in _MOMENTS:
        op.add_column("sources", sa.Column(name, _MOMENT, nullable=True))
    op.execute(_READ)
    op.execute(_ENDED)
    op.create_index("ix_jobs_listed_at", "jobs", [sa.text("coalesce(posted_at, first_seen_at)")])


def downgrade() -> None:
    """Drop the columns and the index."""
    op.drop_index("ix_jobs_listed_at", "jobs")
    for name in (*_SOURCES, *_NULLABLE, *_MOMENTS):
        op.drop_column("sources", name)
    for name in _SCANS:
        op.drop_column("scans", name)


def _count(name: str) -> sa.Column[Any]:
    # With a default that stays: both databases then add the column without writing the table anew.
    return sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
