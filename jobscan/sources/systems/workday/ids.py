"""What identifies a Workday posting: its requisition as the board writes it, with the "-1" that separates its postings.

A posting's address ends in ``{title}_{requisition}[-n]``. Both halves may contain underscores: requisitions such as
``R26_04268`` and ``JR_2025_00123`` begin anew each year (reported of several tenants, 2026), and cut at the last
underscore they would be the same in every year. So the row shows where the requisition begins, not the underscore.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from jobscan.sources.kit.items import canonical_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: "JR2017576", "R264661", "2601695", "JR-0105486", "R26_04268", but not "Seattle (Market/Region)" or "2026-08-18".
_REQUISITION = re.compile(
    r"(?:[A-Za-z]{0,6}[-_]?\d{3,12}|[A-Za-z]{1,6}[-_]?\d{1,6}[-_]\d{2,12})(?:-\d{1,3})?", re.ASCII
)
#: The form that only a requisition has: capitals and numbers, or a short word before numbers; no word of a title.
_NUMBERED = re.compile(
    r"(?=\D*\d)[A-Z0-9]+(?:[-_][A-Z0-9]+)*|[A-Za-z]{0,6}[-_]?\d+(?:[-_]\d+)*",
    re.ASCII,
)
_SUFFIX = re.compile(r"-\d{1,3}", re.ASCII)
_CUT = re.compile("_+")
_OTHERS = re.compile(r"[\W_]+")
#: The form of a bullet that can be a requisition: "2 openings" or "7" would cut the number of another one.
_DIGITS = re.compile(r"(?=.{3})\D*\d")
#: Underscores of an address that are tried, from the last one: a title with thousands would cost as many hashes.
_MAX_CUTS = 12


class PostingId(NamedTuple):
    """The id of a posting, and those that other readings of its address give."""

    id: str
    #: Ids under which earlier versions, which cut at the last underscore, or rows that said less, may have stored it.
    former: tuple[str, ...] = ()


def requisition_in(bullets: Iterable[str | None]) -> str | None:
    """Return the first of a row's bullets that looks like a requisition; None when none does."""
    stripped = (bullet.strip() for bullet in bullets if bullet)
    return next((bullet for bullet in stripped if _REQUISITION.fullmatch(bullet)), None)


def bare_path(path: str) -> str:
    """Return a path without query, fragment and trailing slash."""
    return path.partition("#")[0].partition("?")[0].rstrip("/")


def read_posting_id(path: object, title: object = None, bullets: object = None) -> PostingId | None:
    """Return the id of the posting at this path of a list's row; None when the path has none.

    The requisition begins where a bullet of the row does that the address ends with; else after the title; else where
    only numbers follow; else after the first underscore. It ends with the address: the rest of the path is slugs of
    place and title, which change while the posting stays the same. ``title`` and ``bullets`` may be of any type.
    """
    if not isinstance(path, str):
        return None
    segment = unquote(bare_path(path).rpartition("/")[2])
    before, cut, after = segment.rpartition("_")
    if cut and "_" not in before and (found := canonical_id(after)):
        # True of nearly all.
        return PostingId(found)
    ends = [cut.end() for cut in _CUT.finditer(segment)][-_MAX_CUTS:]
    readings = {at: reading for at in ends if (reading := canonical_id(segment[at:]))}
    if not readings:
        whole = canonical_id(segment)
        return PostingId(whole) if whole else None
    chosen = readings[_begin_of_requisition(segment, readings, title, bullets)]
    return PostingId(chosen, tuple(dict.fromkeys(found for found in readings.values() if found != chosen)))


def _begin_of_requisition(segment: str, readings: dict[int, str], title: object, bullets: object) -> int:
    numbers = [number for bullet in _texts(bullets) if _DIGITS.search(number := _letters(bullet))]
    for number in sorted(numbers, key=len, reverse=True):
        # The last place that fits: only separators are skipped before it.
        fitting = [at for at, found in readings.items() if _is_or_numbers(found, number)]
        if fitting:
            return fitting[-1]
    name = _letters(title) if isinstance(title, str) else ""
    for at in readings:
        if name and _letters(segment[:at]) == name:
            return at
    numbered = (at for at, found in readings.items() if _NUMBERED.fullmatch(found))
    return next(numbered, next(iter(readings)))


def _is_or_numbers(found: str, requisition: str) -> bool:
    """Return whether this is the requisition, or it with the number of one of its postings, in any spelling."""
    suffix = _SUFFIX.search(found, max(0, len(found) - 4))
    bare = found[: suffix.start()] if suffix and suffix.end() == len(found) else found
    return requisition in (_letters(found), _letters(bare))


def _letters(text: str) -> str:
    """Return only letters and digits: an address has "-", "_" or nothing for everything else."""
    return _OTHERS.sub("", text).casefold()


def _texts(values: object) -> Iterator[str]:
    return (value for value in values if isinstance(value, str)) if isinstance(values, list) else iter(())
