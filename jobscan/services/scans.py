"""What the scans of one cycle say as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.scan.schedule import looks_offline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.scan import ScanResult


def is_offline(results: Sequence[ScanResult]) -> bool:
    """Return whether so many scans failed with network errors that this machine seems to be offline."""
    return looks_offline([result.network_failure for result in results])
