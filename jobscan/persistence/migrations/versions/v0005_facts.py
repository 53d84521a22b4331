"""What postings say: facts and skills, derived from their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FAILED = sa.text("failed IS NOT NULL")
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables; they are empty until postings are read."""
    op.create_table(
        "job_facts",
        _column("job_key", _KEY),
        _column("content_hash", _KEY),
        _column("rules", sa.Integer()),
        *(_column(name, null=True) for name in ("language", "level")),
        _column("level_implied", sa.Boolean()),
        *(_column(name, sa.Integer(), null=True) for name in ("years_min", "years_max")),
        _column("workplace", null=True),
        _column("remote_scope", sa.JSON(), null=True),
        _column("worldwide", sa.Boolean()),
        _column("visa", null=True),
        *(_column(name, sa.JSON()) for name in ("localities", "countries", "pay")),
        _column("pay_range", sa.JSON(), null=True),
        *(_column(name, sa.Double(), null=True) for name in ("pay_year_min", "pay_year_max")),
        *(_column(name, sa.JSON()) for name in ("required_skills", "preferred_skills")),
        _column("industry", null=True),
        *(_column(name, sa.JSON()) for name in ("keywords", "sections")),
        _column("deadline", null=True),
        _column("evidence", sa.JSON()),
        _column("failed", sa.JSON(), null=True),
        sa.PrimaryKeyConstraint("job_key", name="pk_job_facts"),
    )
    op.create_index("ix_job_facts_rules", "job_facts", ["rules"])
    op.create_index("ix_job_facts_failed", "job_facts", ["job_key"], sqlite_where=_FAILED, postgresql_where=_FAILED)
    op.create_table(
        "job_skills",
        _column("skill", _KEY),
        _column("job_key", _KEY),
        _column("required", sa.Boolean()),
        sa.PrimaryKeyConstraint("skill", "job_key", name="pk_job_skills"),
    )
    op.create_index("ix_job_skills_job_key", "job_skills", ["job_key"])


def downgrade() -> None:
    """Drop the tables: everything in them can be made again."""
    for table in ("job_skills", "job_facts"):
        op.drop_table(table)


def _column(name: str, type_: TypeEngine[Any] | None = None, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_ or sa.Text(), nullable=null)
