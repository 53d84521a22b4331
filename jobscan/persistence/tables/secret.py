from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy.orm import Mapped, mapped_column

from jobscan.persistence.sql.codecs import KeyText
from jobscan.persistence.tables.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class SecretRow(Base):
    """Keys that jobscan made for itself, such as the one that signs unsubscribe links."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(KeyText, primary_key=True)
    value: Mapped[str]


SECRETS = cast("Table", SecretRow.__table__)
