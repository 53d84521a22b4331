"""Users, alerts, notifications and deliveries; the ledger learns whose alert it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_UNPLANNED = sa.text("delivery_status = 'pending' AND delivery_id IS NULL")
_PLANNED = sa.text("delivery_id IS NOT NULL")
_UNSENT = sa.text("status IN ('pending', 'uncertain') AND next_attempt_at IS NOT NULL")


def upgrade() -> None:
    """Make the tables, and give the ledger its new key."""
    _make_users()
    _make_alerts()
    _make_notifications()
    _make_deliveries()
    op.create_table(
        "alert_revision",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        _column("revision", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_alert_revision"),
    )
    op.execute("INSERT INTO alert_revision (id, revision) VALUES (1, 0)")
    op.create_table(
        "secrets",
        _column("name", _KEY),
        _column("value"),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    _rebuild_ledger("job_key", "version_hash", "alert_id", take="job_key, version_hash, sent_at, 0")


def downgrade() -> None:
    """Drop the tables; of the ledger the first record of each version stays."""
    _rebuild_ledger("job_key", "version_hash", take="job_key, version_hash, min(sent_at)")
    for table in ("secrets", "alert_revision", "deliveries", "alert_notifications", "alerts", "users"):
        op.drop_table(table)


def _column(name: str, type_: TypeEngine[Any] | None = None, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_ or sa.Text(), nullable=null)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), nullable=False, autoincrement=True)


def _make_users() -> None:
    op.create_table(
        "users",
        _id(),
        _column("email", _KEY, null=True),
        _column("is_owner", sa.Boolean()),
        _column("time_zone"),
        _column("quiet_hours", null=True),
        _column("max_per_day", sa.Integer(), null=True),
        _column("created_at", _MOMENT),
        _column("disabled_at", _MOMENT, null=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_users_email", "users", ["email"], unique=True)


def _make_alerts() -> None:
    op.create_table(
        "alerts",
        _id(),
        _column("user_id", sa.Integer()),
        _column("name"),
        _column("name_key", _KEY),
        _column("rule", sa.JSON()),
        _column("send"),
        _column("channels", sa.JSON()),
        _column("notify_existing", sa.Boolean()),
        _column("enabled", sa.Boolean()),
        _column("origin"),
        _column("created_at", _MOMENT),
        *(_column(name, _MOMENT, null=True) for name in ("baselined_at", "unsubscribed_at", "removed_at")),
        _column("revision", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_alerts_user_id_users"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_user_id_name_key", "alerts", ["user_id", "name_key"], unique=True)
    op.create_index("ix_alerts_revision", "alerts", ["revision"])


def _make_notifications() -> None:
    op.create_table(
        "alert_notifications",
        _column("job_key", _KEY),
        sa.Column("alert_id", sa.Integer(), nullable=False, autoincrement=False),
        _column("version_hash", _KEY),
        _column("channel", _KEY),
        _column("kind"),
        _column("created_at", _MOMENT),
        _column("delivery_status"),
        _column("delivery_id", sa.Integer(), null=True),
        _column("attempts", sa.Integer()),
        _column("next_attempt_at", _MOMENT, null=True),
        _column("sent_at", _MOMENT, null=True),
        _column("error_message", null=True),
        _column("matched", sa.JSON(), null=True),
        _column("changes", sa.JSON()),
        sa.PrimaryKeyConstraint("job_key", "alert_id", "version_hash", "channel", name="pk_alert_notifications"),
    )
    op.create_index("ix_alert_notifications_alert_id_created_at", "alert_notifications", ["alert_id", "created_at"])
    for name, column, where in (
        ("unplanned", "next_attempt_at", _UNPLANNED),
        ("delivery_id", "delivery_id", _PLANNED),
    ):
        op.create_index(
            f"ix_alert_notifications_{name}",
            "alert_notifications",
            [column],
            sqlite_where=where,
            postgresql_where=where,
        )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        _id(),
        _column("user_id", sa.Integer()),
        _column("alert_id", sa.Integer(), null=True),
        _column("channel", _KEY),
        _column("kind"),
        _column("status"),
        _column("created_at", _MOMENT),
        _column("attempts", sa.Integer()),
        _column("next_attempt_at", _MOMENT, null=True),
        _column("sent_at", _MOMENT, null=True),
        _column("error_message", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_user_id_created_at", "deliveries", ["user_id", "created_at"])
    op.create_index(
        "ix_deliveries_unsent",
        "deliveries",
        ["channel", "next_attempt_at"],
        sqlite_where=_UNSENT,
        postgresql_where=_UNSENT,
    )


def _rebuild_ledger(*key: str, take: str) -> None:
    """Copy the ledger into a table with this primary key; SQLite cannot change one in place."""
    op.rename_table("alerts_sent", "alerts_sent_before")
    # On Postgres the name of the key's index stays with the renamed table.
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE alerts_sent_before RENAME CONSTRAINT pk_alerts_sent TO pk_alerts_sent_before")
    op.create_table(
        "alerts_sent",
        _column("job_key", _KEY),
        _column("version_hash", _KEY),
        _column("sent_at", _MOMENT),
        *([_column("alert_id", sa.Integer())] if "alert_id" in key else []),
        sa.PrimaryKeyConstraint(*key, name="pk_alerts_sent"),
    )
    grouped = "" if "alert_id" in key else " GROUP BY job_key, version_hash"
    op.execute(f"INSERT INTO alerts_sent SELECT {take} FROM alerts_sent_before{grouped}")  # noqa: S608 - our own words
    op.drop_table("alerts_sent_before")
