"""Is a listed posting one that is stored under another key? Its history, its notifications and the ledger go with it.

An id alone proves nothing here: the earlier one may have been that of several postings. What the posting shows decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from jobscan.decide.normalise import LOCATION_LIMIT, TITLE_LIMIT
from jobscan.domain.posting import Face
from jobscan.utils.text import clean_line
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.domain.job import Job, JobMove
    from jobscan.domain.posting import Posting


class Likeness(IntEnum):
    """How surely a listed posting is a stored one; more is surer."""

    TITLE_AND_PLACES = 1
    LINK = 2
    #: The whole listing is as it was.
    LISTING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A listed posting that nothing is stored for under its own key, and a stored one that it may be."""

    key: str
    stored_key: str
    likeness: Likeness


def face_of(posting: Posting) -> Face | None:
    """Return what a row shows of its posting; None when it cannot be read."""
    if posting.face is not None or posting.job is None:
        return posting.face
    return Face(posting.job.url, posting.job.title, "; ".join(posting.job.locations))


def likeness_of(listed: Face, stored: Face) -> Likeness | None:
    """Return how alike what is listed and what is stored are; None: nothing says that they are the same posting.

    ``listed`` is in the board's words, ``stored`` cleaned.
    """
    link = clean_url(listed.link)
    if link is not None and link == stored.link:
        return Likeness.LINK
    if listed.places is None or clean_line(listed.title, TITLE_LIMIT) != stored.title:
        return None
    same_places = clean_line(listed.places, LOCATION_LIMIT) == stored.places
    return Likeness.TITLE_AND_PLACES if same_places else None


def settle_claims(claims: Iterable[Claim]) -> dict[str, str]:
    """Return key → key of the stored posting that it takes over, each of both at most once.

    The surest claim goes first, of equal ones that with the smallest key: the order of rows does not matter.
    """
    taken: dict[str, str] = {}
    given: set[str] = set()
    for claim in sorted(claims, key=lambda claim: (-claim.likeness, claim.key, claim.stored_key)):
        if claim.key not in taken and claim.stored_key not in given:
            taken[claim.key] = claim.stored_key
            given.add(claim.stored_key)
    return taken


def moved_job(job: Job, move: JobMove) -> Job:
    """Return a posting under the identity that it moves to."""
    return replace(job, job_key=move.new_key, external_id=move.external_id)
