"""What an adapter reads from a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from jobscan.domain.job import RawJob
    from jobscan.domain.page import Request


class Face(NamedTuple):
    """What distinguishes a posting from others of its board when ids do not, in the board's words."""

    #: Its public page; None when the board gives none.
    link: str | None
    title: str
    #: All places joined by "; "; None when they are not known.
    places: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One row of a board's list, or the answer to one detail request.

    With neither ``job`` nor ``detail`` the row could not be parsed, but it has an id and so counts as seen.
    """

    external_id: str
    #: Hex SHA-256 of the raw fields that can matter, without timestamps and relative dates. A detail page repeats the
    #: fingerprint of the listing it was asked for.
    fingerprint: str
    #: The posting, when the page has all of it.
    job: RawJob | None = None
    #: Otherwise the request for its details, sent only when the posting is unknown or its fingerprint changed.
    detail: Request | None = None
    #: Other ids under which this posting may be stored; it takes over the stored one if that is really the same.
    former_ids: tuple[str, ...] = ()
    #: What its row shows, if that is not everything; None: it is in ``job``, or cannot be read.
    face: Face | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPage:
    """Everything one page says."""

    postings: tuple[Posting, ...] = ()
    #: Further requests that belong to this list: pages, facets, a token page, the list again with a new token.
    next: tuple[Request, ...] = ()
    #: How many postings the board says it has; None when this page does not say.
    total: int | None = None
    #: Items skipped and why, one line each.
    problems: tuple[str, ...] = ()
    #: Items that carried no usable id: the scan cannot be complete.
    lost: int = 0
    #: A token found on this page, to be remembered for the next scan.
    token: str | None = None
