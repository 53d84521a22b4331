"""Identities and fingerprints: SHA-256 of length-prefixed parts, in lower-case hex."""

from __future__ import annotations

import hashlib


def compute_hash(*parts: str | bytes) -> str:
    """Hash the parts so that no two different sequences of parts collide.

    Each part goes in as its length in UTF-8 bytes, a colon and the bytes; ("a", "bc") and ("ab", "c") differ, "a" and
    b"a" do not. Lone surrogates are kept apart by `surrogatepass`, so that any str can be hashed.
    """
    prefixed: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        prefixed += (b"%d:" % len(data), data)
    return hashlib.sha256(b"".join(prefixed)).hexdigest()


def compute_job_key(source_type: str, source_identifier: str, external_id: str) -> str:
    """Return the identity of a posting: 64 hex digits, the same on every machine and for ever."""
    parts = (
        f"{len(source_type)}:{source_type}{len(source_identifier)}:{source_identifier}{len(external_id)}:{external_id}"
    )
    if parts.isascii():  # a character is a byte, and a scan asks for this several times per posting
        return hashlib.sha256(parts.encode()).hexdigest()
    return compute_hash(source_type, source_identifier, external_id)


def compute_content_hash(title: str, description: str, location: str) -> str:
    """Return the hash of what makes a version of a posting; the texts must be normalised already.

    Blanks and line breaks count as one blank: the lines of a description come from its markup, and a board that turns
    ``<p>`` into ``<div>`` has changed nothing that people read.
    """
    return compute_hash(*(" ".join(text.split()) for text in (title, description, location)))


def compute_clean_content_hash(title: str, description: str, location: str) -> str:
    """Return the `compute_content_hash` of texts that `clean_line` and `clean_text` made, in a third of the time.

    Such texts have single blanks and line breaks only. Of others the hash would be another one.
    """
    return compute_hash(title, " ".join(filter(None, description.split("\n"))), location)
