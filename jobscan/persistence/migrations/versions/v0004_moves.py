"""Boards that have moved to another system, and those whose system says that there is no such board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_MOMENTS = ("moved_read_at", "gone_since")


def upgrade() -> None:
    """Add the columns: no board has moved, and the next scans say which are gone."""
    op.add_column("sources", sa.Column("moved_from", sa.Text(), nullable=True))
    for name in _MOMENTS:
        op.add_column("sources", sa.Column(name, _MOMENT, nullable=True))


def downgrade() -> None:
    """Drop the columns."""
    for name in ("moved_from", *_MOMENTS):
        op.drop_column("sources", name)
