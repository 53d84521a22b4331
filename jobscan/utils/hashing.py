"""Identities and fingerprints: SHA-256 over length-prefixed parts, in lower-case hex."""

from __future__ import annotations

import hashlib


def compute_hash(*parts: str) -> str:
    """Hash the parts so that no two different sequences of parts collide.

    Each part goes in as its length in UTF-8 bytes, a colon and the bytes; ("a", "bc") and ("ab", "c") differ.
    Lone surrogates are kept apart by `surrogatepass`, so that any str can be hashed.
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def compute_job_key(source_type: str, source_identifier: str, external_id: str) -> str:
    """Return the identity of a posting: 64 hex digits, the same on every machine and for ever."""
    return compute_hash(source_type, source_identifier, external_id)


def compute_content_hash(title: str, description: str, location: str) -> str:
    """Return the hash of what makes a version of a posting; the texts must be normalised already.

    Blanks and line breaks count as one blank: the lines of a description come from its markup, and a board that turns
    ``<p>`` into ``<div>`` has changed nothing that people read.
    """
    return compute_hash(*(" ".join(text.split()) for text in (title, description, location)))
