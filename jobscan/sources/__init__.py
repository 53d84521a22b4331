"""The boards' formats, one sans-I/O file each. A new system is one file here and one line in ``ADAPTERS``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.sources import ashby, comeet, greenhouse, lever, workday
from jobscan.sources.adapter import Adapter

if TYPE_CHECKING:
    from jobscan.domain.source import Source

ADAPTERS: dict[str, Adapter] = {
    greenhouse.TYPE: greenhouse,
    lever.TYPE: lever,
    ashby.TYPE: ashby,
    workday.TYPE: workday,
    comeet.TYPE: comeet,
}


def detect_source(url: str) -> Source | None:
    """Recognise a board of any system by one of its URLs; None when it is no system's."""
    return next((source for adapter in ADAPTERS.values() if (source := adapter.detect(url))), None)


def detect_source_in(html: str) -> Source | None:
    """Recognise a board of any system that is embedded in an employer's own page; None when there is none."""
    return next((source for adapter in ADAPTERS.values() if (source := adapter.detect_in(html))), None)


__all__ = ["ADAPTERS", "Adapter", "detect_source", "detect_source_in"]
