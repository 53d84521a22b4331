"""Careers pages that scripts make in a browser: which pages are rendered, and what is believed of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.detail_page import describe_page
from jobscan.sources.kit.html import parse_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.domain.page import Page
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.domain.rendering import Rendering


def needs_scripts(page: Page) -> bool:
    """Say that the page of a list is rendered, whatever the server sent: scripts may add to what it describes."""
    return True


def lacks_posting(page: Page) -> bool:
    """Say whether the page of a posting must be rendered, since what the server sent describes none."""
    try:
        return describe_page(parse_html(page, "page"), "page") is None
    except BoardError:
        return False


def rendered_details(read: ParsedPage) -> ParsedPage:
    """Return what was read of a list whose postings' pages are made by scripts as well."""
    return replace(read, postings=tuple(map(_rendered, read.postings)))


def _rendered(posting: Posting) -> Posting:
    if posting.detail is None:
        return posting
    return replace(posting, detail=replace(posting.detail, renders=lacks_posting))


def read_scripted(read: Callable[[], ParsedPage], made: Rendering, what: str) -> ParsedPage:
    """Return what ``read`` makes of a page that scripts made; a list is not whole if its server left them without data.

    Raises `BoardError` with what the scripts did not get, and for a page that lists nothing where they did not get
    all: one that cannot reach its data says that nothing is open, and no posting must expire of that.
    """
    told = made.describe()
    try:
        found = read()
    except BoardError as exc:
        raise (BoardError(exc.kind, f"{exc.reason}; {told}") if told else exc) from exc
    if told and not found.postings and not found.next:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: it lists nothing, but {told}")
    if not made.unanswered:
        return found
    return replace(found, lost=found.lost + made.unanswered, problems=(*found.problems, f"{what}: {told}"))
