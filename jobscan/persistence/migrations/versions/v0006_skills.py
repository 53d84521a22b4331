"""Lists of skills that users import."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; they are empty until something is imported."""
    op.create_table(
        "skill_sources",
        sa.Column("name", _KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_skill_sources"),
    )
    op.create_table(
        "skill_words",
        sa.Column("source", _KEY, nullable=False),
        sa.Column("name", _KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("need", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("source", "name", name="pk_skill_words"),
    )


def downgrade() -> None:
    """Drop the tables; what was imported can be imported again."""
    for table in ("skill_words", "skill_sources"):
        op.drop_table(table)
