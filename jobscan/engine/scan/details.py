"""The content of postings whose list has none: one request for each, until too many fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.scan.identity import under_id
from jobscan.engine.scan.board_client import BOARD_ERRORS
from jobscan.exceptions import BoardError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from jobscan.decide.scan.state import ScanState
    from jobscan.domain.posting import Posting
    from jobscan.engine.scan.board_client import BoardClient

#: Details that fail in a row before no more are asked for in this scan.
MAX_FAILED_DETAILS = 5


async def read_details(board: BoardClient, state: ScanState, stubs: Sequence[Posting]) -> AsyncIterator[list[Posting]]:
    """Ask for the details of these, some at a time, and yield those that could be read; name the others as unread."""
    failed_in_a_row, start = 0, 0
    while start < len(stubs):
        detail = stubs[start].detail
        wave = stubs[start : start + (detail.limit.concurrency if detail is not None else 1)]
        start += len(wave)
        if failed_in_a_row >= MAX_FAILED_DETAILS:
            for stub in wave:
                state.add_unread(stub, f"posting {stub.external_id}: not requested, because too many failed")
            continue
        read = await _read_wave(board, state, wave)
        failed_in_a_row = 0 if read else failed_in_a_row + len(wave)
        yield read


async def _read_wave(board: BoardClient, state: ScanState, stubs: Sequence[Posting]) -> list[Posting]:
    answers = await board.ask([stub.detail for stub in stubs if stub.detail is not None], board.read)
    read: list[Posting] = []
    for stub, answer in zip(stubs, answers, strict=True):
        try:
            parsed = answer.get()
        except BOARD_ERRORS as exc:
            # A board's error names its posting itself.
            reason = str(exc) if isinstance(exc, BoardError) else f"posting {stub.external_id}: {exc}"
            state.add_unread(stub, reason)
            continue
        state.add_problems(parsed.problems)
        # The answer knows the id of the list, which several postings may share.
        found = [under_id(posting, stub.external_id) for posting in parsed.postings if posting.job is not None]
        read.extend(found)
        if not found:
            state.add_unread(stub, f"posting {stub.external_id}: its details contain no posting")
    return read
