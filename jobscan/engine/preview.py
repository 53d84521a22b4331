"""A look at a board that stores nothing: does it answer, and what would be stored of its first postings?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.decide.normalise import normalise
from jobscan.domain.fetching import Lane, Purpose, Request
from jobscan.domain.source import Source
from jobscan.engine.conversation import BOARD_ERRORS, Conversation
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources import ADAPTERS, detect_source, detect_source_in
from jobscan.sources.detection import guess_company
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jobscan.domain.job import Job
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.fetch import Fetcher

#: Requests until the list is there: a token page, a second address, the list.
MAX_STEPS = 5
#: People's own careers pages, asked one at a time.
_CAREERS_LANE = Lane(name="careers-page", concurrency=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the first page of a board says."""

    #: What the board says it has, else what its first page has.
    postings: int
    #: Whether there are more pages than the one that was read.
    more: bool
    #: The first postings, as they would be stored.
    jobs: tuple[Job, ...]
    #: The employer's name as the board gives it; None when it gives none.
    company: str | None
    #: A token found on the board's page.
    token: str | None
    problems: tuple[str, ...]


async def preview(source: Source, fetcher: Fetcher, limit: int) -> Preview:
    """Read the first page of a board and up to ``limit`` of its postings.

    Raises `FetchError` or `BoardError` when the board cannot be read.
    """
    board = Conversation(source, ADAPTERS[source.type], fetcher)
    pending, token = [board.first_request()], source.token
    parsed: ParsedPage | None = None
    for _ in range(MAX_STEPS):
        request, pending = pending[0], pending[1:]
        parsed = await board.read((await board.ask([request]))[0])
        token = parsed.token or token
        pending = [*parsed.next, *pending]
        if parsed.postings or not pending:
            break
    assert parsed is not None
    problems = list(parsed.problems)
    readable = await _read(board, parsed.postings[:limit], problems)
    raws = [posting.job for posting in readable if posting.job is not None]
    return Preview(
        postings=parsed.total if parsed.total is not None else len(parsed.postings),
        more=bool(pending),
        jobs=tuple(normalise(source, raw, "") for raw in raws),
        company=next((raw.company for raw in raws if raw.company), None),
        token=token,
        problems=tuple(problems),
    )


async def find_source(url: str, fetcher: Fetcher) -> Source:
    """Return the board behind a careers URL: by the URL alone, else by what the page embeds.

    ``type/identifier`` names a board as well. Raises `BoardError` when there is none of a system that jobscan reads,
    `FetchError` when the page cannot be read.
    """
    found = _named(url) or detect_source(url)
    if found is not None:
        return found
    if "://" not in url and "." not in url.partition("/")[0]:
        if "/" in url:
            systems = ", ".join(ADAPTERS)
            raise BoardError(
                BoardFailure.NOT_FOUND,
                f'"{url}" begins with neither a host nor a system: jobscan reads {systems}',
            )
        reason = f'"{url}" is no address: give the URL of a careers page, or type/identifier like greenhouse/{url}'
        raise BoardError(BoardFailure.NOT_FOUND, reason)
    address = url if "://" in url else f"https://{url}"
    request = Request(url=address, lane=_CAREERS_LANE, headers={"Accept": "text/html"}, purpose=Purpose.TOKEN)
    page = await fetcher.fetch(request, follow=True)
    found = detect_source(page.url) or detect_source_in(page.body.decode("utf-8", "replace"))
    if found is None:
        systems = ", ".join(adapter.LABEL for adapter in ADAPTERS.values())
        raise BoardError(
            BoardFailure.NOT_FOUND,
            f"no board of {systems} is behind {redact_url(address)}: open one of its postings in a browser and give"
            " that address",
        )
    return found


def _named(word: str) -> Source | None:
    """Read ``greenhouse/canonical``; None when it does not begin with a system's name."""
    system, _, identifier = word.partition("/")
    adapter = ADAPTERS.get(system.lower())
    if adapter is None or not identifier:
        return None
    if (problem := adapter.check_identifier(identifier)) is not None:
        raise BoardError(BoardFailure.NOT_FOUND, f"{word}: {problem}")
    return Source(type=adapter.TYPE, identifier=identifier, name=guess_company(identifier))


async def _read(board: Conversation, postings: Sequence[Posting], problems: list[str]) -> list[Posting]:
    """Return these postings with their content, details asked for where the list has none."""
    readable: list[Posting] = []
    for posting in postings:
        if posting.job is not None or posting.detail is None:
            readable.append(posting)
            continue
        try:
            readable.extend((await board.read((await board.ask([posting.detail]))[0])).postings)
        except BOARD_ERRORS as exc:
            problems.append(str(exc))
    return readable
