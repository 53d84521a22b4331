"""Listed postings that may be stored under an earlier key, and which of them takes over the stored one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.posting.normalise import stored_id
from jobscan.decide.scan.identity import Claim, Likeness, face_of, likeness_of, settle_claims
from jobscan.decide.scan.moving import match_moved, shown_by
from jobscan.domain.job import JobMove, JobStatus
from jobscan.utils.hashing import compute_job_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from jobscan.domain.job import KnownJob
    from jobscan.domain.posting import Face, Posting
    from jobscan.domain.source import SourceKey


class Claims:
    """The claims of one scan. They are settled at the end of the list: its last row may have the best claim."""

    def __init__(self, source: SourceKey, known: Mapping[str, KnownJob], *, is_moving: bool = False) -> None:
        self._source = source
        self._known = known
        #: The board has moved to another system: any active posting may be stored under an earlier key.
        self._is_moving = is_moving
        #: Keys of claimants that took nothing over, while another posting of their title was there before the move.
        self.of_known_title: set[str] = set()
        #: Key → posting.
        self.postings: dict[str, Posting] = {}
        #: Key → keys that it may be stored under.
        self._stored: dict[str, tuple[str, ...]] = {}

    def add(self, key: str, posting: Posting, former_ids: Iterable[str]) -> bool:
        """Keep a posting that is not stored under its own key; return False when it has nothing to claim."""
        keys = (compute_job_key(*self._source, former) for former in former_ids)
        stored = tuple(former for former in keys if former in self._known)
        claims = bool(stored) or (self._is_moving and face_of(posting) is not None)
        if claims:
            self.postings[key] = posting
            self._stored[key] = stored
        return claims

    def withdraw(self, key: str) -> Posting | None:
        """Remove a claimant and return it; None when the posting is not one."""
        self._stored.pop(key, None)
        return self.postings.pop(key, None)

    def in_doubt(self) -> set[str]:
        """Return the keys of claimed postings whose listing has changed, so that their faces must be compared.

        Of a board that has moved: of all that may be claimed.
        """
        waiting = self._known.items() if self._is_moving else ()
        return {key for key, known in waiting if known.status is JobStatus.ACTIVE} | {
            former
            for key, stored in self._stored.items()
            for former in stored
            if self._known[former].fingerprint != self.postings[key].fingerprint
        }

    def settle(self, faces: Mapping[str, Face], listed: Collection[str]) -> list[JobMove]:
        """Return which stored postings continue under another key; ``faces`` are those in doubt.

        A posting that is ``listed`` under its own key keeps it.
        """
        claims = [
            Claim(key=key, stored_key=former, likeness=likeness)
            for key, stored in self._stored.items()
            for former in stored
            if former not in listed and (likeness := self._likeness(self.postings[key], former, faces)) is not None
        ]
        taken = settle_claims(claims)
        if self._is_moving:
            taken |= self._settle_moved(taken, faces, listed)
        return [JobMove(old, new, stored_id(self.postings[new].external_id)) for new, old in taken.items()]

    def _settle_moved(
        self, taken: Mapping[str, str], faces: Mapping[str, Face], listed: Collection[str]
    ) -> dict[str, str]:
        """Return which claimants, of those left, take over what was stored before the move."""
        left = {key: face_of(posting) for key, posting in self.postings.items() if key not in taken}
        shown = {key: shown_by(face) for key, face in left.items() if face is not None}
        stored = {key: shown_by(face) for key, face in faces.items() if self._known[key].status is JobStatus.ACTIVE}
        given = {*taken.values(), *listed}
        found = match_moved(shown, {key: look for key, look in stored.items() if key not in given})
        titles = {look.title for look in stored.values()}
        self.of_known_title = {key for key, look in shown.items() if key not in found and look.title in titles}
        return found

    def _likeness(self, posting: Posting, former: str, faces: Mapping[str, Face]) -> Likeness | None:
        if self._known[former].fingerprint == posting.fingerprint:
            return Likeness.LISTING
        listed, stored = face_of(posting), faces.get(former)
        return None if listed is None or stored is None else likeness_of(listed, stored)
