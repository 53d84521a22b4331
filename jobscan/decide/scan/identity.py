"""Is a listed posting one that is stored under another key? If so, it keeps its history, notifications and ledger.

An id alone proves nothing here: several postings may have shared the earlier one. What the posting shows decides.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from jobscan.decide.posting.normalise import LOCATION_LIMIT, TITLE_LIMIT
from jobscan.domain.posting import Face
from jobscan.utils.text import clean_line
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jobscan.domain.job import Job
    from jobscan.domain.posting import Posting

#: Bytes of each half of a mark: enough that no two postings of one list with the same id have the same by chance.
_HALF = 6
_NO_LINK = bytes(_HALF)


class Likeness(IntEnum):
    """How certain it is that a listed posting is a stored one; more is more certain."""

    TITLE_AND_PLACES = 1
    LINK = 2
    #: The whole listing is unchanged.
    LISTING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A listed posting that is not stored under its own key, and a stored one that it may be."""

    key: str
    stored_key: str
    likeness: Likeness


def face_of(posting: Posting) -> Face | None:
    """Return what a row shows of its posting; None when it is unreadable or shows nothing."""
    job = posting.job
    if posting.face is not None or job is None or not (job.url or job.title):
        return posting.face
    return Face(job.url, job.title, "; ".join(job.locations))


def likeness_of(listed: Face, stored: Face) -> Likeness | None:
    """Return how alike a listed and a stored posting are; None: nothing shows that they are the same.

    ``listed`` is as the board wrote it, ``stored`` is cleaned.
    """
    link = clean_url(listed.link)
    if link is not None and link == stored.link:
        return Likeness.LINK
    if listed.places is None or clean_line(listed.title, TITLE_LIMIT) != stored.title:
        return None
    same_places = clean_line(listed.places, LOCATION_LIMIT) == stored.places
    return Likeness.TITLE_AND_PLACES if same_places else None


def settle_claims(claims: Iterable[Claim]) -> dict[str, str]:
    """Return key → key of the stored posting that it takes over, each key at most once.

    The most certain claim goes first, among equals the one with the smallest key: the order of rows does not matter.
    """
    taken: dict[str, str] = {}
    given: set[str] = set()
    for claim in sorted(claims, key=lambda claim: (-claim.likeness, claim.key, claim.stored_key)):
        if claim.key not in taken and claim.stored_key not in given:
            taken[claim.key] = claim.stored_key
            given.add(claim.stored_key)
    return taken


def under_id(posting: Posting, external_id: str, mark: bytes | None = None) -> Posting:
    """Return a posting under another id; with its mark, so that it is found under ids that it may have had."""
    listed_as = posting.external_id
    if listed_as == external_id:
        return posting
    job = replace(posting.job, external_id=external_id) if posting.job is not None else None
    posting = replace(posting, external_id=external_id, job=job)
    if mark is None:
        return posting
    others = (listed_as, *wide_ids(listed_as, mark), *posting.former_ids)
    return replace(posting, former_ids=tuple(other for other in others if other != external_id))


def job_under(job: Job, job_key: str, external_id: str) -> Job:
    """Return a posting under another identity."""
    return replace(job, job_key=job_key, external_id=external_id)


def mark_of(face: Face) -> bytes:
    """Return a short hash of what a row shows, stable for ever: half from the link, half from title and places."""
    # Not cleaned: in lists of several pages every row pays for this, and a list writes all its rows in the same way.
    words = _half(f"{len(face.title)}:{face.title}{face.places or ''}")
    return (_half(face.link) if face.link else _NO_LINK) + words


def tell_apart(rows: Collection[tuple[int, bytes]]) -> list[list[bytes]]:
    """Return the postings behind the rows of one id, each as the marks of its rows.

    ``rows`` are (page, mark). Rows that differ are different postings, with one exception: rows with the same link on
    different pages are one posting that was edited while the list was read.
    """
    by_link: dict[bytes, set[bytes]] = {}
    on_page: dict[tuple[int, bytes], bytes] = {}
    distinct = {_NO_LINK}
    for page, mark in rows:
        link = mark[:_HALF]
        by_link.setdefault(link, set()).add(mark)
        if on_page.setdefault((page, link), mark) != mark:
            distinct.add(link)
    postings: list[list[bytes]] = []
    for link, marks in sorted(by_link.items()):
        postings += [[mark] for mark in sorted(marks)] if link in distinct else [sorted(marks)]
    return postings


def widened_ids(external_id: str, marks: Collection[bytes]) -> dict[bytes, str]:
    """Return mark → an id of its own for postings that share one: from the stable link where that is enough."""
    links = Counter(mark[:_HALF] for mark in marks)
    return {
        mark: wide_ids(external_id, mark)[0 if mark[:_HALF] != _NO_LINK and links[mark[:_HALF]] == 1 else 1]
        for mark in marks
    }


def wide_ids(external_id: str, mark: bytes) -> tuple[str, str]:
    """Return two ids for a posting with this mark that shares its own: from its link, and from all that it shows."""
    return f"{external_id}~{mark[:_HALF].hex()}", f"{external_id}~{mark.hex()}"


def _half(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_HALF]
