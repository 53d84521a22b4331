"""Which postings are for the same job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables. The keys of postings are made with their facts, so these are made again."""
    op.create_table(
        "cluster_keys",
        sa.Column("cluster_key", _KEY, nullable=False),
        sa.Column("job_key", _KEY, nullable=False),
        sa.PrimaryKeyConstraint("cluster_key", "job_key", name="pk_cluster_keys"),
    )
    op.create_index("ix_cluster_keys_job_key", "cluster_keys", ["job_key"])
    op.create_table(
        "split_jobs",
        sa.Column("job_key", _KEY, nullable=False),
        sa.Column("split_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("job_key", name="pk_split_jobs"),
    )
    op.execute("UPDATE job_facts SET rules = 0")


def downgrade() -> None:
    """Drop the tables; which postings were split is lost."""
    for table in ("split_jobs", "cluster_keys"):
        op.drop_table(table)
