"""Lists that have a row for each place of a posting: the rows with one id are one posting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.sources.kit.rows import whole_posting

if TYPE_CHECKING:
    from jobscan.domain.posting import ParsedPage, Posting


def merge_rows(parsed: ParsedPage) -> ParsedPage:
    """Return the page with each posting once, at the place of its first row, with the places of all its rows.

    The order of the rows does not matter: of several, the one that sorts first says everything else, and places are
    sorted. One that cannot be read gives way to one that can.
    """
    rows: dict[str, list[Posting]] = {}
    for posting in parsed.postings:
        rows.setdefault(posting.external_id, []).append(posting)
    if len(rows) == len(parsed.postings):
        return parsed
    return replace(parsed, postings=tuple(_merged(same) for same in rows.values()))


def _merged(rows: list[Posting]) -> Posting:
    if len(rows) == 1:
        return rows[0]
    jobs = sorted(((row.fingerprint, row.job) for row in rows if row.job is not None), key=lambda pair: pair[0])
    if not jobs:
        return rows[0]
    first = jobs[0][1]
    if all(job.locations == first.locations for _, job in jobs):
        return whole_posting(first)
    places = sorted({place for _, job in jobs for place in job.locations})
    return whole_posting(replace(first, locations=tuple(places)))
