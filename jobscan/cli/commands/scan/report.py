"""What a scan shows while it runs and when it is done: progress, lines, a table; or JSON lines for programs."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jobscan.bootstrap.daemon import ScanEnded, ScanStarted
from jobscan.cli.commands.scan.trouble import listed, trouble_lines
from jobscan.cli.kit.output import json_line, make_console, wants_tables
from jobscan.domain.delivery import DeliveryKind, DeliveryStatus
from jobscan.domain.scan import ScanCounts, ScanOutcome
from jobscan.exceptions import JobscanError
from jobscan.services.records.scan import ScanSummaryRecord, SourceScanRecord

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jobscan.bootstrap.daemon import EngineEvent
    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.domain.scan import ScanRecord, ScanResult
    from jobscan.services.report import Unsent

_STYLES = {
    ScanOutcome.OK: "green",
    ScanOutcome.UNCHANGED: "dim",
    ScanOutcome.INCOMPLETE: "yellow",
    ScanOutcome.FAILED: "red",
}
_CHANGES = ("new", "updated", "expired", "reopened")
_COUNTS = ("postings", *_CHANGES, "unchanged")
#: What is wrong with some boards, and gets its column when there is any.
_TROUBLES = ("unread", "collisions")
#: Messages that are named when they have not gone out.
_MOST_UNSENT = 10
#: In words, for one and for many.
_TOLD = {
    DeliveryStatus.SENT: ("sent", "sent"),
    DeliveryStatus.PENDING: ("will be retried", "will be retried"),
    DeliveryStatus.SENDING: ("was cut off", "were cut off"),
    DeliveryStatus.UNCERTAIN: ("may have arrived", "may have arrived"),
    DeliveryStatus.DEAD: ("given up", "given up"),
    DeliveryStatus.CANCELLED: ("no longer needed", "no longer needed"),
}
_FATES = {
    DeliveryStatus.PENDING: "has not been sent yet",
    DeliveryStatus.UNCERTAIN: "may have arrived",
    DeliveryStatus.DEAD: "was given up",
}
_KINDS = {DeliveryKind.OVERFLOW: "the digest of what exceeded the daily limit", DeliveryKind.REPORT: "the report"}


class ScanReport(Protocol):
    """Follows scans as they go, and shows the end; used in a ``with`` while the scans run."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
    def on_event(self, event: EngineEvent) -> None:
        """Show that a scan has begun or ended."""
        ...

    def end(self, results: Sequence[ScanResult], *, seconds: float) -> int:
        """Show the sums; return how many sources are in trouble: failed or incomplete."""
        ...

    def sent(self, sent: SentSummary | None) -> None:
        """Show what was sent, as the last; None: nothing was tried, or not to its end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSummary:
    """What became of the messages that were due."""

    counts: Mapping[DeliveryStatus, int]
    #: Those that were tried and have not gone out.
    unsent: Sequence[Unsent]
    #: Matches that were there already when their board was seen for the first time: listed, not sent.
    recorded: int = 0


def make_scan_report(options: Globals, *, total: int, dry_run: bool, as_json: bool) -> ScanReport:
    """Return the report that fits the reader: a person at a terminal, a pipe, or a program."""
    if as_json:
        return JsonReport(dry_run=dry_run)
    return TextReport(options, total=total, dry_run=dry_run)


class JsonReport:
    """JSON lines on standard output: one for each source as it ends, the sums as the last."""

    def __init__(self, *, dry_run: bool) -> None:
        self._dry_run = dry_run
        self._summary: ScanSummaryRecord | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def on_event(self, event: EngineEvent) -> None:
        """Write the line of a source whose scan has ended."""
        if isinstance(event, ScanEnded):
            _write(SourceScanRecord.of(event.source, event.result.record, dry_run=self._dry_run))

    def end(self, results: Sequence[ScanResult], *, seconds: float) -> int:
        """Keep the sums for the last line."""
        records = [result.record for result in results]
        self._summary = ScanSummaryRecord.of(records, seconds=seconds, dry_run=self._dry_run)
        return _troubled(results)

    def sent(self, sent: SentSummary | None) -> None:
        """Write the last line."""
        assert self._summary is not None  # the end comes first
        _write(self._summary if sent is None else self._summary.with_sent(sent.counts, sent.recorded))
        _name_unsent(sent)


class TextReport:
    """Progress on standard error when that is a terminal; a table, or lines for a pipe, on standard output."""

    def __init__(self, options: Globals, *, total: int, dry_run: bool) -> None:
        self._options = options
        self._dry_run = dry_run
        self._names: dict[Any, str] = {}
        self._running: list[str] = []
        self._stored: list[str] = []
        self._progress: Any = None
        self._task: Any = None
        self._total = total

    def __enter__(self) -> Self:
        console = make_console(self._options, stderr=True)
        quiet = self._options.verbosity < 0 or not sys.stderr.isatty()
        self._progress = Progress(
            TextColumn("Scanning"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False, style="dim"),
            console=console,
            transient=True,
            disable=quiet,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._progress.start()
        self._task = self._progress.add_task("", total=self._total)
        return self

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()
        if any(isinstance(part, JobscanError) for part in exc):
            # A full disk ends a scan in the middle; the error itself is shown by whoever catches it.
            stored = f"{len(self._stored)} of {self._total} boards are stored: {listed(self._stored)}"
            click.echo(f"jobscan: the scan stopped; {stored if self._stored else 'nothing is stored'}", err=True)

    def on_event(self, event: EngineEvent) -> None:
        """Show which sources are being scanned, and how many are done."""
        if isinstance(event, ScanStarted):
            self._names[event.source.key] = event.source.name
            self._running.append(event.source.name)
            self._describe()
        elif isinstance(event, ScanEnded):
            self._running.remove(event.source.name)
            if event.result.record.outcome is not ScanOutcome.FAILED and not self._dry_run:
                self._stored.append(event.source.name)
            self._progress.advance(self._task)
            self._describe()

    def end(self, results: Sequence[ScanResult], *, seconds: float) -> int:
        """Show what was found, then one line for each cause of trouble."""
        if wants_tables(self._options):
            self._show_table(results, seconds)
        else:
            for result in results:
                record, counts = result.record, asdict(result.record.counts)
                shown = (counts[name] for name in (*_COUNTS, *_TROUBLES))
                cells = (*record.source, self._names[record.source], record.outcome, *shown)
                click.echo("\t".join(str(cell) for cell in cells))
            if results and self._options.verbosity >= 0:
                click.echo(f"jobscan: {summary_line(results, seconds=seconds)}", err=True)
        for line in trouble_lines(results, self._names):
            click.echo(f"jobscan: {line}", err=True)
        return _troubled(results)

    def sent(self, sent: SentSummary | None) -> None:
        """Show in one line what was sent, on a terminal, and name what was not."""
        if sent is not None and sent.counts and wants_tables(self._options):
            make_console(self._options).print(sent_line(sent.counts))
        if sent is not None and sent.recorded and wants_tables(self._options):
            matches = "1 match was" if sent.recorded == 1 else f"{sent.recorded:,} matches were"
            make_console(self._options).print(
                f"{matches} there before: recorded, not sent. `jobscan matches` lists them."
            )
        _name_unsent(sent)

    def _describe(self) -> None:
        self._progress.update(self._task, description=", ".join(self._running[:3])[:40])

    def _show_table(self, results: Sequence[ScanResult], seconds: float) -> None:
        console = make_console(self._options)
        if results:
            # A return is rare: it gets its column when there is one.
            sums = asdict(_sum(results))
            rare = [name for name in ("reopened", *_TROUBLES) if sums[name]]
            counted = (*_COUNTS[:4], *rare)
            titles = ["SOURCE", "SYSTEM", "OUTCOME", *(name.upper() for name in counted)]
            rows = [self._row(result.record, counted) for result in results]
            table = console.make_table(titles, rows, {"SOURCE": 1})
            for column in table.columns[3:]:
                column.justify = "right"
            console.print(table)
            console.print()
        console.print(summary_line(results, seconds=seconds))
        if self._dry_run:
            console.print("This was a dry run: nothing was written.")

    def _row(self, record: ScanRecord, counted: Sequence[str]) -> list[Cell]:
        counts = asdict(record.counts)
        is_unknown = record.outcome is ScanOutcome.FAILED and not record.counts.postings
        numbers = ["-" if is_unknown else f"{counts[name]:,}" for name in counted]
        return [
            self._names[record.source],
            record.source.source_type,
            (str(record.outcome), _STYLES[record.outcome]),
            *((number, "" if number not in ("0", "-") else "dim") for number in numbers),
        ]


def summary_line(results: Sequence[ScanResult], *, seconds: float) -> str:
    """Return the sums in one sentence that fits 80 columns as a rule: what is 0 is left out."""
    counts = asdict(_sum(results))
    boards = "1 board" if len(results) == 1 else f"{len(results):,} boards"
    changes = [f"{counts[name]:,} {name}" for name in _CHANGES if counts[name]] or ["no change"]
    line = f"{boards} in {seconds:.1f} s: {counts['postings']:,} postings, {', '.join(changes)}"
    troubled = [
        f"{count:,} {outcome}"
        for outcome in (ScanOutcome.INCOMPLETE, ScanOutcome.FAILED)
        if (count := _count(results, outcome))
    ]
    troubled += [f"{counts[name]:,} {name}" for name in _TROUBLES if counts[name]]
    return "; ".join([line, *([", ".join(troubled)] if troubled else [])]) + "."


def sent_line(counts: Mapping[DeliveryStatus, int]) -> str:
    """Return how many messages were sent, will be retried, and so on: what is 0 is left out."""
    parts: list[str] = []
    for status, (one, many) in _TOLD.items():
        if count := counts.get(status, 0):
            noun = "" if parts else " message" if count == 1 else " messages"
            parts.append(f"{count:,}{noun} {one if count == 1 else many}")
    return f"{', '.join(parts)}."


def _name_unsent(sent: SentSummary | None) -> None:
    """Write one line to standard error for each message that was tried and has not gone out."""
    if sent is None:
        return
    for unsent in sent.unsent[:_MOST_UNSENT]:
        delivery = unsent.delivery
        name = f'"{unsent.alert}"' if unsent.alert is not None else _KINDS.get(delivery.kind, "a message")
        fate = _FATES.get(delivery.status, str(delivery.status))
        click.echo(f"jobscan: {delivery.channel}: {name} for {unsent.user} {fate}: {delivery.error_message}", err=True)
    if len(sent.unsent) > _MOST_UNSENT:
        more = len(sent.unsent) - _MOST_UNSENT
        click.echo(f"jobscan: and {more:,} more messages; `jobscan matches` shows their status", err=True)


def _sum(results: Sequence[ScanResult]) -> ScanCounts:
    return ScanCounts.total(result.record.counts for result in results)


def _troubled(results: Sequence[ScanResult]) -> int:
    return _count(results, ScanOutcome.INCOMPLETE) + _count(results, ScanOutcome.FAILED)


def _count(results: Sequence[ScanResult], outcome: ScanOutcome) -> int:
    return sum(result.record.outcome is outcome for result in results)


def _write(message: SourceScanRecord | ScanSummaryRecord) -> None:
    try:
        sys.stdout.write(json_line(message))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has gone (`| head`); the boards are scanned all the same.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
