"""Finds the board behind what people paste."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jobscan.domain.source import Source
from jobscan.engine.scan.careers_page import (
    CAREERS,
    Visit,
    fetch_rendered,
    read_selected,
    recognise_page,
    request_for,
)
from jobscan.exceptions import BoardError, BoardFailure, FetchError
from jobscan.sources import ADAPTERS, SYSTEMS, detect_source, detect_sources_in, identifier_problem
from jobscan.sources.kit.candidates import Candidate, Evidence, choose_candidate, merge_candidates
from jobscan.sources.kit.career_links import CareerLink, find_career_links
from jobscan.sources.kit.detection import decode_name, guess_company
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from jobscan.domain.page import Page
    from jobscan.domain.source import SourceKey
    from jobscan.fetch import Fetcher
    from jobscan.sources.systems.careers.list_rows import ListRow

#: Requests for pages: the given one, and careers pages that it links to.
MAX_VISITS = 4
#: Named in an error; a page of a venture fund may link to the boards of a hundred companies.
_MAX_NAMED = 8


@dataclass(frozen=True, slots=True)
class Discovery:
    """A board that was found."""

    source: Source
    #: The boards that the page names, the found one first; empty if the address was enough.
    candidates: tuple[Candidate, ...] = ()
    #: The careers page that names it, when the given page only links to that; None: the given page was enough.
    via: CareerLink | None = None
    #: What a careers page of no known system has for machines, as the end of a sentence; None: it is of a known one.
    reason: str | None = None
    #: The rows of a list that only people can read, to be approved by one; ``source`` has their selector.
    rows: tuple[ListRow, ...] = ()
    #: The address by which the page's scripts ask the board for its postings; None: not known by that.
    asked_at: str | None = None


class UnusableAddressError(BoardError):
    """The input is neither an address nor the name of a board; nothing was requested."""

    def __init__(self, reason: str) -> None:
        super().__init__(BoardFailure.NOT_FOUND, reason)


class SeveralBoardsError(BoardError):
    """A page names several boards, and it is unclear which one is meant; ``candidates`` holds all of them."""

    def __init__(self, page: str, candidates: tuple[Candidate, ...]) -> None:
        self.candidates = candidates
        super().__init__(
            BoardFailure.NOT_FOUND,
            f"{page} names several boards: {name_candidates(candidates)}; give the one you want,"
            f" such as {candidates[0].source.key}",
        )


async def find_source(url: str, fetcher: Fetcher, select: str | None = None, *, render: bool = False) -> Discovery:
    """Return the board behind a careers URL: from the URL alone, or what the page embeds, or what it links to.

    A page that names no board, such as a company's home page, is followed to the careers pages that it links to. When
    none of these names one either, the first is taken that describes its postings for machines, as type "careers", else
    the first that surely has a list of postings for people. With ``select`` the page is read as such a list. With
    ``render`` the page's scripts are run first: a system that they ask is the board; only when they ask none, the page
    that they made is read. ``type/identifier`` names a board as well.

    Raises `BoardError` when there is none that jobscan reads, `SeveralBoardsError` when there are several, `FetchError`
    when the page cannot be read.
    """
    found = _named(url) or detect_source(url)
    if (select is not None or render) and (found is None or found.type == CAREERS) and "." in url:
        address = url if found is None else found.identifier
        return await _read_as_told(address if "://" in address else f"https://{address}", fetcher, select, render)
    if found is not None:
        if select is not None:
            raise UnusableAddressError(f"--select is for careers pages of no known system, and this is {found.key}")
        return Discovery(found)
    if "://" not in url and "." not in url.partition("/")[0]:
        if "/" in url:
            systems = ", ".join(SYSTEMS)
            raise UnusableAddressError(f'"{url}" begins with neither a host nor a system: jobscan reads {systems}')
        example = f"greenhouse/{url.strip() or 'canonical'}"
        reason = f'"{url}" is not a valid address: give the URL of a careers page, or type/identifier like {example}'
        raise UnusableAddressError(reason)
    return await _look_behind(url if "://" in url else f"https://{url}", fetcher)


async def _read_as_told(address: str, fetcher: Fetcher, select: str | None, render: bool) -> Discovery:
    """Read one page: its rows with ``select``, else as its scripts make it."""
    page = await (fetch_rendered(address, fetcher) if render else fetcher.fetch(request_for(address)))
    if select is not None:
        read = read_selected(address, page, select)
        return Discovery(read.source, reason=read.reason, rows=read.rows)
    if (found := _read(page, redact_url(address))) is not None:
        return found
    recognised = await recognise_page([Visit(page, None)], fetcher)
    if recognised is not None:
        return Discovery(recognised.source, reason=recognised.reason, rows=recognised.rows)
    told = page.rendering.describe() if page.rendering is not None else ""
    raise BoardError(
        BoardFailure.NOT_FOUND,
        f"{redact_url(address)}: its scripts ask no known system for postings, and no list of postings was found in"
        f" what they make{f'; {told}' if told else ''}",
    )


async def boards_named_by(page: str, fetcher: Fetcher) -> tuple[SourceKey, ...]:
    """Return the boards that a company's page names, or careers pages that it links to; none when it cannot be read.

    The first one is what `find_source` finds, if it finds one.
    """
    try:
        found = await find_source(page, fetcher)
    except SeveralBoardsError as exc:
        return tuple(candidate.source.key for candidate in exc.candidates)
    except (BoardError, FetchError):
        return ()
    # A page of a known system alone says that a board is there now: a list on a page may be anything.
    return (found.source.key,) if found.source.type != CAREERS else ()


def name_candidates(candidates: tuple[Candidate, ...]) -> str:
    """Return the boards in one line, each with the reason for it."""
    named = [f"{candidate.source.key} ({candidate.reason})" for candidate in candidates[:_MAX_NAMED]]
    left = len(candidates) - len(named)
    return ", ".join(named) + (f" and {left} more" if left else "")


async def _look_behind(address: str, fetcher: Fetcher) -> Discovery:
    """Read a company's page, and the careers pages that it links to, until one names boards.

    The board may also be where a page redirects to.
    """
    pages = [CareerLink(address, "")]
    visits: list[Visit] = []
    for number in range(MAX_VISITS):
        if number == len(pages):
            break
        try:
            page = await fetcher.fetch(request_for(pages[number].url))
        except FetchError:
            if number == 0:
                raise
            continue
        found = _read(page, redact_url(pages[number].url))
        if found is not None:
            return replace(found, via=pages[number] if number else None)
        visits.append(Visit(page, pages[number] if number else None))
        if number == 0:
            pages += find_career_links(page.body.decode("utf-8", "replace"), page.url, MAX_VISITS - 1)
    recognised = await recognise_page(visits, fetcher)
    if recognised is not None:
        return Discovery(recognised.source, via=recognised.visit.via, reason=recognised.reason, rows=recognised.rows)
    looked = redact_url(address) + (f" and {len(pages) - 1} careers pages that it links to" if len(pages) > 1 else "")
    raise BoardError(
        BoardFailure.NOT_FOUND,
        f"no board of a known system was found at {looked}, and nothing that describes postings: open one of its"
        " postings in a browser and give that address, or add the page with --render if scripts make it",
    )


def _read(page: Page, name: str) -> Discovery | None:
    """Return the board that a page redirected to or shows; None: it names none. Raises `SeveralBoardsError`."""
    arrived = detect_source(page.url)
    if arrived is not None:
        return Discovery(arrived)
    asked = _asked_boards(page)
    candidates = detect_sources_in(page.body.decode("utf-8", "replace"))
    candidates = merge_candidates([*(Candidate(source, Evidence.EMBED) for source in asked.values()), *candidates])
    chosen = choose_candidate(candidates)
    if chosen is None and candidates:
        raise SeveralBoardsError(name, candidates)
    if chosen is None:
        return None
    at = next((url for url, source in asked.items() if source.key == chosen.source.key), None)
    return Discovery(chosen.source, candidates, asked_at=at)


def _asked_boards(page: Page) -> dict[str, Source]:
    """Return the boards that a page's scripts asked something of, or put into a frame, by address."""
    asked = page.rendering.asked if page.rendering is not None else ()
    return {url: source for url in asked if (source := detect_source(url)) is not None}


def _named(word: str) -> Source | None:
    """Read ``greenhouse/canonical``; None when it does not begin with a system's name."""
    system, _, identifier = word.partition("/")
    adapter = ADAPTERS.get(system.lower())
    if adapter is None or not identifier:
        return None
    identifier = decode_name(identifier)
    if (problem := identifier_problem(adapter, identifier)) is not None:
        raise UnusableAddressError(f"{word}: {problem}")
    return Source(type=adapter.TYPE, identifier=identifier, name=guess_company(identifier))
