"""One source from request to commit.

ListWalk.step
  | fetcher.lend                  304, or the same body as last time: nothing to read
  | adapter.parse                 → further list requests, until there are none
  | ScanState.add_page            fingerprint as stored: nothing to read
ScanState.part_shared             postings that share an id: each gets its own
ScanState.settle_claims           stored under an earlier key: it continues
ContentReader.read                of new and changed postings only
  | read_details                  where the list has no content
  | decide.normalise              HTML work
  | ScanState.add_content         → rows, versions
decide.scan.ending                was the list whole, could all of it be read, and what is gone?
store.commit                      rows, versions, status and record together
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
import structlog

from jobscan.decide.scan.ending import OnlyAnswer, end_failed, end_unchanged, end_walk, needs_known
from jobscan.decide.scan.moving import is_moving, read_while_moving
from jobscan.decide.scan.schedule import may_send_validators, next_due_at, scan_moment
from jobscan.decide.scan.source_status import at_address, without_validators
from jobscan.decide.scan.state import ScanState
from jobscan.domain.page import Purpose, Validators
from jobscan.domain.scan import ScanRecord, ScanResult
from jobscan.engine.batch import ScanBatch
from jobscan.engine.scan.answer import BOARD_ERRORS, Answered, Failed
from jobscan.engine.scan.board_client import BoardClient
from jobscan.engine.scan.content import ContentReader
from jobscan.engine.scan.reading import Reading
from jobscan.engine.scan.walk import ListWalk, NotModified
from jobscan.engine.scan.watched import WatchedFetcher
from jobscan.exceptions import BoardError, BoardFailure, JobscanError

if TYPE_CHECKING:
    from jobscan.decide.scan.ending import ScanEnd
    from jobscan.domain.page import Page, Request
    from jobscan.domain.posting import ParsedPage, Posting
    from jobscan.domain.source import SourceStatus
    from jobscan.engine.scan.target import ScanTarget, Tools

#: List pages that fail before the walk ends: the rest would fail as well.
MAX_FAILED_PAGES = 3

_NOTHING = Validators()
_log = structlog.get_logger("jobscan.engine")


async def scan_source(target: ScanTarget, tools: Tools) -> tuple[ScanResult, SourceStatus]:
    """Scan a source once and commit what it says; return how the scan ended, and the status after it.

    Board and network errors become the result. Raises `PersistenceError` when nothing can be recorded, and
    `SupersededError` when the status was not the latest.
    """
    scan = _SourceScan(target, tools)
    return await scan.run(), scan.status


class _SourceScan:
    """The state of one scan."""

    def __init__(self, target: ScanTarget, tools: Tools) -> None:
        source = target.source
        status = at_address(target.status, source.reading)
        if status.token is not None:
            # Found on the board's page because the configured one was missing or refused.
            source = replace(source, token=status.token)
        self._source = source
        self._schedule = target.schedule
        self._lifecycle = target.lifecycle
        self._tools = tools
        #: The status of the source; after the scan has run, the one after it.
        self.status = status
        fetcher = WatchedFetcher(fetcher=tools.fetcher, source=status.key, observer=tools.observer, ticks=tools.ticks)
        self._board = BoardClient(
            source, target.adapter, fetcher, tools.workers, accept_language=status.accept_language
        )
        self._started_at = tools.clock()
        self._started = tools.ticks()
        now = scan_moment(self._started_at, status)
        self._state = ScanState(status.key, {}, now, is_moving=is_moving(status, now=now))
        self._content = ContentReader(source, self._state, tools, self._flush)
        self._first_sight = status.first_read_at is None
        self._token = status.token
        #: That of the single page of the list; empty before it came, and when there were several.
        self._only_answer = OnlyAnswer()

    async def run(self) -> ScanResult:
        try:
            return await self._finish(await self._scan())
        except anyio.get_cancelled_exc_class():
            # Shutting down: what has been read is worth keeping, and the next scan continues from there.
            with anyio.CancelScope(shield=True):
                await self._flush()
            raise
        except BOARD_ERRORS as exc:
            # An adapter that cannot even make a request.
            end = end_failed(self._state, self.status, exc)
        except JobscanError:
            raise
        except Exception as exc:  # noqa: BLE001 - a fault of ours on one board's answer must not stop the others
            _log.exception("scan_crashed", source=str(self.status.key))
            reason = f"internal error, please report it: {type(exc).__name__} while reading {self.status.key}"
            end = end_failed(self._state, self.status, BoardError(BoardFailure.UNREADABLE, reason))
        return await self._finish(end)

    async def _scan(self) -> ScanEnd:
        walked = await self._walk()
        if isinstance(walked, Failed):
            return end_failed(self._state, self.status, walked.error)
        if isinstance(walked, NotModified):
            if needs_known(self.status):
                await self._load_known()
            return end_unchanged(self._state, self.status, walked.validators, self._lifecycle)
        wanted = self._state.part_shared(walked)
        await self._content.read(wanted + await self._settle_claims(), self._board)
        return end_walk(self._state, self.status, self._only_answer, self._lifecycle)

    async def _walk(self) -> list[Posting] | NotModified | Failed:
        """Request the list, page by page; return the postings whose content must be read, or why there is no list."""
        state, walk = self._state, ListWalk(self._board, self._read_page)
        wanted: list[Posting] = []
        while walk.has_more and not state.endless and len(state.failures) < MAX_FAILED_PAGES:
            for step in await walk.step(self._validators_for):
                if isinstance(step, Answered):
                    if isinstance(step.said, NotModified):
                        return step.said
                    wanted.extend(self._take_page(step.request, step.page, step.said))
                elif state.pages == 0:
                    return step
                else:
                    state.add_failed_page(str(step.error))
        return wanted

    def _validators_for(self, request: Request) -> Validators | None:
        # By the real clock: the scan's own moment is never before the last scan, which a wrong clock may have put years
        # ahead.
        fresh = may_send_validators(self._schedule, self.status, now=self._started_at)
        if not fresh or self._state.pages or request.purpose is not Purpose.LIST or request.method != "GET":
            return None
        validators = Validators(etag=self.status.etag, last_modified=self.status.last_modified)
        return validators if validators != _NOTHING else None

    async def _read_page(self, request: Request, page: Page) -> Reading | NotModified:
        if self._state.pages == 0:
            if page.status == 304:
                return NotModified(None)
            if page.status == 200 and page.body_hash == self.status.body_hash:
                return NotModified(_validators_of(request, page))
            if not self._state.known:
                await self._load_known()
            return await self._board.read_list(request, page, self._state.known)
        # Not by a worker: rows of several pages are compared by what they show, which workers do not return.
        return Reading(parsed=await self._board.read(request, page))

    async def _load_known(self) -> None:
        self._state.known.update(await self._tools.store.known(self.status.key))

    def _take_page(self, request: Request, page: Page, reading: Reading) -> list[Posting]:
        """Take in a page that was read; return the postings whose content must be read."""
        parsed, is_first = reading.parsed, not self._state.pages
        self._content.add_ready(reading.contents)
        if parsed.token is not None:
            self._token = parsed.token
        if not _is_list(request, page, parsed):
            return []
        self._only_answer = OnlyAnswer()
        if is_first:
            self._only_answer = OnlyAnswer(validators=_validators_of(request, page), body_hash=page.body_hash)
        return self._state.add_page(parsed)

    async def _settle_claims(self) -> list[Posting]:
        """Let postings continue that are stored under an earlier key; return those whose content must be read."""
        claims = self._state.claims
        if not claims.postings:
            return []
        doubtful = claims.in_doubt()
        return self._state.settle_claims(await self._tools.store.faces(doubtful) if doubtful else {})

    async def _finish(self, end: ScanEnd) -> ScanResult:
        due = next_due_at(
            self._schedule,
            now=self._tools.clock(),
            draw=self._tools.draw(),
            failures=end.status.failures,
            retry_after_s=self._board.retry_after_s,
        )
        after = replace(
            end.status,
            name=self._source.name,
            next_due_at=due,
            token=self._token,
            accept_language=self._board.accept_language,
            last_outcome=end.outcome.value,
        )
        record = ScanRecord(
            source=after.key,
            started_at=self._started_at,
            seconds=round(self._tools.ticks() - self._started, 3),
            outcome=end.outcome,
            counts=end.counts,
            requests=self._board.requests,
            wire_bytes=self._board.wire_bytes,
            error=end.error,
            problems=self._state.shown_problems(),
        )
        await self._commit(after, record)
        self.status = after
        return ScanResult(record=record, first_sight=self._first_sight, network_failure=end.network_failure)

    async def _flush(self) -> None:
        """Commit what has been found since the last time, while the scan goes on."""
        if self._state.unwritten:
            # Only part of a scan is written, and validators do not stand for that.
            self.status = read_while_moving(without_validators(self.status), now=self._state.now)
            await self._commit(self.status, None)

    async def _commit(self, status: SourceStatus, record: ScanRecord | None) -> None:
        state = self._state
        batch = ScanBatch(
            source=status.key,
            scan_seq=self.status.scan_seq,
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


def _is_list(request: Request, page: Page, parsed: ParsedPage) -> bool:
    """Return whether this was a page of the list, not a step on the way to it (a token, another address)."""
    if not parsed.next or parsed.postings:
        return True
    return request.purpose is Purpose.LIST and page.status == 200


def _validators_of(request: Request, page: Page) -> Validators:
    """Return what may be sent with the same request next time; only a page of the list has validators."""
    return page.validators if request.purpose is Purpose.LIST else _NOTHING
