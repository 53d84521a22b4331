"""Listed postings that may be stored under an earlier key, and which of them takes over the stored one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.posting.normalise import stored_id
from jobscan.decide.scan.identity import Claim, Likeness, face_of, likeness_of, settle_claims
from jobscan.domain.job import JobMove
from jobscan.utils.hashing import compute_job_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from jobscan.domain.job import KnownJob
    from jobscan.domain.posting import Face, Posting
    from jobscan.domain.source import SourceKey


class Claims:
    """The claims of one scan. They are settled at the end of the list: its last row may have the best claim."""

    def __init__(self, source: SourceKey, known: Mapping[str, KnownJob]) -> None:
        self._source = source
        self._known = known
        #: Key → posting.
        self.postings: dict[str, Posting] = {}
        #: Key → keys that it may be stored under.
        self._stored: dict[str, tuple[str, ...]] = {}

    def add(self, key: str, posting: Posting, former_ids: Iterable[str]) -> bool:
        """Keep a posting that is not stored under its own key; return False when it has nothing to claim."""
        keys = (compute_job_key(*self._source, former) for former in former_ids)
        stored = tuple(former for former in keys if former in self._known)
        if stored:
            self.postings[key] = posting
            self._stored[key] = stored
        return bool(stored)

    def withdraw(self, key: str) -> Posting | None:
        """Remove a claimant and return it; None when the posting is not one."""
        self._stored.pop(key, None)
        return self.postings.pop(key, None)

    def in_doubt(self) -> set[str]:
        """Return the keys of claimed postings whose listing has changed, so that their faces must be compared."""
        return {
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
        return [JobMove(old, new, stored_id(self.postings[new].external_id)) for new, old in taken.items()]

    def _likeness(self, posting: Posting, former: str, faces: Mapping[str, Face]) -> Likeness | None:
        if self._known[former].fingerprint == posting.fingerprint:
            return Likeness.LISTING
        listed, stored = face_of(posting), faces.get(former)
        return None if listed is None or stored is None else likeness_of(listed, stored)
