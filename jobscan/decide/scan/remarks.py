"""What people should know about a board besides the trouble of its last scan."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from jobscan.decide.scan.totals import accepted_gap

if TYPE_CHECKING:
    from jobscan.domain.source import SourceStatus

#: Failed scans in a row after which a board that its system does not know counts as gone.
GONE_SCANS = 3


def remarks_on(status: SourceStatus) -> tuple[str, ...]:
    """Return remarks on a board, one sentence each: gone or moved, ids that collide, a quarantine, an accepted gap."""
    quarantine = None
    if status.quarantined_at is not None:
        postings = "1 posting is" if status.missing == 1 else f"{status.missing:,} postings are"
        quarantine = (
            f"the board has looked emptied since {status.quarantined_at:%Y-%m-%d}: {postings} missing, and nothing"
            f" expires until enough scans agree; {_if_moved(status)}"
        )
    found = (_gone(status), _moved(status), _collisions(status.collisions), quarantine, accepted_gap(status))
    return tuple(remark for remark in found if remark is not None)


def looks_gone(status: SourceStatus) -> bool:
    """Say whether a board is no longer where it was, as far as several scans know."""
    return status.gone_since is not None and status.failures >= GONE_SCANS


def _gone(status: SourceStatus) -> str | None:
    if status.gone_since is None or not looks_gone(status):
        return None
    return f"the board has not answered since {status.gone_since:%Y-%m-%d}; {_if_moved(status)}"


def _moved(status: SourceStatus) -> str | None:
    if status.moved_from is None:
        return None
    return f"the board has moved from {status.moved_from}; stored postings are not matched with its new list yet"


def _if_moved(status: SourceStatus) -> str:
    return f"if the company has moved, `jobscan move {shlex.quote(str(status.key))} URL`"


def _collisions(collisions: int) -> str | None:
    if not collisions:
        return None
    if collisions == 1:
        return "1 row of the list has the id of another posting; both are kept"
    return f"{collisions:,} rows of the list have the ids of other postings; all are kept"
