"""A board that has moved to another system: ids that mean nothing there, and who is who until it was read whole.

The new system gives every posting another id. What was on the board before the move waits to be found in the new list,
by what it shows; nobody is notified again of what was there already.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from jobscan.decide.match.words import fold
from jobscan.decide.posting.normalise import LOCATION_LIMIT, TITLE_LIMIT, UNTITLED, stored_id
from jobscan.decide.scan.lifecycle import plan_sighting
from jobscan.domain.job import JobBookkeeping, JobMove, JobVersion
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.utils.hashing import compute_job_key
from jobscan.utils.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jobscan.domain.job import KnownJob
    from jobscan.domain.posting import Face

#: A board that never arrives whole would never notify of a change: this long after it was first read at its new
#: address, its move is over.
MOVE_PERIOD = timedelta(days=1)


class Shown(NamedTuple):
    """What a posting shows, in a form that two systems have in common."""

    title: str
    places: str


def is_moving(status: SourceStatus, *, now: datetime) -> bool:
    """Say whether what is stored of a board may still be listed under ids that its new system gave."""
    if status.moved_from is None:
        return False
    return status.moved_read_at is None or now - status.moved_read_at < MOVE_PERIOD


def read_while_moving(status: SourceStatus, *, now: datetime) -> SourceStatus:
    """Return the status once something of a moved board has been read."""
    if status.moved_from is None or status.moved_read_at is not None:
        return status
    return replace(status, moved_read_at=now)


def after_move(status: SourceStatus, key: SourceKey) -> SourceStatus:
    """Return the status of a board that has moved to ``key``: it was never scanned there, and is no new board.

    Nothing of the old board's answers stays: validators, token, totals, failures, quarantine.
    """
    return SourceStatus(
        source_type=key.source_type,
        source_identifier=key.source_identifier,
        name=status.name,
        first_read_at=status.first_read_at,
        moved_from=str(status.key),
        scan_seq=status.scan_seq + 1,
    )


def plan_moves(former: SourceKey, key: SourceKey, stored: Iterable[tuple[str, str]]) -> list[JobMove]:
    """Return under which keys the postings of a board go on that has moved; ``stored`` are (job key, external id)."""
    moves: list[JobMove] = []
    taken: set[str] = set()
    for job_key, external_id in sorted(stored):
        new_id = id_after_move(former.source_type, key.source_type, external_id)
        new_key = compute_job_key(*key, new_id)
        if new_key in taken:
            # Ids are stored within a limit, which two may share.
            new_id = stored_id(f"{job_key}:{new_id}")
            new_key = compute_job_key(*key, new_id)
        taken.add(new_key)
        moves.append(JobMove(job_key, new_key, new_id))
    return moves


def id_after_move(former_type: str, new_type: str, external_id: str) -> str:
    """Return the id of a posting that has not been found on the new board yet.

    With the name of the system that gave it, because another one may give the same id to another posting; within one
    system, and back at it, an id means what it meant.
    """
    if former_type == new_type:
        return external_id
    given_by_new = f"{new_type}:"
    if external_id.startswith(given_by_new):
        return external_id.removeprefix(given_by_new)
    return stored_id(f"{former_type}:{external_id}")


def plan_returns(expired: Iterable[KnownJob], *, now: datetime) -> tuple[list[JobBookkeeping], list[JobVersion]]:
    """Plan for postings that expired because their board looked emptied: it had moved, and they wait as others do."""
    plans = [(known, plan_sighting(known, known.fingerprint, None, now=now)) for known in expired]
    bookkeeping = [
        replace(plan.bookkeeping, last_seen_at=known.last_seen_at) for known, plan in plans if plan.bookkeeping
    ]
    return bookkeeping, [plan.version for _, plan in plans if plan.version is not None]


def shown_by(face: Face) -> Shown:
    """Return what a posting shows, listed or stored, without case, accents and marks of how it is written."""
    title = clean_line(face.title, TITLE_LIMIT) or UNTITLED
    return Shown(fold(title), fold(clean_line(face.places, LOCATION_LIMIT)))


def match_moved(listed: Mapping[str, Shown], waiting: Mapping[str, Shown]) -> dict[str, str]:
    """Return key → key of the stored posting that it takes over, each of both at most once.

    ``listed`` is what nothing is stored for under its own key, ``waiting`` what was stored before the move. The same
    title at the same places goes first, then the same title; of equal ones the smallest keys go together, so that the
    order of rows does not matter.
    """
    taken = _pair(listed, waiting)
    given = set(taken.values())
    titles = {key: shown.title for key, shown in listed.items() if key not in taken}
    return taken | _pair(titles, {key: shown.title for key, shown in waiting.items() if key not in given})


def _pair(listed: Mapping[str, object], waiting: Mapping[str, object]) -> dict[str, str]:
    """Return key → key, of those that show the same."""
    by_look: dict[object, list[str]] = defaultdict(list)
    for key in sorted(waiting, reverse=True):
        by_look[waiting[key]].append(key)
    return {key: by_look[listed[key]].pop() for key in sorted(listed) if by_look.get(listed[key])}
