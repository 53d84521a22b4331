"""What the demo writes for programs, a line each. New fields may be added; these stay."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import msgspec

from jobscan.cli.commands.demo.tracker import DemoEventKind
from jobscan.cli.commands.demo.wording import subject_of
from jobscan.utils.time import format_utc

if TYPE_CHECKING:
    from jobscan.cli.commands.demo.result import DemoResult
    from jobscan.cli.commands.demo.tracker import DemoEvent
    from jobscan.simulator.server.mailbox import Mail


class EventRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="message_type", tag="event"):
    """Something that happened to a posting or a board."""

    #: new, updated, amended, expired or reopened; of boards first_seen, failed, recovered, emptied, refilled or
    #: confirmed.
    kind: str
    #: UTC, in the market.
    at: str
    #: The system: ``greenhouse``.
    source_type: str
    #: The board at its system.
    source_identifier: str
    #: As the board is called.
    board: str
    #: Of the posting; None when it happened to the board.
    title: str | None
    #: All places, joined by "; "; None when it happened to the board.
    location: str | None
    #: The fields that changed, sorted.
    changes: list[str]
    #: 1 for a posting; of a board that looks emptied those that are missing, of a confirmed one those that expired, of
    #: any other all of them.
    postings: int
    #: Why, in the engine's words; None where that needs no words.
    reason: str | None

    @staticmethod
    def of(event: DemoEvent) -> EventRecord:
        """Return the form of an event."""
        return EventRecord(
            kind=event.kind,
            at=format_utc(event.at),
            source_type=event.source.source_type,
            source_identifier=event.source.source_identifier,
            board=event.board,
            title=event.posting.title if event.posting else None,
            location=event.posting.place if event.posting else None,
            changes=sorted(event.changes),
            postings=event.count,
            reason=event.reason or None,
        )


class MailRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="message_type", tag="mail"):
    """A mail that arrived."""

    #: Addresses.
    to: list[str]
    #: As people read it.
    subject: str

    @staticmethod
    def of(mail: Mail) -> MailRecord:
        """Return the form of a mail."""
        return MailRecord(to=list(mail.recipients), subject=subject_of(mail))


class CountsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How many postings there are."""

    #: On their boards.
    active: int
    #: Not any more.
    expired: int


class DemoResultRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="message_type", tag="summary"):
    """The result of the demo: its last line."""

    #: Of the simulated market.
    seed: int
    #: How many boards the market has.
    boards: int
    #: How often all boards were scanned.
    scans: int
    #: Time that passed in the market.
    simulated_seconds: int
    #: Postings that existed at the start.
    postings: int
    #: How long the first scan took; None: it was not finished.
    first_scan_seconds: float | None
    #: Of the first scan; None as above.
    postings_per_second: int | None
    #: The median; None: there was no later one.
    later_scan_seconds: float | None
    #: How often a posting was found for the first time after its board's first scan.
    new: int
    #: How often a title, location or text changed.
    updated: int
    #: How often something else changed.
    amended: int
    #: How often a posting expired.
    expired: int
    #: How often an expired posting was listed again.
    reopened: int
    #: Boards that were read for the first time.
    first_seen: int
    #: How often a board began to fail.
    failed: int
    #: How often a failing board could be read again.
    recovered: int
    #: How often a board looked emptied.
    emptied: int
    #: How often a board that looked emptied listed its postings again.
    refilled: int
    #: How often a board proved to be emptied.
    confirmed: int
    #: Failed scans of single boards.
    failed_scans: int
    #: Matches among the postings that existed at the start: recorded, not sent.
    recorded: int
    #: How many mails arrived.
    mails: int
    #: What the database says; None: the demo ended before the first scan was finished, or in the middle of a later one,
    #: so nothing is compared.
    database: CountsRecord | None
    #: What is true of the market; None as above.
    market: CountsRecord | None
    #: Postings of which the two say different things; None as above.
    different: int | None
    #: Whether somebody ended it early.
    interrupted: bool

    @staticmethod
    def of(result: DemoResult) -> DemoResultRecord:
        """Return the form of a result."""
        found, cycles = result.agreement, result.cycles
        return DemoResultRecord(
            seed=result.seed,
            boards=result.boards,
            scans=len(cycles),
            simulated_seconds=int(result.simulated.total_seconds()),
            postings=result.baseline,
            first_scan_seconds=round(cycles[0], 3) if cycles else None,
            postings_per_second=round(result.baseline / cycles[0]) if cycles else None,
            later_scan_seconds=round(statistics.median(cycles[1:]), 3) if cycles[1:] else None,
            **{str(kind): result.totals[kind] for kind in DemoEventKind},
            failed_scans=result.failed_scans,
            recorded=result.recorded,
            mails=len(result.mails),
            database=CountsRecord(active=found.active, expired=found.expired) if found else None,
            market=CountsRecord(active=found.true_active, expired=found.true_expired) if found else None,
            different=found.different if found else None,
            interrupted=result.is_interrupted,
        )
