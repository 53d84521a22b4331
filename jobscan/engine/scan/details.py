"""The content of postings that the list does not give: one request each, until too many fail."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jobscan.decide.scan.identity import under_id
from jobscan.engine.scan.answer import Failed
from jobscan.exceptions import BoardError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.engine.scan.answer import Answer
    from jobscan.engine.scan.board_client import BoardClient

#: Details that fail in a row before this scan requests no more.
MAX_FAILED_DETAILS = 5


@dataclass(frozen=True, slots=True)
class Details:
    """The result of some requests for details."""

    #: With their content, in the order of the list.
    postings: list[Posting] = field(default_factory=list)
    #: (listed posting, why its content did not come).
    unread: list[tuple[Posting, str]] = field(default_factory=list)
    #: What was skipped in the answers, one line for each.
    problems: list[str] = field(default_factory=list)


async def read_details(board: BoardClient, stubs: Sequence[Posting]) -> AsyncIterator[Details]:
    """Request the details of these postings, some at a time, and yield the results."""
    failed_in_a_row, start = 0, 0
    while start < len(stubs):
        detail = stubs[start].detail
        wave = stubs[start : start + (detail.limit.concurrency if detail is not None else 1)]
        start += len(wave)
        if failed_in_a_row >= MAX_FAILED_DETAILS:
            reason = "not requested, because too many failed"
            yield Details(unread=[(stub, f"posting {stub.external_id}: {reason}") for stub in wave])
            continue
        answers = await board.ask([stub.detail for stub in wave if stub.detail is not None], board.read)
        details = _details_of(wave, answers)
        failed_in_a_row = 0 if details.postings else failed_in_a_row + len(wave)
        yield details


def _details_of(stubs: Sequence[Posting], answers: Sequence[Answer[ParsedPage]]) -> Details:
    details = Details()
    for stub, answer in zip(stubs, answers, strict=True):
        if isinstance(answer, Failed):
            # A board error already names its posting.
            named = "" if isinstance(answer.error, BoardError) else f"posting {stub.external_id}: "
            details.unread.append((stub, f"{named}{answer.error}"))
            continue
        details.problems.extend(answer.said.problems)
        # The answer has the id from the list, which several postings may share.
        found = [under_id(posting, stub.external_id) for posting in answer.said.postings if posting.job is not None]
        details.postings.extend(found)
        if not found:
            details.unread.append((stub, f"posting {stub.external_id}: its details contain no posting"))
    return details
