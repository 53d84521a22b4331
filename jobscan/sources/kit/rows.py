"""Rows that are no JSON: elements of XML, parts of a page. Each is read on its own, as `RowReader` reads others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobscan.domain.job import RawJob
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.sources.kit.items import ReadRow, RowReader, WithId, canonical_id, job_fingerprint, seen_only
from jobscan.utils.hashing import compute_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class RowError(Exception):
    """A row names a posting and lacks what a posting needs; the text ends a sentence: "has no title"."""


def read_rows(
    rows: Sequence[WithId],
    to_posting: Callable[[WithId, str], RawJob | Posting | None],
    what: str,
    *,
    noun: str = "item",
) -> ParsedPage:
    """Read rows that have their postings' ids as ``id``, of whatever type; ``what`` names the list in messages.

    ``to_posting`` gets the row and its canonical id. It answers None for a posting that is not to be listed, and raises
    `RowError` for one that counts as seen and nothing more. Raises `BoardError` (too many) past `MAX_POSTINGS`.
    """

    def posting_of(row: WithId, external_id: str) -> ReadRow:
        try:
            made = to_posting(row, external_id)
        except RowError as exc:
            seen = Posting(external_id=external_id, fingerprint=compute_hash("unreadable", str(exc)))
            return ReadRow(seen, f"({external_id[:40]}) {exc}")
        return ReadRow(whole_posting(made) if isinstance(made, RawJob) else made)

    # Shapes are for rows that are to be decoded yet.
    kind: Any = object
    reader: RowReader[WithId, WithId, str] = RowReader(
        shape=kind,
        least=kind,
        id_of=lambda row: canonical_id(row.id),
        posting_of=posting_of,
        seen_of=seen_only,
        noun=noun,
    )
    return reader.read(rows, what)


def whole_posting(job: RawJob) -> Posting:
    """Return a posting of which nothing more needs to be asked."""
    return Posting(external_id=job.external_id, fingerprint=job_fingerprint(job), job=job)


def require_title(title: str | None) -> str:
    """Return the title; raise `RowError` when there is none."""
    if not title or not title.strip():
        raise RowError("has no title")
    return title
