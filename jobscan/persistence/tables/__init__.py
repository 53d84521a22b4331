"""The tables, one file for each noun: its columns as an ORM model, and the form in which it is written and read.

A file is imported with its repository; `whole_metadata` imports all of them.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from jobscan.persistence.tables.base import Base, set_conditions

if TYPE_CHECKING:
    from sqlalchemy import MetaData


def whole_metadata() -> MetaData:
    """Return the metadata of all tables; otherwise it lacks those that have not been imported yet."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    set_conditions(Base.metadata)
    return Base.metadata


__all__ = ["whole_metadata"]
