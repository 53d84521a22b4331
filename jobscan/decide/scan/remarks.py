"""What people should know about a board besides the trouble of its last scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.scan.totals import accepted_gap

if TYPE_CHECKING:
    from jobscan.domain.source import SourceStatus


def remarks_on(status: SourceStatus) -> tuple[str, ...]:
    """Return remarks on a board, one sentence each: about ids that collide, a quarantine, an accepted gap."""
    quarantine = None
    if status.quarantined_at is not None:
        postings = "1 posting is" if status.missing == 1 else f"{status.missing:,} postings are"
        quarantine = (
            f"the board looks emptied since {status.quarantined_at:%Y-%m-%d}: {postings} missing, and nothing expires"
            " until enough scans agree"
        )
    found = (_collisions(status.collisions), quarantine, accepted_gap(status))
    return tuple(remark for remark in found if remark is not None)


def _collisions(collisions: int) -> str | None:
    if not collisions:
        return None
    if collisions == 1:
        return "1 row of the list has the id of another posting; both are kept"
    return f"{collisions:,} rows of the list have the ids of other postings; all are kept"
