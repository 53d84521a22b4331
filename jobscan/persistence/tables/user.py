from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.domain.user import QuietHours, StoredUser, User
from jobscan.persistence.sql.codecs import KeyText
from jobscan.persistence.sql.rows import RowForm, keeps
from jobscan.persistence.tables.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class UserRow(Base):
    """Someone with alerts."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    #: Case-folded; NULL for an owner who has no address.
    email: Mapped[str | None] = mapped_column(KeyText)
    is_owner: Mapped[bool]
    time_zone: Mapped[str]
    quiet_hours: Mapped[str | None] = mapped_column(info=keeps(store=str, read=QuietHours.parse))
    max_per_day: Mapped[int | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    # Ids are never reused: the ledger must not refer to another user's alerts.
    __table_args__ = (Index(None, "email", unique=True), {"sqlite_autoincrement": True})

    def to_domain(self) -> StoredUser:
        """Return the user."""
        return STORED_USER_FORM.noun_of(self)


USERS = cast("Table", UserRow.__table__)
STORED_USER_FORM = RowForm(USERS, StoredUser, user=User)
#: The form of a user that is not stored yet.
USER_FORM = RowForm(USERS, User)
