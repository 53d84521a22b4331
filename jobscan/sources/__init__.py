"""The boards' formats, one sans-I/O file each. A new system is one file here and one line in ``ADAPTERS``."""

from jobscan.sources.adapter import Adapter

ADAPTERS: dict[str, Adapter] = {}

__all__ = ["ADAPTERS", "Adapter"]
