"""The demo on a terminal: one screen that fits the window, drawn on the alternate one so that the scrollback stays."""

from __future__ import annotations

from collections import deque
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, Self

from rich.console import Group
from rich.live import Live
from rich.text import Text

from jobscan.cli.commands.demo.tracker import DemoEventKind, notable_events
from jobscan.cli.commands.demo.views import MOST_POSTINGS
from jobscan.cli.commands.demo.wording import count_of, event_line, mail_line, mailed_titles
from jobscan.cli.kit.output import make_console

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from jobscan.cli.commands.demo.environment import DemoEnvironment
    from jobscan.cli.commands.demo.tracker import DemoEvent
    from jobscan.cli.kit.lazy import Globals
    from jobscan.simulator.server.mailbox import Mail

#: Columns from which the mailbox is shown beside the boards.
_WIDE = 110
#: Columns of the mailbox from which addresses are shown in full.
_ROOMY = 76
_LEGEND = "+ new ~ changed - gone * back ! trouble"
#: More than any window shows.
_KEPT = 200
#: Lines around the two lists when they are stacked, and when they are side by side.
_FRAME_STACKED, _FRAME_BESIDE = 11, 9


class Terminal:
    """Shows totals, the latest events and the newest mails."""

    def __init__(self, options: Globals, seconds: int) -> None:
        self._console = make_console(options)
        self._signs = _signs(self._console)
        self._live = Live(
            console=self._console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        self._seconds = seconds
        self._left: float | None = None
        self._demo: DemoEnvironment | None = None
        self._events: deque[Text] = deque(maxlen=_KEPT)
        self._mails: deque[Mail] = deque(maxlen=_KEPT)
        #: A second's events, shown one after the other so that people can follow.
        self._waiting: deque[Text] = deque()

    def __enter__(self) -> Self:
        self._live.start()
        self.refresh(None)
        return self

    def __exit__(self, *exc: object) -> None:
        self._live.stop()

    def begin(self, demo: DemoEnvironment) -> None:
        """Show totals from now on."""
        self._demo = demo

    def show(self, events: Sequence[DemoEvent], mails: Sequence[Mail] = ()) -> None:
        """Show the notable events, and the mails in the mailbox."""
        shown = notable_events(events, MOST_POSTINGS, mailed_titles(mails))
        self._waiting.extend(event_line(event) for event in shown)
        self._mails.extend(mails)

    def refresh(self, seconds_left: float | None) -> None:
        """Redraw the screen."""
        self._left = seconds_left
        for _ in range(1 + len(self._waiting) // 8):
            if self._waiting:
                self._events.append(self._waiting.popleft())
        width, height = self._console.size
        lines = [*self._head(width), Text(), *self._body(width, height)]
        self._live.update(Group(*(_fit(line, width) for line in lines[:height])), refresh=True)

    def _head(self, width: int) -> list[Text]:
        boards = f" · {count_of(len(self._demo.plan.sources), 'board')}" if self._demo else ""
        title = Text.assemble(("jobscan demo", "bold"), boards)
        share, left = self._progress()
        room = max(0, width - title.cell_len - len(left) - 4)
        done = int(room * min(1.0, max(0.0, share)))
        bar = Text.assemble("  ", (self._signs.full * done, "bold"), (self._signs.empty * (room - done), "dim"), "  ")
        if self._demo is None:
            return [title + bar + left, Text("Building a market on this machine …", style="dim")]
        return [title + bar + left, _spread(self._where(width), f"{self._demo.market.now:%a %H:%M}", width)]

    def _progress(self) -> tuple[float, str]:
        """Return the progress, from 0 to 1, and its label."""
        if self._left is not None:
            return 1 - self._left / self._seconds, f"{max(0, self._left):.0f} s left"
        if self._demo is not None:
            return self._demo.tracker.boards / len(self._demo.plan.sources), "first scan"
        return 0.0, "starting"

    def _where(self, width: int) -> str:
        if self._left is None:
            return "First scan: what is there already is recorded, not sent"
        if width >= 78:
            return "Simulated: each second 15 minutes pass, and all boards are scanned"
        return "Simulated: 15 minutes a second"

    def _body(self, width: int, height: int) -> list[Text]:
        if self._demo is None:
            return []
        totals = _totals(self._demo, len(self._mails), min(width, 90))
        foot = Text("Ctrl-C ends it. No network is used, nothing is kept.", style="dim")
        if width >= _WIDE:
            left = (width - 3) * 3 // 5
            rows = max(1, height - _FRAME_BESIDE)
            boards = self._boards(left, rows)
            mails = self._mailbox(width - 3 - left, rows)
            return [*totals, Text(), *_beside(boards, mails, left), Text(), foot]
        rows = max(2, height - _FRAME_STACKED)
        # Two fifths are for the mails.
        few = max(1, rows * 2 // 5)
        boards, mails = self._boards(width, rows - few), self._mailbox(width, few)
        return [*totals, Text(), *boards, Text(), *mails, Text(), foot]

    def _boards(self, width: int, rows: int) -> list[Text]:
        return [self._heading("What the engine finds", width, _LEGEND), *_last(self._events, rows)]

    def _mailbox(self, width: int, rows: int) -> list[Text]:
        title = f"Mailbox on this machine: {count_of(len(self._mails), 'mail')}"
        lines = [mail_line(mail, is_short=width < _ROOMY) for mail in list(self._mails)[-rows:]]
        return [self._heading(title, width), *_last(lines, rows)]

    def _heading(self, title: str, width: int, note: str = "") -> Text:
        room = width - len(title) - 4
        note = f" {note}" if note and len(note) + 4 <= room else ""
        rest = self._signs.line * max(0, room - len(note))
        return Text.assemble((f"{self._signs.line * 2} ", "dim"), (title, "bold"), (f" {rest}{note}", "dim"))


class _Signs(NamedTuple):
    """What bars and lines are drawn with."""

    full: str
    empty: str
    line: str


def _signs(console: Console) -> _Signs:
    # Different signs, not just colours: with NO_COLOR there are none.
    return _Signs("#", ".", "-") if console.options.ascii_only else _Signs("━", "─", "─")


def _totals(demo: DemoEnvironment, mails: int, width: int) -> list[Text]:
    tracker = demo.tracker
    numbers = {
        "scans": tracker.scans,
        "postings": tracker.active,
        "new": tracker.totals[DemoEventKind.NEW],
        "changed": tracker.totals[DemoEventKind.UPDATED] + tracker.totals[DemoEventKind.AMENDED],
        "expired": tracker.totals[DemoEventKind.EXPIRED],
        "reopened": tracker.totals[DemoEventKind.REOPENED],
        "mails": mails,
    }
    widths = [max(len(name), len(f"{number:,}")) for name, number in numbers.items()]
    gap = " " * max(1, (width - sum(widths)) // (len(widths) - 1))
    labels = gap.join(f"{name:>{size}}" for name, size in zip(numbers, widths, strict=True))
    values = gap.join(f"{number:>{size},}" for number, size in zip(numbers.values(), widths, strict=True))
    return [Text(labels, style="dim"), Text(values, style="bold")]


def _last(lines: Iterable[Text], rows: int) -> list[Text]:
    """Return the last lines, padded to ``rows``."""
    shown = list(lines)[-rows:]
    return [*(line.copy() for line in shown), *(Text() for _ in range(rows - len(shown)))]


def _beside(left: Sequence[Text], right: Sequence[Text], width: int) -> list[Text]:
    lines = []
    for one, other in zip_longest(left, right, fillvalue=Text()):
        one.truncate(width, overflow="ellipsis", pad=True)
        lines.append(one + "   " + other)
    return lines


def _spread(left: str, right: str, width: int) -> Text:
    return Text(f"{left}{right:>{max(1, width - len(left))}}", style="dim")


def _fit(line: Text, width: int) -> Text:
    line.truncate(width, overflow="ellipsis")
    line.no_wrap, line.overflow = True, "crop"
    return line
