"""The content of new or changed postings: requested where the list has none, cleaned, compared, planned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.scan.identity import job_under
from jobscan.engine.scan.details import read_details

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from jobscan.decide.scan.state import ScanState
    from jobscan.domain.job import Job, RawJob, StoredJob
    from jobscan.domain.posting import Posting
    from jobscan.domain.source import Source
    from jobscan.engine.scan.board_client import BoardClient
    from jobscan.engine.scan.reading import Contents, PackedJobs
    from jobscan.engine.scan.target import Tools

#: Rows of jobs held before they are committed; about 5 MB of descriptions.
FLUSH_ROWS = 500
#: Postings normalised between two turns of the event loop: about 5 ms.
YIELD_EVERY = 50
#: Characters of a description that gets a turn of its own: 256 KiB of hostile markup take 0.1 to 0.2 s.
YIELD_CHARS = 20_000


class ContentReader:
    """Feeds the content of postings to the state of one scan; ``flush`` commits what has been collected."""

    def __init__(self, source: Source, state: ScanState, tools: Tools, flush: Callable[[], Awaitable[None]]) -> None:
        self._source = source
        self._state = state
        self._tools = tools
        self._flush = flush
        #: Contents that a worker has prepared.
        self._ready: dict[tuple[str, str], tuple[PackedJobs, int]] = {}

    def add_ready(self, contents: Contents) -> None:
        """Keep contents that came with a page of the list, until their postings are read."""
        self._ready.update(contents)

    async def read(self, wanted: list[Posting], board: BoardClient) -> None:
        """Read the content of these postings, requesting details where the list has none; empties ``wanted``."""
        stubs = [posting for posting in wanted if posting.job is None]
        while wanted:
            part, wanted[:YIELD_EVERY] = wanted[:YIELD_EVERY], []
            await self._take_in([posting for posting in part if posting.job is not None])
        async for details in read_details(board, stubs):
            self._state.add_problems(details.problems)
            for stub, reason in details.unread:
                self._state.add_unread(stub, reason)
            await self._take_in(details.postings)

    async def _take_in(self, postings: Sequence[Posting]) -> None:
        """Normalise these postings and plan for them; commit when enough has been collected."""
        keys = [self._state.key_of(posting) for posting in postings]
        known = [key for key in keys if key in self._state.known]
        stored = await self._stored(known) if known else {}
        for part in self._parts(postings, stored):
            # One scan at a time: otherwise each turn of the loop would do this for 20 of them, and anything that waits
            # for the network or the database in several steps would wait 0.1 s at each.
            async with self._tools.turn:
                for key, posting in part:
                    if posting.job is not None:
                        self._state.add_content(self._content_of(posting, posting.job), stored.get(key))
        if len(self._state.rows) >= FLUSH_ROWS:
            await self._flush()

    async def _stored(self, keys: Sequence[str]) -> dict[str, StoredJob]:
        """Return job key → whole row of these postings, including those that continue under another key."""
        moves = {key: move for key in keys if (move := self._state.moved.get(key)) is not None}
        # Under the old key until that is committed; a scan without writing never commits.
        found = await self._tools.store.stored([*keys, *(move.old_key for move in moves.values())])
        for key, move in moves.items():
            if (before := found.pop(move.old_key, None)) is not None:
                found[key] = replace(before, job=job_under(before.job, key, move.external_id))
        return found

    def _parts(
        self, postings: Sequence[Posting], stored: Mapping[str, StoredJob]
    ) -> Iterator[list[tuple[str, Posting]]]:
        """Yield the postings with their keys in parts that are each processed in one turn of the event loop."""
        part: list[tuple[str, Posting]] = []
        for posting in postings:
            key = self._state.key_of(posting)
            part.append((key, posting))
            # Two texts are compared, or one is long: 50 at once could block the loop for seconds.
            if key in stored or (posting.job is not None and len(posting.job.description) > YIELD_CHARS):
                yield part
                part = []
        if part:
            yield part

    def _content_of(self, posting: Posting, raw: RawJob) -> Job:
        own_id = posting.external_id
        listed_as = self._state.listed_ids.get(own_id, own_id)
        ready = self._ready.pop((listed_as, posting.fingerprint), None)
        if ready is None:
            return normalise(self._source, raw, posting.fingerprint)
        part, place = ready
        job = part.job(place)
        return job if own_id == listed_as else job_under(job, self._state.key_of(posting), own_id)
