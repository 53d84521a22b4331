"""The end of the demo: what happened, whether it was right, one of the mails, and the next steps."""

from __future__ import annotations

import shutil
import statistics
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.text import Text

from jobscan.cli.commands.demo.people import PEOPLE
from jobscan.cli.commands.demo.tracker import DemoEventKind
from jobscan.cli.commands.demo.wording import count_of, text_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from rich.console import Console

    from jobscan.cli.commands.demo.environment import Agreement, DemoEnvironment
    from jobscan.simulator.server.mailbox import Mail

#: Of a mail's text.
_MOST_LINES = 16
#: Columns of a line that is shown whole in most windows; of an address the beginning will do.
_MOST_COLUMNS = 74
#: Longer lines are hard to read.
_READABLE_WIDTH = 100
#: Columns that words need beside what they explain.
_LEAST_ROOM = 24
_STEPS = {
    "init": "writes config.yaml, every setting explained",
    "add URL": "adds the board behind a careers page",
    "scan": "scans all boards once and shows what it found",
    "run": "watches them continuously and notifies you",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """The result of a demo."""

    seed: int
    boards: int
    #: Time that passed in the market.
    simulated: timedelta
    #: Postings that existed at the start.
    baseline: int
    #: Matches among them: recorded, not sent.
    recorded: int
    totals: Counter[DemoEventKind]
    failed_scans: int
    #: Seconds that each scan of all boards took.
    cycles: tuple[float, ...]
    mails: tuple[Mail, ...]
    #: None: the demo ended in the middle of a scan.
    agreement: Agreement | None
    is_interrupted: bool

    @classmethod
    async def of(cls, demo: DemoEnvironment, *, seed: int, is_interrupted: bool) -> Self:
        """Return the result of a demo; reads its database."""
        tracker = demo.tracker
        return cls(
            seed=seed,
            boards=len(demo.plan.sources),
            simulated=demo.market.now - demo.market.settings.starts_at,
            baseline=tracker.baseline,
            recorded=await demo.count_recorded(),
            totals=tracker.totals,
            failed_scans=tracker.failed_scans,
            cycles=tuple(demo.cycles),
            mails=tuple(demo.mailbox.mails),
            agreement=await demo.compare() if demo.is_whole and demo.cycles else None,
            is_interrupted=is_interrupted,
        )

    @property
    def is_right(self) -> bool:
        """Say whether nothing in the database is known to be wrong."""
        return self.agreement is None or not self.agreement.different


def show_result(console: Console, result: DemoResult) -> None:
    """Write the result for people; figures and verdict come near the end, so that a small window still shows them."""
    if mail := _sample(result.mails):
        console.print(Text("One of the mails, as it arrived:", style="bold"))
        _show_mail(console, mail)
        console.print()
    if result.cycles:
        hours = result.simulated.total_seconds() / 3_600
        passed = f"{hours:g} hour{'' if hours == 1 else 's'} of a simulated market, scanned every 15 minutes"
        console.print(Text(passed, style="bold"))
        console.print()
        _show_pairs(console, list(_facts(result)))
        console.print()
    console.print(_verdict(result))
    console.print()
    _show_way(console)


def _show_way(console: Console) -> None:
    name, steps, there = _program(), dict(_STEPS), ""
    if _is_configured():
        # That of this project lists a dozen boards; `init` would refuse to write over it.
        del steps["init"]
        there = "; this folder has a config.yaml already"
    console.print(Text.assemble(("Next steps with real boards", "bold"), there, (":", "bold")))
    _show_pairs(console, [(f"{name} {words}", what) for words, what in steps.items()])


def _show_pairs(console: Console, pairs: Sequence[tuple[str, str]]) -> None:
    """Write two columns, the second one wrapped; below the first one where there is no room beside it."""
    first = max(len(label) for label, _ in pairs)
    width = min(console.width, _READABLE_WIDTH)
    room = width - first - 4
    for label, words in pairs:
        beside = room >= _LEAST_ROOM
        if not beside:
            console.print(f"  {label}", soft_wrap=True)
        lines = textwrap.wrap(words, room if beside else width - 6)
        for number, line in enumerate(lines):
            before = f"  {'' if number else label:<{first}}  " if beside else " " * 6
            console.print(Text.assemble(before, (line, "" if beside else "dim")), soft_wrap=True)


def _facts(result: DemoResult) -> Iterator[tuple[str, str]]:
    totals, cycles = result.totals, result.cycles
    seen, speed = f"{result.baseline:,} postings of {count_of(result.boards, 'board')}", result.baseline / cycles[0]
    yield "first scan", f"{seen} in {cycles[0]:.1f} s: {speed:,.0f} a second"
    if cycles[1:]:
        yield "later scans", f"{len(cycles) - 1} of all boards, each in {statistics.median(cycles[1:]):.2f} s (median)"
    yield "new", f"{totals[DemoEventKind.NEW]:,}"
    versions, others = totals[DemoEventKind.UPDATED], totals[DemoEventKind.AMENDED]
    yield "changed", f"{versions:,} in title, place or text, {others:,} in pay or department"
    yield "expired", f"{totals[DemoEventKind.EXPIRED]:,}, each missing from two complete scans or more"
    if totals[DemoEventKind.REOPENED]:
        yield "reopened", f"{totals[DemoEventKind.REOPENED]:,} that had expired"
    if totals[DemoEventKind.FAILED]:
        scans = count_of(result.failed_scans, "failed scan")
        yield (
            "failed",
            f"{_times(totals[DemoEventKind.FAILED])} a board could not be read, {scans} in all: nothing was lost",
        )
    if totals[DemoEventKind.EMPTIED]:
        yield "emptied", f"{_times(totals[DemoEventKind.EMPTIED])} a board looked emptied: {_emptied(totals)}"
    sent = (
        f"{len(result.mails):,} to {PEOPLE} people, each version of a posting once" if result.mails else "none so far"
    )
    yield "mails", f"{sent}; {result.recorded:,} matches that existed at the start are recorded, not sent"


def _emptied(totals: Counter[DemoEventKind]) -> str:
    back, gone = totals[DemoEventKind.REFILLED], totals[DemoEventKind.CONFIRMED]
    open_ = totals[DemoEventKind.EMPTIED] - back - gone
    parts = [
        f"{back} listed their postings again" if back else "",
        f"{gone} were confirmed after an hour" if gone else "",
        f"{open_} not confirmed yet" if open_ else "",
    ]
    return ", ".join(part for part in parts if part)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _verdict(result: DemoResult) -> Text:
    found = result.agreement
    if not result.cycles:
        return Text("The demo ended before the first scan was finished.", style="bold")
    if found is None:
        return Text("The demo ended in the middle of a scan: database and market are not compared.", style="bold")
    if not found.different:
        counts = f"{found.active:,} active, {found.expired:,} expired"
        return Text.assemble(("Database and market agree, posting by posting:", "bold green"), f" {counts}.")
    return Text.assemble(
        (f"Database and market differ in {found.different:,} postings:", "bold red"),
        f" {found.active:,} and {found.true_active:,} active, {found.expired:,} and {found.true_expired:,} expired.",
    )


def _sample(mails: Sequence[Mail]) -> Mail | None:
    """Return the last mail that is easily read; the last one when there is none."""
    return next((mail for mail in reversed(mails) if _is_short(text_of(mail))), mails[-1] if mails else None)


def _is_short(lines: Sequence[str]) -> bool:
    return len(lines) <= _MOST_LINES and all(len(line) <= _MOST_COLUMNS or "://" in line for line in lines)


def _show_mail(console: Console, mail: Mail) -> None:
    message, width = mail.parse(), console.width - 4
    lines = [Text.assemble((f"{name}: ", "dim"), str(message[name])) for name in ("From", "To", "Subject")]
    text = text_of(mail)
    lines += [Text(), *(Text(line) for line in text[:_MOST_LINES])]
    if len(text) > _MOST_LINES:
        lines.append(Text(f"… {len(text) - _MOST_LINES} more lines", style="dim"))
    bar = "|" if console.options.ascii_only else "│"
    for line in lines:
        line.truncate(width, overflow="ellipsis")
        console.print(Text.assemble((f"  {bar}{' ' if line else ''}", "dim"), line), soft_wrap=True)


def _is_configured() -> bool:
    try:
        return Path("config.yaml").exists()
    except OSError:  # a folder that may not be looked into
        return False


def _program() -> str:
    """Return how this program is called from a shell here; `make demo` puts it on no PATH."""
    script = Path(sys.executable).parent / "jobscan"
    found = shutil.which("jobscan")
    if found is not None or not script.exists():
        return "jobscan" if found is not None else "python -m jobscan"
    try:
        return str(script.relative_to(Path.cwd()))
    except (ValueError, OSError):  # it is elsewhere, or the folder is gone
        return str(script)
