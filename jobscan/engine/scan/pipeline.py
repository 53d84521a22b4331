"""One source from request to commit.

adapter.first_request
  | fetcher.fetch                 304, or the body of last time: nothing to read
  | adapter.parse                 → further list requests, until there are none
  | ScanState.add_page            fingerprint as stored: nothing to read
  | ScanState.part_shared         an id that several share: each gets its own
  | ScanState.settle_claims       stored under an earlier key: it goes on
  | read_details                  of new and changed postings only, where the list has no content
  | decide.normalise              HTML work, of new and changed postings only
  | ScanState.add_content         → rows, versions
  | decide.totals | reading       was that the whole list, and could all of it be read?
  | decide.lifecycle              → absences, when the list is whole and something could be read
  | store.commit                  rows, versions, status and record together
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import anyio
import anyio.lowlevel
import structlog

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.scan.identity import job_under
from jobscan.decide.scan.lifecycle import AbsencePlan, listed_when_unchanged, plan_absences, why_held
from jobscan.decide.scan.schedule import may_send_validators, next_due_at, scan_moment
from jobscan.decide.scan.source_status import (
    WholeList,
    after_failure,
    after_incomplete,
    after_unchanged,
    after_whole,
    at_address,
)
from jobscan.decide.scan.state import ScanState
from jobscan.decide.scan.totals import accepted_gap, gap_after, why_not_whole, with_gap
from jobscan.decide.scan.unread import judge_reading
from jobscan.domain.page import Purpose, Validators
from jobscan.domain.scan import ScanCounts, ScanOutcome, ScanRecord, ScanResult
from jobscan.engine.batch import ScanBatch
from jobscan.engine.scan.board_client import BOARD_ERRORS, BoardClient
from jobscan.engine.scan.details import read_details
from jobscan.engine.scan.reading import Reading
from jobscan.exceptions import BoardError, BoardFailure, FetchError, FetchFailure, JobscanError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jobscan.decide.scan.unread import Verdict
    from jobscan.domain.job import Job, KnownJob, RawJob, StoredJob
    from jobscan.domain.page import Page, Request
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.domain.source import SourceStatus
    from jobscan.engine.scan.board_answer import BoardAnswer
    from jobscan.engine.scan.reading import PackedJobs
    from jobscan.engine.scan.target import ScanTarget, Tools

#: Rows of jobs held before they are committed; about 5 MB of descriptions.
FLUSH_ROWS = 500
#: Postings normalised between two looks at the event loop: about 5 ms.
YIELD_EVERY = 50
#: Characters of a description that is a look of its own: 256 KiB of hostile markup take 0.1 to 0.2 s.
YIELD_CHARS = 20_000
#: List pages whose failure ends the walk: the rest would fail as well.
MAX_FAILED_PAGES = 3

_NOTHING = Validators()
_log = structlog.get_logger("jobscan.engine")


class _SameAsBefore(Exception):  # noqa: N818 - a turn of the flow, not an error
    """The board answered what it answered in its last complete scan."""

    def __init__(self, validators: Validators | None) -> None:
        #: Of the answer, read whole; None: it said "not modified".
        self.validators = validators


async def scan_source(target: ScanTarget, tools: Tools) -> tuple[ScanResult, SourceStatus]:
    """Scan a source once and commit what it says; return how it ended, and the status after it.

    Board and network errors become the result. Raises `PersistenceError` when nothing can be recorded, and
    `SupersededError` when the status was not the last one.
    """
    scan = _SourceScan(target, tools)
    return await scan.run(), scan.status


class _SourceScan:
    """The state of one scan."""

    def __init__(self, target: ScanTarget, tools: Tools) -> None:
        source = target.source
        status = at_address(target.status, source.base_url)
        if status.token is not None:
            # Found on the board's page because the configured one was missing or refused.
            source = replace(source, token=status.token)
        self._source = source
        self._schedule = target.schedule
        self._lifecycle = target.lifecycle
        self._tools = tools
        self._status = status
        self._board = BoardClient(
            source, target.adapter, tools.fetcher, tools.workers, accept_language=status.accept_language
        )
        self._started_at = tools.clock()
        self._started = tools.ticks()
        self._now = scan_moment(self._started_at, status)
        self._known: dict[str, KnownJob] = {}
        self._state = ScanState(status.key, self._known, self._now)
        #: What a worker made ready.
        self._contents: dict[tuple[str, str], tuple[PackedJobs, int]] = {}
        self._first_sight = status.first_read_at is None
        self._token = status.token
        #: The one page that held the whole list; None before it came, and when there were several.
        self._only_page: tuple[Request, Page] | None = None

    @property
    def status(self) -> SourceStatus:
        """Return the status of the source, that after the scan once it has run."""
        return self._status

    async def run(self) -> ScanResult:
        try:
            wanted = self._state.part_shared(await self._walk())
            await self._read(wanted + await self._settle_claims())
            return await self._finish_walk()
        except _SameAsBefore as same:
            return await self._finish_unchanged(same.validators)
        except BOARD_ERRORS as exc:
            return await self._finish_failed(exc)
        except anyio.get_cancelled_exc_class():
            # Shutting down: what has been read is worth keeping, and the next scan goes on from there.
            with anyio.CancelScope(shield=True):
                await self._flush()
            raise
        except JobscanError:
            raise
        except Exception as exc:  # noqa: BLE001 - a fault of ours on one board's answer must not stop the others
            _log.exception("scan_crashed", source=str(self._status.key))
            reason = f"internal error, please report it: {type(exc).__name__} while reading {self._status.key}"
            return await self._finish_failed(BoardError(BoardFailure.UNREADABLE, reason))

    async def _walk(self) -> list[Posting]:
        """Ask for the list, page by page; return the postings whose content must be read."""
        state = self._state
        wanted: list[Posting] = []
        pending = [self._board.first_request()]
        while pending and not state.endless and len(state.failures) < MAX_FAILED_PAGES:
            size = pending[0].limit.concurrency
            wave, pending = pending[:size], pending[size:]
            for answer in await self._board.ask(wave, self._read_page, self._validators_for(wave[0])):
                try:
                    parsed = self._take_over(answer.get())
                except BOARD_ERRORS as exc:
                    if state.pages == 0:
                        raise
                    state.add_failed_page(str(exc))
                    continue
                pending.extend(parsed.next)
                if self._is_list(answer, parsed):
                    self._only_page = (answer.request, answer.page) if answer.page and not state.pages else None
                    wanted.extend(state.add_page(parsed))
        return wanted

    async def _settle_claims(self) -> list[Posting]:
        """Let postings go on that are stored under an earlier key; return those of them whose content must be read."""
        state = self._state
        if not state.claims.postings:
            return []
        doubtful = state.claims.in_doubt()
        return state.settle_claims(await self._tools.store.faces(doubtful) if doubtful else {})

    def _validators_for(self, request: Request) -> Validators | None:
        # By the clock as it is: the scan's own moment never lies before a last scan that a wrong clock put years ahead.
        fresh = may_send_validators(self._schedule, self._status, now=self._started_at)
        if not fresh or self._state.pages or request.purpose is not Purpose.LIST or request.method != "GET":
            return None
        validators = Validators(etag=self._status.etag, last_modified=self._status.last_modified)
        return validators if validators != _NOTHING else None

    async def _read_page(self, request: Request, page: Page) -> Reading | _SameAsBefore:
        if self._state.pages == 0:
            if page.status == 304:
                return _SameAsBefore(None)
            if page.status == 200 and page.body_hash == self._status.body_hash:
                return _SameAsBefore(_validators_of(request, page))
            if not self._known:
                self._known.update(await self._tools.store.known(self._status.key))
            return await self._board.read_list(request, page, self._known)
        # Here: rows of several pages are compared by what they show, which workers do not hand over.
        return Reading(parsed=await self._board.read(request, page))

    def _take_over(self, reading: Reading | _SameAsBefore) -> ParsedPage:
        """Keep what else a page brought, and return what it says; end the walk when that is known."""
        if isinstance(reading, _SameAsBefore):
            raise reading
        self._contents.update(reading.contents)
        if reading.parsed.token is not None:
            self._token = reading.parsed.token
        return reading.parsed

    @staticmethod
    def _is_list(answer: BoardAnswer[Any], parsed: ParsedPage) -> bool:
        """Return whether this was a page of the list, not a step on the way to it (a token, another address)."""
        if not parsed.next or parsed.postings:
            return True
        return answer.request.purpose is Purpose.LIST and answer.page is not None and answer.page.status == 200

    async def _read(self, wanted: list[Posting]) -> None:
        """Read the content of these postings, asking for details where the list has none."""
        stubs = [posting for posting in wanted if posting.job is None]
        while wanted:
            part, wanted[:YIELD_EVERY] = wanted[:YIELD_EVERY], []
            await self._take_in([posting for posting in part if posting.job is not None])
        async for read in read_details(self._board, self._state, stubs):
            await self._take_in(read)

    async def _take_in(self, postings: Sequence[Posting]) -> None:
        """Normalise these and plan for them; commit when enough has come together."""
        keys = [self._state.key_of(posting) for posting in postings]
        known = [key for key in keys if key in self._known]
        stored = await self._stored(known) if known else {}
        for part in self._parts(postings, stored):
            # One scan at a time: else each turn of the loop would do this for 20 of them, and whoever waits for the
            # network or the database in several steps would wait 0.1 s at each.
            async with self._tools.turn:
                for key, posting in part:
                    if posting.job is not None:
                        self._state.add_content(self._content_of(posting, posting.job), stored.get(key))
        if len(self._state.rows) >= FLUSH_ROWS:
            await self._flush()

    async def _stored(self, keys: Sequence[str]) -> dict[str, StoredJob]:
        """Return job key → whole row of these postings, those included that go on under another key."""
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
        """Yield the postings with their keys in parts that are worked off without a look at the event loop."""
        part: list[tuple[str, Posting]] = []
        for posting in postings:
            key = self._state.key_of(posting)
            part.append((key, posting))
            # Two texts are compared, or one is long: 50 at once could hold the loop up for seconds.
            if key in stored or (posting.job is not None and len(posting.job.description) > YIELD_CHARS):
                yield part
                part = []
        if part:
            yield part

    def _content_of(self, posting: Posting, raw: RawJob) -> Job:
        own_id = posting.external_id
        listed_as = self._state.listed_ids.get(own_id, own_id)
        ready = self._contents.pop((listed_as, posting.fingerprint), None)
        if ready is None:
            return normalise(self._source, raw, posting.fingerprint)
        part, place = ready
        job = part.job(place)
        return job if own_id == listed_as else job_under(job, self._state.key_of(posting), own_id)

    async def _finish_walk(self) -> ScanResult:
        walk, counts = self._state.walk(), self._state.counts()
        gap = gap_after(self._status, walk, now=self._now)
        why = why_not_whole(walk, gap, now=self._now)
        verdict = judge_reading(why, self._state.reading(self._status.collisions))
        if verdict is not None and verdict.outcome is ScanOutcome.FAILED:
            return await self._finish_in_vain(verdict.reason, counts)
        status = with_gap(self._status, gap)
        if verdict is not None and why is not None:
            after = after_incomplete(status, verdict.reason, counts, now=self._now)
            return await self._finish(after, verdict.outcome, counts, error=verdict.reason)
        return await self._finish_whole(status, verdict)

    async def _finish_whole(self, status: SourceStatus, verdict: Verdict | None) -> ScanResult:
        """End a scan whose list arrived whole; ``verdict``: what is wrong with its postings."""
        absences = self._take_absences(self._state.listed)
        counts = self._state.counts()
        seen = WholeList(counts=counts, reason=verdict and verdict.reason)
        if self._only_page is not None and verdict is None:
            request, page = self._only_page
            seen = replace(seen, validators=_validators_of(request, page), body_hash=page.body_hash)
        after = after_whole(status, absences, seen, now=self._now)
        if not self._status.is_gap_accepted and (accepted := accepted_gap(after)) is not None:
            self._state.add_problems([accepted])
        outcome = self._outcome_of(counts) if verdict is None else verdict.outcome
        return await self._finish(after, outcome, counts, error=seen.reason)

    async def _finish_unchanged(self, validators: Validators | None) -> ScanResult:
        status = self._status
        absences = None
        if status.missing or status.quarantined_at is not None:
            self._known.update(await self._tools.store.known(status.key))
            absences = self._take_absences(listed_when_unchanged(self._known))
        after = after_unchanged(status, absences, now=self._now, validators=validators)
        expired = absences.expired if absences is not None else 0
        counts = ScanCounts(
            postings=status.postings, unchanged=status.postings, expired=expired, collisions=status.collisions
        )
        return await self._finish(after, self._outcome_of(counts), counts)

    async def _finish_failed(self, exc: FetchError | BoardError) -> ScanResult:
        result = await self._finish_in_vain(str(exc), ScanCounts())
        network = isinstance(exc, FetchError) and exc.kind is FetchFailure.NETWORK
        return replace(result, network_failure=network)

    async def _finish_in_vain(self, reason: str, counts: ScanCounts) -> ScanResult:
        # A fault of ours may come late: what was found before it is written, so the validators must go.
        status = self._doubted() if self._state.unwritten else self._status
        after = after_failure(status, reason, now=self._now, unread=counts.unread)
        return await self._finish(after, ScanOutcome.FAILED, counts, error=reason)

    async def _finish(
        self, after: SourceStatus, outcome: ScanOutcome, counts: ScanCounts, *, error: str | None = None
    ) -> ScanResult:
        due = next_due_at(
            self._schedule,
            now=self._tools.clock(),
            draw=self._tools.draw(),
            failures=after.failures,
            retry_after_s=self._board.retry_after_s,
        )
        after = replace(
            after,
            name=self._source.name,
            next_due_at=due,
            token=self._token,
            accept_language=self._board.accept_language,
            last_outcome=outcome.value,
        )
        record = ScanRecord(
            source=after.key,
            started_at=self._started_at,
            seconds=round(self._tools.ticks() - self._started, 3),
            outcome=outcome,
            counts=counts,
            requests=self._board.requests,
            wire_bytes=self._board.wire_bytes,
            error=error,
            problems=self._state.shown_problems(),
        )
        await self._flush(after, record)
        self._status = after
        return ScanResult(record=record, first_sight=self._first_sight)

    async def _flush(self, status: SourceStatus | None = None, record: ScanRecord | None = None) -> None:
        """Commit what has been found since the last time, with the status and the record when this is the end."""
        state = self._state
        if record is None and not state.unwritten:
            return
        if status is None:
            status = self._status = self._doubted()
        batch = ScanBatch(
            source=status.key,
            scan_seq=self._status.scan_seq,
            moves=tuple(state.moves),
            rows=tuple(state.rows),
            bookkeeping=tuple(state.bookkeeping),
            versions=tuple(state.versions),
            events=tuple(state.events),
            first_sight=self._first_sight,
            found_at=self._tools.clock(),
            status=status,
            record=record,
        )
        with anyio.CancelScope(shield=True):
            await self._tools.commit(batch)
        state.clear_written()

    def _doubted(self) -> SourceStatus:
        """Return the status without validators: part of a scan is written, and they do not stand for that."""
        return replace(self._status, etag=None, last_modified=None, body_hash=None)

    def _take_absences(self, listed: set[str]) -> AbsencePlan:
        rules = self._lifecycle
        plan = plan_absences(self._known, listed, self._status, rules, now=self._now)
        self._state.add_absences(plan)
        if plan.quarantined_at is not None:
            self._state.add_problems([why_held(plan, rules)])
        return plan

    def _outcome_of(self, counts: ScanCounts) -> ScanOutcome:
        first = self._status.last_complete_at is None
        changed = counts.new or counts.updated or counts.expired or counts.reopened
        return ScanOutcome.OK if first or changed else ScanOutcome.UNCHANGED


def _validators_of(request: Request, page: Page) -> Validators:
    """Return what may be sent with the same request next time; a page on the way to the list is no list."""
    return page.validators if request.purpose is Purpose.LIST else _NOTHING
