"""Which postings are for the same job: derived keys, and what people decided otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from jobscan.persistence.sql.codecs import KeyText
from jobscan.persistence.tables.base import Base

if TYPE_CHECKING:
    from sqlalchemy import Table


class ClusterKeyRow(Base):
    """A key of a posting; postings that share one are for the same job. Derived, like ``job_facts``."""

    __tablename__ = "cluster_keys"

    cluster_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)

    __table_args__ = (Index(None, "job_key"),)


class SplitJobRow(Base):
    """A posting that people took out of its cluster: it is joined with no other. It outlives the posting."""

    __tablename__ = "split_jobs"

    job_key: Mapped[str] = mapped_column(KeyText, primary_key=True)
    split_at: Mapped[datetime]


CLUSTER_KEYS = cast("Table", ClusterKeyRow.__table__)
SPLIT_JOBS = cast("Table", SplitJobRow.__table__)
